import { type BaseImage, baseImage } from "../knowledge/base-images.ts";
import {
  type BuildPackage,
  buildPackage,
  buildPrograms,
  compilerPrograms,
} from "../knowledge/build-packages.ts";
import type { Stage, Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import {
  type Install,
  type InstalledPackage,
  installs,
  type PackageCommandInStep,
  packageCommands,
} from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";
import { type StartCommand, startCommands } from "./start-commands.ts";
import { targetPurpose } from "./target-purpose.ts";

/** What the image that is built carries, though only its build needs it. */
export interface ShippedBuildTools {
  /** The base image brings the tools; `null` when it does not, or they may be needed. */
  readonly base: BaseImage | null;
  /** Packages that a RUN installs and that stay, in the order of the file. */
  readonly packages: readonly InstalledPackage[];
  /** Whether they are headers alone, without a compiler: the libraries have packages of their own. */
  readonly areUnused: boolean;
  /** Whether the image takes files from another stage, so that a stage to build in is there. */
  readonly hasBuildStage: boolean;
}

const nothing: ShippedBuildTools = { base: null, packages: [], areUnused: false, hasBuildStage: false };

/** Judges the stage that is built, if it is one whose containers run a finished program. */
export const shippedBuildTools = defineFact("shipped-build-tools", (analysis): ShippedBuildTools => {
  const graph = analysis.use(stageGraph);
  const stage = graph.finalStage;
  if (stage === null || analysis.use(targetPurpose) === "tooling") return nothing;
  const start = analysis.use(startCommands).of(stage);
  if ((start.entrypoint === null && start.cmd === null) || needsTools(start)) return nothing;

  const lineage = graph.lineage(stage);
  const members = new Set(lineage);
  const hasBuildStage = lineage.some((one) => graph.needsOf(one).some(({ kind }) => kind !== "base"));
  const shipped = analysis.use(installs).filter(({ step }) => members.has(step.stage));
  const languages = shipped.filter(({ ecosystem }) => ecosystem !== "system");
  const base = toolsOfBase(analysis, stage, start, { languages, hasBuildStage });
  const kept = keptPackages(analysis, members, shipped);
  if (kept.length === 0 || kept.length > mostOfOneProgram) return { ...nothing, base, hasBuildStage };

  // What is built from their sources for PHP needs the libraries that come with the headers.
  if (runsAny(analysis, lineage, (name) => /^docker-php-ext-|^pecl$|^install-php-extensions$/.test(name))) {
    return { ...nothing, base, hasBuildStage };
  }
  const isBuiltHere =
    languages.length > 0 || runsAny(analysis, lineage, (name) => compilerPrograms.has(name));
  const root = graph.root(stage);
  const hasCompiler = root.kind === "image" && baseImage(root.image).buildTools.length > 0;
  const areUnused = !hasCompiler && kept.every(({ kind }) => kind === "headers");
  const packages = isBuiltHere || (areUnused && hasBuildStage) ? kept.map(({ package: one }) => one) : [];
  return { base, packages, areUnused, hasBuildStage };
});

/** More are there for packages that people build in a container, such as those of R; no program needs so many. */
const mostOfOneProgram = 20;

/** Whether the container itself builds, or opens a shell for somebody who does. */
function needsTools({ commands: script }: StartCommand): boolean {
  const isTool = ({ name, words }: Command): boolean => {
    if (name === "dotnet") return /^(?:run|watch|test|build)$/.test(words[1]?.text ?? "");
    if (name === "sh" || name === "bash") return words.length === 1;
    return buildPrograms.has(name);
  };
  return script.some(isTool);
}

interface Circumstances {
  readonly languages: readonly Install[];
  readonly hasBuildStage: boolean;
}

function toolsOfBase(
  { use }: Analysis,
  stage: Stage,
  { commands: script }: StartCommand,
  { languages, hasBuildStage }: Circumstances,
): BaseImage | null {
  const root = use(stageGraph).root(stage);
  if (root.kind !== "image") return null;
  const base = baseImage(root.image);
  if (base.buildTools.length === 0) return null;
  const isBuiltHere = languages.some(({ what }) => what === "build" || what === "project");
  if (base.isBuilder) return isBuiltHere || hasBuildStage ? base : null;
  if (base.runtime === null) return null;
  if (base.language === "java") return script.some(({ name }) => name === "java") ? base : null;
  // The large image of an interpreter: packages installed here may need its compilers.
  return hasBuildStage && languages.length === 0 ? base : null;
}

interface KeptPackage {
  readonly package: InstalledPackage;
  readonly kind: BuildPackage;
}

function keptPackages(
  { use }: Analysis,
  members: ReadonlySet<Stage>,
  shipped: readonly Install[],
): readonly KeptPackage[] {
  const removals = removalsByStep(use(packageCommands));
  const marks = new Map<Step, number>();
  for (const { step, command } of use(commands).inRuns()) {
    if (command.name === "apt-mark" && command.words[1]?.text === "auto") marks.set(step, command.index);
  }
  return shipped
    .filter(({ ecosystem, step }) => ecosystem === "system" && members.has(step.stage))
    .flatMap((install) => {
      const { step, command } = install;
      const later = (removals.get(step) ?? []).filter(({ call }) => call.command.index > command.index);
      // `apt-mark auto '.*'` gives everything up that is not marked again, for `--auto-remove` to take away.
      if (later.length > 0 && (marks.get(step) ?? -1) > command.index) return [];
      return install.packages.flatMap((one) => {
        const kind = buildPackage(one.name);
        return kind === null || later.some((removal) => removes(removal, install, one))
          ? []
          : [{ package: one, kind }];
      });
    });
}

/** As many removals of one RUN as are compared with each of its installs: the last ones. */
const mostRemovals = 100;

function removalsByStep(found: readonly PackageCommandInStep[]): ReadonlyMap<Step, PackageCommandInStep[]> {
  const removals = new Map<Step, PackageCommandInStep[]>();
  for (const removal of found) {
    if (removal.call.does !== "remove") continue;
    const others = removals.get(removal.step);
    if (others === undefined) removals.set(removal.step, [removal]);
    else others.push(removal);
  }
  for (const ofStep of removals.values()) ofStep.splice(0, ofStep.length - mostRemovals);
  return removals;
}

/** Whether a removal takes a package away again: by its name, by that of its group, or by words that are not known. */
function removes(
  { call }: PackageCommandInStep,
  { call: added }: Install,
  { name }: InstalledPackage,
): boolean {
  const group = added.flags.find((flag) => flag.name === "-t" || flag.name === "--virtual")?.value ?? null;
  return call.operands.some(({ literal, text }) => !literal || text === name || text === group);
}

function runsAny({ use }: Analysis, lineage: readonly Stage[], wanted: (name: string) => boolean): boolean {
  const scripts = use(commands);
  return lineage.some(({ steps }) =>
    steps.some(
      ({ instruction }) =>
        instruction.kind === "RUN" && scripts.of(instruction).commands.some(({ name }) => wanted(name)),
    ),
  );
}
