import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Command } from "../shell/command.ts";
import { parseMount } from "../syntax/mount.ts";
import { commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";

/** A setting that the configuration files of a package manager may hold. */
export interface FileSetting {
  /** Whether a path is such a file or a directory of them: what is copied there says what it likes. */
  readonly isPlace: (path: string) => boolean;
  /** Text that sets it. */
  readonly says: RegExp;
  /** Whether the image that a stage starts from sets it. */
  readonly isInBase?: (stage: Stage) => boolean;
}

/** From where in a stage on it may be set. */
interface Place {
  /** -1: from the start of the stage. */
  readonly step: number;
  readonly command: number;
}

const fromStart: Place = { step: -1, command: -1 };

/** Tells of a command whether a file that was written or copied before it, in its stage or below, may hold the setting. */
export function setInFiles(
  analysis: Analysis,
  setting: FileSetting,
): (step: Step, command: Command) => boolean {
  const places = new Map<Stage, Place>();
  for (const stage of analysis.file.stages) {
    const { base } = stage;
    const isInherited = base.kind === "stage" && places.has(base.stage);
    const isThere = isInherited || setting.isInBase?.(stage) === true;
    const place = isThere ? fromStart : placeIn(analysis, stage, setting);
    if (place !== null) places.set(stage, place);
  }
  return (step, command) => {
    const place = places.get(step.stage);
    if (place === undefined) return false;
    return step.index === place.step ? command.index > place.command : step.index > place.step;
  };
}

function placeIn(analysis: Analysis, { steps }: Stage, { isPlace, says }: FileSetting): Place | null {
  for (const step of steps) {
    const { instruction } = step;
    if (instruction.kind === "COPY" || instruction.kind === "ADD") {
      const target = instruction.destination?.text ?? "";
      if (isPlace(expand(target, step.state.scope, analysis.file.syntax.escape).value)) {
        return { step: step.index, command: -1 };
      }
    } else if (instruction.kind === "RUN") {
      const isMounted = instruction.flags.some(
        (flag) => flag.name === "mount" && isPlace(parseMount(flag).target ?? ""),
      );
      if (isMounted) return { step: step.index, command: -1 };
      const writer = analysis
        .use(commands)
        .of(instruction)
        .commands.find((command) => writes(command, says));
      if (writer !== undefined) return { step: step.index, command: writer.index };
    }
  }
  return null;
}

/** `echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99-small` and the like; options of an install are its own. */
function writes(command: Command, says: RegExp): boolean {
  if (readPackageCommand(command) !== null) return false;
  return (
    command.words.some(({ text }) => says.test(text)) ||
    command.redirects.some(({ heredoc }) => heredoc !== null && says.test(heredoc.text))
  );
}
