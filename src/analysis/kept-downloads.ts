import { baseImage } from "../knowledge/base-images.ts";
import { aptListsCleanUp, type CacheRemedy, cacheRemedies, smallTools } from "../knowledge/cache-remedies.ts";
import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { commandSettings } from "./install-commands/command-setting.ts";
import { type CleanUp, cacheState, emptiesCache, removesCache } from "./install-commands/download-cache.ts";
import { hasAnyFlag, type PackageCommand, readPackageCommand } from "./install-commands/package-command.ts";
import { isLocalPath } from "./install-commands/packages.ts";
import {
  cacheMountTargets,
  type Install,
  installs,
  type PackageCommandInStep,
  packageCommands,
} from "./installs.ts";
import { runsScript } from "./script-files.ts";
import { stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";
import { usesBerry } from "./yarn-versions.ts";

/** What a package manager leaves behind in a layer of the image, besides what it installs. */
export interface KeptDownload {
  readonly step: Step;
  /** The calls in the RUN that leave something, in their order. */
  readonly calls: readonly PackageCommand[];
  /** The one to name: the first install, else the first of all. */
  readonly call: PackageCommand;
  readonly remedy: CacheRemedy;
  /** Where it lies, absolute. */
  readonly directory: string;
  /** A command of a later RUN that removes it, which is too late: the layer has it. */
  readonly tooLate: Command | null;
}

/** The lists that `apt-get update` fetches. */
const aptRemedy: CacheRemedy = { keeps: "index", cleanUp: aptListsCleanUp };

/** At most one for each manager of a RUN, in the order of the file. Only stages whose layers are in an image that may ship. */
export const keptDownloads = defineFact("kept-downloads", (analysis): readonly KeptDownload[] => {
  if (analysis.use(targetPurpose) === "tooling") return [];
  const { shipped } = analysis.use(stageGraph);
  const installOf = new Map(analysis.use(installs).map((install) => [install.command, install]));
  const cleanUps = cleanUpsOf(analysis);
  const steps = new Map<Step, StepState>();
  const kept: KeptDownload[] = [];
  for (const found of analysis.use(packageCommands)) {
    const { step, call, setting } = found;
    if (!shipped.has(step.stage)) continue;
    const state = steps.get(step) ?? stateOf(analysis, step);
    steps.set(step, state);
    if (call.command.index < state.lastScript) continue;
    const remedy = remedyOf(analysis, found, installOf.get(found.command) ?? null);
    const directory = remedy && keptIn(found, state.mounts);
    if (remedy === null || directory === null) continue;
    const first = state.kept.get(call.manager.name);
    if (first !== undefined) {
      first.calls.push(call);
      if (first.call.does === "index" && call.does !== "index") first.call = call;
      continue;
    }
    const { index } = step.instruction;
    const late = cleanUps.find(
      (cleanUp) => cleanUp.setting.step.instruction.index > index && emptiesCache(cleanUp, call, setting),
    );
    const entry = { step, calls: [call], call, remedy, directory, tooLate: late?.command ?? null };
    state.kept.set(call.manager.name, entry);
    kept.push(entry);
  }
  return kept;
});

interface StepState {
  readonly mounts: readonly string[];
  /** Position of the last command that runs a script, which may clean up; -1 without one. */
  readonly lastScript: number;
  /** By the name of the manager. */
  readonly kept: Map<string, { calls: PackageCommand[]; call: PackageCommand }>;
}

function stateOf({ file, use }: Analysis, step: Step): StepState {
  const script = use(commands).of(step.instruction);
  const last = script.commands.findLast((command) => runsScript(command) && command.pipeline === null);
  return {
    mounts: cacheMountTargets(step, file.syntax.escape),
    lastScript: last?.index ?? -1,
    kept: new Map(),
  };
}

/** The place of what stays in the layer; `null` when nothing does, or when it is not known. */
function keptIn({ call, setting, cleanUps }: PackageCommandInStep, mounts: readonly string[]): string | null {
  const locations = call.manager.name === "apt-get" ? call.manager.caches.slice(0, 1) : call.manager.caches;
  const { directories, isMounted } = cacheState(locations, call, setting, mounts);
  const later = cleanUps.filter(({ command }) => command.index > call.command.index);
  if (isMounted || removesCache(call, setting, later)) return null;
  return directories[0] ?? null;
}

/** `null` for a call that leaves nothing worth a word. */
function remedyOf(
  analysis: Analysis,
  { step, call, setting }: PackageCommandInStep,
  install: Install | null,
): CacheRemedy | null {
  const { name } = call.manager;
  if (name === "apt-get") return call.does === "index" ? aptRemedy : null;
  const remedy = Object.hasOwn(cacheRemedies, name) ? cacheRemedies[name]! : null;
  // Into another root, where the layer of the RUN is not.
  if (remedy === null || hasAnyFlag(call, ["--installroot", "--root"])) return null;
  if (install === null) {
    return remedy.alsoIndex && (call.does === "index" || call.does === "upgrade") ? remedy : null;
  }
  if (!downloads(install) || (name === "yarn" && usesBerry(analysis, install))) return null;
  if (name !== "bundler") return remedy;
  if (setting.variable("BUNDLE_PATH") !== null)
    return { ...remedy, cleanUp: 'rm -rf "$BUNDLE_PATH"/ruby/*/cache' };
  const base = analysis.use(stageGraph).root(step.stage);
  return base.kind === "image" && baseImage(base.image).name === "ruby" ? remedy : null;
}

function downloads({ call, what, packages }: Install): boolean {
  if (hasAnyFlag(call, ["--no-index", "--no-network", "--offline", "--dry-run"])) return false;
  if (what !== "packages" || call.operands.length === 0) return true;
  const isLocal = call.operands.every(
    ({ text }) => isLocalPath(text) || /\.(whl|tgz|tar\.gz|rpm|apk)$/.test(text),
  );
  return !isLocal && !packages.every(({ name }) => smallTools.has(name));
}

/** Files of thousands of lines are made to be slow: the last ones are looked at. */
const mostCleanUps = 30;

/** The commands of shipped stages that may remove something, in the order of the file. */
function cleanUpsOf({ file, use }: Analysis): readonly CleanUp[] {
  const { shipped } = use(stageGraph);
  const scripts = use(commands);
  const found: CleanUp[] = [];
  for (const stage of file.stages) {
    for (const step of shipped.has(stage) ? stage.steps : []) {
      if (step.instruction.kind !== "RUN") continue;
      const script = scripts.of(step.instruction).commands;
      if (!script.some(mayRemove)) continue;
      const { settings } = commandSettings(step, script);
      for (const [at, command] of script.entries()) {
        if (mayRemove(command)) found.push({ command, setting: settings[at]! });
      }
    }
  }
  return found.slice(-mostCleanUps);
}

function mayRemove(command: Command): boolean {
  return command.name === "rm" || command.name === "find" || readPackageCommand(command)?.does === "clean";
}
