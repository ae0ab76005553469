import type { BuildFile } from "../model/build-file.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { removeComment } from "./item-edits.ts";

/** A comment that names rules. */
interface NamingComment {
  readonly range: Range;
  readonly names: readonly { readonly range: Range }[];
}

/** The edit that takes the name at a position out of a suppression comment, and the whole comment where it is the only one; `null` where none is plain. */
export function removeName(file: BuildFile, suppression: NamingComment, at: number): TextEdit | null {
  const { names } = suppression;
  if (names.length === 1) return removeComment(file, suppression);
  const { range } = names[at]!;
  const before = names[at - 1];
  const after = names[at + 1];
  if (after !== undefined) return { range: { start: range.start, end: after.range.start }, text: "" };
  return before === undefined ? null : { range: { start: before.range.end, end: range.end }, text: "" };
}
