import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unknown-suppression",
  summary: "A suppression comment names no rule, or one that does not exist",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  check: {
    suppression(suppression, context) {
      if (suppression.names.length === 0) {
        context.report({
          at: suppression.range,
          message: "the suppression names no rule",
          help: "name the rules after `ignore`, or `all`",
        });
      }
      for (const { text, range, use, suggestion } of suppression.names) {
        if (use !== "unknown") continue;
        context.report({
          at: range,
          message: `there is no rule \`${text}\``,
          help:
            suggestion === null
              ? "remove the name; a reason goes after `--`"
              : `write \`${suggestion}\`, if that is what is meant`,
          // Unsafe: what is meant is a guess, and another name hides other findings.
          ...(suggestion !== null && {
            fix: {
              title: `Write \`${suggestion}\``,
              applicability: "unsafe",
              edits: [{ range, text: suggestion }],
            },
          }),
        });
      }
    },
  },
});
