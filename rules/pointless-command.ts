import { type RunScript, runScripts } from "../src/analysis/run-scripts.ts";
import { removeCommand } from "../src/analysis/script-edits.ts";
import { interactiveCommands } from "../src/knowledge/build-commands.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { Command } from "../src/shell/command.ts";

export default defineRule({
  id: "pointless-command",
  summary: "A step runs a program that is of no use in a build",
  category: "correctness",
  severity: "info",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL3001", "9b6b0f38", "nonsensical-command", "DF060"],
  check: {
    file(_, context) {
      for (const run of context.use(runScripts)) {
        for (const command of run.script.commands) {
          const row = interactiveCommands.find(({ names }) => names.includes(command.name));
          if (row === undefined) continue;
          if (context.literal === null && hasUse(command, run)) continue;
          const edit = removeCommand(context.file, run.step, { script: run.script, command });
          context.report({
            at: command.words[0]?.range ?? command.range,
            message: `\`${command.name}\` ${row.why}`,
            help: row.help,
            aliases: row.aliases,
            // Unsafe: it is of no use as far as can be seen, and its failure may have been meant to stop the build.
            ...(edit && {
              fix: { title: `Remove \`${command.name}\``, applicability: "unsafe", edits: [edit] },
            }),
          });
        }
      }
    },
  },
});

/** What serves the rest of the step: a service for the commands behind it, a `kill` of a helper, `ssh` with a key for it. */
function hasUse({ name, index }: Command, { instruction, script }: RunScript): boolean {
  const { flags } = instruction;
  switch (name) {
    case "service":
      return index < script.commands.length - 1;
    case "kill":
      return script.commands.some(({ background }) => background) || index > 0;
    case "ssh":
      return flags.some((flag) => flag.name === "mount" && flag.value?.includes("type=ssh") === true);
    case "mount":
      return flags.some((flag) => flag.name === "security") || script.commands.length > 1;
    default:
      return false;
  }
}
