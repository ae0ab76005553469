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

/** Reads the lines in one go; the answer has one entry for each line. */
export function readWords(lines: readonly AstLine[]): AstInstruction[] {
  const dockerfile = DockerfileParser.parse(lines.map(normalize).join("\n"));
  return dockerfile.getInstructions().map((instruction, index) => {
    const keyword = instruction.getKeyword();
    const line = lines[index];
    if (line === undefined || line.rest === "") return { keyword, words: [] };
    const base = line.keyword.length + 1;
    const words = instruction.getArguments().map((argument): readonly [number, number] => {
      const { start, end } = argument.getRange();
      return [start.character - base, end.character - base];
    });
    return { keyword, words };
  });
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
