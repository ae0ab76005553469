import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "suppression-without-reason",
  summary: "A suppression comment does not say why",
  category: "style",
  severity: "style",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  check: {
    suppression({ reason, range }, context) {
      if (reason !== null) return;
      context.report({
        at: range,
        message: "the suppression gives no reason",
        help: "add ` -- ` and why the finding is accepted here",
        // Display: only a person knows the reason.
        fix: {
          title: "Add a reason",
          applicability: "display",
          edits: [{ range: { start: range.end, end: range.end }, text: " -- <why>" }],
        },
      });
    },
  },
});
