import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rules as realRules } from "../../rules/index.ts";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import { addIgnores, newIgnoreReason } from "../../src/engine/add-ignores.ts";
import { lint } from "../../src/engine/lint.ts";
import { defineRule, type Handlers } from "../../src/rule/rule.ts";
import { parse } from "../../src/syntax/parse.ts";

function rule(id: string, check: Handlers) {
  return defineRule({
    id,
    summary: "A rule for tests",
    category: "style",
    severity: "info",
    preset: "recommended",
    fixable: false,
    since: "0.1.0",
    check,
  });
}

const rules = [
  rule("odd-run", {
    RUN: ({ instruction }, { report }) => report({ at: instruction.range, message: "odd" }),
  }),
  rule("loud-word", {
    RUN: ({ instruction }, { file, report }) => {
      const at = file.text.indexOf("LOUD", instruction.range.start);
      if (at !== -1 && at < instruction.range.end)
        report({ at: { start: at, end: at + 4 }, message: "loud" });
    },
  }),
  rule("odd-file", {
    file: (file, { report }) => {
      const at = file.text.length;
      if (file.text.includes("END")) report({ at: { start: at, end: at }, message: "odd" });
    },
  }),
  rule("odd-comment", {
    suppression: ({ range }, { report }) => report({ at: range, message: "odd" }),
  }),
];
const { ruleSet } = resolveRules(rules, defaultSettings);
const reason = ` -- ${newIgnoreReason}`;

function added(text: string): string {
  return addIgnores({ path: "Dockerfile", text }, ruleSet).text;
}

describe("addIgnores", () => {
  it.each<[title: string, text: string, expected: string]>([
    ["writes above the instruction", "FROM a\nRUN x\n", `FROM a\n# stowage ignore odd-run${reason}\nRUN x\n`],
    [
      "names each rule once",
      "FROM a\nRUN LOUD\n",
      `FROM a\n# stowage ignore loud-word, odd-run${reason}\nRUN LOUD\n`,
    ],
    ["keeps the indentation", "FROM a\n  RUN x\n", `FROM a\n  # stowage ignore odd-run${reason}\n  RUN x\n`],
    ["keeps line ends", "FROM a\r\nRUN x\r\n", `FROM a\r\n# stowage ignore odd-run${reason}\r\nRUN x\r\n`],
    [
      "stays out of continued lines",
      "FROM a\nRUN x && \\\n  # note\n  LOUD\n",
      `FROM a\n# stowage ignore loud-word, odd-run${reason}\nRUN x && \\\n  # note\n  LOUD\n`,
    ],
    [
      "stays out of heredocs",
      "FROM a\nRUN <<E\n# x\nLOUD\nE\nRUN y\n",
      `FROM a\n# stowage ignore loud-word, odd-run${reason}\nRUN <<E\n# x\nLOUD\nE\n# stowage ignore odd-run${reason}\nRUN y\n`,
    ],
    [
      "goes above comments that must stay next to the instruction",
      "FROM a\n\n# a\n# hadolint ignore=DL3008\nRUN x\n",
      `FROM a\n\n# stowage ignore odd-run${reason}\n# a\n# hadolint ignore=DL3008\nRUN x\n`,
    ],
    [
      "passes over comments that stand apart",
      "FROM a\n# a\n\nRUN x\n",
      `FROM a\n# a\n\n# stowage ignore odd-run${reason}\nRUN x\n`,
    ],
    ["changes nothing where there is nothing", "FROM a\n# x\nCOPY a b\n", "FROM a\n# x\nCOPY a b\n"],
    [
      "ignores for the file what stands in no instruction",
      "# syntax=docker/dockerfile:1\nFROM a\n\n# END\n",
      `# syntax=docker/dockerfile:1\n# stowage ignore-file odd-file${reason}\nFROM a\n\n# END\n`,
    ],
    [
      "writes behind a byte order mark",
      "\ufeffFROM a\n# END\n",
      `\ufeff# stowage ignore-file odd-file${reason}\nFROM a\n# END\n`,
    ],
  ])("%s", (_, text, expected) => {
    expect(added(text)).toBe(expected);
    expect(added(expected)).toBe(expected);
  });

  it("leaves what is said of suppressions", () => {
    const text = "# stowage ignore odd-run -- why\nFROM a\n";
    const done = addIgnores({ path: "Dockerfile", text }, ruleSet);
    expect(done).toMatchObject({ text, ignored: 0 });
    expect(done.result.findings.map((finding) => finding.rule)).toEqual(["odd-comment"]);
  });

  it("hides every finding of any file, and moves no instruction", () => {
    const { ruleSet: real } = resolveRules(realRules, {
      ...defaultSettings,
      preset: "strict",
      ignore: realRules.filter(({ check }) => check.suppression).map(({ id }) => id),
    });
    const line = fc.constantFrom(
      "FROM debian:latest",
      "FROM debian AS Two",
      "RUN apt-get update",
      "RUN cd /x && \\",
      "  # comment",
      "# hadolint ignore=DL3008",
      "# check=skip=all",
      "RUN <<E",
      "E",
      "COPY . .",
      "",
      "workdir x",
      "CMD x",
      "nonsense",
      "FROM scratch",
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }).map((some) => ["FROM scratch", ...some]),
        fc.constantFrom("\n", "\r\n"),
        (lines, lineBreak) => {
          const input = { path: "Dockerfile", text: lines.join(lineBreak) };
          const { text, ignored, result, problem } = addIgnores(input, real);
          const isBroken = parse(input.text).problems.length > 0;
          expect(problem === null).toBe(!isBroken);
          if (isBroken) expect(text).toBe(input.text);
          else expect(result.findings).toEqual([]);
          if (!isBroken) expect(ignored).toBe(lint(input, real).findings.length);
          const kept = text.split(lineBreak).filter((row) => !row.includes(newIgnoreReason));
          expect(kept.join(lineBreak)).toBe(input.text);
        },
      ),
    );
  });
});
