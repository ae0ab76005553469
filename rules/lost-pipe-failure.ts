import { bashWithPipefail, type PipefailRemedy, pipefailRemedy } from "../src/analysis/pipefail-remedies.ts";
import { type UnguardedPipeline, unguardedPipelines } from "../src/analysis/pipelines.ts";
import type { Stage } from "../src/model/build-file.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { Run } from "../src/syntax/nodes.ts";

export default defineRule({
  id: "lost-pipe-failure",
  summary: "A command fails inside a pipe, and the step succeeds",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL4006", "efbf148a", "set-pipefail", "DF057"],
  check: {
    file(_, context) {
      const said = new Set<Run>();
      /** The stages in which a fix has set another shell: it holds for what follows. */
      const settled = new Set<Stage>();
      for (const found of context.use(unguardedPipelines)) {
        const { run, hidden, first, last, shell } = found;
        if (said.has(run.instruction)) continue;
        if (context.literal === null ? hidden === null : run.isTrigger || isInText(found)) continue;
        said.add(run.instruction);
        const command = hidden ?? first;
        const remedy = pipefailRemedy(context.analysis, run, shell);
        const { stage } = run.step;
        const isFirst = remedy.kind !== "shell" || !settled.has(stage);
        settled.add(stage);
        context.report({
          at: command.range,
          message: `a failure of ${nameOf(command.name)} is lost: the pipe ends with the status of ${end(last)}`,
          help: advice(remedy),
          ...fixOf(found, isFirst ? remedy : null, context),
        });
      }
    },
  },
});

/** What stands in the words of another shell is text to hadolint. */
function isInText({ pipeline }: UnguardedPipeline): boolean {
  return pipeline.inside.includes("nested-script");
}

function end(last: UnguardedPipeline["last"]): string {
  if (typeof last !== "string") return nameOf(last.name);
  return last === "if" || last === "case" ? `the \`${last}\`` : `the ${last}`;
}

function nameOf(name: string): string {
  return name === "" ? "the command" : `\`${name}\``;
}

function advice({ kind }: PipefailRemedy): string {
  switch (kind) {
    case "set":
      return "begin the script with `set -o pipefail`";
    case "shell":
      return `write \`${bashWithPipefail}\` above the step: the \`/bin/sh\` of this image has no \`pipefail\``;
    case "unknown":
      return "set `pipefail` where the shell knows it, or write the output to a file first";
  }
}

function fixOf(found: UnguardedPipeline, remedy: PipefailRemedy | null, { literal }: RuleContext) {
  if (remedy?.edit == null || literal !== null) return {};
  if (isInText(found)) return {};
  return {
    // Unsafe: the build stops where it went on, and the script may have to run with another shell.
    fix: {
      title:
        remedy.kind === "set" ? "Set `pipefail`" : "Run the steps of this stage with Bash and `pipefail`",
      applicability: "unsafe" as const,
      edits: [remedy.edit],
    },
  };
}
