import { defineFact } from "./fact.ts";
import { everyPackageCommand, type PackageCommandInStep, readScript } from "./installs.ts";
import { runScripts } from "./run-scripts.ts";

/**
 * Every call of a package manager, those of the triggers of ONBUILD included, in the order of the file. The step of a trigger is the
 * trigger at the place of its ONBUILD.
 */
export const packageCalls = defineFact("package-calls", ({ use }): readonly PackageCommandInStep[] => {
  const triggers = use(runScripts).filter(({ isTrigger }) => isTrigger);
  const ofRuns = use(everyPackageCommand);
  if (triggers.length === 0) return ofRuns;
  const ofTriggers = triggers.flatMap(
    ({ step, instruction, script }) => readScript({ ...step, instruction }, script.commands).calls,
  );
  return [...ofRuns, ...ofTriggers].sort(
    (one, other) => one.step.instruction.index - other.step.instruction.index,
  );
});
