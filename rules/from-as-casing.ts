import { findingPlace } from "../src/analysis/finding-places.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "from-as-casing",
  summary: "FROM and AS are written in different cases",
  category: "style",
  severity: "style",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["FromAsCasing", "DF079"],
  check: {
    FROM({ instruction }, context) {
      const { keyword, as, name } = instruction;
      if (as === null || name === null) return;
      const isLower = keyword.text === "from";
      // A keyword in mixed case is a finding of its own.
      if (!isLower && keyword.text !== "FROM") return;
      const wanted = isLower ? "as" : "AS";
      if (as.text === wanted) return;
      context.report({
        at: findingPlace(context, instruction, as.range),
        message: `\`${as.text}\` is in another case than \`${keyword.text}\``,
        help: `write \`${wanted}\``,
        // Safe: the case of keywords has no meaning.
        fix: {
          title: `Write \`${wanted}\``,
          applicability: "safe",
          edits: [{ range: as.range, text: wanted }],
        },
      });
    },
  },
});
