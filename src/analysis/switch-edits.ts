import type { BuildFile } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { removeWord } from "./item-edits.ts";
import type { RunScript } from "./run-scripts.ts";
import { removeCommand } from "./script-edits.ts";

/** Options whose value may be a word of its own. */
const valued = new Set(["--trusted-host", "--allow-insecure-host"]);

/** The edit that takes an option with its value out of a command in shell form, or its letter out of a cluster of such. */
export function removeSwitch(
  file: BuildFile,
  { instruction }: RunScript,
  { words }: Command,
  { text, range }: { readonly text: string; readonly range: Range },
): TextEdit | null {
  if (instruction.command.form !== "shell") return null;
  const at = words.findIndex((word) => word.range.start === range.start);
  const word = words[at];
  if (word === undefined || word.quoted) return null;
  const written = file.text.slice(range.start, range.end);
  if (/^-\w$/.test(text) && written !== text) {
    const letter = range.start + written.indexOf(text.charAt(1));
    return /^-[a-zA-Z]+$/.test(written) ? { range: { start: letter, end: letter + 1 }, text: "" } : null;
  }
  const last = valued.has(word.text) ? words[at + 1] : word;
  return last === undefined ? null : removeWord(file, { start: range.start, end: last.range.end });
}

/** The edit that takes a call out which does nothing but write a setting: `git config …`, `npm set …`. */
export function removeSetting(
  file: BuildFile,
  { step, script }: RunScript,
  command: Command,
): TextEdit | null {
  const isSetting = /^(?:config|set)$/.test(command.words[1]?.text ?? "");
  return isSetting ? removeCommand(file, step, { script, command }) : null;
}

/** The edit that takes `NAME=value` from in front of a command in shell form. */
export function removeAssignment(
  file: BuildFile,
  { instruction }: RunScript,
  { words }: Command,
  range: Range,
): TextEdit | null {
  if (instruction.command.form !== "shell" || words.length === 0) return null;
  const blanks = /^[^\S\n]*/.exec(file.text.slice(range.end))![0].length;
  const end = range.end + blanks;
  return blanks === 0 ? null : { range: { start: range.start, end }, text: "" };
}

/** The edit that takes a word out of an `export`, and all of the `export` where it is the only one. */
export function removeExported(
  file: BuildFile,
  { instruction, step, script }: RunScript,
  command: Command,
  range: Range,
): TextEdit | null {
  if (instruction.command.form !== "shell") return null;
  return command.words.length === 2
    ? removeCommand(file, step, { script, command })
    : removeWord(file, range);
}
