import type { TextEdit } from "../text/edit.ts";
import type { MissingMount } from "./missing-mounts.ts";

/** Edits that give the readers of a cache its mounts, and drop the option that empties it; `null` when more has to change. */
export function mountEdits(
  { install, flags, owner, readers, emptiedBy }: MissingMount,
  text: string,
): readonly TextEdit[] | null {
  if (owner !== null) return null;
  const edits = readers.map(({ instruction: { keyword } }) => ({
    range: { start: keyword.range.end, end: keyword.range.end },
    text: ` ${flags.join(" ")}`,
  }));
  if (emptiedBy === null) return edits;
  if (emptiedBy.kind !== "flag" || !emptiedBy.word.text.startsWith(emptiedBy.text)) return null;
  const { start, end } = emptiedBy.word.range;
  const before = /[\s\\`]+$/.exec(text.slice(install.command.range.start, start))?.[0] ?? "";
  return [...edits, { range: { start: start - before.length, end }, text: "" }];
}
