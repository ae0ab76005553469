import type { Range } from "./range.ts";

/**
 * A text derived from a document by leaving pieces out (continuations, comments, tabs before heredoc lines, quotes),
 * together with the way back: every unit of `text` comes from one unit of the document.
 *
 * Segments are sorted by `at`; the units from `segment.at` up to the next segment's `at` stand in the document one after
 * the other from `segment.source` on. The first segment has `at` 0.
 */
export interface MappedText {
  readonly text: string;
  readonly segments: readonly Segment[];
}

export interface Segment {
  readonly at: number;
  readonly source: number;
}

/** A text that stands in the document as it is, from `start` on. */
export function mappedText(text: string, start: number): MappedText {
  return { text, segments: [{ at: 0, source: start }] };
}

/** Collects pieces of a document into one mapped text. */
export function joinMapped(pieces: Iterable<{ readonly text: string; readonly source: number }>): MappedText {
  let text = "";
  const segments: Segment[] = [];
  let next = -1;
  for (const piece of pieces) {
    if (piece.text === "" && segments.length > 0) continue;
    if (piece.source !== next) {
      if (segments.length === 1 && text === "") segments.pop();
      segments.push({ at: text.length, source: piece.source });
    }
    text += piece.text;
    next = piece.source + piece.text.length;
  }
  if (segments.length === 0) segments.push({ at: 0, source: 0 });
  return { text, segments };
}

/** The document offset of the unit at `at`. `at === text.length` gives the offset just after the last unit. Logarithmic. */
export function sourceOffset(mapped: MappedText, at: number): number {
  if (at >= mapped.text.length && mapped.text.length > 0)
    return sourceOffset(mapped, mapped.text.length - 1) + 1;
  const segment = mapped.segments[segmentIndex(mapped, at)]!;
  return segment.source + (at - segment.at);
}

/** The smallest document range that holds the units `start` to `end` (half-open) of the mapped text. */
export function sourceRange(mapped: MappedText, start: number, end: number): Range {
  const from = sourceOffset(mapped, start);
  return end <= start ? { start: from, end: from } : { start: from, end: sourceOffset(mapped, end - 1) + 1 };
}

/** A piece of a mapped text, still mapped to the document. */
export function sliceMapped(mapped: MappedText, start: number, end = mapped.text.length): MappedText {
  const first = segmentIndex(mapped, start);
  const segments: Segment[] = [{ at: 0, source: sourceOffset(mapped, start) }];
  for (let i = first + 1; i < mapped.segments.length && mapped.segments[i]!.at < end; i++) {
    const segment = mapped.segments[i]!;
    segments.push({ at: segment.at - start, source: segment.source });
  }
  return { text: mapped.text.slice(start, end), segments };
}

function segmentIndex(mapped: MappedText, at: number): number {
  let low = 0;
  let high = mapped.segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (mapped.segments[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
