import { type BrokenArray, brokenArray, type Flaw } from "../src/analysis/broken-arrays.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Instruction } from "../src/syntax/nodes.ts";

const reasons: Readonly<Record<Flaw, string>> = {
  "single quotes": "JSON knows double quotes only",
  "typographic quotes": "JSON knows straight double quotes only",
  "no quotes": "JSON has double quotes around each string",
  backslashes: "JSON has two backslashes for one",
  "extra comma": "JSON has no comma behind the last string",
  "missing comma": "JSON has commas between strings",
  "missing bracket": "JSON closes an array with `]`",
};

export default defineRule({
  id: "broken-json-array",
  summary: "An array is no valid JSON, so that the builder reads it as words",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/invalid-json-form", "JSON_IN_SINGLE_QUOTES"],
  check: {
    ADD: ({ instruction }, context) => check(instruction, context),
    CMD: ({ instruction }, context) => check(instruction, context),
    COPY: ({ instruction }, context) => check(instruction, context),
    ENTRYPOINT: ({ instruction }, context) => check(instruction, context),
    HEALTHCHECK: ({ instruction }, context) => check(instruction, context),
    RUN: ({ instruction }, context) => check(instruction, context),
    VOLUME: ({ instruction }, context) => check(instruction, context),
    ONBUILD({ instruction: { trigger } }, context) {
      if (trigger !== null) check(trigger, context);
    },
  },
});

function check(instruction: Instruction, context: RuleContext): void {
  const array = brokenArray(instruction);
  if (array === null) return;
  const { kind } = instruction;
  const { words, flaw, range } = array;
  const command = kind === "HEALTHCHECK" ? "HEALTHCHECK CMD" : kind;
  const fix = fixOf(array, context);
  context.report({
    at: range,
    message: `\`${command}\` looks like a JSON array and is none, so ${consequence(instruction)}`,
    help:
      words === null
        ? "close every string with double quotes, put commas between them, and close the array"
        : `write \`${command} ${jsonOf(words)}\`${flaw === null ? "" : `: ${reasons[flaw]}`}`,
    ...(fix && { fix }),
  });
}

function consequence({ kind, rest }: Instruction): string {
  if (kind === "VOLUME") {
    const [first = ""] = rest.text.replace(/["']/g, "").split(/\s/);
    return `there is a volume at \`${first}\``;
  }
  return kind === "COPY" || kind === "ADD"
    ? "brackets and commas are parts of the names"
    : "a shell runs it as text";
}

function fixOf({ words, range }: BrokenArray, { file }: RuleContext): Fix | null {
  if (words === null) return null;
  // A comment between the lines would get lost.
  const hasComment = file.syntax.comments.some(
    (comment) => comment.range.start > range.start && comment.range.end < range.end,
  );
  // Unsafe: the program now starts without a shell, as is meant. Display: a comment in it would get lost.
  return {
    title: "Write it as JSON",
    applicability: hasComment ? "display" : "unsafe",
    edits: [{ range, text: jsonOf(words) }],
  };
}

function jsonOf(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}
