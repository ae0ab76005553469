import { type LineIndex, type Position, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/** First and last place of a range, the last one in it: for formats whose ranges are closed. An empty range is one place. */
export function closedPlaces(
  lines: LineIndex,
  { start, end }: Range,
): { readonly first: Position; readonly last: Position } {
  return { first: positionAt(lines, start), last: positionAt(lines, Math.max(start, end - 1)) };
}

/** A range without the line ends behind it; empty when there was nothing else. */
export function withoutLineEnds({ text }: LineIndex, { start, end }: Range): Range {
  let at = end;
  while (at > start && /[\r\n]/.test(text[at - 1]!)) at--;
  return { start, end: at };
}

/** The 1-based column of an offset in bytes of UTF-8. */
export function byteColumn(lines: LineIndex, offset: number): number {
  return new TextEncoder().encode(lineBefore(lines, offset)).length + 1;
}

/** The text of the line in front of an offset. */
export function lineBefore({ text, starts }: LineIndex, offset: number): string {
  const { line } = positionAt({ text, starts }, offset);
  return text.slice(starts[line - 1], Math.min(offset, text.length));
}
