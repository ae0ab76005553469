import type { BuildFile } from "../model/build-file.ts";
import type { Comment, Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { removeInstruction } from "./instruction-edits.ts";

/**
 * The edit that takes a word, a flag or a pair out of an instruction, with the blanks and continued line ends in front of it. `null` where
 * a comment line stands right above the word: that comment would end the instruction.
 */
export function removeWord({ text, syntax }: BuildFile, range: Range): TextEdit | null {
  let start = range.start;
  let isOnNewLine = false;
  for (; start > 0; start--) {
    const char = text.charAt(start - 1);
    if (char === "\n") isOnNewLine = true;
    else if (!/\s/.test(char) && !(char === syntax.escape && isOnNewLine)) break;
  }
  if (isOnNewLine && isComment(text, start)) return null;
  return { range: { start, end: range.end }, text: "" };
}

/** Whether the line that ends at an offset is a comment. */
function isComment(text: string, end: number): boolean {
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  return /^[^\S\n]*#/.test(text.slice(lineStart, end));
}

/**
 * The edit that takes one of the items of an instruction out, and the whole instruction with its lines where it is the only one. Those of
 * the first two items overlap, so that not all of several items go at once and leave nothing but the keyword.
 */
export function removeItem(
  file: BuildFile,
  instruction: Instruction,
  items: readonly { readonly range: Range }[],
  item: Range,
): TextEdit | null {
  const [first, second] = items;
  if (second === undefined) return removeInstruction(file, instruction);
  if (first?.range.start !== item.start) return removeWord(file, item);
  const end = second.range.start;
  return /\n[^\S\n]*#/.test(file.text.slice(item.end, end))
    ? null
    : { range: { start: item.start, end }, text: "" };
}

/**
 * The edit that takes a comment with its line out of the file; `null` where that would make a parser directive of the line below, as
 * directives end at the first comment.
 */
export function removeComment(
  { text, syntax }: BuildFile,
  { range }: Pick<Comment, "range">,
): TextEdit | null {
  const start = text.lastIndexOf("\n", range.start - 1) + 1;
  const feed = text.indexOf("\n", range.end);
  const end = feed === -1 ? text.length : feed + 1;
  const [first] = syntax.instructions;
  const isOnTop = first === undefined || range.end <= first.range.start;
  if (isOnTop && /^[^\S\n]*#\s*\w+\s*=/.test(text.slice(end))) return null;
  return { range: { start, end }, text: "" };
}
