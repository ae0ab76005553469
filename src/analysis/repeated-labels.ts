import type { BuildFile } from "../model/build-file.ts";
import type { Label } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { defineFact } from "./fact.ts";
import { removeInstruction } from "./instruction-edits.ts";
import { type LabelUse, labels } from "./labels.ts";

/** A label whose value a later one of the same stage replaces. */
export interface RepeatedLabel {
  readonly key: string;
  readonly use: LabelUse;
  /** The one whose value the image has. */
  readonly last: LabelUse;
  /** What takes it out of the file; `null` when a comment stands in the way. */
  readonly edits: readonly TextEdit[] | null;
}

/** In the order of the file; linear in it. */
export const repeatedLabels = defineFact("repeated-labels", ({ file, use }): readonly RepeatedLabel[] => {
  const found: RepeatedLabel[] = [];
  for (const uses of use(labels).values()) {
    const lastOf = new Map<string, LabelUse>();
    for (const label of uses) if (label.key !== null) lastOf.set(label.key, label);
    const lost = new Set(uses.filter((label) => label.key !== null && lastOf.get(label.key) !== label));
    const lostPairs = new Set([...lost].map(({ pair }) => pair));
    for (const label of lost) {
      const key = label.key!;
      const edits = editsOf(file, label.instruction, label, lostPairs);
      found.push({ key, use: label, last: lastOf.get(key)!, edits });
    }
  }
  return found;
});

function editsOf(
  file: BuildFile,
  instruction: Label,
  { pair }: LabelUse,
  lost: ReadonlySet<Label["pairs"][number]>,
): readonly TextEdit[] | null {
  const { pairs } = instruction;
  const at = pairs.indexOf(pair);
  // The instruction goes with its first pair when all are lost: the fix of each of the others would be within that one's.
  if (pairs.every((member) => lost.has(member))) return [removeInstruction(file, instruction)];
  const before = pairs[at - 1];
  const after = pairs[at + 1];
  const range =
    before !== undefined
      ? { start: before.range.end, end: pair.range.end }
      : { start: pair.range.start, end: after?.range.start ?? pair.range.end };
  const gap =
    before !== undefined
      ? file.text.slice(range.start, pair.range.start)
      : file.text.slice(pair.range.end, range.end);
  return gap.includes("#") ? null : [{ range, text: "" }];
}
