import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { lineText, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/**
 * Edits that put new lines and then instructions, with the comments right above them, in front of another instruction. They keep their
 * order; no two blank lines are left where one came out.
 */
export function editsToMoveAbove(
  file: BuildFile,
  added: readonly string[],
  instructions: readonly Instruction[],
  above: Instruction,
): readonly TextEdit[] {
  const lineEnd = file.text.includes("\r\n") ? "\r\n" : "\n";
  const blocks = instructions.map((instruction) => blockOf(file, instruction));
  const at = blockOf(file, above).start;
  const moved = blocks.map(({ start, end }, at) => {
    const text = file.text.slice(start, end);
    const before = at > 0 && isBlankBefore(file, start) ? lineEnd : "";
    return before + (text.endsWith("\n") ? text : text + lineEnd);
  });
  // A comment that begins a paragraph goes on doing so.
  const isHeaded = isBlankBefore(file, at) && file.text.slice(at).trimStart().startsWith("#");
  const isParagraph = isHeaded || blocks.some(({ start }) => isBlankBefore(file, start));
  const lines = [...added.map((line) => line + lineEnd), ...moved, ...(isParagraph ? [lineEnd] : [])];
  return [
    { range: { start: at, end: at }, text: lines.join("") },
    ...joined(file, blocks).map((range) => ({ range: withBlankLine(file, range), text: "" })),
  ];
}

/** Whole lines, from the first comment that stands directly above. */
function blockOf(file: BuildFile, { range }: Instruction): Range {
  const comments = commentLines(file);
  let line = positionAt(file.lines, range.start).line;
  while (comments.has(line - 1) && lineText(file.lines, line - 1).trim() !== "") line -= 1;
  const end = file.text.indexOf("\n", range.end);
  return { start: file.lines.starts[line - 1]!, end: end === -1 ? file.text.length : end + 1 };
}

/** Blocks with nothing but blank lines between them go as one. */
function joined({ text }: BuildFile, blocks: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  for (const block of blocks) {
    const before = found.at(-1);
    if (before !== undefined && text.slice(before.end, block.start).trim() === "")
      found[found.length - 1] = { start: before.start, end: block.end };
    else found.push(block);
  }
  return found;
}

function commentLines({ syntax, lines }: BuildFile): ReadonlySet<number> {
  const directives = new Set(syntax.directives.map(({ range }) => positionAt(lines, range.start).line));
  const found = syntax.comments.map(({ range }) => positionAt(lines, range.start).line);
  return new Set(found.filter((line) => !directives.has(line)));
}

/** Takes a blank line along where a block stood between two. */
function withBlankLine(file: BuildFile, { start, end }: Range): Range {
  const blank = /^[ \t]*\r?\n/.exec(file.text.slice(end))?.[0];
  if (end >= file.text.length && isBlankBefore(file, start)) return { start: blankStart(file, start), end };
  return blank !== undefined && isBlankBefore(file, start)
    ? { start, end: end + blank.length }
    : { start, end };
}

function isBlankBefore({ text }: BuildFile, start: number): boolean {
  return /\n[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 200), start));
}

function blankStart({ text }: BuildFile, start: number): number {
  const found = /\r?\n([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, start - 200), start));
  return found ? start - found[1]!.length : start;
}
