import { runScripts } from "../src/analysis/run-scripts.ts";
import { defineRule } from "../src/rule/rule.ts";
import { readArguments } from "../src/shell/arguments.ts";
import type { Command } from "../src/shell/command.ts";

export default defineRule({
  id: "relinked-shell",
  summary: "A step puts another shell in the place of /bin/sh",
  category: "correctness",
  severity: "warning",
  preset: "strict",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL4005", "8a301064", "use-shell-instruction"],
  check: {
    file(_, context) {
      for (const { script } of context.use(runScripts)) {
        for (const command of script.commands) {
          if (!replacesShell(command)) continue;
          context.report({
            at: command.range,
            message: `\`${command.name}\` changes \`/bin/sh\` for every program of the image that uses it`,
            help: 'choose the shell of the following steps with `SHELL ["/bin/bash", "-c"]`',
            aliases: command.name === "ln" ? ["DL4005", "8a301064", "use-shell-instruction"] : ["8a301064"],
          });
        }
      }
    },
  },
});

function replacesShell(command: Command): boolean {
  if (!["ln", "mv", "cp"].includes(command.name)) return false;
  const { flags, operands } = readArguments(command, {
    valued: ["-S", "-t", "--suffix", "--target-directory"],
  });
  if (flags.some(({ name }) => name === "-t" || name === "--target-directory") || operands.length < 2)
    return false;
  return /^\/(?:usr\/)?bin\/sh$/.test(operands.at(-1)!.text);
}
