import {
  type CostFamily,
  copyCurve,
  costPriors,
  namedPackagesCurve,
  packageCountCurve,
  pullCurve,
} from "../knowledge/cost-priors.ts";
import { imageMegabytes } from "../knowledge/image-sizes.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Command } from "../shell/command.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { baseName, resolvePath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { commands } from "./commands.ts";
import { contextDirectoryOf } from "./context-directory.ts";
import { contextUses } from "./context-use.ts";
import { familyOfCommand, familyOfInstall } from "./cost-families.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type Install, installs } from "./installs.ts";
import { countLockedPackages } from "./locked-packages.ts";
import { untakenBranches } from "./untaken-branches.ts";

/** Seconds that a step takes when it runs: `ln seconds ~ N(mu, tau²)`. The mean is exp(mu + tau² / 2), the median exp(mu). */
export interface StepCost {
  readonly mu: number;
  readonly tau: number;
  /** The kind of work that takes most of it. */
  readonly family: CostFamily;
  /** The kinds of work that it is the sum of, in the order of the commands. */
  readonly parts: readonly CostPart[];
}

export interface CostPart {
  readonly family: CostFamily;
  readonly mu: number;
  readonly tau: number;
}

/** What steps cost by the priors, before any log of the project is known. */
export interface StepCosts {
  /** Of a RUN, COPY, ADD or WORKDIR; for any other instruction that of a WORKDIR. */
  ofStep(step: Step): StepCost;
  /** Of one install alone, without the start of its RUN. */
  ofInstall(install: Install): CostPart;
  /** Of the pull of an image, with unpacking: FROM, `COPY --from=image`. */
  ofPull(image: string): StepCost;
}

export const stepCosts = defineFact("step-costs", (analysis): StepCosts => {
  const byStep = new Map<Step, StepCost>();
  const byInstall = new Map<Install, CostPart>();
  const counts: PackageCounts = new Map();
  let index: InstallIndex | null = null;
  const find = (): InstallIndex => {
    index ??= indexInstalls(analysis);
    return index;
  };
  const ofInstall = (install: Install): CostPart => {
    let part = byInstall.get(install);
    if (part === undefined) {
      part = installPart(install, find().isFetched(install), () => lockedPackages(analysis, install, counts));
      byInstall.set(install, part);
    }
    return part;
  };
  return {
    ofInstall,
    ofStep(step) {
      let cost = byStep.get(step);
      if (cost === undefined) {
        cost = total(partsOfStep(analysis, step, find(), ofInstall));
        byStep.set(step, cost);
      }
      return cost;
    },
    ofPull(image) {
      const reference = parseImageReference(image);
      const megabytes = reference === null ? null : imageMegabytes(reference.familiarName, reference.tag);
      if (megabytes === null) return total([partOf("pull")]);
      const seconds = pullCurve.floor + megabytes / pullCurve.megabytesPerSecond;
      return total([{ family: "pull", mu: Math.log(seconds), tau: pullCurve.tau }]);
    },
  };
});

/** Work within one step shares machine and network, so a slow part comes with other slow parts. */
const correlation = 0.5;

/** The log-normal distribution with the mean and the variance of a sum (Fenton and Wilkinson's approximation). Linear. */
export function total(parts: readonly CostPart[]): StepCost {
  const [first] = parts;
  if (first === undefined) return total([partOf("run-start")]);
  let mean = 0;
  let variances = 0;
  let deviations = 0;
  let largest = first;
  for (const part of parts) {
    const own = meanSeconds(part);
    const deviation = own * Math.sqrt(Math.exp(part.tau ** 2) - 1);
    mean += own;
    variances += deviation ** 2;
    deviations += deviation;
    if (own > meanSeconds(largest)) largest = part;
  }
  const variance = variances + correlation * (deviations ** 2 - variances);
  const tau = Math.sqrt(Math.log(1 + variance / mean ** 2));
  return { mu: Math.log(mean) - tau ** 2 / 2, tau, family: largest.family, parts };
}

/** The mean of a log-normal distribution, in seconds: exp(mu + tau² / 2). */
export function meanSeconds({ mu, tau }: { readonly mu: number; readonly tau: number }): number {
  return Math.exp(mu + tau ** 2 / 2);
}

function partOf(family: CostFamily): CostPart {
  const { median, tau } = costPriors[family];
  return { family, mu: Math.log(median), tau };
}

interface InstallIndex {
  readonly ofStep: ReadonlyMap<Step, ReadonlyMap<Command, Install>>;
  /** Whether an earlier step of the stage, or of those it is built on, has fetched what this one needs. */
  isFetched(install: Install): boolean;
}

function indexInstalls(analysis: Analysis): InstallIndex {
  const ofStep = new Map<Step, Map<Command, Install>>();
  const fetchedAtEnd = new Map<Stage, ReadonlySet<string>>();
  const found = new Set<Install>();
  const byStage = new Map<Stage, Install[]>();
  for (const install of analysis.use(installs)) {
    const inStep = ofStep.get(install.step) ?? new Map<Command, Install>();
    inStep.set(install.command, install);
    ofStep.set(install.step, inStep);
    const inStage = byStage.get(install.step.stage) ?? [];
    inStage.push(install);
    byStage.set(install.step.stage, inStage);
  }
  const none: ReadonlySet<string> = new Set();
  for (const stage of analysis.file.stages) {
    const before = stage.base.kind === "stage" ? (fetchedAtEnd.get(stage.base.stage) ?? none) : none;
    const own = byStage.get(stage);
    if (own === undefined) {
      fetchedAtEnd.set(stage, before);
      continue;
    }
    const fetched = new Set(before);
    for (const install of own) {
      if (fetched.has(install.manager)) found.add(install);
      if (install.what === "manifest" || install.what === "build") fetched.add(install.manager);
    }
    fetchedAtEnd.set(stage, fetched);
  }
  return { ofStep, isFetched: (install) => found.has(install) };
}

function partsOfStep(
  analysis: Analysis,
  step: Step,
  index: InstallIndex,
  ofInstall: (install: Install) => CostPart,
): readonly CostPart[] {
  const { instruction } = step;
  if (instruction.kind === "COPY" || instruction.kind === "ADD")
    return [transferPart(analysis, step, instruction)];
  if (instruction.kind !== "RUN") return [partOf("workdir")];
  const script = analysis.use(commands).of(instruction);
  if (script.unread !== null) return [partOf("run-start"), partOf("unknown")];
  const installed = index.ofStep.get(step);
  const untaken = analysis.use(untakenBranches);
  const managers = new Set([...(installed?.values() ?? [])].map((install) => install.manager));
  const parts = script.commands.flatMap((command) => {
    if (untaken.has(command)) return [];
    const install = installed?.get(command);
    if (install !== undefined) return [ofInstall(install)];
    const family = familyOfCommand(command, managers);
    return family === null ? [] : [partOf(family)];
  });
  return [partOf("run-start"), ...parts];
}

function installPart(install: Install, isFetched: boolean, countPackages: () => number | null): CostPart {
  const family = familyOfInstall(install, isFetched);
  const counted = nodeManagers.has(install.manager) && install.what === "manifest" ? countPackages() : null;
  const download = isFetched ? undefined : downloadsOfBuilds[family];
  if (download !== undefined) {
    const { mu, tau } = total([partOf(family), partOf(download)]);
    return { family, mu, tau };
  }
  if (install.ecosystem === "system" && install.packages.length > 0)
    return partOfNamed(family, install.packages.length);
  if (counted === null || family === "pnpm-offline") return partOf(family);
  const { factor, tau } = packageCountCurve[install.manager as "npm" | "yarn" | "pnpm" | "bun"];
  const seconds = factor * Math.max(counted, 1) ** packageCountCurve.exponent;
  return { family, mu: Math.log(Math.max(seconds, 0.5)), tau };
}

function partOfNamed(family: CostFamily, names: number): CostPart {
  const { exponent, usual, most } = namedPackagesCurve;
  const part = partOf(family);
  return { ...part, mu: part.mu + exponent * Math.log(Math.min(names, most) / usual) };
}

/** Builds whose timings are of steps below a download, and what the download costs when the build has to do it. */
const downloadsOfBuilds: { readonly [family in CostFamily]?: CostFamily } = {
  "go-build": "go-download",
  "dotnet-build": "dotnet-restore",
  "dotnet-publish": "dotnet-restore",
};

const nodeManagers: ReadonlySet<string> = new Set(["npm", "yarn", "pnpm", "bun"]);

/** Packages by lockfile and whether those of development count; each lockfile is read once. */
type PackageCounts = Map<string, number | null>;

function lockedPackages(analysis: Analysis, install: Install, counts: PackageCounts): number | null {
  const context = analysis.use(buildContext);
  const { host } = analysis;
  if (host === null || context === null || context.problem !== null) return null;
  // It takes a part of the lockfile that is not known.
  if (install.call.action === "workspaces focus") return null;
  const directory = contextDirectoryOf(analysis, install);
  if (directory === null) return null;
  const production = install.developmentPackages === "omitted";
  for (const { pattern, role } of install.manifests) {
    if (role !== "lockfile") continue;
    const path = resolvePath(directory, pattern);
    const key = `${production} ${path}`;
    let count = counts.get(key);
    if (count === undefined) {
      const { text } = context.ignoreFile?.ignores(path) ? {} : host.readText(inContext(context.root, path));
      count = text === undefined ? null : countLockedPackages(baseName(pattern), text, production);
      counts.set(key, count);
    }
    if (count !== null) return count;
  }
  return null;
}

/** Folders of installed packages: many small files. */
const dependencyFolder =
  /(^|\/)(node_modules|site-packages|vendor|\.?venv|dist-packages|bundle|\.m2|\.cargo|deps)(\/|$)/;

/** By their endings files of text, which are small beside the artefacts that stages hand on. */
const smallFile =
  /[^/]\.(?:cfg|conf|crt|css|env|html|ini|[cm]?[jt]s|json|lock|md|pem|properties|py|rb|sh|toml|txt|xml|ya?ml)$/;

function transferPart(analysis: Analysis, step: Step, instruction: Copy | Add): CostPart {
  const texts = instruction.sources.map((word) => word.text);
  const from = instruction.flags.some((flag) => flag.name === "from");
  if (from) {
    if (texts.every((text) => smallFile.test(text))) return partOf("copy-files");
    return partOf(texts.some((text) => dependencyFolder.test(text)) ? "copy-dependencies" : "copy-stage");
  }
  const uses = analysis.use(contextUses).get(step) ?? [];
  if (uses.length === 0) {
    if (instruction.kind === "COPY") return partOf("copy-files");
    return partOf(texts.some((text) => /\.git(#|$)|^git@/.test(text)) ? "git-clone" : "download");
  }
  let files = 0;
  let bytes = 0;
  for (const use of uses) {
    const read = use.files();
    if (read === null) return partOf(uses.some(({ whole }) => whole) ? "copy-context" : "copy-files");
    files += read.length;
    for (const file of read) bytes += file.size;
  }
  const { floor, filesPerSecond, bytesPerSecond, tau } = copyCurve;
  const seconds = floor + files / filesPerSecond + bytes / bytesPerSecond;
  return {
    family: uses.some(({ whole }) => whole) ? "copy-context" : "copy-files",
    mu: Math.log(seconds),
    tau,
  };
}
