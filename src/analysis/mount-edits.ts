import type { TextEdit } from "../text/edit.ts";
import type { DroppedCleanUps } from "./dropped-clean-ups.ts";
import type { MissingMount } from "./missing-mounts.ts";

/**
 * Edits that give the readers of a cache its mounts, and take out what would leave them empty; `null` when more has to change, or that can't be
 * taken out.
 */
export function mountEdits(
  { flags, owner, readers }: MissingMount,
  dropped: DroppedCleanUps | string,
): readonly TextEdit[] | null {
  if (owner !== null || typeof dropped === "string") return null;
  const edits = readers.map(({ instruction: { keyword } }) => ({
    range: { start: keyword.range.end, end: keyword.range.end },
    text: ` ${flags.join(" ")}`,
  }));
  return [...edits, ...dropped.edits];
}
