import { type LineIndex, lineText, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { displayLine, displayWidth, harmless, padStart, truncate } from "./display-text.ts";
import type { Palette, Style } from "./palette.ts";

/** A place to underline, with words beside it. */
export interface Annotation {
  readonly at: Range;
  readonly message: string;
}

export interface FrameOptions {
  readonly palette: Palette;
  /** How the primary range is underlined. */
  readonly style: Style;
  /** Cells of a line. */
  readonly width: number;
}

/** Lines of one range that are shown before the middle is left out. */
const maxLines = 6;
/** Cells kept before a range that starts beyond the right edge. */
const lead = 12;

/** The part of one line to underline, in UTF-16 units of the line. */
interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly primary: boolean;
  /** Stands after the underline of the last line of a range; empty when there is nothing to say. */
  readonly message: string;
}

/**
 * The source lines of a primary range and of related places, each underlined: `^` for the first, `-` for the others. Long
 * ranges lose their middle, long lines what is far from the range.
 */
export function codeFrame(
  lines: LineIndex,
  primary: Range,
  related: readonly Annotation[],
  options: FrameOptions,
): string[] {
  const byLine = new Map<number, Mark[]>();
  const marks = [
    ...marksOf(lines, { at: primary, message: "" }, true),
    ...related.flatMap((annotation) => marksOf(lines, annotation, false)),
  ];
  for (const mark of marks) {
    const present = byLine.get(mark.line);
    if (present) present.push(mark);
    else byLine.set(mark.line, [mark]);
  }
  const shown = [...byLine.keys()].sort((a, b) => a - b);
  const gutter = String(shown.at(-1) ?? 1).length;
  const { faint } = options.palette;
  const result: string[] = [];
  let previous: number | null = null;
  for (const line of shown) {
    if (previous !== null && line === previous + 2) pushLine(previous + 1, []);
    else if (previous !== null && line > previous + 1) result.push(faint(`${" ".repeat(gutter)} ⋮`));
    pushLine(line, byLine.get(line) ?? []);
    previous = line;
  }
  return result;

  function pushLine(line: number, onLine: readonly Mark[]): void {
    const room = Math.max(20, options.width - gutter - 3);
    const view = viewOf(lineText(lines, line), onLine[0] ?? null, room);
    result.push(`${faint(`${padStart(String(line), gutter)} │`)} ${view.text}`.trimEnd());
    for (const mark of onLine) {
      const [from, to] = view.cellsOf(mark.start, mark.end);
      const underline = (mark.primary ? "^" : "-").repeat(Math.max(1, to - from));
      const style = mark.primary ? options.style : options.palette.strong;
      const words = mark.message && ` ${harmless(mark.message)}`;
      result.push(`${faint(`${" ".repeat(gutter)} │`)} ${" ".repeat(from)}${style(underline + words)}`);
    }
  }
}

/** One mark for each line of a range that has something to underline. */
function marksOf(lines: LineIndex, { at, message }: Annotation, primary: boolean): Mark[] {
  const first = positionAt(lines, at.start);
  const last = positionAt(lines, Math.max(at.start, at.end));
  if (first.line === last.line) {
    const mark = { line: first.line, start: first.column - 1, end: last.column - 1, primary, message };
    return [mark];
  }
  const marks: Mark[] = [];
  const lastLine = last.column === 1 ? last.line - 1 : last.line;
  for (let line = first.line; line <= lastLine; line++) {
    if (lastLine - first.line >= maxLines && line === first.line + maxLines - 2) line = lastLine;
    const text = lineText(lines, line);
    const start = line === first.line ? first.column - 1 : text.length - text.trimStart().length;
    const end = line === last.line ? last.column - 1 : text.length;
    if (end > start || line === lastLine)
      marks.push({ line, start, end, primary, message: line === lastLine ? message : "" });
  }
  return marks;
}

interface View {
  readonly text: string;
  /** Where units of the line stand in `text`, clipped to it. */
  cellsOf(start: number, end: number): [number, number];
}

/** A line, or the part of it around a mark that fits in `room` cells. */
function viewOf(source: string, mark: Mark | null, room: number): View {
  let from = 0;
  if (mark !== null && source.length > room && Math.min(mark.end, source.length) > room - 1)
    from = pairStart(source, Math.max(0, mark.start - lead));
  const part = displayLine(source.slice(from, pairStart(source, from + room + 1)));
  const before = from > 0 ? "…" : "";
  const cut = displayWidth(part.text) + before.length > room || from + room + 1 < source.length;
  const body = cut ? truncate(`${part.text} `.padEnd(room + 1), room - before.length) : part.text;
  const edge = room;
  const cellAt = (unit: number): number => {
    const inside = Math.min(Math.max(unit - from, 0), part.cells.length - 1);
    return Math.min(part.cells[inside]! + before.length, edge);
  };
  return { text: before + body, cellsOf: (start, end) => [cellAt(start), cellAt(end)] };
}

/** The given offset, or the one before it when it lies inside a surrogate pair. */
function pairStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at;
}
