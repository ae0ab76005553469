import { keywordLike, replaceInstruction } from "../src/analysis/instruction-edits.ts";
import { type RunScript, runScripts } from "../src/analysis/run-scripts.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import { defineRule } from "../src/rule/rule.ts";
import { readArguments } from "../src/shell/arguments.ts";
import type { Command } from "../src/shell/command.ts";
import type { TextEdit } from "../src/text/edit.ts";

export default defineRule({
  id: "relinked-shell",
  summary: "A step puts another shell in the place of /bin/sh",
  category: "correctness",
  severity: "warning",
  preset: "strict",
  fixable: true,
  since: "0.1.0",
  aliases: ["DL4005", "8a301064", "use-shell-instruction"],
  check: {
    file(_, context) {
      for (const run of context.use(runScripts)) {
        for (const command of run.script.commands) {
          if (!replacesShell(command)) continue;
          const edit = run.isTrigger ? null : shellEdit(context.file, run, command);
          context.report({
            at: command.range,
            message: `\`${command.name}\` changes \`/bin/sh\` for every program of the image that uses it`,
            help: 'choose the shell of the following steps with `SHELL ["/bin/bash", "-c"]`',
            // Unsafe: other programs go on with the `/bin/sh` of the base image, and CMD in shell form runs in Bash too.
            ...(edit && { fix: { title: "Write `SHELL`", applicability: "unsafe", edits: [edit] } }),
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

/** `SHELL` in the place of a RUN that does nothing else; `null` for one that does more, and for a shell that is moved away. */
function shellEdit(
  file: BuildFile,
  { instruction, script: { commands: script } }: RunScript,
  command: Command,
): TextEdit | null {
  const { operands } = readArguments(command);
  const source = operands.length === 2 ? operands[0]! : null;
  if (command.name === "mv" || source === null || !source.literal) return null;
  const shell = /^(?:(?:\/usr)?\/bin\/)?(bash|zsh)$/.exec(source.text);
  const isAlone = script.every((one) => one === command || removesShell(one));
  if (shell === null || !isAlone || instruction.heredocs.length > 0 || instruction.flags.length > 0)
    return null;
  const path = source.text.startsWith("/") ? source.text : `/bin/${shell[1]}`;
  return replaceInstruction(file, instruction, `${keywordLike(instruction, "SHELL")} ["${path}", "-c"]`);
}

function removesShell({ name, words }: Command): boolean {
  return name === "rm" && words.slice(1).every(({ text }) => /^(?:-[rf]+|(?:\/usr)?\/bin\/sh)$/.test(text));
}
