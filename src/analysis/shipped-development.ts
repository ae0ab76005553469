import { type DevelopmentOption, developmentOptions } from "../knowledge/development-packages.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Command } from "../shell/command.ts";
import { baseName, relativePath, resolvePath } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { type DevelopmentPackages, developmentPackagesOf, startNeeds } from "./development-packages.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { type Install, installs } from "./installs.ts";
import { isOpaque } from "./opaque-commands.ts";
import { stageGraph } from "./stage-graph.ts";
import { startCommands } from "./start-commands.ts";
import { targetPurpose } from "./target-purpose.ts";
import { usesBerry } from "./yarn-versions.ts";

/** Packages for development that are in the image which ships. */
export interface ShippedDevelopment {
  readonly install: Install;
  readonly packages: DevelopmentPackages;
  /** How to leave them out. */
  readonly option: DevelopmentOption;
  /** The COPY that brings them from another stage; `null` when they are installed in the image itself. */
  readonly copy: Step | null;
  /** A build, a test or a script of the project follows the install, which may need them. */
  readonly isUsed: boolean;
}

/** Silent for images to work in, and where a container starts one of the packages or nobody says what it starts. */
export const shippedDevelopment = defineFact(
  "shipped-development",
  (analysis): readonly ShippedDevelopment[] => {
    const { finalStage } = analysis.use(stageGraph);
    if (finalStage === null || analysis.use(targetPurpose) === "tooling") return [];
    const included = analysis.use(installs).filter((install) => install.developmentPackages === "included");
    if (included.length === 0) return [];
    const { entrypoint, cmd } = analysis.use(startCommands).of(finalStage);
    const isStarted = entrypoint !== null || cmd !== null;
    return presentIn(analysis, finalStage).flatMap(({ install, copy, isUsed }) => {
      if (!isStarted && install.ecosystem !== "php") return [];
      const packages = developmentPackagesOf(analysis, install);
      if (packages === null || startNeeds(analysis, finalStage, packages)) return [];
      const option = optionOf(analysis, install);
      return option === null ? [] : [{ install, packages, option, copy, isUsed }];
    });
  },
);

function optionOf(analysis: Analysis, install: Install): DevelopmentOption | null {
  const { manager } = install;
  const row = manager === "yarn" && usesBerry(analysis, install) ? "yarn-berry" : manager;
  return Object.hasOwn(developmentOptions, row) ? developmentOptions[row]! : null;
}

/** What an install left in a stage, wherever it was copied since. */
interface Presence {
  readonly install: Install;
  /** Where its packages are, absolute; `null` when that is not known. */
  readonly folder: string | null;
  readonly copy: Step | null;
  isUsed: boolean;
}

/** More are never looked at in one stage. */
const mostPresences = 20;

function presentIn(analysis: Analysis, wanted: Stage): readonly Presence[] {
  const { file } = analysis;
  const graph = analysis.use(stageGraph);
  const byStep = new Map<Step, Install[]>();
  for (const install of analysis.use(installs)) {
    const known = byStep.get(install.step);
    if (known) known.push(install);
    else byStep.set(install.step, [install]);
  }
  const atEnd = new Map<Stage, readonly Presence[]>();
  for (const stage of file.stages) {
    if (!graph.isReachable(stage)) continue;
    let present = [...((stage.base.kind === "stage" && atEnd.get(stage.base.stage)) || [])].map((one) => ({
      ...one,
    }));
    const edges = new Map(graph.needsOf(stage).map((edge) => [edge.step, edge]));
    for (const step of stage.steps) {
      const { instruction } = step;
      if (instruction.kind === "COPY") {
        const edge = edges.get(step);
        if (edge) present.push(...copied(analysis, step, atEnd.get(edge.needs) ?? []));
      } else if (instruction.kind === "RUN") {
        const own = new Map((byStep.get(step) ?? []).map((install) => [install.command, install]));
        for (const command of analysis.use(commands).of(instruction).commands) {
          present = afterCommand(present, command, own.get(command) ?? null);
        }
      }
      present.splice(mostPresences);
    }
    atEnd.set(stage, present);
  }
  return atEnd.get(wanted) ?? [];
}

function afterCommand(present: Presence[], command: Command, install: Install | null): Presence[] {
  if (install !== null) {
    const others = present.filter(
      (one) => one.install.manager !== install.manager || one.install.directory !== install.directory,
    );
    if (install.what === "packages" || install.global) return present;
    if (install.what === "build") return used(present);
    if (install.developmentPackages === "omitted") return others;
    if (install.developmentPackages !== "included") return present;
    return [...others, { install, folder: folderOf(install), copy: null, isUsed: false }];
  }
  if (command.name === "rm" || command.name === "find") {
    return present.filter(
      ({ folder }) => folder === null || !command.words.some(({ text }) => text.includes(baseName(folder))),
    );
  }
  const call = readPackageCommand(command);
  if (call?.action === "prune") return present.filter((one) => one.install.manager !== call.manager.name);
  return isOpaque(command) ? used(present) : present;
}

function used(present: Presence[]): Presence[] {
  for (const one of present) one.isUsed = true;
  return present;
}

function folderOf({ manager, directory, step }: Install): string | null {
  const option = Object.hasOwn(developmentOptions, manager) ? developmentOptions[manager]! : null;
  const moved = option?.folderVariables
    ?.map((name) => step.state.scope.lookup(name)?.value ?? null)
    .find((value) => value !== null);
  const folder = moved ?? option?.folder ?? null;
  if (folder === null) return null;
  if (folder.startsWith("/")) return resolvePath("/", folder);
  return directory === null ? null : resolvePath(directory, folder);
}

/** The folders that a COPY takes along. A directory's content lands right in the destination. */
function copied({ file }: Analysis, step: Step, present: readonly Presence[]): readonly Presence[] {
  const { instruction, state } = step;
  if (instruction.kind !== "COPY" || instruction.destination === null) return [];
  const paths = instruction.sources.map((word) => expand(word.text, state.scope, file.syntax.escape));
  const { value } = expand(instruction.destination.text, state.scope, file.syntax.escape);
  const destination = resolvePath(state.workdir.path ?? "/", value);
  const excludes = instruction.flags.filter(({ name }) => name === "exclude").map((flag) => flag.value ?? "");
  return present.flatMap((one) => {
    const { folder } = one;
    if (folder === null || excludes.some((pattern) => pattern.includes(baseName(folder)))) return [];
    for (const { value: source, complete } of paths) {
      const below = complete ? relativePath(folder, resolvePath("/", source)) : null;
      if (below !== null) return [{ ...one, folder: resolvePath(destination, below), copy: step }];
    }
    return [];
  });
}
