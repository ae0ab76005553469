import { buildContext, inContext } from "../src/analysis/build-context.ts";
import { contextUses } from "../src/analysis/context-use.ts";
import { clutterNamed } from "../src/knowledge/clutter.ts";
import { secretFileOf } from "../src/knowledge/secret-files.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import { cleanPath } from "../src/text/posix-path.ts";

export default defineRule({
  id: "broken-ignore-file",
  summary: "The ignore file has lines that stop the build or do nothing",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: false,
  needs: ["context"],
  since: "0.1.0",
  // No fix: the mistake stands in another file, and edits are those of the Dockerfile.
  check: {
    file(_, context) {
      const ignoreFile = context.use(buildContext)?.ignoreFile ?? null;
      // The builder reads the file when a step first asks for the context.
      const first = [...context.use(contextUses).values()].flat()[0];
      if (ignoreFile === null || first === undefined) return;
      const name = ignoreFile.path.slice(ignoreFile.path.lastIndexOf("/") + 1);
      const at = first.sources[0]?.range ?? first.step.instruction.range;
      for (const { message, line } of ignoreFile.problems) {
        context.report({
          at,
          message: `line ${line} of \`${name}\` stops the build: ${message}`,
          help: "correct the line, or remove it",
        });
      }
      for (const { text, line } of ignoreFile.patterns) {
        const comment = /^(.*?)\s+#/.exec(text)?.[1];
        if (comment === undefined || !mayHit(comment, context)) continue;
        context.report({
          at,
          severity: "warning",
          message: `line ${line} of \`${name}\` hits nothing: a comment has its \`#\` at the start of a line, so all of \`${text}\` is the pattern`,
          help: `write \`${comment}\`, and the comment on a line of its own`,
        });
      }
    },
  },
});

/** Whether a pattern may keep anything out: not where nothing of its name is there, and none is ever made in a project. */
function mayHit(pattern: string, { analysis }: RuleContext): boolean {
  const root = analysis.use(buildContext)?.root;
  const path = cleanPath(pattern.replace(/^[!/]+/, ""));
  if (root === undefined || /[*?[]/.test(path) || secretFileOf(path) !== null) return true;
  if (clutterNamed(path, "directory") !== null || clutterNamed(path, "file") !== null) return true;
  return analysis.host?.stat(inContext(root, path)) != null;
}
