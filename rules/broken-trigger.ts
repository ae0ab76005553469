import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "broken-trigger",
  summary: "The builder rejects what ONBUILD does, but only in the child image",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/invalid-onbuild-trigger", "UNKNOWN_INSTRUCTION"],
  // No fix: what the builder rejects is mended by whoever knows what is meant, as for syntax-error.
  check: {
    ONBUILD({ instruction: { trigger, problems } }, context) {
      // What is rejected at once is said as such.
      const said = new Set(problems.map(({ range }) => range.start));
      for (const { range, message, help } of trigger?.problems ?? []) {
        if (said.has(range.start)) continue;
        context.report({
          at: range,
          message: `${message}, so no image can be built on this one`,
          help,
        });
      }
    },
  },
});
