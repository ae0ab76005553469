import { buildContext } from "../src/analysis/build-context.ts";
import { contextRequests } from "../src/analysis/context-requests.ts";
import { namedAt } from "../src/analysis/image-uses.ts";
import { type InvalidImage, invalidImages } from "../src/analysis/invalid-images.ts";
import { ownLineEdits } from "../src/analysis/own-line-comment.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { namesOfRejection, rejectionNames, unreadable } from "../src/knowledge/rejection-names.ts";
import { buildError } from "../src/knowledge/tool-codes.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import { templateProblem } from "../src/syntax/template.ts";
import { baseName } from "../src/text/posix-path.ts";
import type { Range } from "../src/text/range.ts";

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
      const template = context.literal === null ? templateProblem(file.syntax) : null;
      if (template !== null) {
        context.report({
          at: template.range,
          message: `${template.message}: this looks like a template, which another program makes a Dockerfile of`,
          help: "lint the Dockerfile that is made of it",
          aliases: [buildError, ...namesOfRejection(template.code)],
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
            // Unsafe: the builder has never read it this way.
            fix: { title: "Move the comment to a line of its own", applicability: "unsafe", edits },
          }),
        });
      }
      const hasOwnFrontend = context.literal === null && usesOwnFrontend(file);
      const said = new Set(rejected.flatMap(({ problems }) => problems));
      for (const problem of file.syntax.problems) {
        if (said.has(problem)) continue;
        const { code, range, message, help } = problem;
        if (hasOwnFrontend && (code === "unknown-instruction" || code === "no-from")) continue;
        const aliases = [buildError, ...namesOfRejection(code)];
        const places = code === "no-from" ? placesWithoutFrom(file, context) : [];
        for (const at of places.length > 0 ? places : [range]) context.report({ at, message, help, aliases });
      }
      for (const invalid of context.use(invalidImages)) reportImage(invalid, context);
      if (context.literal === "buildkit") reportAsBuildkit(context);
    },
  },
});

/** What stands in templates for a name that another program writes. */
const placeholder = /[{}<>%]|^@.*@$/;

function reportImage({ image, lowerCase, isStage }: InvalidImage, context: RuleContext): void {
  context.report({
    at: image.range,
    aliases: [buildError, ...namesOfRejection("invalid-image")],
    message: isStage
      ? `\`${image.text}\` is no image, and the stage above is called \`${lowerCase}\`: \`FROM\` minds the letter case`
      : `no image can be called \`${image.text}\`${lowerCase === null ? "" : ": such names have no capital letters"}`,
    help:
      lowerCase !== null
        ? `write \`${lowerCase}\``
        : placeholder.test(image.text)
          ? "lint the Dockerfile that is made of this template"
          : "write it as `registry/path:tag`",
    ...(lowerCase !== null && {
      // Unsafe: that this image is meant is a guess.
      fix: {
        title: "Write it in small letters",
        applicability: "unsafe",
        edits: [{ range: image.range, text: lowerCase }],
      },
    }),
  });
}

/** What other rules say with the names of other tools: to BuildKit it is an error like any other. */
function reportAsBuildkit({ file, use, report }: RuleContext): void {
  const { brokenReferences, images } = use(stageGraph);
  for (const reference of [...brokenReferences, ...images.filter(({ image }) => image === null)]) {
    report({
      at: namedAt(reference, file.syntax.escape),
      aliases: [buildError],
      message: `\`${reference.text}\` is no stage that is built before this one, and no image`,
      help: "name an earlier stage, or an image",
    });
  }
  const ignoreFile = use(buildContext)?.ignoreFile;
  const [request] = use(contextRequests);
  if (!ignoreFile || request === undefined) return;
  for (const { message, line } of ignoreFile.problems) {
    report({
      at: request.step.instruction.keyword.range,
      aliases: [buildError],
      message: `line ${line} of \`${baseName(ignoreFile.path)}\` stops the build: ${message}`,
      help: "correct the line, or remove it",
    });
  }
}

/** Whether `# syntax=` names a builder that knows more instructions: `devthefuture/dockerfile-x` has INCLUDE. */
function usesOwnFrontend({ syntax }: BuildFile): boolean {
  const frontend = syntax.directives.find(({ name }) => name === "syntax")?.value ?? "docker/dockerfile";
  return !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(frontend);
}

/** hadolint says it of every instruction that would need a FROM, others once. */
function placesWithoutFrom({ stages }: BuildFile, { literal }: RuleContext): readonly Range[] {
  return literal === "hadolint"
    ? (stages[0]?.steps ?? [])
        .filter(({ instruction }) => instruction.kind !== "ARG")
        .map(({ instruction }) => instruction.keyword.range)
    : [];
}
