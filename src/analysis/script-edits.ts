import type { BuildFile, Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { bodyAsScript } from "../shell/script.ts";
import type { Heredoc, Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import type { InstructionScript } from "./commands.ts";
import type { PackageCommand } from "./install-commands/package-command.ts";

/**
 * The edit that lets a RUN end with one more command, joined in the style of its other lines; `null` where it is not plain how:
 * exec form, text that was not read, something behind the last command.
 */
export function appendCommand(
  file: BuildFile,
  step: Step,
  { script, command }: { readonly script: InstructionScript; readonly command: string },
): TextEdit | null {
  const { instruction } = step;
  if (instruction.kind !== "RUN" || instruction.command.form !== "shell") return null;
  const last = lastCommand(script);
  if (last === null || script.problems.length > 0 || last.background) return null;
  const [heredoc] = instruction.heredocs;
  if (heredoc !== undefined) {
    const isBare = bodyAsScript(instruction.command.script, instruction.heredocs) !== null;
    return isBare ? appendLine(file, heredoc, command) : null;
  }
  const { end } = instruction.command.range;
  if (!/^[\s\\`]*(;?[\s\\`]*(fi|done|esac|\)|\}))?$/.test(file.text.slice(last.range.end, end))) return null;
  const text = file.text.slice(instruction.range.start, end);
  return { range: { start: end, end }, text: joint(text, file.syntax.escape) + command };
}

/**
 * The edit that takes a command out of its RUN, and the whole RUN with its line where that is all it does; `null` where it is not
 * plain how: anything but `&&` between the command and its neighbour.
 */
export function removeCommand(
  file: BuildFile,
  step: Step,
  { script, command }: { readonly script: InstructionScript; readonly command: Command },
): TextEdit | null {
  return isPlain(script, command, step.instruction)
    ? removeSpan(file, step, { script, first: command, last: command })
    : null;
}

/**
 * The same for several commands, in their order; those that stand one behind the other go at once. `null` also where nothing of the RUN
 * would be left.
 */
export function removeCommands(
  file: BuildFile,
  step: Step,
  { script, commands }: { readonly script: InstructionScript; readonly commands: readonly Command[] },
): readonly TextEdit[] | null {
  if (commands.length >= script.commands.length) return null;
  const edits: TextEdit[] = [];
  for (let at = 0; at < commands.length; at += 1) {
    const first = commands[at]!;
    let last = first;
    if (!isPlain(script, first, step.instruction)) return null;
    for (let next = commands[at + 1]; next?.index === last.index + 1; next = commands[at + 1]) {
      if (next.connector !== "&&" || !isPlain(script, next, step.instruction)) return null;
      last = next;
      at += 1;
    }
    const edit = removeSpan(file, step, { script, first, last });
    if (edit === null) return null;
    edits.push(edit);
  }
  return edits;
}

/** The same for a command together with the one that a pipe gives its input, as in `echo … | chpasswd`. */
export function removeWithInput(
  file: BuildFile,
  step: Step,
  { script, command }: { readonly script: InstructionScript; readonly command: Command },
): TextEdit | null {
  const { pipeline } = command;
  if (pipeline === null) return removeCommand(file, step, { script, command });
  const { members, inside } = script.pipelines[pipeline]!;
  const [input, output] = members;
  const first = script.commands[input?.first ?? -1];
  if (members.length !== 2 || first === undefined || script.commands[output!.first] !== command) return null;
  // Commands in the words of either would be left alone.
  if (command.index !== first.index + 1 || inside.length > 0) return null;
  const isChained = isPlain(script, { ...first, pipeline: null }, step.instruction);
  return isChained ? removeSpan(file, step, { script, first, last: command }) : null;
}

