/** A place as people and editors name it: line and column both 1-based, column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where each line of a text starts. Lines end at LF; a CR before it belongs to the line, a byte order mark to none. */
export interface LineIndex {
  readonly text: string;
  /** Offset of the first unit of each line; `starts[0]` is 0, or 1 behind a byte order mark. */
  readonly starts: readonly number[];
}

/** Indexes a text once, in linear time. */
export function lineIndex(text: string): LineIndex {
  const starts = [text.startsWith("\ufeff") ? 1 : 0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** The 1-based position of an offset; offsets outside the text are clamped to it. Logarithmic. */
export function positionAt(index: LineIndex, offset: number): Position {
  const clamped = Math.min(Math.max(offset, 0), index.text.length);
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (index.starts[middle]! <= clamped) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(clamped - index.starts[low]!, 0) + 1 };
}

/** The text of a 1-based line, without its line ending. */
export function lineText(index: LineIndex, line: number): string {
  const start = index.starts[line - 1];
  if (start === undefined) return "";
  const end = index.starts[line];
  const text = index.text.slice(start, end === undefined ? undefined : end - 1);
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
