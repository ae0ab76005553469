import { repeatedLabels } from "../src/analysis/repeated-labels.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "repeated-label",
  summary: "A label is set twice in one stage",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["tally/labels/no-duplicate-keys"],
  check: {
    file(_, context) {
      for (const { key, use, last, edits } of context.use(repeatedLabels)) {
        context.report({
          at: use.pair.range,
          message: `the label \`${key}\` is set again below, so this value is lost`,
          help: "keep the one that is meant",
          related: [{ at: last.pair.range, message: "this one counts" }],
          // Safe: the value is lost anyway.
          ...(edits && { fix: { title: "Remove the lost label", applicability: "safe", edits } }),
        });
      }
    },
  },
});
