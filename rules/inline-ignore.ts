import { removeComment } from "../src/analysis/item-edits.ts";
import { defineRule } from "../src/rule/rule.ts";

/** hadolint's comment for one instruction; those for a stage or a file have another word before `ignore`. */
const inlineIgnore = /^\s*hadolint\s+ignore\s*=\s*[DLSC\d]+(?:\s*,\s*[DLSC\d]+)*\s*(?:#|$)/;

export default defineRule({
  id: "inline-ignore",
  summary: "A comment switches a rule off for one instruction",
  category: "style",
  severity: "info",
  preset: "off",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL1001"],
  check: {
    file(file, context) {
      const { comments, instructions } = file.syntax;
      let at = 0;
      for (const { text, range } of comments) {
        if (!inlineIgnore.test(text)) continue;
        while (at < instructions.length && instructions[at]!.range.end <= range.start) at++;
        // Inside of an instruction it is no more than a comment.
        if (at < instructions.length && instructions[at]!.range.start < range.start) continue;
        const edit = removeComment(file, { range });
        context.report({
          at: range,
          message: "a comment switches rules off for the next instruction",
          help: "mend what it hides, or ignore the rule in the settings, where all can see it",
          // Unsafe: the image stays the same, but what the comment hides is reported again.
          ...(edit && { fix: { title: "Remove the comment", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
