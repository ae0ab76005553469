import { findingPlace } from "../src/analysis/finding-places.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "stage-name-casing",
  summary: "The name of a stage has capital letters",
  category: "style",
  severity: "style",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["StageNameCasing", "DF085"],
  check: {
    FROM({ instruction }, context) {
      const { name } = instruction;
      if (name === null) return;
      const lower = name.text.toLowerCase();
      if (lower === name.text) return;
      context.report({
        at: findingPlace(context, instruction, name.range),
        message: `the stage \`${name.text}\` is called \`${lower}\`: the builder writes names of stages in small letters`,
        help: `write \`${lower}\``,
        // Safe: the builder compares names without regard to case.
        fix: {
          title: "Write the name in small letters",
          applicability: "safe",
          edits: [{ range: name.range, text: lower }],
        },
      });
    },
  },
});
