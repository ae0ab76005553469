import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unused-suppression",
  summary: "A suppression comment hides nothing",
  category: "style",
  severity: "info",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  check: {
    suppression({ names, attached, range }, context) {
      if (!attached) {
        context.report({
          at: range,
          message: "the suppression stands above no instruction, so it hides nothing",
          help: "move it to the line above the instruction, or write `ignore-file` for the whole file",
        });
        return;
      }
      for (const name of names) {
        if (name.use !== "unused") continue;
        context.report({
          at: name.range,
          message: `there is no finding of \`${name.text}\` to hide here`,
          help: "remove the name, so that it hides nothing new",
        });
      }
    },
  },
});
