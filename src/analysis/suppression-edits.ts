import type { BuildFile } from "../model/build-file.ts";
import type { SuppressedName, Suppression } from "../rule/suppression.ts";
import type { TextEdit } from "../text/edit.ts";
import { removeComment } from "./item-edits.ts";

/** The edit that takes a name out of a suppression comment, and the whole comment where it is the only one; `null` where none is plain. */
export function removeName(
  file: BuildFile,
  suppression: Suppression,
  { range }: SuppressedName,
): TextEdit | null {
  const { names } = suppression;
  if (names.length === 1) return removeComment(file, suppression);
  const at = names.findIndex((name) => name.range === range);
  const before = names[at - 1];
  const after = names[at + 1];
  if (after !== undefined) return { range: { start: range.start, end: after.range.start }, text: "" };
  return before === undefined ? null : { range: { start: before.range.end, end: range.end }, text: "" };
}
