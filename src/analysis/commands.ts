import type { BuildFile, Stage, Step } from "../model/build-file.ts";
import type { Command, ShellScript } from "../shell/command.ts";
import { type Dialect, dialectOf, isReadable, shebangDialect } from "../shell/dialect.ts";
import { bodyAsScript, scriptOf } from "../shell/script.ts";
import type { CommandForm, Instruction, ShellForm } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";
import { windowsStages } from "./windows-stages.ts";

/** What the instructions run. Each is read when first asked for, and once. */
export interface Commands {
  /** The script of a RUN, CMD, ENTRYPOINT, HEALTHCHECK, or of such a trigger of ONBUILD; without commands for anything else. */
  of(instruction: Instruction): InstructionScript;
  /** Every command of every RUN, in the order of the file. */
  inRuns(): Iterable<CommandInStep>;
}

export interface InstructionScript extends ShellScript {
  /** The language for which nothing was read, because it is no shell's or not one that is understood; else `null`. */
  readonly unread: Dialect | null;
}

export interface CommandInStep {
  readonly step: Step;
  readonly command: Command;
}

const noScript: InstructionScript = { commands: [], pipelines: [], problems: [], unread: null };

/** The SHELL in force decides the language; heredocs, JSON form and `#!` lines are looked at. */
export const commands = defineFact("commands", ({ file, use }): Commands => {
  const windows = use(windowsStages);
  const steps = stepsByInstruction(file);
  const scripts = new Map<Instruction, InstructionScript>();

  const of = (instruction: Instruction): InstructionScript => {
    let script = scripts.get(instruction);
    if (script === undefined) {
      script = readScript(instruction, steps[instruction.index] ?? null, windows);
      scripts.set(instruction, script);
    }
    return script;
  };

  function* inRuns(): Generator<CommandInStep> {
    for (const stage of file.stages) {
      for (const step of stage.steps) {
        if (step.instruction.kind !== "RUN") continue;
        for (const command of of(step.instruction).commands) yield { step, command };
      }
    }
  }

  return { of, inRuns };
});

/** By the instruction's index, which a trigger of ONBUILD shares with its ONBUILD. */
function stepsByInstruction(file: BuildFile): Step[] {
  const steps: Step[] = [];
  for (const stage of file.stages) {
    for (const step of stage.steps) steps[step.instruction.index] = step;
  }
  return steps;
}

function readScript(
  instruction: Instruction,
  step: Step | null,
  windows: ReadonlySet<Stage>,
): InstructionScript {
  const command = commandOf(instruction);
  if (command === null || step === null) return noScript;
  const dialect = command.form === "exec" ? "posix" : languageOf(command, instruction, step, windows);
  if (!isReadable(dialect)) return { ...noScript, unread: dialect };
  return { ...scriptOf(command, instruction.heredocs), unread: null };
}

function languageOf(
  form: ShellForm,
  { heredocs }: Instruction,
  step: Step,
  windows: ReadonlySet<Stage>,
): Dialect {
  const asked = shebangDialect(bodyAsScript(form.script, heredocs)?.text ?? "");
  if (asked !== null) return asked;
  const { shell, shellIsSet } = step.triggerState ?? step.state;
  return !shellIsSet && windows.has(step.stage) ? "cmd" : dialectOf(shell);
}

/** What an instruction hands to a shell or starts; `null` for one that does neither. */
export function commandOf(instruction: Instruction): CommandForm | null {
  switch (instruction.kind) {
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
      return instruction.command;
    default:
      return null;
  }
}
