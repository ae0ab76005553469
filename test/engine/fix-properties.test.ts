import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import { parseRulePage } from "../../src/dev/rule-page.ts";
import { chooseFixes } from "../../src/engine/choose-fixes.ts";
import { applyFixes } from "../../src/engine/fixes.ts";
import { lint } from "../../src/engine/lint.ts";
import { buildFile, type Step } from "../../src/model/build-file.ts";
import { expand } from "../../src/model/variables.ts";
import type { Finding } from "../../src/rule/finding.ts";
import { applyEdits } from "../../src/text/edit.ts";

const folder = join(import.meta.dirname, "../../rules");
const { ruleSet } = resolveRules(rules, { ...defaultSettings, preset: "strict" });

const examples = join(import.meta.dirname, "../../examples");

/** The Dockerfiles of all rule pages and of the examples. */
const corpus = [
  ...readdirSync(folder)
    .filter((name) => /^[a-z].*\.md$/.test(name))
    .flatMap((name) =>
      parseRulePage(readFileSync(join(folder, name), "utf8")).cases.flatMap(({ bad, good }) => [
        ...(bad === null ? [] : [bad.dockerfile]),
        ...good,
      ]),
    )
    .map(({ content }) => content),
  ...readdirSync(examples, { recursive: true, encoding: "utf8" })
    .filter((name) => /Dockerfile[^/]*$/.test(name))
    .map((name) => readFileSync(join(examples, name), "utf8")),
];

const lines = fc.constantFrom(
  "from debian:12 as Base",
  "FROM base as Two",
  "MAINTAINER me",
  "run apt-get update && apt-get install git",
  "RUN apt-get update \\\n    # why\n    && apt-get install \\\n       curl",
  "ENV a b",
  "LABEL a b",
  "EXPOSE 80/TCP",
  "COPY --from=0 /a /b",
  "STOPSIGNAL 9",
  "# a comment",
  "",
  "RUN wget https://example.org/a",
  "WORKDIR here",
  "cmd echo hi",
);
const generated = fc
  .record({
    lines: fc.array(lines, { maxLength: 12 }),
    end: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
  })
  .map(({ lines: all, end, mark }) => mark + ["FROM debian:12", ...all].join("\n").replaceAll("\n", end));

const input = (text: string) => ({ path: "Dockerfile", text });
const fix = (text: string) => applyFixes(input(text), ruleSet, { trust: "safe" });

/** Stages as a builder sees them. */
function stagesOf(text: string) {
  return buildFile("Dockerfile", text).stages.map(({ name, base, steps }) => [
    name,
    base.kind === "image" ? base.image.text : base.kind,
    // Labels that are repeated, and the like, may become one.
    steps.filter(({ instruction: { kind } }) => /^(?:RUN|COPY|ADD|WORKDIR)$/.test(kind)).length,
  ]);
}

/** What a builder is told, without how it is written: white space, comments, the case of what has none, the form of settings. */
function instructionsOf(text: string) {
  const { stages, syntax } = buildFile("Dockerfile", text);
  const names = stages.map(({ name }) => name).filter((name) => name !== null);
  const wordsOf = ({ instruction, state: { scope } }: Step): readonly string[] => {
    const { kind, rest } = instruction;
    if (kind === "ENV" || kind === "LABEL")
      return instruction.pairs.flatMap(({ key, value }) =>
        [key, value].map((word) => expand(word?.text ?? "", scope, syntax.escape).value),
      );
    // What stands in quotes, or behind a backslash, is as it is.
    const words = rest.text.match(/(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|\S)+/g) ?? [];
    if (kind === "EXPOSE") return words.map((word) => word.toLowerCase());
    return words.map((word) => (names.includes(word.toLowerCase()) ? word.toLowerCase() : word));
  };
  return stages.map(({ name, base, steps }) => [
    name,
    base.kind === "image" ? base.image.text : base.kind,
    steps.map((step) => [
      step.instruction.kind,
      step.instruction.flags.map(({ name: flag, value }) => [
        flag,
        flag === "from" ? value?.toLowerCase() : value,
      ]),
      wordsOf(step),
      step.instruction.heredocs.map(({ body }) => body.text),
    ]),
  ]);
}

function holds(text: string): void {
  const once = fix(text);
  expect(once.problem).toBeNull();
  expect(fix(once.text).text).toBe(once.text);
  const [before, after] = [text, once.text].map((each) => buildFile("Dockerfile", each).syntax);
  expect(after!.problems.length).toBeLessThanOrEqual(before!.problems.length);
  expect(stagesOf(once.text)).toEqual(stagesOf(text));
  // A comment is no fix's to change, but for suppressions that hide nothing.
  const [kept, given] = [after!, before!].map(({ comments }) =>
    comments.map((comment) => comment.text.trim()).filter((comment) => !/^stowage\s+ignore/.test(comment)),
  );
  expect(kept).toEqual(given);
  expect(once.text.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
  if (text.includes("\r\n")) expect(once.text.replaceAll("\r\n", "")).not.toContain("\n");
}

it("fixes of the pages' Dockerfiles are idempotent, keep stages and comments", () => {
  expect(corpus.length).toBeGreaterThan(300);
  for (const text of corpus) {
    const { problems } = buildFile("Dockerfile", text).syntax;
    if (problems.length === 0) holds(text);
  }
});

it("fixes that change more get along with each other too", () => {
  const fixAll = (text: string) => applyFixes(input(text), ruleSet, { trust: "unsafe" });
  for (const text of corpus) {
    const once = fixAll(text);
    expect(once.problem).toBeNull();
    expect(fixAll(once.text).text).toBe(once.text);
  }
});

it.each([
  ["the corpus", fc.constantFrom(...corpus)],
  ["generated files", generated],
])("what is only about style keeps the instructions: %s", (_, texts) => {
  let changed = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const isWanted = ({ severity }: Finding): boolean => severity === "style";
      const { text: after } = applyFixes(input(text), ruleSet, { trust: "safe", isWanted });
      if (after !== text) changed += 1;
      expect(instructionsOf(after)).toEqual(instructionsOf(text));
    }),
    { numRuns: 300 },
  );
  expect(changed).toBeGreaterThan(0);
});

it("so are those of generated ones", () => {
  fc.assert(fc.property(generated, holds), { numRuns: 100 });
});

it("text outside of the ranges of the edits stays as it is", () => {
  fc.assert(
    fc.property(generated, (text) => {
      const chosen = chooseFixes(lint(input(text), ruleSet).findings, "unsafe");
      const edits = chosen.flatMap((one) => one.fix.edits).sort((a, b) => a.range.start - b.range.start);
      const after = applyEdits(text, edits);
      let before = 0;
      let at = 0;
      for (const { range, text: added } of edits) {
        const kept = text.slice(before, range.start);
        expect(after.slice(at, at + kept.length)).toBe(kept);
        at += kept.length + added.length;
        before = range.end;
      }
      expect(after.slice(at)).toBe(text.slice(before));
    }),
    { numRuns: 100 },
  );
});
