import { cacheMountUses } from "../knowledge/cache-mounts.ts";
import type { Step } from "../model/build-file.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { editsConflict, type TextEdit } from "../text/edit.ts";
import { isWithin } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type CleanUp, cacheState, cleansUp, reachesOf } from "./install-commands/download-cache.ts";
import { isSwitchedOn, readPackageCommand } from "./install-commands/package-command.ts";
import { type PackageCommandInStep, packageCommands } from "./installs.ts";
import { removeWord } from "./item-edits.ts";
import type { MissingMount } from "./missing-mounts.ts";
import type { RunScript } from "./run-scripts.ts";
import { removeCommands } from "./script-edits.ts";
import { removeAssignment, removeSwitch } from "./switch-edits.ts";

/** What goes out of the RUNs that get a mount, so that the mount holds something when they end. */
export interface DroppedCleanUps {
  readonly edits: readonly TextEdit[];
  /** As written. */
  readonly texts: readonly string[];
  /** Whether some of it takes away also what earlier steps have left in that place. */
  readonly isRemoval: boolean;
}

/** The options and clean-ups that mounts make pointless; where one of them can't be taken out, a clause that says why. */
export function droppedCleanUps(analysis: Analysis, missing: MissingMount): DroppedCleanUps | string {
  const found: DroppedCleanUps[] = [];
  for (const step of missing.readers) {
    const dropped = droppedFrom(analysis, step, missing);
    if (typeof dropped === "string") return dropped;
    found.push(dropped);
  }
  return joined(found);
}

function joined(found: readonly DroppedCleanUps[]): DroppedCleanUps {
  return {
    edits: found.flatMap(({ edits }) => edits),
    texts: [...new Set(found.flatMap(({ texts }) => texts))],
    isRemoval: found.some(({ isRemoval }) => isRemoval),
  };
}

const callsByStep = defineFact("package-commands-by-step", ({ use }) => {
  const found = new Map<Step, PackageCommandInStep[]>();
  for (const call of use(packageCommands)) {
    const inStep = found.get(call.step);
    if (inStep) inStep.push(call);
    else found.set(call.step, [call]);
  }
  return found;
});

function droppedFrom(
  analysis: Analysis,
  step: Step,
  { install: { manager }, targets }: MissingMount,
): DroppedCleanUps | string {
  const { instruction } = step;
  const calls = (analysis.use(callsByStep).get(step) ?? []).filter(
    ({ call }) => call.manager.name === manager,
  );
  const [first] = calls;
  if (first === undefined || instruction.kind !== "RUN") return nothing;
  const script = analysis.use(commands).of(instruction);
  const run: RunScript = { step, instruction, isTrigger: false, script };
  const switches = calls.map((call) => droppedSwitches(analysis, run, call));
  const cleanUps = droppedCommands(analysis, run, { first, targets });
  const found = [...switches, cleanUps];
  return found.find((dropped) => typeof dropped === "string") ?? joined(found.filter(isDropped));
}

const nothing: DroppedCleanUps = { edits: [], texts: [], isRemoval: false };

function isDropped(dropped: DroppedCleanUps | string): dropped is DroppedCleanUps {
  return typeof dropped !== "string";
}

/** `--no-cache-dir`, and `PIP_NO_CACHE_DIR=1` in front of a call. */
function droppedSwitches(
  { file }: Analysis,
  run: RunScript,
  { command, call, setting, step }: PackageCommandInStep,
): DroppedCleanUps | string {
  const { flags = [], variables = [] } = call.manager.noCache ?? {};
  // That one goes as a whole.
  if (call.does === "clean") return nothing;
  const edits: TextEdit[] = [];
  const texts: string[] = [];
  for (const { name, word } of call.flags) {
    if (!flags.includes(name) || !isSwitchedOn(call, { flags: [name] }, setting.variable)) continue;
    const edit = removeSwitch(file, run, command, { text: name, range: word.range });
    // A letter may stand twice in a cluster.
    if (edit === null || edits.some((other) => editsConflict(edit, other))) return stuck(name);
    edits.push(edit);
    texts.push(name);
  }
  for (const variable of variables) {
    const { name } = variable;
    if (!isSwitchedOn(call, { variables: [variable] }, setting.variable)) continue;
    if (step.state.scope.lookup(name)?.value != null)
      return `\`${name}\`, which the file sets for all of the image, leaves the mount empty`;
    const assignment = command.assignments.find((one) => one.name === name);
    if (assignment === undefined)
      return `\`${name}\`, which is not set by the call itself, leaves the mount empty`;
    const edit = removeAssignment(file, run, command, assignment.range);
    if (edit === null) return stuck(name);
    edits.push(edit);
    texts.push(`${name}=${assignment.value?.text ?? ""}`);
  }
  return { edits, texts, isRemoval: false };
}

