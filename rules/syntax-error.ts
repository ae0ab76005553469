import { ownLineEdits } from "../src/analysis/own-line-comment.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "syntax-error",
  summary: "The builder rejects the file",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL1000"],
  check: {
    file(file, context) {
      // A comment after an instruction is one mistake, however many of its words the builder rejects.
      const rejected = file.trailingComments.filter(({ problems }) => problems.length > 0);
      for (const comment of rejected) {
        const { instruction, ranges } = comment;
        const edits = ownLineEdits(file.text, comment);
        context.report({
          at: ranges[0]!,
          message: `\`${instruction.kind}\` takes this for arguments: a comment must stand on a line of its own`,
          help: "move the comment to the line above",
          ...(edits && {
            fix: { title: "Move the comment to a line of its own", applicability: "unsafe", edits },
          }),
        });
      }
      const said = new Set(rejected.flatMap(({ problems }) => problems));
      for (const problem of file.syntax.problems) {
        if (said.has(problem)) continue;
        const { range, message, help } = problem;
        context.report({ at: range, message, help });
      }
    },
  },
});
