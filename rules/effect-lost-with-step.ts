import { insertBelow, keywordLike, replaceInstruction } from "../src/analysis/instruction-edits.ts";
import { removeCommand } from "../src/analysis/script-edits.ts";
import { type LostEffect, lostEffects } from "../src/analysis/shell-state.ts";
import { directoryOf } from "../src/analysis/workdir-edits.ts";
import type { BuildFile } from "../src/model/build-file.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "effect-lost-with-step",
  summary: "The effect of a command ends with its RUN, and nothing in there uses it",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  shownAs: "unnecessary",
  since: "0.1.0",
  check: {
    file(_, context) {
      for (const lost of context.use(lostEffects)) {
        const fix = instructionFor(lost, context.file);
        context.report({
          at: lost.command.range,
          message: messageOf(lost),
          help: lost.help,
          ...(fix && { fix }),
        });
      }
    },
  },
});

function messageOf({ kind, command }: LostEffect): string {
  const [program, argument] = command.words;
  switch (kind) {
    case "background":
      return `\`${command.name}\` is started in the background, and stopped when this step ends`;
    case "service":
      return `\`${command.words.map(({ text }) => text).join(" ")}\` starts something that is stopped when this step ends`;
    case "setup-file":
      return `what \`${program?.text} ${argument?.text}\` sets is gone when this step ends`;
    case "shell":
      return `\`${command.name}\` holds only until this step ends: the next one gets a new shell`;
  }
}

/** Edits that say for all that follows what the last command of a RUN says for itself alone; `null` where no instruction does. */
function instructionFor({ run, command }: LostEffect, file: BuildFile): Fix | null {
  const { instruction, script, step } = run;
  const kind = command.name === "cd" ? "WORKDIR" : command.name === "export" ? "ENV" : null;
  const words =
    kind === "WORKDIR" ? directoryOf(command) : kind === "ENV" ? assignedBy(command, file.text) : null;
  const edit = removeCommand(file, step, { script, command });
  if (kind === null || words === null || edit === null) return null;
  const line = `${keywordLike(instruction, kind)} ${words}`;
  const edits =
    script.commands.length === 1
      ? [replaceInstruction(file, instruction, line)]
      : [edit, insertBelow(file, instruction, line)];
  // Unsafe: what follows finds it set from now on. Where a program has to be started, the file does not say how.
  return { title: `Write \`${kind}\``, applicability: "unsafe", edits };
}

/** The words of an `export`, where ENV takes them the same way: of variables only `PATH`, which all base images have. */
function assignedBy({ words, wrappers, assignments }: LostEffect["command"], text: string): string | null {
  if (wrappers.length > 0 || assignments.length > 0) return null;
  const given = words.slice(1).map(({ range }) => text.slice(range.start, range.end));
  const isPlain = (word: string): boolean =>
    /^[A-Za-z_]\w*=(?:(?:[\w./:@+,-]|\$PATH\b|\$\{PATH\})*|"(?:[\w./:@+, -]|\$PATH\b|\$\{PATH\})*")$/.test(
      word,
    );
  return given.every(isPlain) ? given.join(" ") : null;
}
