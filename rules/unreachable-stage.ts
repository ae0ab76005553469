import { removeStage } from "../src/analysis/stage-edits.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "unreachable-stage",
  summary: "No build gets to a stage",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  shownAs: "unnecessary",
  since: "0.1.0",
  aliases: ["tally/no-unreachable-stages"],
  check: {
    file({ stages }, context) {
      if (stages.length < 2) return;
      const needed = new Set(context.use(stageGraph).edges.map(({ needs }) => needs));
      const last = stages.at(-1);
      for (const stage of stages) {
        // A name is there to be built with `--target`: a stage for tests, or for another image of the same file.
        if (stage === last || stage.name !== null || stage.implicit || needed.has(stage)) continue;
        const edit = removeStage(context.analysis, stage);
        context.report({
          at: stage.from.range,
          message: "nothing uses this stage, and without a name it can hardly be built by itself",
          help: "copy what the image needs of it with `COPY --from`, give it a name for `--target`, or take it out",
          // Unsafe: `--target` with a number gets to the stage, and the numbers of those below it change.
          ...(edit && { fix: { title: "Remove the stage", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});
