import { createdAccounts } from "../src/analysis/accounts.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { windowsStages } from "../src/analysis/windows-stages.ts";
import type { Stage, Step } from "../src/model/build-file.ts";
import { expand, type Variable } from "../src/model/variables.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

export default defineRule({
  id: "named-user",
  summary: "The image runs as a user that only it knows by this name",
  category: "security",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3066"],
  check: {
    file(_, context) {
      const step = lastUser(context);
      if (step === undefined || step.instruction.kind !== "USER" || step.instruction.user === null) return;
      const { text, range } = step.instruction.user;
      const { value, complete, references } = expand(text, step.state.scope, context.file.syntax.escape);
      const [name = "", group] = value.split(":");
      if (!complete || name === "" || /^\d+$/.test(name)) return;
      // hadolint takes an argument's word for it; that containers run as root is another matter.
      if (context.literal === null ? name === "root" : references.some(({ variable }) => isArg(variable)))
        return;
      const uid = uidOf(name, step.stage, context);
      context.report({
        at: range,
        message: `\`${name}\` says nothing outside the image: \`runAsNonRoot\` of Kubernetes refuses it, as it might be root`,
        help:
          uid === null ? `write the number that \`id -u ${name}\` prints in the image` : `write \`${uid}\``,
        ...(uid !== null &&
          group === undefined && {
            // Unsafe: the number may belong to somebody else in a base image to come.
            fix: {
              title: `Write the number of \`${name}\``,
              applicability: "unsafe",
              edits: [{ range, text: uid }],
            },
          }),
      });
    },
  },
});

/** The USER that decides; hadolint looks at the last stage of the file only, and not at those below it. */
function lastUser({ file, literal, use }: RuleContext): Step | undefined {
  const { finalStage, lineage } = use(stageGraph);
  const isUser = ({ instruction }: Step): boolean => instruction.kind === "USER";
  if (literal !== null) return file.stages.at(-1)?.steps.findLast(isUser);
  // Windows has no numbers for users.
  if (finalStage === null || use(windowsStages).has(finalStage)) return undefined;
  return lineage(finalStage)
    .find((stage) => stage.steps.some(isUser))
    ?.steps.findLast(isUser);
}

function isArg(variable: Variable | null): boolean {
  return variable !== null && variable.source !== "env";
}

function uidOf(name: string, stage: Stage, { use }: RuleContext): string | null {
  const uid = use(createdAccounts)
    .of(stage)
    .findLast(({ account }) => account.name === name)?.account.uid;
  return uid != null && /^\d+$/.test(uid) ? uid : null;
}
