import { swallowingComment } from "../src/analysis/swallowed-lines.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Instruction } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "comment-swallows-lines",
  summary: "A shell comment takes in the lines below it",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  check: {
    RUN: ({ instruction }, context) => check(instruction, context),
    CMD: ({ instruction }, context) => check(instruction, context),
    ENTRYPOINT: ({ instruction }, context) => check(instruction, context),
    HEALTHCHECK: ({ instruction }, context) => check(instruction, context),
    ONBUILD({ instruction: { trigger } }, context) {
      if (trigger !== null) check(trigger, context);
    },
  },
});

function check(instruction: Instruction, context: RuleContext): void {
  const found = swallowingComment(context.analysis, instruction);
  if (found === null) return;
  context.report({
    at: found.at,
    message: "this comment goes on to the end of the instruction: the shell gets all its lines as one",
    help: "move the comment to a line of its own, where the builder takes it out",
    related: [{ at: found.swallowed, message: "this never runs" }],
    // Unsafe: commands run that never ran.
    fix: {
      title: "Move the comment to a line of its own",
      applicability: "unsafe",
      edits: found.edits,
    },
  });
}
