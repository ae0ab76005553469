import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "syntax-error",
  summary: "The builder rejects the file",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL1000"],
  check: {
    file(file, context) {
      for (const { range, message, help } of file.syntax.problems) {
        context.report({ at: range, message, help });
      }
    },
  },
});