/** `npm cache clean`, `rm -rf ~/.npm`: before the call, too, since nobody can take a mount away. */
function droppedCommands(
  { file }: Analysis,
  { step, instruction, script }: RunScript,
  { first, targets }: { readonly first: PackageCommandInStep; readonly targets: readonly string[] },
): DroppedCleanUps | string {
  const whole: Command[] = [];
  const edits: TextEdit[] = [];
  const texts: string[] = [];
  for (const cleanUp of first.cleanUps) {
    const { command } = cleanUp;
    const part =
      command.name === "rm" || command.name === "find"
        ? removedIn(cleanUp, targets)
        : ownWay(cleanUp, first, targets);
    if (part === "nothing") continue;
    const text = textOf(file.text, command);
    if (part === "more") return `\`${text}\` takes away more than what would be in the mount`;
    texts.push(text);
    if (part === "all") {
      whole.push(command);
      continue;
    }
    for (const { range } of part) {
      const edit = instruction.command.form === "shell" ? removeWord(file, range) : null;
      if (edit === null) return stuck(text);
      edits.push(edit);
    }
  }
  const removed = whole.length === 0 ? [] : removeCommands(file, step, { script, commands: whole });
  if (removed === null) return stuck(whole.map((command) => textOf(file.text, command)).join("`, `"));
  return { edits: [...edits, ...removed], texts, isRemoval: texts.length > 0 };
}

/** What of a clean-up is about the mounts: all of it, some words, or nothing; `more` where that can't be told from the rest. */
type Part = "all" | "nothing" | "more" | readonly ShellWord[];

function removedIn(cleanUp: CleanUp, targets: readonly string[]): Part {
  const { name, words } = cleanUp.command;
  const operands = words.slice(1).filter(({ text }) => !text.startsWith("-"));
  const inside: ShellWord[] = [];
  for (const word of operands) {
    const reaches = new Set(reachesOf(cleanUp, word, targets));
    if (reaches.has("above")) return "more";
    if (!reaches.has("inside")) continue;
    // What `find` takes depends on too much.
    if (reaches.has("apart") || name === "find") return "more";
    inside.push(word);
  }
  if (inside.length === 0) return "nothing";
  return inside.length === operands.length ? "all" : inside;
}

function ownWay(
  { command, setting }: CleanUp,
  { call }: PackageCommandInStep,
  targets: readonly string[],
): Part {
  const own = readPackageCommand(command);
  if (own === null || !cleansUp(command, call)) return "nothing";
  const { directories } = cacheState(own.manager.caches, own, setting, []);
  if (!directories.some((directory) => targets.some((target) => isWithin(directory, target))))
    return "nothing";
  const isEmptying =
    directories.every((directory) => targets.some((target) => isWithin(directory, target))) &&
    cacheMountUses[own.manager.name]?.cleanUps?.includes(own.action) === true &&
    own.operands.length === 0;
  return isEmptying ? "all" : "more";
}

function stuck(text: string): string {
  return `\`${text}\` leaves the mount empty, and can't be taken out of the RUN as it stands`;
}

const mostText = 60;

function textOf(text: string, { range }: Command): string {
  const written = text
    .slice(range.start, range.end)
    .replace(/[\\`]?\s+/g, " ")
    .trim();
  return written.length > mostText ? `${written.slice(0, mostText - 1)}…` : written;
}
