import { imagesWithoutWorkdir } from "../knowledge/base-image-workdirs.ts";
import { baseImage } from "../knowledge/base-images.ts";
import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import type { TextEdit } from "../text/edit.ts";
import { commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";
import { insertAbove, insertBelow, keywordLike } from "./instruction-edits.ts";
import { removeCommand } from "./script-edits.ts";
import { stageGraph } from "./stage-graph.ts";

/**
 * Edits that let a RUN which begins with `cd` start in that directory: a WORKDIR above it, and one below it that goes back for the steps and
 * the containers that follow. `null` where the way back is not known, or the `cd` stands alone.
 */
export function workdirEdits(analysis: Analysis, step: Step, command: Command): readonly TextEdit[] | null {
  const { file } = analysis;
  const { instruction } = step;
  const directory = directoryOf(command);
  const script = analysis.use(commands).of(instruction);
  if (directory === null || command.index !== 0 || script.commands.length < 2) return null;
  const removal = removeCommand(file, step, { script, command });
  const workdir = keywordLike(instruction, "WORKDIR");
  const above = insertAbove(file, instruction, `${workdir} ${directory}`);
  if (removal === null || above === null) return null;
  if (!isSeen(step)) return [above, removal];
  const former = step.state.workdir.path ?? startsAtRoot(analysis, step);
  if (former === null || !plainPath.test(former)) return null;
  return [above, removal, insertBelow(file, instruction, `${workdir} ${former}`)];
}

/** The directory that a `cd` goes to, where a WORKDIR takes the same words for it; `null` for `-`, `~` and variables. */
export function directoryOf({ words, redirects, assignments }: Command): string | null {
  const [, path] = words;
  if (words.length !== 2 || path === undefined || redirects.length > 0 || assignments.length > 0) return null;
  return path.literal && !path.quoted && plainPath.test(path.text) ? path.text : null;
}

const plainPath = /^[\w./@+][\w./@+-]*$/;

/** Whether what follows finds the directory set: other steps, or a container. */
function isSeen({ stage, index }: Step): boolean {
  const next = stage.steps[index + 1]?.instruction;
  return next?.kind !== "WORKDIR" || next.path?.text.startsWith("/") !== true;
}

function startsAtRoot({ use }: Analysis, { stage, state }: Step): string | null {
  const root = use(stageGraph).root(stage);
  const isKnown = root.kind === "image" && imagesWithoutWorkdir.has(baseImage(root.image).name);
  return isKnown && !state.workdir.isSet ? "/" : null;
}
