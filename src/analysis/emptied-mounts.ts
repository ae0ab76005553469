import { baseImage } from "../knowledge/base-images.ts";
import { isAptConfiguration } from "../knowledge/configuration-places.ts";
import type { CacheLocation, ManagerAction } from "../knowledge/package-manager.ts";
import type { Step } from "../model/build-file.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { cleansUp, emptiesDirectory, mountOf } from "./install-commands/download-cache.ts";
import { isSwitchedOn, type PackageCommand } from "./install-commands/package-command.ts";
import {
  type CacheMount,
  cacheMounts,
  type Install,
  installs,
  type PackageCommandInStep,
  packageCommands,
} from "./installs.ts";
import { setInFiles } from "./manager-files.ts";
import { isOpaque } from "./opaque-commands.ts";
import { runsScript } from "./script-files.ts";
import { stageGraph } from "./stage-graph.ts";

/** A cache mount that is empty again when its RUN ends. */
export interface EmptiedMount {
  readonly step: Step;
  readonly mount: CacheMount;
  /** The first call that would fill it, and the install that this is, if it is one. */
  readonly call: PackageCommand;
  readonly install: Install | null;
  /** What keeps each call from filling it, or empties it afterwards; at least one. */
  readonly causes: readonly EmptyingCause[];
}

export type EmptyingCause =
  | { readonly kind: "flag"; readonly name: string; readonly word: ShellWord }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "clean-up"; readonly command: Command }
  /** What the base image runs after each install. */
  | { readonly kind: "image" };

/** In the order of the file. Only stages that the target needs; not where a script may fill the mount unseen. */
export const emptiedMounts = defineFact("emptied-mounts", (analysis): readonly EmptiedMount[] => {
  const graph = analysis.use(stageGraph);
  const callsOf = new Map<Step, PackageCommandInStep[]>();
  for (const found of analysis.use(packageCommands)) {
    if (!graph.isReachable(found.step.stage)) continue;
    const inStep = callsOf.get(found.step);
    if (inStep) inStep.push(found);
    else callsOf.set(found.step, [found]);
  }
  const installOf = new Map(analysis.use(installs).map((install) => [install.command, install]));
  const isEmptiedByImage = imageEmptying(analysis);
  const found: EmptiedMount[] = [];
  for (const [step, calls] of callsOf) {
    const mounts = cacheMounts(step, analysis.file.syntax.escape).filter(({ lasts }) => lasts);
    if (mounts.length === 0 || mayBeFilledUnseen(analysis, calls)) continue;
    for (const [mount, fillings] of fillingsByMount(calls, mounts)) {
      const causes = causesOf(fillings, isEmptiedByImage);
      const [first] = fillings;
      if (first === undefined || causes === null) continue;
      const { call, command } = first.found;
      found.push({ step, mount, call, install: installOf.get(command) ?? null, causes });
    }
  }
  return found;
});

/** A script may; so may any other program where the cache belongs to a language. */
function mayBeFilledUnseen({ use }: Analysis, calls: readonly PackageCommandInStep[]): boolean {
  const script = use(commands).of(calls[0]!.step.instruction).commands;
  return script.some(calls.every(({ call }) => call.manager.ecosystem === "system") ? runsScript : isOpaque);
}

/** A call and the cache in the mount that it fills. */
interface Filling {
  readonly found: PackageCommandInStep;
  readonly location: CacheLocation;
  readonly directory: string;
}

const filling: ReadonlySet<ManagerAction> = new Set([
  "install",
  "manifest",
  "packages",
  "build",
  "project",
  "upgrade",
]);

function fillingsByMount(
  calls: readonly PackageCommandInStep[],
  mounts: readonly CacheMount[],
): ReadonlyMap<CacheMount, Filling[]> {
  const found = new Map<CacheMount, Filling[]>(mounts.map((mount) => [mount, []]));
  for (const call of calls) {
    for (const location of filledBy(call.call)) {
      const inner = mountOf(location, call.call, call.setting, mounts);
      if (inner) found.get(inner.mount)?.push({ found: call, location, directory: inner.directory });
    }
  }
  return found;
}

/** The lists of apt are filled by an update, and the archives by an install; elsewhere both are in one place. */
function filledBy({ manager, does }: PackageCommand): readonly CacheLocation[] {
  if (manager.name === "apt-get" && does === "index") return manager.caches.slice(0, 1);
  if (!filling.has(does)) return [];
  return manager.name === "apt-get" ? manager.caches.slice(1) : manager.caches;
}

/** What empties each of them; `null` when one stays. */
function causesOf(
  fillings: readonly Filling[],
  isEmptiedByImage: (filling: Filling) => boolean,
): readonly EmptyingCause[] | null {
  const causes: EmptyingCause[] = [];
  for (const filling of fillings) {
    const cause = causeOf(filling) ?? (isEmptiedByImage(filling) ? byImage : null);
    if (cause === null) return null;
    causes.push(cause);
  }
  return withoutRepeats(causes);
}

function causeOf({ found, location, directory }: Filling): EmptyingCause | null {
  const { call, setting, cleanUps } = found;
  const { flags = [], variables = [] } = call.manager.noCache ?? {};
  const flag = call.flags.find(({ name, value }) => flags.includes(name) && value === null);
  if (flag !== undefined) return { kind: "flag", name: flag.name, word: flag.word };
  const variable = variables.find((one) => isSwitchedOn(call, { variables: [one] }, setting.variable));
  if (variable !== undefined) return { kind: "variable", name: variable.name };
  const ways = (location.cleanUps ?? call.manager.cleanUps).filter((way) => !way.includes("prune"));
  const cleanUp = cleanUps.find(
    (later) =>
      later.command.index > call.command.index &&
      !later.command.inside.some((enclosure) => branches.has(enclosure)) &&
      (emptiesDirectory(later, directory) || cleansUp(later.command, call, ways)),
  );
  return cleanUp === undefined ? null : { kind: "clean-up", command: cleanUp.command };
}

const branches: ReadonlySet<string> = new Set(["condition", "if", "loop", "case", "function"]);

const byImage: EmptyingCause = { kind: "image" };

/**
 * Docker's official images of Debian and Ubuntu, and those built on them, hold `/etc/apt/apt.conf.d/docker-clean`, by which apt removes
 * what it has downloaded after each install. Source: https://docs.docker.com/reference/dockerfile/#run---mounttypecache.
 */
function imageEmptying(analysis: Analysis): (filling: Filling) => boolean {
  const { root } = analysis.use(stageGraph);
  let isChanged: ReturnType<typeof setInFiles> | null = null;
  return ({ found: { step, command, call }, location }) => {
    if (call.manager.name !== "apt-get" || location !== call.manager.caches[1]) return false;
    const base = root(step.stage);
    if (base.kind !== "image") return false;
    const { name, distribution } = baseImage(base.image);
    if (name.includes("/") || (distribution !== "debian" && distribution !== "ubuntu")) return false;
    if (call.flags.some(({ value }) => value !== null && /^(APT|Binary|Dir|DPkg)::/i.test(value)))
      return false;
    isChanged ??= setInFiles(analysis, {
      isPlace: isAptConfiguration,
      says: /docker-clean|Keep-Downloaded|apt\.conf\.d/i,
    });
    return !isChanged(step, command);
  };
}

function withoutRepeats(causes: readonly EmptyingCause[]): readonly EmptyingCause[] {
  const seen = new Set<unknown>();
  return causes.filter((cause) => {
    const key = cause.kind === "flag" ? cause.word : cause.kind === "clean-up" ? cause.command : cause.kind;
    return !seen.has(key) && seen.add(key);
  });
}
