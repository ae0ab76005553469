import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { lineAbove } from "./line-above.ts";

/** The edit that takes an instruction out of the file, with its lines; comments above it stay. */
export function removeInstruction({ text }: BuildFile, { range }: Instruction): TextEdit {
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const feed = text.indexOf("\n", range.end);
  return { range: { start: lineStart, end: feed === -1 ? text.length : feed + 1 }, text: "" };
}

/** The edit that puts an instruction on a line of its own below another one, with the same indentation and line end. */
export function insertBelow({ text }: BuildFile, { range }: Instruction, line: string): TextEdit {
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const indentation = /^[^\S\n]*/.exec(text.slice(lineStart, range.start))![0];
  const feed = text.indexOf("\n", range.end);
  const at = feed === -1 ? text.length : feed + 1;
  const added = `${indentation}${line}`;
  return {
    range: { start: at, end: at },
    text: feed === -1 ? lineEndOf(text) + added : added + lineEndOf(text),
  };
}

/** The edit that puts an instruction on a line of its own above another one and the comments over it; `null` where that has no line. */
export function insertAbove({ text }: BuildFile, { range }: Instruction, line: string): TextEdit | null {
  const at = lineAbove(text, range.start);
  if (at === null) return null;
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  return { range: { start: at, end: at }, text: text.slice(lineStart, range.start) + line + lineEndOf(text) };
}

/** A keyword in the case of another instruction. */
export function keywordLike({ keyword }: Instruction, name: string): string {
  return keyword.text === keyword.text.toLowerCase() ? name.toLowerCase() : name;
}

/** The edit that writes another instruction in the place of one, with its line end, so that no other edit joins it with the next one. */
export function replaceInstruction(
  { text }: BuildFile,
  { keyword, range }: Instruction,
  line: string,
): TextEdit {
  const feed = text.indexOf("\n", range.end);
  const end = feed === -1 ? text.length : feed + 1;
  return { range: { start: keyword.range.start, end }, text: line + (feed === -1 ? "" : lineEndOf(text)) };
}

/** How the lines of a file end, as the first one does. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}
