import { baseImage } from "../knowledge/base-images.ts";
import {
  aptListsCleanUp,
  type CacheRemedy,
  cacheRemedies,
  hadolintActions,
  smallTools,
} from "../knowledge/cache-remedies.ts";
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
  everyInstall,
  type Install,
  type PackageCommandInStep,
  packageCommands,
} from "./installs.ts";
import { packageCalls } from "./package-calls.ts";
import { satisfiedInstalls } from "./satisfied-installs.ts";
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
  return keptBy(analysis, {
    calls: analysis.use(packageCommands).filter(({ step }) => shipped.has(step.stage)),
    cleanUps: cleanUpsOf(analysis),
    isLiteral: false,
  });
});

/**
 * What hadolint's rules look at: its actions, also in builder stages and in triggers of ONBUILD, whatever the image is for and however
 * small it is; apt and yarn only in the last stage and in stages that others are built on.
 */
export const literallyKeptDownloads = defineFact(
  "literally-kept-downloads",
  (analysis): readonly KeptDownload[] => {
    const { stages } = analysis.file;
    const reused = new Set(stages.slice(-1));
    for (const { base } of stages) if (base.kind === "stage") reused.add(base.stage);
    const calls = analysis.use(packageCalls).filter(({ call, step }) => {
      const { name } = call.manager;
      if (call.command.name === "pipx" || !Object.hasOwn(hadolintActions, name)) return false;
      return hadolintActions[name]!.includes(call.action) && (!ofLayers.has(name) || reused.has(step.stage));
    });
    return keptBy(analysis, { calls, cleanUps: [], isLiteral: true });
  },
);

/** Managers of whose leavings hadolint speaks only where they are in an image. */
const ofLayers: ReadonlySet<string> = new Set(["apt-get", "yarn"]);

interface Scope {
  readonly calls: readonly PackageCommandInStep[];
  /** What may remove something too late. */
  readonly cleanUps: readonly CleanUp[];
  readonly isLiteral: boolean;
}

function keptBy(analysis: Analysis, { calls, cleanUps, isLiteral }: Scope): readonly KeptDownload[] {
  const installOf = new Map(analysis.use(everyInstall).map((install) => [install.command, install]));
  const steps = new Map<Step, StepState>();
  const kept: KeptDownload[] = [];
  for (const found of calls) {
    const { step, call, setting } = found;
    const state = steps.get(step) ?? stateOf(analysis, step);
    steps.set(step, state);
    if (!isLiteral && call.command.index < state.lastScript) continue;
    const install = installOf.get(found.command) ?? null;
    const remedy = isLiteral ? literalRemedyOf(analysis, found, install) : remedyOf(analysis, found, install);
    const directory = remedy && keptIn(found, state.mounts);
    if (remedy === null || directory === null) continue;
    if (directory === unknownPlace && !isLiteral) continue;
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
}

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

/** Below the home directory of a user that nobody knows. */
const unknownPlace = "*";

/** The place of what stays in the layer; `null` when nothing does. */
function keptIn({ call, setting, cleanUps }: PackageCommandInStep, mounts: readonly string[]): string | null {
  const locations = call.manager.name === "apt-get" ? call.manager.caches.slice(0, 1) : call.manager.caches;
  const { directories, isMounted } = cacheState(locations, call, setting, mounts);
  const later = cleanUps.filter(({ command }) => command.index > call.command.index);
  if (isMounted || removesCache(call, setting, later)) return null;
  return directories[0] ?? unknownPlace;
}

/** `null` for a call that downloads nothing. */
function literalRemedyOf(
  analysis: Analysis,
  { call }: PackageCommandInStep,
  install: Install | null,
): CacheRemedy | null {
  const { name } = call.manager;
  if (name === "apt-get") return aptRemedy;
  if (hasAnyFlag(call, otherRoots)) return null;
  if (install !== null && (fetchesNothing(install) || (name === "yarn" && usesBerry(analysis, install))))
    return null;
  return cacheRemedies[name] ?? null;
}

/** With these the layer of the RUN is not where packages go. */
const otherRoots = ["--installroot", "--root"];

/** `null` for a call that leaves nothing worth a word. */
function remedyOf(
  analysis: Analysis,
  { step, call, setting }: PackageCommandInStep,
  install: Install | null,
): CacheRemedy | null {
  const { name } = call.manager;
  if (name === "apt-get") return call.does === "index" ? aptRemedy : null;
  const remedy = Object.hasOwn(cacheRemedies, name) ? cacheRemedies[name]! : null;
  if (remedy === null || hasAnyFlag(call, otherRoots)) return null;
  if (install === null) {
    return remedy.alsoIndex && (call.does === "index" || call.does === "upgrade") ? remedy : null;
  }
  if (!downloads(install) || (name === "yarn" && usesBerry(analysis, install))) return null;
  if (analysis.use(satisfiedInstalls).has(install)) return null;
  const base = analysis.use(stageGraph).root(step.stage);
  // An image that nobody knows may have switched the cache off by a variable, as those for Python do.
  if (base.kind === "unknown" && call.manager.noCache?.variables !== undefined) return null;
  if (name !== "bundler") return remedy;
  const path = setting.variable("BUNDLE_PATH");
  if (path !== null) {
    const isInEnvironment = step.state.scope.lookup("BUNDLE_PATH")?.value === path;
    const place = isInEnvironment || !/^[\w./-]+$/.test(path) ? '"$BUNDLE_PATH"' : path;
    // The folder between them is named for the interpreter: `ruby`, `jruby`.
    return { ...remedy, cleanUp: `rm -rf ${place}/*/*/cache` };
  }
  return base.kind === "image" && baseImage(base.image).name === "ruby" ? remedy : null;
}

function downloads(install: Install): boolean {
  if (fetchesNothing(install)) return false;
  const { call, what, packages } = install;
  if (what !== "packages" || call.operands.length === 0) return true;
  return !packages.every(({ name }) => smallTools.has(name));
}

/** Whether all that is installed is there already. */
function fetchesNothing({ call, what, isOffline }: Install): boolean {
  if (isOffline || hasAnyFlag(call, ["--dry-run"])) return true;
  if (what !== "packages" || call.operands.length === 0) return false;
  return call.operands.every(({ text }) => isLocalPath(text) || /\.(whl|tgz|tar\.gz|rpm|apk)$/.test(text));
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
