import { buildContext } from "../src/analysis/build-context.ts";
import { commitInVersion } from "../src/analysis/commit-in-version.ts";
import { proposedIgnoreFile } from "../src/analysis/ignore-proposal.ts";
import { needlessFiles } from "../src/analysis/needless-files.ts";
import { namedSizes } from "../src/analysis/needless-names.ts";
import { privateFiles } from "../src/analysis/private-files.ts";
import { estimates } from "../src/estimate/estimates.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "context-without-ignore-file",
  summary: "No ignore file keeps out what the build does not need",
  category: "context",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  needs: ["context"],
  since: "0.1.0",
  aliases: ["DF033", "CL003", "missing-dockerignore"],
  check: {
    file(_, context) {
      const { ignoreFile } = context.use(buildContext) ?? {};
      if (ignoreFile !== null) return;
      const uses = context.use(needlessFiles);
      const worst = uses.filter(({ isCostly }) => isCostly).sort((a, b) => b.bytes - a.bytes)[0];
      if (worst === undefined) return;
      const { step, sources } = worst.use;
      const text = proposedIgnoreFile(context.analysis, uses, context.use(privateFiles));
      const main = worst.groups.find(({ row }) => row.holds !== "settled") ?? worst.groups[0]!;
      context.report({
        at: sources[0]?.range ?? step.instruction.range,
        message: `there is no \`.dockerignore\`, so \`${step.instruction.kind}\` takes ${namedSizes(worst.groups)} along`,
        help: `add a \`.dockerignore\` (\`${main.name}\`: ${main.row.why})${
          main.name === ".git" ? (context.use(commitInVersion) ?? "") : ""
        }`,
        saves: context.use(estimates).saving({ kind: "drop-bytes", step, bytes: worst.bytes }),
        ...(text !== "" && {
          // Unsafe: steps no longer find what the patterns hit.
          fix: {
            title: "Add a `.dockerignore`",
            applicability: "unsafe",
            edits: [],
            newFiles: [{ path: ".dockerignore", text }],
          },
        }),
      });
    },
  },
});
