import { baseImageSettings } from "../knowledge/base-image-settings.ts";
import { baseImage } from "../knowledge/base-images.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Flag as InstructionFlag } from "../syntax/nodes.ts";
import { commands } from "./commands.ts";
import { unreachedByDefault } from "./default-branches.ts";
import { defineFact } from "./fact.ts";
import { type CommandSetting, commandSettings, type Settled } from "./install-commands/command-setting.ts";
import {
  readCargo,
  readDotnet,
  readGo,
  readHaskell,
  readMaven,
  readMix,
  readTasks,
} from "./install-commands/compiled.ts";
import { type CleanUp, cacheState, removesCache } from "./install-commands/download-cache.ts";
import { readNode } from "./install-commands/node.ts";
import { isSwitchedOn, type PackageCommand, readPackageCommand } from "./install-commands/package-command.ts";
import { readPython } from "./install-commands/python.ts";
import type { Reader } from "./install-commands/reading.ts";
import { readBundler, readComposer, readGem } from "./install-commands/ruby-and-php.ts";
import { readSystem } from "./install-commands/system.ts";

/** A package manager at work: `npm ci`, `pip install -r requirements.txt`, `apt-get install -y curl`. */
export interface Install {
  readonly step: Step;
  readonly command: Command;
  /** The command as the package manager sees it: action, options, operands. */
  readonly call: PackageCommand;
  /** Key of `src/knowledge/package-managers.ts`: `npm`, `apt-get` (also for apt and aptitude), `pip`, `poetry` … */
  readonly manager: string;
  /** Key of `src/knowledge/ecosystems.ts` for language managers (`node`, `python` …), `system` for the others. */
  readonly ecosystem: string;
  /** What is installed: what manifests list, packages named on the command line, the project itself, or a build that also fetches. */
  readonly what: "manifest" | "packages" | "project" | "build";
  readonly packages: readonly InstalledPackage[];
  /** Working directory of the command (WORKDIR and `cd` before it), absolute; `null` when unknown. */
  readonly directory: string | null;
  /** Relative to a WORKDIR that is not known, as where the file sets none; `null` when `directory` is set or nothing is known. */
  readonly belowUnknownWorkdir: string | null;
  /** Files of the project that it reads besides sources, as patterns relative to `directory`; the first are the ones it can't do without. */
  readonly manifests: readonly ManifestPattern[];
  /** Why it needs more than manifests (`-e .`, `pip install .`, a build command); `null` when manifests do. */
  readonly needsSources: string | null;
  /** Whether packages used only in development are installed. */
  readonly developmentPackages: "included" | "omitted" | "unknown";
  /** Where the manager keeps its downloads, absolute. */
  readonly cacheDirectories: readonly string[];
  /** A `--mount=type=cache` (or tmpfs) covers every cache directory. */
  readonly cacheIsMounted: boolean;
  /** An option, variable or later command of the same RUN keeps the download cache out of the layer. */
  readonly cacheIsRemoved: boolean;
  /** A cache mount holds it and nothing empties it: a later build finds it, where the builder keeps mounts. */
  readonly cacheIsKept: boolean;
  /** Where compiled results are kept for the next build (`target`, Go's build cache), absolute; empty for most managers. */
  readonly buildCacheDirectories: readonly string[];
  /** False also when there are none. */
  readonly buildCacheIsMounted: boolean;
  /** An option, a variable or the command itself makes it stop where manifest and lockfile differ. */
  readonly isFrozen: boolean;
  /** Nothing is fetched: an option says so, or it takes what another command has fetched. */
  readonly isOffline: boolean;
  /** Not into the project: `npm install -g`, `pip install --user`, system packages. */
  readonly global: boolean;
}

export interface InstalledPackage {
  readonly name: string;
  /** As written after `==`, `=`, `@` …; with its operator where that allows several (`>=2`); `null` when none is given. */
  readonly version: string | null;
  readonly word: ShellWord;
}

export interface ManifestPattern {
  /** `package.json`, `package-lock.json`, `**\/package.json` for members of a workspace; ends in `/` for a directory. */
  readonly pattern: string;
  readonly role: "manifest" | "lockfile" | "configuration" | "hook";
  /** The command fails without it. */
  readonly required: boolean;
}

