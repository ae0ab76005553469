import { invalidImages } from "../src/analysis/invalid-images.ts";
import { ownLineEdits } from "../src/analysis/own-line-comment.ts";
import { namesOfRejection, rejectionNames, unreadable } from "../src/knowledge/rejection-names.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import { templateProblem } from "../src/syntax/template.ts";
import type { Range } from "../src/text/range.ts";

/** What stops `docker build --check` has no name there; this one stands for it in the preset of BuildKit. */
const buildError = "BuildError";

export default defineRule({
  id: "syntax-error",
  summary: "The builder rejects the file",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [buildError, ...rejectionNames],
  check: {
    file(file, context) {
      const placeholder = context.literal === null ? templateProblem(file.syntax) : null;
      if (placeholder !== null) {
        context.report({
          at: placeholder.range,
          message: `${placeholder.message}: this looks like a template, which another program makes a Dockerfile of`,
          help: "lint the Dockerfile that is made of it",
          aliases: [buildError, ...namesOfRejection(placeholder.code)],
        });
        return;
      }
      // A comment after an instruction is one mistake, however many of its words the builder rejects.
      const rejected = file.trailingComments.filter(({ problems }) => problems.length > 0);
      for (const comment of rejected) {
        const { instruction, ranges } = comment;
        const edits = ownLineEdits(file.text, comment);
        context.report({
          at: ranges[0]!,
          message: `\`${instruction.kind}\` takes this for arguments: a comment must stand on a line of its own`,
          help: "move the comment to the line above",
          aliases: [buildError, ...unreadable],
          ...(edits && {
            fix: { title: "Move the comment to a line of its own", applicability: "unsafe", edits },
          }),
        });
      }
      const said = new Set(rejected.flatMap(({ problems }) => problems));
      for (const problem of file.syntax.problems) {
        if (said.has(problem)) continue;
        const { code, range, message, help } = problem;
        const aliases = [buildError, ...namesOfRejection(code)];
        const places = code === "no-from" ? placesWithoutFrom(file, context) : [];
        for (const at of places.length > 0 ? places : [range]) context.report({ at, message, help, aliases });
      }
      for (const { image, meant } of context.use(invalidImages)) {
        context.report({
          at: image.range,
          message: `\`${image.text}\` is no name of an image${meant === null ? "" : ": such names have no capital letters"}`,
          help: `write ${meant === null ? "it as `name:tag` or `registry/name:tag`" : `\`${meant}\``}`,
          aliases: [buildError, ...namesOfRejection("invalid-image")],
        });
      }
    },
  },
});

/** hadolint says it of every instruction that would need a FROM, others once. */
function placesWithoutFrom({ stages }: BuildFile, { literal }: RuleContext): readonly Range[] {
  return literal === "hadolint"
    ? (stages[0]?.steps ?? [])
        .filter(({ instruction }) => instruction.kind !== "ARG")
        .map(({ instruction }) => instruction.keyword.range)
    : [];
}
