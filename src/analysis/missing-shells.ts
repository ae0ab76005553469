import type { Stage, Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import type { CommandForm } from "../syntax/nodes.ts";
import { isWithin } from "../text/posix-path.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";
import { startCommands } from "./start-commands.ts";

/** A command line for a shell, in a stage that begins empty and has got none. */
export interface MissingShell {
  readonly step: Step;
  readonly command: CommandForm;
}

/** RUNs in the order in which they run, then what a container of the target starts. */
export const missingShells = defineFact("missing-shells", ({ file, use }): readonly MissingShell[] => {
  const graph = use(stageGraph);
  /** By stage: whether it may hold a shell when it ends. */
  const mayHoldShell = new Map<Stage, boolean>();
  const found: MissingShell[] = [];
  for (const stage of file.stages) {
    const { base } = stage;
    let may = base.kind === "stage" ? (mayHoldShell.get(base.stage) ?? true) : base.kind !== "scratch";
    for (const step of stage.steps) {
      const { instruction } = step;
      if (may) break;
      if (instruction.kind === "RUN") {
        const isRun = graph.isReachable(stage) && !instruction.flags.some(({ name }) => name === "mount");
        if (isRun && needsShell(instruction.command, step))
          found.push({ step, command: instruction.command });
        // What a program puts there is not known.
        may = instruction.command.form === "exec";
      } else if (instruction.kind === "COPY" || instruction.kind === "ADD") {
        may = bringsShell(step, file.syntax.escape);
      }
    }
    mayHoldShell.set(stage, may);
  }
  const { finalStage } = graph;
  if (finalStage !== null && mayHoldShell.get(finalStage) === false) {
    const { entrypoint, cmd } = use(startCommands).of(finalStage);
    // With an ENTRYPOINT the words of CMD are its arguments.
    const step = entrypoint ?? cmd;
    if (step !== null && needsShell(step.instruction.command, step)) {
      found.push({ step, command: step.instruction.command });
    }
  }
  return found;
});

function needsShell(command: CommandForm, { state }: Pick<Step, "state">): boolean {
  return command.form === "shell" && !state.shellIsSet;
}

/** Whether a copy may put a file at `/bin/sh`: into `/`, `/bin` or what these may be links to. */
function bringsShell({ instruction, state }: Step, escapeCharacter: "\\" | "`"): boolean {
  if (instruction.kind !== "COPY" && instruction.kind !== "ADD") return false;
  if (instruction.heredocs.length > 0 && instruction.sources.length === 0) return false;
  const text = instruction.destination?.text ?? "";
  const path = text.includes("$") ? null : pathInImage(state.workdir.path, text, escapeCharacter);
  if (path === null) return true;
  // An archive may hold anything, but unpacks below its destination.
  return path === "/" || isWithin(path, "/bin") || isWithin(path, "/usr") || isWithin(path, "/lib");
}
