import { ownLineEdits } from "../src/analysis/own-line-comment.ts";
import { defineRule } from "../src/rule/rule.ts";

/** Mistakes, by their code, that other tools know under names of their own; to them the rest is one: the file can't be read. */
const namesElsewhere: Readonly<Record<string, readonly string[]>> = {
  "port-out-of-range": ["DL3011", "DS-0008", "71bf8cf8"],
};

export default defineRule({
  id: "syntax-error",
  summary: "The builder rejects the file",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL1000", "DL3011", "DS-0008", "71bf8cf8"],
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
          aliases: ["DL1000"],
          ...(edits && {
            fix: { title: "Move the comment to a line of its own", applicability: "unsafe", edits },
          }),
        });
      }
      const said = new Set(rejected.flatMap(({ problems }) => problems));
      for (const problem of file.syntax.problems) {
        if (said.has(problem)) continue;
        const { code, range, message, help } = problem;
        context.report({ at: range, message, help, aliases: namesElsewhere[code] ?? ["DL1000"] });
      }
    },
  },
});
