import type { Range } from "./range.ts";

/** One replacement in a text. An empty range inserts; an empty `text` deletes. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** Whether two edits touch the same units, or insert at the same place. */
export function editsConflict(a: TextEdit, b: TextEdit): boolean {
  if (a.range.start === b.range.start) return true;
  return a.range.start < b.range.end && b.range.start < a.range.end;
}

/**
 * Applies edits that all refer to the original text.
 * @throws RangeError when two edits overlap or one lies outside the text: a defect of the caller.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let result = "";
  let at = 0;
  for (const edit of sorted) {
    if (edit.range.start < at || edit.range.end < edit.range.start || edit.range.end > text.length) {
      throw new RangeError(`edits overlap or lie outside the text at offset ${edit.range.start}`);
    }
    result += text.slice(at, edit.range.start) + edit.text;
    at = edit.range.end;
  }
  return result + text.slice(at);
}
