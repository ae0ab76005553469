import { insertBelow } from "../src/analysis/instruction-edits.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import type { Stage } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

export default defineRule({
  id: "missing-healthcheck",
  summary: "Nothing says how to tell whether a container of the image works",
  category: "correctness",
  severity: "info",
  preset: "off",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL3057", "DS-0026", "CKV_DOCKER_2", "b03a748a", "CIS-DI-0006", "DF012", "SEC008"],
  check: {
    file(file, context) {
      for (const stage of stagesInQuestion(context)) {
        if (stage.from.image === null) continue;
        context.report({
          at: stage.from.image.range,
          message: `${stage === file.target ? "the image" : `\`${stage.name ?? `stage ${stage.index}`}\``} has no \`HEALTHCHECK\``,
          help: "add a `HEALTHCHECK` with a command that fails when the service does not answer, or `HEALTHCHECK NONE`",
          // Display: what tells whether the program works, only a person knows.
          fix: {
            title: "Add a `HEALTHCHECK`",
            applicability: "display",
            edits: [
              insertBelow(file, stage.steps.at(-1)?.instruction ?? stage.from, "HEALTHCHECK CMD <command>"),
            ],
          },
        });
      }
    },
  },
});

/**
 * The stage that is built, unless it or one below it has a HEALTHCHECK. hadolint asks each stage, but for those that one with a HEALTHCHECK
 * is built on.
 */
function stagesInQuestion({ file, literal, use }: RuleContext): readonly Stage[] {
  const { finalStage } = use(stageGraph);
  const checked = new Set<Stage>();
  for (const stage of file.stages) {
    const isChecked = stage.steps.some(({ instruction }) => instruction.kind === "HEALTHCHECK");
    if (isChecked || (stage.base.kind === "stage" && checked.has(stage.base.stage))) checked.add(stage);
  }
  if (literal === null) return finalStage === null || checked.has(finalStage) ? [] : [finalStage];
  const below = new Set(checked);
  // A set is walked in the order of insertion, members added on the way included.
  for (const { base } of below) if (base.kind === "stage") below.add(base.stage);
  return file.stages.filter((stage) => !below.has(stage));
}