/**
 * Every call of a package manager in a RUN that a build without arguments reaches, installs or not: `apt-get update` and `npm cache
 * clean` too. In the order of the file.
 */
export const packageCommands = defineFact("package-commands", ({ use }): readonly PackageCommandInStep[] => {
  const scripts = use(commands);
  const known = new Map<Step, ReadonlySet<Command>>();
  return use(everyPackageCommand).filter(({ step, command }) => {
    if (command.inside.length === 0 && command.connector !== "&&") return true;
    let unreached = known.get(step);
    if (unreached === undefined) {
      unreached = unreachedByDefault(scripts.of(step.instruction).commands, step.state.scope);
      known.set(step, unreached);
    }
    return !unreached.has(command);
  });
});

/** Every call of a package manager in a RUN, whatever a build has to ask for to reach it. In the order of the file. */
export const everyPackageCommand = defineFact(
  "every-package-command",
  (analysis): readonly PackageCommandInStep[] => {
    const { file, use } = analysis;
    const scripts = use(commands);
    const settledAtEnd = new Map<Step["stage"], Settled | null>();
    const found: PackageCommandInStep[] = [];
    for (const stage of file.stages) {
      let settled =
        stage.base.kind === "stage"
          ? (settledAtEnd.get(stage.base.stage) ?? null)
          : settledByImage(stage.base);
      for (const step of stage.steps) {
        if (step.instruction.kind !== "RUN") continue;
        const script = scripts.of(step.instruction).commands;
        const read = readScript(step, script, settled);
        settled = read.settled;
        for (const call of read.calls) found.push(call);
      }
      settledAtEnd.set(stage, settled);
    }
    return found;
  },
);

/** What a base image has configured: less than what the file says. */
function settledByImage(base: Stage["base"]): Settled | null {
  const name = base.kind === "image" ? baseImage(base.image).name : "";
  const variables = Object.hasOwn(baseImageSettings, name) ? baseImageSettings[name]! : {};
  return Object.entries(variables).reduce<Settled | null>(
    (before, [variable, value]) => ({ name: variable, value, wins: false, before }),
    null,
  );
}

export interface PackageCommandInStep {
  readonly step: Step;
  /** As in the script; `call.command` is seen through `python -m` and the like. */
  readonly command: Command;
  readonly call: PackageCommand;
  readonly setting: CommandSetting;
  /** Commands of the same RUN that may remove things, before or after the call. */
  readonly cleanUps: readonly CleanUp[];
}

/** Every install of a RUN that a build without arguments reaches, in the order of the file. */
export const installs = defineFact("installs", ({ use }): readonly Install[] => {
  const reached = new Set(use(packageCommands).map(({ command }) => command));
  return use(everyInstall).filter(({ command }) => reached.has(command));
});

/** Every install of every RUN, in the order of the file. */
export const everyInstall = defineFact("every-install", ({ use, file }): readonly Install[] => {
  const known = new Map<Step, readonly CacheMount[]>();
  const archived = new Set<string>();
  return use(everyPackageCommand).flatMap((found) => {
    let mounts = known.get(found.step);
    if (mounts === undefined) {
      mounts = cacheMounts(found.step, file.syntax.escape);
      known.set(found.step, mounts);
    }
    const install = installOf(found, mounts);
    if (install === null) return [];
    const key = `${install.step.stage.index} ${install.manager}`;
    if (isOfArchives(install)) archived.add(key);
    // The packages of the project have come as archives, which another stage has built.
    return [install.what === "project" && archived.has(key) ? { ...install, isOffline: true } : install];
  });
});

/** `/wheels/*`, `./dist/app.whl`. */
const localArchive = /^[./].*\*$|\.(whl|tgz|tar\.gz|zip)$/;

/** Whether all that is installed stands in files. */
export function isOfArchives({ call: { operands } }: Install): boolean {
  return operands.length > 0 && operands.every(({ text }) => localArchive.test(text));
}

