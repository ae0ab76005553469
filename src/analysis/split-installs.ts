import type { Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { cacheState } from "./install-commands/download-cache.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import {
  cacheMountTargets,
  type Install,
  installs,
  type PackageCommandInStep,
  packageCommands,
} from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";

/** RUNs one below the other that install packages of the system with the same manager, each with a package list of its own. */
export interface SplitInstalls {
  readonly manager: string;
  /** Two or more, in their order. */
  readonly runs: readonly PureInstall[];
}

/** A RUN that does nothing but install packages with one manager. */
export interface PureInstall {
  readonly step: Step;
  /** What it installs first. */
  readonly install: Install;
  /** What fetches the package list: an update, or the install itself. */
  readonly fetch: Command;
}

/** In the order of the file. Only stages that the target needs. */
export const splitInstalls = defineFact("split-installs", (analysis): readonly SplitInstalls[] => {
  const graph = analysis.use(stageGraph);
  const pure = pureInstalls(analysis);
  const found: SplitInstalls[] = [];
  for (const stage of analysis.file.stages) {
    if (!graph.isReachable(stage)) continue;
    let group: PureInstall[] = [];
    const close = (): void => {
      if (group.length > 1) found.push({ manager: group[0]!.install.manager, runs: group });
      group = [];
    };
    for (const step of stage.steps) {
      if (onlyMetadata.has(step.instruction.kind)) continue;
      const run = pure.get(step);
      if (run === undefined || isSetApart(run, analysis) || (group[0] && !canJoin(group[0], run))) close();
      if (run !== undefined) group.push(run);
    }
    close();
  }
  return found;
});

/** Instructions that change neither files nor what a RUN finds set. */
const onlyMetadata: ReadonlySet<string> = new Set([
  "CMD",
  "ENTRYPOINT",
  "EXPOSE",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "STOPSIGNAL",
]);

/** As far up as a line is read. */
const longestComment = 500;

/** Whether a comment stands above it: then somebody has put these packages in a group of their own. */
function isSetApart({ step }: PureInstall, { file }: Analysis): boolean {
  const { start } = step.instruction.range;
  const lines = file.text.slice(Math.max(0, start - longestComment), start).trimEnd();
  return /^\s*#/.test(lines.slice(lines.lastIndexOf("\n") + 1));
}

/** Mounts and other flags have to be the same. */
function canJoin(one: PureInstall, other: PureInstall): boolean {
  return one.install.manager === other.install.manager && flagsOf(one) === flagsOf(other);
}

function flagsOf({ step }: PureInstall): string {
  return step.instruction.flags.map(({ name, value }) => `${name}=${value}`).join(" ");
}

function pureInstalls(analysis: Analysis): ReadonlyMap<Step, PureInstall> {
  const calls = new Map<Step, PackageCommandInStep[]>();
  for (const found of analysis.use(packageCommands)) {
    const inStep = calls.get(found.step);
    if (inStep) inStep.push(found);
    else calls.set(found.step, [found]);
  }
  const installOf = new Map(analysis.use(installs).map((install) => [install.command, install]));
  const pure = new Map<Step, PureInstall>();
  for (const [step, inStep] of calls) {
    const script = analysis.use(commands).of(step.instruction);
    if (!script.commands.every(isHousekeeping)) continue;
    const managers = new Set(inStep.map(({ call }) => call.manager.name));
    const install = inStep.map(({ command }) => installOf.get(command)).find((found) => found !== undefined);
    if (managers.size !== 1 || install === undefined || install.ecosystem !== "system") continue;
    const fetch = fetchOf(analysis, inStep, install);
    if (fetch !== null) pure.set(step, { step, install, fetch });
  }
  return pure;
}

/** What a RUN does besides the install that has no effect on another install. */
function isHousekeeping(command: Command): boolean {
  const call = readPackageCommand(command);
  if (call !== null)
    return call.manager.ecosystem === "system" && call.does !== "configure" && call.does !== "remove";
  return /^(rm|set|export|echo|true|:|)$/.test(command.name) && command.redirects.length === 0;
}

/** What fetches the list; `null` where none is fetched, or into a mount that the next RUN has as well. */
function fetchOf(
  analysis: Analysis,
  calls: readonly PackageCommandInStep[],
  install: Install,
): Command | null {
  const [first] = calls;
  if (first === undefined) return null;
  const { call, setting } = first;
  const mounts = cacheMountTargets(install.step, analysis.file.syntax.escape);
  if (cacheState(call.manager.caches.slice(0, 1), call, setting, mounts).isMounted) return null;
  const update = calls.find((found) => found.call.does === "index");
  if (update !== undefined) return update.command;
  // These fetch the list by themselves, each time when it is not kept.
  const fetches = ["apk", "dnf", "microdnf", "yum", "zypper"].includes(install.manager);
  return fetches && install.cacheIsRemoved ? install.command : null;
}