/** Takes the commands from the first to the last out, which stand one behind the other. */
function removeSpan(
  file: BuildFile,
  { instruction }: Step,
  {
    script,
    first,
    last,
  }: { readonly script: InstructionScript; readonly first: Command; readonly last: Command },
): TextEdit | null {
  if (instruction.heredocs.length > 0) return null;
  const between = (start: number, end: number): string =>
    file.text.slice(start, end).replaceAll(file.syntax.escape, "").trim();
  // A call that was seen through `python -m` is none of the script's own commands.
  if (script.commands[first.index] !== first || script.commands[last.index] !== last) return null;
  const before = script.commands[first.index - 1];
  const after = script.commands[last.index + 1];
  const { start } = first.range;
  const { end } = last.range;
  if (before === undefined && after === undefined) {
    if (between(end, instruction.range.end) !== "") return null;
    const lineStart = file.text.lastIndexOf("\n", instruction.range.start - 1) + 1;
    // What a trigger does is all that its ONBUILD is for.
    if (file.text.slice(lineStart, instruction.range.start).trim() !== "") return null;
    const lineEnd = file.text.indexOf("\n", instruction.range.end);
    const whole = { start: instruction.range.start, end: lineEnd === -1 ? file.text.length : lineEnd + 1 };
    return { range: whole, text: "" };
  }
  if (after !== undefined && after.connector === "&&" && between(end, after.range.start) === "&&") {
    return { range: { start, end: after.range.start }, text: "" };
  }
  if (before === undefined || after !== undefined || between(end, instruction.range.end) !== "") return null;
  return between(before.range.end, start) === "&&"
    ? { range: { start: before.range.end, end }, text: "" }
    : null;
}

/** The edit that runs something just before a command, and the command only if that succeeds; `null` where it is not plain how. */
export function insertBefore(
  script: InstructionScript,
  step: Step,
  { command, text }: { readonly command: Command; readonly text: string },
): TextEdit | null {
  if (!isPlain(script, command, step.instruction)) return null;
  const { start } = command.range;
  return { range: { start, end: start }, text: `${text} && ` };
}

/** The edit that gives an option to a call, behind the word that names what it does; `null` for exec form and unclear words. */
export function insertAfterAction({ command, action }: PackageCommand, option: string): TextEdit | null {
  const name = action.split(" ").at(-1) ?? "";
  const word = command.words.find(({ text, quoted }, at) => at > 0 && text === name && !quoted);
  return word === undefined
    ? null
    : { range: { start: word.range.end, end: word.range.end }, text: ` ${option}` };
}

/** Whether a command is a link of the chain that is the script, and no part of anything else. */
function isPlain(script: InstructionScript, command: Command, instruction: Instruction): boolean {
  const { connector, inside, pipeline, negated, background } = command;
  return (
    instruction.kind === "RUN" &&
    instruction.command.form === "shell" &&
    script.problems.length === 0 &&
    (connector === null || connector === "&&" || connector === ";" || connector === "newline") &&
    inside.length === 0 &&
    pipeline === null &&
    !negated &&
    !background
  );
}

/** What a command begins with that has to run as the same user: `sudo `, or nothing. */
export function privilegePrefix({ wrappers }: Command): string {
  return wrappers.some(({ name }) => name === "sudo") ? "sudo " : "";
}

function lastCommand({ commands }: InstructionScript): Command | null {
  return commands.reduce<Command | null>(
    (last, command) => (last === null || command.range.end > last.range.end ? command : last),
    null,
  );
}

function appendLine(file: BuildFile, { bodyRange, terminator }: Heredoc, command: string): TextEdit | null {
  if (terminator === null) return null;
  const lines = file.text.slice(bodyRange.start, bodyRange.end).split("\n");
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  if (/[\\|&]\s*$/.test(last)) return null;
  const lineFeed = last.endsWith("\r") ? "\r\n" : "\n";
  const at = { start: bodyRange.end, end: bodyRange.end };
  return { range: at, text: `${indentOf(last)}${command}${lineFeed}` };
}

/** What joins one more command to a RUN: on the same line, or as its other lines do. */
function joint(text: string, continuation: string): string {
  const lineFeed = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line));
  const [, ...continued] = lines;
  const last = continued.at(-1);
  if (last === undefined) return " && ";
  if (last.trimStart().startsWith("&&")) return ` ${continuation}${lineFeed}${indentOf(last)}&& `;
  const before = lines.at(-2)!.slice(0, -1).trimEnd();
  if (before.endsWith("&&") || before.endsWith(";")) {
    const mark = before.endsWith("&&") ? " &&" : ";";
    return `${mark} ${continuation}${lineFeed}${indentOf(last)}`;
  }
  const joined = continued.find((line) => line.trimStart().startsWith("&&"));
  const shortest = continued.map(indentOf).reduce((one, other) => (other.length < one.length ? other : one));
  return ` ${continuation}${lineFeed}${joined === undefined ? shortest : indentOf(joined)}&& `;
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)![0];
}
