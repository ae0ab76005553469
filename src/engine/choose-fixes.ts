import type { Finding, Fix } from "../rule/finding.ts";
import { editsConflict, type TextEdit } from "../text/edit.ts";

/** How much a user trusts fixes: only those that change nothing in the image, or likely wanted ones too. */
export type FixTrust = "safe" | "unsafe";

/** A fix that is applied, and the finding that it clears. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/**
 * The fixes that can be applied together, first come first served in the order of the findings. A fix is taken as a whole or
 * not at all; one that touches what an earlier one edits or creates waits for the next round.
 */
export function chooseFixes(findings: readonly Finding[], trust: FixTrust): readonly ChosenFix[] {
  const chosen: ChosenFix[] = [];
  const taken: TextEdit[] = [];
  const created = new Set<string>();
  for (const finding of findings) {
    const { fix } = finding;
    if (fix === undefined || !isTrusted(fix, trust)) continue;
    const newFiles = fix.newFiles ?? [];
    if (fix.edits.length === 0 && newFiles.length === 0) continue;
    if (newFiles.some((file) => created.has(file.path))) continue;
    if (fix.edits.some((edit) => conflictsWithAny(taken, edit))) continue;
    for (const edit of fix.edits) taken.splice(placeOf(taken, edit), 0, edit);
    for (const file of newFiles) created.add(file.path);
    chosen.push({ finding, fix });
  }
  return chosen;
}

/** Whether a fix may be applied at all at this level of trust. */
export function isTrusted(fix: Fix, trust: FixTrust): boolean {
  return fix.applicability === "safe" || (fix.applicability === "unsafe" && trust === "unsafe");
}

/** `taken` is sorted and free of conflicts, so only the neighbours of the place can conflict. */
function conflictsWithAny(taken: readonly TextEdit[], edit: TextEdit): boolean {
  const place = placeOf(taken, edit);
  const before = taken[place - 1];
  const after = taken[place];
  return (
    (before !== undefined && editsConflict(before, edit)) ||
    (after !== undefined && editsConflict(after, edit))
  );
}

/** Where an edit belongs among edits sorted by start. */
function placeOf(taken: readonly TextEdit[], edit: TextEdit): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (taken[middle]!.range.start < edit.range.start) low = middle + 1;
    else high = middle;
  }
  return low;
}
