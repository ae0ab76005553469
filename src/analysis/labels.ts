import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { KeyValue, Label } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";

/** One `key=value` of a LABEL. */
export interface LabelUse {
  readonly step: Step;
  readonly instruction: Label;
  readonly pair: KeyValue;
  /** Without quotes, variables replaced; `null` when it holds one whose value is not known. */
  readonly key: string | null;
  readonly value: string | null;
}

/** The labels that each stage sets itself, in the order of the file. Linear in the file. */
export const labels = defineFact("labels", ({ file }): ReadonlyMap<Stage, readonly LabelUse[]> => {
  const byStage = new Map<Stage, LabelUse[]>();
  for (const stage of file.stages) {
    const uses: LabelUse[] = [];
    for (const step of stage.steps) {
      const { instruction, state } = step;
      if (instruction.kind !== "LABEL") continue;
      const meaning = (text: string): string | null => {
        const { value, complete } = expand(text, state.scope, file.syntax.escape);
        return complete ? value : null;
      };
      for (const pair of instruction.pairs) {
        const value = pair.value === null ? null : meaning(pair.value.text);
        uses.push({ step, instruction, pair, key: meaning(pair.key.text), value });
      }
    }
    byStage.set(stage, uses);
  }
  return byStage;
});
