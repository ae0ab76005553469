import { buildContext, type IgnoreFile, inContext } from "../src/analysis/build-context.ts";
import { failingSources } from "../src/analysis/failing-sources.ts";
import { ignoredSources } from "../src/analysis/ignored-sources.ts";
import type { MissingSource } from "../src/analysis/missing-sources.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import { nearestName } from "../src/text/nearest-name.ts";
import { baseName, parentPath } from "../src/text/posix-path.ts";

const ignored = ["CopyIgnoredFile", "DF077"];
const outside = "add_src_invalid";

export default defineRule({
  id: "missing-source",
  summary: "A file that a step copies is not in the build context",
  category: "correctness",
  severity: "error",
  preset: "recommended",
  fixable: true,
  needs: ["context"],
  since: "0.1.0",
  aliases: [...ignored, outside],
  check: {
    file(_, context) {
      const ignoreFile = context.use(buildContext)?.ignoreFile ?? null;
      if (context.literal === "buildkit") {
        for (const { step, source } of context.use(ignoredSources)) {
          context.report({
            at: step.instruction.keyword.range,
            aliases: ignored,
            message: `\`${step.instruction.kind}\` names \`${source.path}\`, which ${nameOf(ignoreFile)} keeps out`,
            help: "take it out of the ignore file, or do not copy it",
          });
        }
        return;
      }
      for (const missing of context.use(failingSources)) {
        const { use, source, path, reason } = missing;
        const verb = use.kind === "bind" ? "the mount" : `\`${use.step.instruction.kind}\``;
        context.report({
          at: source.range,
          ...(reason === "ignored"
            ? {
                message: `${verb} fails: ${nameOf(ignoreFile)} keeps \`${path}\` out of the build`,
                help: adviceOnPattern(ignoreFile, path),
                aliases: use.kind === "bind" ? [] : ignored,
              }
            : {
                message: `${verb} fails: there is no \`${path}\` in the build context`,
                help: adviceOnName(missing, context),
                ...fixOfName(missing, context),
                aliases: use.step.instruction.kind === "ADD" ? [outside] : [],
              }),
        });
      }
    },
  },
});

function nameOf(ignoreFile: IgnoreFile | null): string {
  return ignoreFile === null ? "the ignore file" : `\`${baseName(ignoreFile.path)}\``;
}

function adviceOnPattern(ignoreFile: IgnoreFile | null, path: string): string {
  const pattern = ignoreFile?.patterns.find(
    ({ path: excluded }) => path === excluded || path.startsWith(`${excluded}/`),
  );
  return pattern === undefined
    ? `add \`!${path}\` at its end`
    : `remove line ${pattern.line} (\`${pattern.text}\`), or add \`!${path}\` at its end`;
}

/** Most entries of a folder that are compared with a name. */
const mostNames = 1000;

function nearName({ path }: MissingSource, { analysis }: RuleContext): string | null {
  const context = analysis.use(buildContext);
  const folder = parentPath(path);
  const entries = context === null ? null : (analysis.host?.list(inContext(context.root, folder)) ?? null);
  return nearestName(
    baseName(path),
    (entries ?? []).slice(0, mostNames).map(({ name }) => name),
  );
}

function adviceOnName(missing: MissingSource, context: RuleContext): string {
  const near = nearName(missing, context);
  const folder = parentPath(missing.path);
  if (near !== null) return `did you mean \`${folder === "." ? near : `${folder}/${near}`}\`?`;
  return "correct the path, which begins at the top of the build context, or name the context with `--context`";
}

/** What an ignore file keeps out is for that file to let in. */
function fixOfName(missing: MissingSource, context: RuleContext): { readonly fix: Fix } | null {
  const { range } = missing.source;
  const near = nearName(missing, context);
  const name = baseName(missing.path);
  const written = context.file.text.slice(range.start, range.end);
  if (near === null || !written.endsWith(name) || /[\s"'$*?[\],]/.test(near)) return null;
  const edits = [{ range: { start: range.end - name.length, end: range.end }, text: near }];
  // Unsafe: what is meant is a guess.
  return { fix: { title: `Write \`${near}\``, applicability: "unsafe", edits } };
}
