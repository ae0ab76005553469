import { removeInstruction } from "../src/analysis/instruction-edits.ts";
import type { Step } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

const any = ["MultipleInstructionsDisallowed", "MULTIPLE_INSTRUCTIONS"];

/** What of a stage only the last one counts of, with the codes that are about it. */
const codes: Readonly<Record<string, readonly string[]>> = {
  CMD: ["DL4003", ...any, "DS-0016", "41c195f4", "multiple-cmd-instructions", "DF038", "BP003"],
  ENTRYPOINT: ["DL4004", ...any, "DS-0007", "6938958b", "multiple-entrypoint-instructions", "DF039"],
  HEALTHCHECK: ["DL3012", ...any, "DS-0023", "DF041"],
};

export default defineRule({
  id: "repeated-instruction",
  summary: "Of several CMD, ENTRYPOINT or HEALTHCHECK only the last counts",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...new Set(Object.values(codes).flat())],
  check: {
    stage({ steps }, context) {
      const last = new Map<string, Step>();
      for (const step of steps) {
        const { kind } = step.instruction;
        if (!Object.hasOwn(codes, kind)) continue;
        const earlier = last.get(kind);
        if (earlier !== undefined) report(earlier, step, context);
        last.set(kind, step);
      }
    },
  },
});

/** hadolint speaks of the later one, all others of the one that is lost. */
function report({ instruction: lost }: Step, { instruction: later }: Step, context: RuleContext): void {
  const { kind } = lost;
  const isAtLater = context.literal === "hadolint";
  context.report({
    at: (isAtLater ? later : lost).keyword.range,
    aliases: codes[kind]!,
    message: isAtLater
      ? `this \`${kind}\` takes the place of the one above it in the same stage`
      : `this \`${kind}\` has no effect: a later one in the same stage takes its place`,
    help: "remove the one that is not wanted",
    related: [
      isAtLater
        ? { at: lost.keyword.range, message: "this one has no effect" }
        : { at: later.keyword.range, message: "this one takes its place" },
    ],
    // Unsafe: which of them is meant is a guess.
    fix: {
      title: `Remove the \`${kind}\` that has no effect`,
      applicability: "unsafe",
      edits: [removeInstruction(context.file, lost)],
    },
  });
}
