import { buildContext } from "../src/analysis/build-context.ts";
import { commitInVersion } from "../src/analysis/commit-in-version.ts";
import { proposedIgnoreFile } from "../src/analysis/ignore-proposal.ts";
import { needlessFiles } from "../src/analysis/needless-files.ts";
import { joined, namedSizes } from "../src/analysis/needless-names.ts";
import { type PrivateUse, privateFiles } from "../src/analysis/private-files.ts";
import { estimates } from "../src/estimate/estimates.ts";
import { defineRule } from "../src/rule/rule.ts";

const mostNames = 5;

export default defineRule({
  id: "unignored-files",
  summary: "Secrets, or files that the build does not need, are copied with the rest",
  category: "context",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  needs: ["context"],
  since: "0.1.0",
  check: {
    file(_, context) {
      const { ignoreFile = null } = context.use(buildContext) ?? {};
      const file = ignoreFile === null ? "a `.dockerignore`" : `\`${nameOf(ignoreFile.path)}\``;
      const secrets = context.use(privateFiles);
      const text =
        ignoreFile === null && secrets.length > 0 ? proposedIgnoreFile(context.analysis, [], secrets) : "";
      for (const found of secrets) {
        const { step, sources } = found.use;
        context.report({
          at: sources[0]?.range ?? step.instruction.range,
          message: `\`${step.instruction.kind}\` takes ${namedSecrets(found)} along`,
          help: `list ${found.files.length === 1 ? "it" : "them"} in ${file}: ${
            found.ships
              ? "whoever pulls the image can read what a layer holds"
              : "what a layer holds stays in the builder's cache, and a `COPY --from` of its folder ships it"
          }`,
          // Unsafe: steps no longer find the files. An ignore file that is there is not rewritten: its order decides.
          ...(text !== "" && {
            fix: {
              title: "Add a `.dockerignore`",
              applicability: "unsafe",
              edits: [],
              newFiles: [{ path: ".dockerignore", text }],
            },
          }),
        });
      }
      // Without an ignore file there is one thing to say, not one for each kind of file.
      if (ignoreFile === null || ignoreFile.problems.length > 0) return;
      for (const { use, groups, bytes, isCostly } of context.use(needlessFiles)) {
        if (!isCostly) continue;
        const patterns = groups.slice(0, mostNames).map(({ row }) => `\`${row.pattern}\``);
        context.report({
          at: use.sources[0]?.range ?? use.step.instruction.range,
          message: `\`${use.step.instruction.kind}\` takes ${namedSizes(groups)} along`,
          help: `add ${joined(patterns, 0)} to ${file} (\`${groups[0]!.name}\`: ${groups[0]!.row.why})${
            groups[0]!.name === ".git" ? (context.use(commitInVersion) ?? "") : ""
          }`,
          saves: context.use(estimates).saving({ kind: "drop-bytes", step: use.step, bytes }),
        });
      }
    },
  },
});

function namedSecrets({ files }: PrivateUse): string {
  const names = files.slice(0, mostNames).map(({ path, row }) => `\`${path}\` (${row.holds})`);
  return joined(names, files.length - names.length);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
