import type { Step } from "../model/build-file.ts";
import type { Run } from "../syntax/nodes.ts";
import { commands, type InstructionScript } from "./commands.ts";
import { defineFact } from "./fact.ts";

/** What one RUN runs: when the image is built or, as the trigger of an ONBUILD, when another one is built on it. */
export interface RunScript {
  /** The RUN, or the ONBUILD that holds it, with what its trigger finds set. */
  readonly step: Step;
  readonly instruction: Run;
  readonly isTrigger: boolean;
  readonly script: InstructionScript;
}

/** The scripts of all RUNs, those that an ONBUILD holds included, in the order of the file. */
export const runScripts = defineFact("run-scripts", ({ file, use }): readonly RunScript[] => {
  const scripts = use(commands);
  const found: RunScript[] = [];
  for (const stage of file.stages) {
    for (const step of stage.steps) {
      const isTrigger = step.instruction.kind === "ONBUILD";
      const instruction = step.instruction.kind === "ONBUILD" ? step.instruction.trigger : step.instruction;
      if (instruction?.kind !== "RUN") continue;
      const { triggerState } = step;
      found.push({
        step: triggerState === null ? step : { ...step, state: triggerState },
        instruction,
        isTrigger,
        script: scripts.of(instruction),
      });
    }
  }
  return found;
});