/** The calls of package managers in the commands of one RUN. `settled` is what earlier RUNs of the stage configured. */
export function readScript(
  step: Step,
  script: readonly Command[],
  settled: Settled | null = null,
): { readonly calls: readonly PackageCommandInStep[]; readonly settled: Settled | null } {
  const read = commandSettings(step, script, settled);
  const cleanUps: CleanUp[] = [];
  const calls: PackageCommandInStep[] = [];
  for (const [at, command] of script.entries()) {
    const setting = read.settings[at]!;
    const call = readPackageCommand(command);
    if (call !== null) calls.push({ step, command, call, setting, cleanUps });
    if (removalPrograms.has(command.name) || call?.does === "clean") cleanUps.push({ command, setting });
  }
  // Each install looks at all of them: the last ones are kept, since a RUN cleans up at its end.
  cleanUps.splice(0, cleanUps.length - mostCleanUps);
  return { calls, settled: read.settled };
}

const removalPrograms = new Set(["rm", "find"]);
const mostCleanUps = 100;

const readers: Readonly<Record<string, Reader>> = {
  npm: readNode,
  yarn: readNode,
  pnpm: readNode,
  bun: readNode,
  pip: readPython,
  uv: readPython,
  poetry: readPython,
  pipenv: readPython,
  conda: readPython,
  go: readGo,
  cargo: readCargo,
  maven: readMaven,
  gradle: readTasks,
  sbt: readTasks,
  bundler: readBundler,
  gem: readGem,
  composer: readComposer,
  dotnet: readDotnet,
  mix: readMix,
  cabal: readHaskell,
  stack: readHaskell,
};

/** What a call installs; `null` when it installs nothing. `mounts` are those of its step. */
function installOf(found: PackageCommandInStep, mounts: readonly CacheMount[]): Install | null {
  const { step, call, setting, cleanUps } = found;
  const { manager } = call;
  const read = (readers[manager.name] ?? readSystem)(call, setting);
  if (read === null) return null;
  const { place, ...rest } = read;
  // Caches are below the directory of the install, where it is below that of the command.
  const placed = { ...setting, ...place };
  const targets = mounts.map(({ path }) => path);
  const downloads = cacheState(manager.caches, call, placed, targets);
  const builds = read.what === "build" || read.what === "project" || read.global || manager.name === "cargo";
  const buildCache = cacheState(builds ? (manager.buildCaches ?? []) : [], call, placed, targets);
  const later = cleanUps.filter(({ command }) => command.index > call.command.index);
  const cacheIsRemoved = removesCache(call, placed, later);
  const lasting = mounts.flatMap(({ path, lasts }) => (lasts ? [path] : []));
  return {
    step,
    command: found.command,
    call,
    manager: manager.name,
    ecosystem: manager.ecosystem,
    ...rest,
    ...place,
    isFrozen: isSwitchedOn(call, manager.frozen, setting.variable),
    isOffline: isSwitchedOn(call, manager.offline, setting.variable),
    cacheDirectories: downloads.directories,
    cacheIsMounted: downloads.isMounted,
    cacheIsRemoved,
    cacheIsKept:
      downloads.isMounted && !cacheIsRemoved && cacheState(manager.caches, call, placed, lasting).isMounted,
    buildCacheDirectories: buildCache.directories,
    buildCacheIsMounted: buildCache.isMounted,
  };
}

/** As many as are compared with the caches of each install. */
const mostFlags = 100;

/** A cache or tmpfs mount of a RUN. */
export interface CacheMount {
  readonly flag: InstructionFlag;
  /** Where it is, absolute. */
  readonly path: string;
  /** What is in a tmpfs is gone after the RUN. */
  readonly lasts: boolean;
}

/** Those at unknown places are left out. */
export function cacheMounts(step: Step, escapeChar: "\\" | "`"): readonly CacheMount[] {
  return step.instruction.flags.slice(0, mostFlags).flatMap((flag) => {
    if (flag.name !== "mount") return [];
    const { type, target } = parseMount(flag, escapeChar);
    if ((type !== "cache" && type !== "tmpfs") || target === null) return [];
    const { value, complete } = expand(target, step.state.scope, escapeChar);
    const path = complete ? pathInImage(step.state.workdir.path, value, escapeChar) : null;
    return path === null ? [] : [{ flag, path, lasts: type === "cache" }];
  });
}

/** Where cache and tmpfs mounts of a RUN are, absolute. */
export function cacheMountTargets(step: Step, escapeChar: "\\" | "`"): readonly string[] {
  return cacheMounts(step, escapeChar).map(({ path }) => path);
}
