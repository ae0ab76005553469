import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../rules/index.ts";
import { checkPage } from "../src/dev/check-page.ts";
import { parseRulePage } from "../src/dev/rule-page.ts";

describe.each(rules.map((rule) => ({ id: rule.id, rule })))("$id", ({ id, rule }) => {
  const text = readFileSync(`rules/${id}.md`, "utf8");

  it("does what its page says", () => {
    const page = parseRulePage(text);
    expect(checkPage(page, rule, { id, known: rules })).toEqual([]);
  });

  it("says why its fix may be applied, or why it has none", () => {
    const code = readFileSync(`rules/${id}.ts`, "utf8");
    expect(code).toMatch(/applicability\b/.test(code) ? /\/\/ (?:Safe|Unsafe|Display)\b/ : /\/\/ No fix: /);
  });

  it("describes itself in the house form", () => {
    expect(rule.summary).toMatch(/^[A-Z`].*[^.]$/);
    expect(text, "something is left to fill in").not.toContain("TODO");
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

it("gives each name to one meaning: no alias is the id of another rule", () => {
  const ids = new Set(rules.map(({ id }) => id));
  const taken = rules.flatMap(({ aliases = [] }) =>
    aliases.filter((alias) => ids.has(alias) || alias === "all"),
  );
  expect(taken).toEqual([]);
});

/** `fixable` is what the examples of the page say: see above. */
it("offers a fix that can be applied in seven of ten rules", () => {
  const fixable = rules.filter((rule) => rule.fixable);
  expect(fixable.length / rules.length).toBeGreaterThanOrEqual(0.7);
});
