import { expect, it } from "vitest";
import { checkPage } from "../../src/dev/check-page.ts";
import { differencesPage, ruleIndex, rulePage, rulesReadme } from "../../src/dev/generated-files.ts";
import { parseRulePage } from "../../src/dev/rule-page.ts";
import { scaffold } from "../../src/dev/scaffold.ts";
import { defineRule } from "../../src/rule/rule.ts";

const rule = defineRule({
  id: "late-copy",
  summary: "A COPY comes late | or never",
  category: "cache",
  severity: "warning",
  preset: "strict",
  fixable: true,
  since: "0.2.0",
  aliases: ["XX1", "XX2"],
  check: {},
});

it("lists every rule in the index, sorted", () => {
  const { path, text } = ruleIndex(["odd-order", "late-copy"]);
  expect(path).toBe("rules/index.ts");
  expect(text).toContain('import lateCopy from "./late-copy.ts";\nimport oddOrder from "./odd-order.ts";\n');
  expect(text).toContain("= [\n  lateCopy,\n  oddOrder,\n];\n");
});

it("writes the header of a page and keeps the rest", () => {
  const before = "<!-- generated: header -->\nold\n<!-- /generated -->\n\n## Why\n";
  const { path, text } = rulePage(before, rule);
  expect(path).toBe("rules/late-copy.md");
  expect(text).toContain("# late-copy\n\nA COPY comes late | or never.\n");
  expect(text).toContain("| warning | cache | strict | yes | 0.2.0 | `XX1`, `XX2` |\n");
  expect(text).not.toContain("old");
  expect(text.endsWith("\n<!-- /generated -->\n\n## Why\n")).toBe(true);
  expect(rulePage(text, rule).text).toBe(text);
});

it("writes the table of rules and keeps the text around it", () => {
  const { text } = rulesReadme("# Rules\n\n<!-- generated: table -->\n<!-- /generated -->\n\nMore.\n", [
    rule,
  ]);
  expect(text).toContain(
    "| [late-copy](late-copy.md) | A COPY comes late \\| or never | warning | cache | strict | yes | `XX1`, `XX2` |\n",
  );
  expect(text.endsWith("\n<!-- /generated -->\n\nMore.\n")).toBe(true);
});

it("leaves a text without markers alone", () => {
  expect(rulePage("# mine\n", rule).text).toBe("# mine\n");
});

it("makes two files for a new rule that fail until they are filled in", () => {
  const [code, page] = scaffold("late-copy", "0.2.0");
  expect(code).toMatchObject({ path: "rules/late-copy.ts" });
  expect(code!.text).toContain('\n  id: "late-copy",\n');
  expect(code!.text).toContain('\n  since: "0.2.0",\n');
  expect(page).toMatchObject({ path: "rules/late-copy.md" });
  const parsed = parseRulePage(rulePage(page!.text, rule).text);
  expect(parsed.problems).toEqual([]);
  expect(checkPage(parsed, rule, { id: rule.id, known: [rule] })).not.toEqual([]);
});

it("gathers what differs from other tools, by code, and what is left out", () => {
  const page = parseRulePage(
    "## Why\n\n## Examples\n\n## Differences\n\n### DL2: says more\n\nSince it knows more.\n\n```dockerfile\nFROM a\n```\n\n### DL1: says less\n\nWhy.\n\n## When not to use it\n",
  );
  expect(page.problems).toEqual([]);
  const { path, text } = differencesPage(
    [{ id: "late-copy", page }],
    [{ tool: "a tool", code: "XX3", meaning: "One | two", reason: "Taste" }],
  );
  expect(path).toBe("rules/DIFFERENCES.md");
  const [differences, leftOut] = text.slice(text.indexOf("## DL1")).split("\n## Left out\n");
  expect(differences).toBe(
    "## DL1: says less\n\nRule [late-copy](late-copy.md).\n\nWhy.\n\n## DL2: says more\n\nRule [late-copy](late-copy.md).\n\nSince it knows more.\n\n```dockerfile\nFROM a\n```\n",
  );
  expect(leftOut).toMatch(/\n\|---\|---\|---\|---\|\n\| `XX3` \| a tool \| One \\\| two \| Taste \|\n$/);
});
