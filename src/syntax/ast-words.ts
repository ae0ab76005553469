import { DockerfileParser } from "dockerfile-ast";
import { Util } from "dockerfile-ast/lib/util.js";

// It looks for a byte order mark with Node's `Buffer`, which browsers lack. The copy that it reads never begins with one.
Util.isUTF8BOM = () => false;

/**
 * The only door to dockerfile-ast. It reads a copy of the instructions in a normal form in which everything it misreads is gone
 * (see UPSTREAM.md): one instruction on one line, no comments, directives, flags or heredoc bodies; characters that it gives a
 * meaning of its own are replaced one for one. What it answers are keywords and words divided by blanks. Its semantic accessors
 * (variables, stages, working directories) are never called: they are wrong in places and take quadratic time.
 */
export interface AstLine {
  /** The keyword as written. */
  readonly keyword: string;
  /** The arguments; `""` for instructions whose arguments other lexers read. */
  readonly rest: string;
}

export interface AstInstruction {
  /** In upper case. */
  readonly keyword: string;
  /** Offsets of the words within `rest`. */
  readonly words: readonly (readonly [number, number])[];
}

/** Instructions per call: its objects are large, and are garbage as soon as the offsets are taken from them. */
const batch = 500;

/** Reads the lines; the answer has one entry for each line. */
export function readWords(lines: readonly AstLine[]): AstInstruction[] {
  const answers: AstInstruction[] = [];
  for (let at = 0; at < lines.length; at += batch) readBatch(lines.slice(at, at + batch), answers);
  return answers;
}

function readBatch(lines: readonly AstLine[], answers: AstInstruction[]): void {
  const instructions = DockerfileParser.parse(lines.map(normalize).join("\n")).getInstructions();
  for (const [index, { keyword, rest }] of lines.entries()) {
    const instruction = instructions[index]!;
    const base = keyword.length + 1;
    const words: (readonly [number, number])[] = [];
    for (const argument of rest === "" ? [] : instruction.getArguments()) {
      const { start, end } = argument.getRange();
      words.push([start.character - base, end.character - base]);
    }
    answers.push({ keyword: instruction.getKeyword(), words });
  }
}

function normalize({ keyword, rest }: AstLine): string {
  const word = /^[A-Za-z]+$/.test(keyword) ? keyword : "x".repeat(Math.max(keyword.length, 1));
  return rest === "" ? word : `${word} ${neutral(rest)}`;
}

/**
 * Escapes, quotes, brackets, `<<` and `#` all mean something to it that they don't mean in words divided by blanks; vertical tab,
 * form feed and CR divide words here but not there; a word that begins with `--` is a flag to it.
 */
function neutral(rest: string): string {
  const text = /[\v\f\r]/.test(rest) ? rest.replace(/[\v\f\r]/g, " ") : rest;
  return /[\\`"'[\]<#-]/.test(text) ? text.replace(/[\\`"'[\]<#-]/g, "x") : text;
}
