import { baseImage } from "../knowledge/base-images.ts";
import {
  bareSystems,
  type StopSignalOfProgram,
  stopSignalsOfPrograms,
  systemdPaths,
} from "../knowledge/signals.ts";
import type { Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Cmd, Entrypoint, Stopsignal } from "../syntax/nodes.ts";
import { baseName } from "../text/posix-path.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";
import { type StartStep, startCommands } from "./start-commands.ts";

/** The first process of the target's containers, where it wants a signal of its own to end in good order. */
export interface StopSignalUse {
  readonly program: string;
  readonly wanted: StopSignalOfProgram;
  /** The ENTRYPOINT or CMD that starts it. */
  readonly start: StartStep<Cmd | Entrypoint>;
  /** The STOPSIGNAL in force; `null` when there is none, and the base image has none either. */
  readonly set: StopSignalStep | null;
}

export interface StopSignalStep extends Omit<Step, "instruction"> {
  readonly instruction: Stopsignal;
}

/** `null` when the program is not known to want one, or the base image may have set it. */
export const stopSignalUse = defineFact("stop-signal-use", ({ use }): StopSignalUse | null => {
  const { finalStage, lineage, root } = use(stageGraph);
  if (finalStage === null) return null;
  const { entrypoint, cmd } = use(startCommands).of(finalStage);
  const start = entrypoint ?? cmd;
  const base = root(finalStage);
  const image = base.kind === "image" ? baseImage(base.image) : null;
  const isBare = image !== null && bareSystems.has(image.name);
  // Without an ENTRYPOINT here that of the image may start something else.
  if (start === null || (entrypoint === null && !isBare)) return null;
  const { command } = start.instruction;
  const [first] = command.form === "exec" ? command.strings : [];
  if (first === undefined) return null;
  // Elsewhere `init` may be another program, as it is on Alpine.
  const isSystemd = isBare && image.distribution !== "alpine" && systemdPaths.has(first.value);
  const program = isSystemd ? "systemd" : baseName(first.value);
  const wanted = stopSignalsOfPrograms.get(program);
  if (wanted === undefined) return null;
  const set = lineage(finalStage)
    .map(({ steps }) => steps.findLast(isStopSignal))
    .find((step) => step !== undefined);
  if (set === undefined && !isBare) return null;
  return { program, wanted, start, set: set ?? null };
});

/** The signal of a STOPSIGNAL; `null` when it holds a variable without a known value. */
export function signalOf({ instruction, state }: StopSignalStep, escapeCharacter: "\\" | "`"): string | null {
  if (instruction.signal === null) return null;
  const { value, complete } = expand(instruction.signal.text, state.scope, escapeCharacter);
  return complete ? value : null;
}

function isStopSignal(step: Step): step is Step & StopSignalStep {
  return step.instruction.kind === "STOPSIGNAL";
}
