import { describe, expect, it } from "vitest";
import { checkPage } from "../../src/dev/check-page.ts";
import { renewOutputs } from "../../src/dev/page-outputs.ts";
import { parseRulePage } from "../../src/dev/rule-page.ts";
import type { Fix, Severity } from "../../src/rule/finding.ts";
import { defineRule, type Rule } from "../../src/rule/rule.ts";

interface Replacing {
  readonly id: string;
  readonly from: string;
  readonly fix?: (fix: Fix) => Fix | undefined;
  readonly fixable?: boolean;
  readonly severity?: Severity;
}

/** A rule against `RUN <from>`, which it turns into `RUN good`. */
function against({ id, from, fix = (own) => own, fixable = true, severity = "info" }: Replacing): Rule {
  return defineRule({
    id,
    summary: "A rule for tests",
    category: "style",
    severity,
    preset: "recommended",
    fixable,
    since: "0.1.0",
    check: {
      RUN({ instruction }, context) {
        if (from === "crash" && instruction.rest.text === "crash") throw new Error("no");
        if (instruction.rest.text !== from) return;
        const start = instruction.rest.segments[0]!.source;
        const range = { start, end: start + from.length };
        const proposal: Fix = {
          title: "write `good`",
          applicability: "safe",
          edits: [{ range, text: "good" }],
        };
        const made = fix(proposal);
        context.report({
          at: range,
          message: `it runs \`${from}\``,
          help: "write `good`",
          related: [{ at: instruction.keyword.range, message: "here" }],
          saves: { seconds: { mean: 12.345, low: 3.21, high: 99.9 }, basis: "prior" },
          ...(made === undefined ? {} : { fix: made }),
        });
      },
    },
  });
}

const noBad = against({ id: "no-bad", from: "bad" });

const findings = `2:5-2:8 info it runs \`bad\`
  help: write \`good\`
  related 2:1-2:4: here
  saves 12 s per build (3.2 to 100, prior)
  fix (safe): write \`good\`
`;

interface Parts {
  readonly bad: string;
  readonly findings: string;
  readonly fixed: string | null;
  readonly good: string;
  readonly more: string;
}

function page(parts: Partial<Parts> = {}): string {
  const {
    bad,
    findings: printed,
    fixed,
    good,
    more,
  } = {
    bad: "FROM a\nRUN bad\n",
    findings,
    fixed: "FROM a\nRUN good\n",
    good: "FROM a\nRUN good\n",
    more: "",
    ...parts,
  };
  const fence = (info: string, content: string): string => `\`\`\`${info}\n${content}\`\`\`\n\n`;
  return `## Why

## Examples

### a case

${bad === "" ? "" : fence("dockerfile bad", bad)}${bad === "" ? "" : fence("findings", printed)}${fixed === null ? "" : fence("dockerfile fixed", fixed)}${good === "" ? "" : fence("dockerfile good", good)}${more}
## When not to use it
`;
}

function complaints(text: string, rule: Rule = noBad, others: readonly Rule[] = []): string {
  return checkPage(parseRulePage(text), rule, { id: rule.id, known: [rule, ...others] }).join("\n");
}

describe("checkPage", () => {
  it("finds nothing wrong with a page that is right", () => {
    expect(complaints(page())).toBe("");
  });

  const alwaysBad = against({
    id: "no-bad",
    from: "bad",
    fix: (own) => ({ ...own, edits: [{ ...own.edits[0]!, text: "bad" }] }),
  });
  const breaksSyntax = against({
    id: "no-bad",
    from: "bad",
    fix: (own) => ({ ...own, edits: [{ ...own.edits[0]!, text: "x\ny" }] }),
  });
  const shownOnly = against({
    id: "no-bad",
    from: "bad",
    fix: (own) => ({ ...own, applicability: "display" }),
  });
  const creates = against({
    id: "no-bad",
    from: "bad",
    fix: (own) => ({ ...own, newFiles: [{ path: "a.txt", text: "a\n" }] }),
  });

  it.each<[string, string, string, Rule?, (readonly Rule[])?]>([
    [
      "a wrong range",
      page({ findings: findings.replace("2:5-2:8", "2:5-2:9") }),
      "the findings are not as printed",
    ],
    [
      "a wrong severity",
      page({ findings: findings.replace("info", "error") }),
      "the findings are not as printed",
    ],
    [
      "a wrong message",
      page({ findings: findings.replace("it runs", "it ran") }),
      "the findings are not as printed",
    ],
    [
      "a wrong saving",
      page({ findings: findings.replace("12 s", "13 s") }),
      "the findings are not as printed",
    ],
    ["a missing finding", page({ findings: "" }), "the findings are not as printed"],
    [
      "a bad example without finding",
      page({ bad: "FROM a\nRUN ok\n", findings: "", fixed: null }),
      "the bad example reports nothing",
    ],
    [
      "a good example with finding",
      page({ good: "FROM a\nRUN bad\n" }),
      "the good example of line 25 reports",
    ],
    ["no bad example", page({ bad: "", fixed: null }), "there is no `dockerfile bad` example"],
    ["no good example", page({ good: "" }), "there is no `dockerfile good` example"],
    ["a wrong fix", page({ fixed: "FROM a\nRUN better\n" }), "the fixed Dockerfile is not as printed"],
    ["a fix that is not printed", page({ fixed: null }), "the fixed Dockerfile is not as printed"],
    ["a fix that never ends", page(), "fixes still change the file after 10 rounds", alwaysBad],
    ["a fix that breaks the syntax", page(), "fixes break the syntax", breaksSyntax],
    ["a fixable rule without fix", page(), "no example has a fix that is applied", shownOnly],
    [
      "a fix of a rule that has none",
      page(),
      "the rule is not `fixable`",
      against({ id: "no-bad", from: "bad", fixable: false }),
    ],
    ["a created file that is not printed", page(), "the created files are not as printed", creates],
    [
      "another rule that breaks",
      page({ good: "FROM a\nRUN crash\n" }),
      "rule no-crash throws: no",
      noBad,
      [against({ id: "no-crash", from: "crash" })],
    ],
    [
      "an error of another rule in a good example",
      page(),
      "rule no-good reports an error",
      noBad,
      [against({ id: "no-good", from: "good", severity: "error" })],
    ],
    [
      "what the parser complains of",
      page({ more: "```sh\n```\n" }),
      "line 30: the fence `sh` has no meaning",
    ],
  ])("complains of %s", (_, text, complaint, rule, others) => {
    expect(complaints(text, rule, others)).toContain(complaint);
  });

  it("wants a created file, and takes it from a case with files", () => {
    const files = "```text created=a.txt\na\n```\n\n```text file=b.txt\nb\n```\n\n";
    const creating = page({ more: files });
    expect(complaints(creating, creates)).toBe("");
  });
});

describe("renewOutputs", () => {
  const rules = { id: "no-bad", known: [noBad] };

  it("leaves a right page as it is", () => {
    expect(renewOutputs(page(), rules)).toBe(page());
  });

  it("rewrites findings and fixed text", () => {
    expect(renewOutputs(page({ findings: "", fixed: "old\n" }), rules)).toBe(page());
  });

  it("adds the fences that are missing", () => {
    expect(renewOutputs(page({ findings: "", fixed: null }), rules)).toBe(page());
  });
});
