import { brokenArray } from "../src/analysis/broken-arrays.ts";
import { commands } from "../src/analysis/commands.ts";
import { findingPlace } from "../src/analysis/finding-places.ts";
import { type SignalForm, signalForm } from "../src/analysis/signal-forms.ts";
import { stageGraph } from "../src/analysis/stage-graph.ts";
import { type StartStep, startCommands } from "../src/analysis/start-commands.ts";
import type { Step } from "../src/model/build-file.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type LiteralTool, type RuleContext } from "../src/rule/rule.ts";
import type { Cmd, Entrypoint } from "../src/syntax/nodes.ts";

const codes = { hadolint: ["DL3025"], buildkit: ["JSONArgsRecommended"] };

export default defineRule({
  id: "shell-form-command",
  summary: "CMD or ENTRYPOINT starts a shell that keeps signals from the program",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [
    ...codes.hadolint,
    ...codes.buildkit,
    "b86987e1",
    "34945ae8",
    "prefer-json-notation",
    "DF018",
    "DF025",
  ],
  check: {
    file({ stages }, context) {
      if (context.literal !== null) {
        for (const { steps } of stages) for (const step of steps) checkAsTool(step, context.literal, context);
        return;
      }
      const { finalStage } = context.use(stageGraph);
      if (finalStage === null) return;
      const { entrypoint, cmd } = context.use(startCommands).of(finalStage);
      for (const step of [entrypoint, cmd]) {
        // A SHELL is there to be used.
        if (step === null || step.state.shellIsSet || step.instruction.command.form !== "shell") continue;
        checkShellForm(step, cmd !== null, context);
      }
    },
  },
});

/** Each shell form of each stage, whatever runs in it. */
function checkAsTool({ instruction, state }: Step, tool: LiteralTool, context: RuleContext): void {
  const { kind } = instruction;
  const isLookedAt =
    kind === "CMD" || kind === "ENTRYPOINT" || (kind === "HEALTHCHECK" && tool === "hadolint");
  if (!isLookedAt || instruction.command?.form !== "shell") return;
  // BuildKit takes a SHELL for a decision, hadolint does not see it; and for the empty command it has another word.
  if (tool === "buildkit" ? state.shellIsSet : instruction.rest.text === "") return;
  const { command } = instruction;
  const form =
    kind === "HEALTHCHECK" || brokenArray(instruction) !== null
      ? null
      : signalForm(context.use(commands).of(instruction).commands);
  context.report({
    at: findingPlace(context, instruction, command.range),
    aliases: codes[tool],
    message: `\`${kind}\` in shell form starts a shell, which starts the program`,
    help:
      form?.kind === "exec-form"
        ? `write \`${kind} ${execForm(form.words)}\``
        : "write it as a JSON array of strings",
  });
}

function checkShellForm(step: StartStep<Cmd | Entrypoint>, hasCmd: boolean, context: RuleContext): void {
  const { kind, command } = step.instruction;
  if (brokenArray(step.instruction) !== null) {
    // A finding of another rule.
    return;
  }
  const form = signalForm(context.use(commands).of(step.instruction).commands);
  if (form === null) return;
  const { name } = form.command;
  const program = name === "" ? "the program" : `\`${name}\``;
  const ignores = hasCmd ? "ignores `CMD`" : "ignores the arguments of `docker run`";
  context.report({
    at: command.range,
    message:
      kind === "ENTRYPOINT"
        ? `\`ENTRYPOINT\` in shell form ${ignores}, and its shell may not pass the stop signal on to ${program}`
        : `\`CMD\` in shell form puts a shell in front of ${program}, which may not pass the stop signal on`,
    help:
      form.kind === "exec-form"
        ? `write \`${kind} ${execForm(form.words)}\``
        : `write \`exec\` in front of ${program}, so that it takes the place of the shell`,
    fix: fixOf(step.instruction, form, context),
  });
}

function fixOf(instruction: Cmd | Entrypoint, form: SignalForm, { file }: RuleContext): Fix {
  const { range } = instruction.command;
  if (form.kind === "exec-command") {
    // Unsafe: the program is the first process, and gets the signals.
    return {
      title: "Start the program with `exec`",
      applicability: "unsafe",
      edits: [{ range: { start: form.at, end: form.at }, text: "exec " }],
    };
  }
  // A comment inside, or after the command, would get lost.
  const hasComment =
    form.command.range.end < range.end ||
    file.syntax.comments.some(
      (comment) => comment.range.start > range.start && comment.range.end < range.end,
    );
  // Unsafe: the same, and no shell reads the words. Display: a comment in it would get lost.
  return {
    title: "Write it in exec form",
    applicability: hasComment ? "display" : "unsafe",
    edits: [{ range, text: execForm(form.words) }],
  };
}

function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}
