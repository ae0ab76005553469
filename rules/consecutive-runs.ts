import { consecutiveRuns, mergeableRuns } from "../src/analysis/consecutive-runs.ts";
import { joiningEdits } from "../src/analysis/joined-runs.ts";
import { defineRule } from "../src/rule/rule.ts";

/** More places than this say nothing new. */
const mostRelated = 3;

export default defineRule({
  id: "consecutive-runs",
  summary: "RUNs one below the other could be one",
  category: "style",
  severity: "style",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3059", "0008c003", "tally/prefer-run-heredoc", "DF003", "PERF004"],
  check: {
    file(_, context) {
      if (context.literal === "hadolint") {
        for (const { runs } of context.use(consecutiveRuns)) {
          for (const [at, { instruction }] of runs.entries()) {
            if (at === 0) continue;
            context.report({
              at: instruction.keyword.range,
              message: "this RUN stands right below another one and could be part of it",
              help: "join them with `&&`, unless the one above is slow and this one is edited often",
            });
          }
        }
        return;
      }
      for (const chain of context.use(mergeableRuns)) {
        const [first, second, ...more] = chain.runs;
        if (first === undefined || second === undefined) continue;
        const edits = joiningEdits(context.analysis, chain.runs);
        const hasHeredoc = chain.runs.some(({ instruction }) => instruction.heredocs.length > 0);
        const how = hasHeredoc ? "write them into one heredoc" : "join them with `&&`";
        context.report({
          at: second.instruction.keyword.range,
          message: "this RUN could be part of the one above, which is quick and never cached without it",
          help: `${how}: each RUN starts a container and makes a layer`,
          related: [
            { at: first.instruction.keyword.range, message: "the RUN above" },
            ...more.slice(0, mostRelated).map(({ instruction }) => ({
              at: instruction.keyword.range,
              message: "this one as well",
            })),
          ],
          // Unsafe: the image has fewer layers, and the steps are cached as one.
          ...(edits && { fix: { title: "Join them with `&&`", applicability: "unsafe", edits } }),
        });
      }
    },
  },
});
