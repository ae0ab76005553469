import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { lineText, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/** Edits that move instructions, with the comments right above them, to below another one. They keep their order. */
export function editsToMoveBelow(
  file: BuildFile,
  instructions: readonly Instruction[],
  below: Instruction,
): readonly TextEdit[] {
  const comments = new Set(file.syntax.comments.map(({ range }) => positionAt(file.lines, range.start).line));
  const blocks = instructions.map((instruction) => blockOf(file, instruction, comments));
  const at = blockOf(file, below, new Set()).end;
  const moved = blocks.map(({ start, end }) => withLineEnd(file.text.slice(start, end))).join("");
  const isOpenEnd = at === file.text.length && !file.text.endsWith("\n");
  const text = isOpenEnd ? `\n${moved.replace(/\r?\n$/, "")}` : moved;
  return [...blocks.map((range) => ({ range, text: "" })), { range: { start: at, end: at }, text }];
}

/** Whole lines, from the first comment that stands directly above. */
function blockOf(file: BuildFile, { range }: Instruction, comments: ReadonlySet<number>): Range {
  let line = positionAt(file.lines, range.start).line;
  while (comments.has(line - 1) && lineText(file.lines, line - 1).trim() !== "") line -= 1;
  const lineEnd = file.text.indexOf("\n", range.end);
  return { start: file.lines.starts[line - 1]!, end: lineEnd === -1 ? file.text.length : lineEnd + 1 };
}

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
