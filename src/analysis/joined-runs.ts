import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import { commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";

const shellChanges = new Set(
  ".|alias|cd|eval|exec|exit|export|popd|pushd|read|return|set|shopt|source|trap|ulimit|umask|unset".split(
    "|",
  ),
);

/** Whether a command changes the shell for what follows in the same RUN. */
export function changesShell({ name, words }: Command): boolean {
  return words.length === 0 || shellChanges.has(name);
}

/** The edits that join RUNs with `&&`; `null` unless all are plain: one simple command in shell form, nothing between them, no flags. */
export function joiningEdits(analysis: Analysis, runs: readonly Step[]): readonly TextEdit[] | null {
  const { text, syntax } = analysis.file;
  const edits: TextEdit[] = [];
  let above: Step | null = null;
  for (const step of runs) {
    const command = plainCommand(analysis, step);
    if (command === null) return null;
    if (above !== null) {
      const between = { start: above.instruction.range.end, end: step.instruction.range.start };
      const gap = text.slice(between.start, between.end);
      if (gap.trim() !== "") return null;
      const lineFeed = gap.includes("\r\n") ? "\r\n" : "\n";
      const range = { start: between.start, end: command.range.start };
      edits.push({ range, text: ` ${syntax.escape}${lineFeed}    && ` });
    }
    above = step;
  }
  return edits;
}

function plainCommand(analysis: Analysis, { instruction }: Step): Command | null {
  if (instruction.kind !== "RUN" || instruction.command.form !== "shell") return null;
  if (instruction.heredocs.length > 0 || instruction.flags.length > 0) return null;
  const { commands: script, problems } = analysis.use(commands).of(instruction);
  const [command] = script;
  if (command === undefined || script.length > 1 || problems.length > 0) return null;
  const { inside, background, negated, range } = command;
  const { start, end } = instruction.command.range;
  const isAll = range.start === start && range.end === end;
  return isAll && inside.length === 0 && !background && !negated && !changesShell(command) ? command : null;
}
