import { removeName } from "../src/analysis/suppression-edits.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unused-suppression",
  summary: "A suppression comment hides nothing",
  category: "style",
  severity: "info",
  preset: "recommended",
  fixable: true,
  shownAs: "unnecessary",
  since: "0.1.0",
  check: {
    suppression(suppression, context) {
      const { names, attached, range } = suppression;
      if (!attached) {
        // No fix: it is not known which instruction it is meant for.
        context.report({
          at: range,
          message: "the suppression stands above no instruction, so it hides nothing",
          help: "move it to the line above the instruction, or write `ignore-file` for the whole file",
        });
        return;
      }
      for (const [at, name] of names.entries()) {
        if (name.use !== "unused") continue;
        const edit = removeName(context.file, suppression, at);
        context.report({
          at: name.range,
          message: `there is no finding of \`${name.text}\` to hide here`,
          help: "remove the name, so that it hides nothing new",
          // Safe: a comment is no part of the build, and this one hides nothing.
          ...(edit && { fix: { title: "Remove the name", applicability: "safe", edits: [edit] } }),
        });
      }
    },
  },
});
