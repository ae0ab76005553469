import type { Stage, Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { Cmd, Entrypoint } from "../syntax/nodes.ts";
import { commands } from "./commands.ts";
import { defineFact } from "./fact.ts";

/** What a container of a stage starts with, as far as the file says. */
export interface StartCommands {
  of(stage: Stage): StartCommand;
}

export interface StartCommand {
  /** The ENTRYPOINT in force; `null` when the base image decides. */
  readonly entrypoint: StartStep<Entrypoint> | null;
  /** The CMD in force; `null` when the base image decides, or nothing does. */
  readonly cmd: StartStep<Cmd> | null;
  /** Every command that the two run, those of the ENTRYPOINT first; a CMD that is only arguments counts as one. */
  readonly commands: readonly Command[];
}

export interface StartStep<Kind> extends Omit<Step, "instruction"> {
  readonly instruction: Kind;
}

/**
 * The last ENTRYPOINT and CMD of the stage or of those it is built on. An ENTRYPOINT drops the CMD of the stages below, as the
 * builder does (`dockerfile2llb/convert.go`, `dispatchEntrypoint`; read 2026-08).
 */
export const startCommands = defineFact("start-commands", ({ file, use }): StartCommands => {
  const scripts = use(commands);
  const found: StartCommand[] = [];
  for (const stage of file.stages) {
    const inherited = stage.base.kind === "stage" ? found[stage.base.stage.index]! : nothing;
    const entrypoint = stage.steps.findLast(isEntrypoint) ?? null;
    const cmd = stage.steps.findLast(isCmd) ?? null;
    const effective = {
      entrypoint: entrypoint ?? inherited.entrypoint,
      cmd: cmd ?? (entrypoint === null ? inherited.cmd : null),
    };
    found.push({
      ...effective,
      get commands() {
        return [effective.entrypoint, effective.cmd].flatMap((step) =>
          step === null ? [] : scripts.of(step.instruction).commands,
        );
      },
    });
  }
  return { of: (stage) => found[stage.index] ?? nothing };
});

const nothing: StartCommand = { entrypoint: null, cmd: null, commands: [] };

function isEntrypoint(step: Step): step is Step & StartStep<Entrypoint> {
  return step.instruction.kind === "ENTRYPOINT";
}

function isCmd(step: Step): step is Step & StartStep<Cmd> {
  return step.instruction.kind === "CMD";
}
