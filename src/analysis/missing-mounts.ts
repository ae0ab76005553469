import { baseImage } from "../knowledge/base-images.ts";
import { type CacheMountUse, cacheMountUses } from "../knowledge/cache-mounts.ts";
import { smallTools } from "../knowledge/cache-remedies.ts";
import type { CacheLocation } from "../knowledge/package-manager.ts";
import type { Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { ShellWord } from "../shell/command.ts";
import { isWithin, resolvePath } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type Install, installs, packageCommands } from "./installs.ts";
import { isOpaque } from "./opaque-commands.ts";
import { stageGraph } from "./stage-graph.ts";
import { meanSeconds, type StepCosts, stepCosts } from "./step-costs.ts";
import { users } from "./users.ts";
import { usesBerry } from "./yarn-versions.ts";

/** An install whose downloads no cache mount keeps, and the mounts that would. */
export interface MissingMount {
  readonly install: Install;
  /** What is made anew in each run for lack of them. */
  readonly keeps: "downloads" | "results";
  /** The flags to add to the RUN of the install, complete but for the user's number where `owner` is set. */
  readonly flags: readonly string[];
  /** Name of a user whose number the mounts need in `uid=`; `null` when none is needed or it is in the flags. */
  readonly owner: string | null;
  /** Other RUNs that read the same cache and so need the same mounts, in the order of the file. */
  readonly others: readonly Step[];
  /** What keeps the cache empty today, and so has to go. */
  readonly emptiedBy: Emptying | null;
  /** What else to do, as the end of a sentence. */
  readonly note: string | null;
}

/** An option with its place, a variable, or commands of the RUN that clean up. */
export type Emptying =
  | { readonly kind: "flag"; readonly text: string; readonly word: ShellWord }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "clean-up" };

/** In the order of the file; at most one for a RUN, about its dearest install. Only stages that the target needs. */
export const missingMounts = defineFact("missing-mounts", (analysis): readonly MissingMount[] => {
  const graph = analysis.use(stageGraph);
  const costs = analysis.use(stepCosts);
  const found = new Map<Step, MissingMount>();
  for (const install of analysis.use(installs)) {
    if (!graph.isReachable(install.step.stage)) continue;
    const missing = missingMountOf(analysis, install);
    const other = found.get(install.step);
    if (missing === null || (other && isDearer(costs, other.install, install))) continue;
    found.set(install.step, missing);
  }
  return [...found.values()];
});

/** Of several installs in one RUN the one that takes longest is worth naming. */
function isDearer(costs: StepCosts, one: Install, other: Install): boolean {
  return meanSeconds(costs.ofInstall(one)) >= meanSeconds(costs.ofInstall(other));
}

function missingMountOf(analysis: Analysis, install: Install): MissingMount | null {
  const { manager, step } = install;
  const use = Object.hasOwn(cacheMountUses, manager) ? cacheMountUses[manager]! : null;
  if (use === null || !downloadsMuch(install, use) || !isInUsualPlace(analysis, install, use)) return null;
  // Whoever mounts the results has thought of the downloads, of which there may be none.
  if (install.what === "build" && install.buildCacheIsMounted) return null;
  const owner = ownerOf(analysis, step);
  if (owner === null) return null;
  const readers = use.readBy === "install" ? noReaders : readersOf(analysis, install, use);
  const { downloads, compiled } = placesOf(install);
  const places = readers === null ? compiled : [...downloads, ...compiled];
  if (places.length === 0 || isCopiedBetweenStages(analysis, places)) return null;
  return {
    install,
    keeps: compiled.length > 0 && install.what === "build" ? "results" : "downloads",
    flags: places.map(({ path, sharing }) => {
      const fields = [`target=${path}`, ...(sharing === "locked" ? ["sharing=locked"] : []), ...owner.fields];
      return `--mount=type=cache,${fields.join(",")}`;
    }),
    owner: owner.name,
    others: readers ?? noReaders,
    emptiedBy: install.cacheIsRemoved ? emptyingOf(install) : null,
    note: use.note ?? null,
  };
}

const noReaders: readonly Step[] = [];

const offlineFlags = ["--offline", "--no-index"];

/** `/wheels/*`, `./dist/app.whl`. */
const localArchive = /^[./].*\*$|\.(whl|tgz|tar\.gz|zip)$/;

/** False where nothing is fetched, or so little that nobody would notice. `-o` means offline for Maven alone. */
function downloadsMuch(
  { call, manager, what, packages, global }: Install,
  { readBy }: CacheMountUse,
): boolean {
  // A tool that is compiled has its results elsewhere; a build after the install of its packages fetches nothing.
  if (readBy === "builds" ? global : what === "build") return false;
  const isOffline = call.flags.some(({ name, value }) => {
    if (name === "-o") return manager === "maven";
    return name === "-mod" ? value === "vendor" : offlineFlags.includes(name);
  });
  if (isOffline) return false;
  if (what === "manifest" || what === "build" || call.operands.length === 0) return true;
  if (call.operands.every(({ text }) => localArchive.test(text))) return false;
  return what === "project" || !packages.every(({ name }) => smallTools.has(name));
}

/** Yarn 2 and later keep their cache elsewhere, and so does any user of Yarn but root. */
function isInUsualPlace(analysis: Analysis, install: Install, use: CacheMountUse): boolean {
  const { step, manager } = install;
  if (manager === "yarn") {
    return analysis.use(users).at(step).kind === "root" && !usesBerry(analysis, install);
  }
  if (use.images === undefined) return true;
  if (use.variables?.some((name) => step.state.scope.lookup(name)?.value != null)) return true;
  const base = analysis.use(stageGraph).root(step.stage);
  return base.kind === "image" && use.images.test(baseImage(base.image).name);
}

interface Owner {
  /** Fields of the mount. */
  readonly fields: readonly string[];
  readonly name: string | null;
}

/** A mount belongs to root unless it says otherwise. `null` when it is not known who runs the step. */
function ownerOf(analysis: Analysis, step: Step): Owner | null {
  const { kind, text } = analysis.use(users).at(step);
  if (kind === "root") return { fields: [], name: null };
  if (kind === "unknown" || text === null) return null;
  const [name = "", group] = text.split(":");
  if (!/^\d+$/.test(name)) return { fields: [], name };
  return { fields: [`uid=${name}`, ...(group && /^\d+$/.test(group) ? [`gid=${group}`] : [])], name: null };
}

interface Place {
  readonly path: string;
  readonly sharing: CacheLocation["sharing"];
}

/**
 * The caches to mount: the downloads, and compiled results where they lie outside the project. One in the project holds what the build is
 * for, so a mount would hide it from the image.
 */
function placesOf(install: Install): {
  readonly downloads: readonly Place[];
  readonly compiled: readonly Place[];
} {
  const { caches, buildCaches = [] } = install.call.manager;
  const project = install.directory ?? install.step.state.workdir.path;
  const compiled = install.buildCacheIsMounted ? [] : located(install.buildCacheDirectories, buildCaches);
  return {
    downloads: install.cacheIsMounted ? [] : located(install.cacheDirectories, caches),
    compiled: compiled.filter(({ path }) => project !== null && !isWithin(path, project)),
  };
}

/** None when the place of one of them is not known. */
function located(paths: readonly string[], locations: readonly CacheLocation[]): readonly Place[] {
  if (paths.length !== locations.length || paths.some((path) => path.includes("*"))) return [];
  return paths.map((path, at) => ({ path, sharing: locations[at]!.sharing }));
}

/**
 * Other RUNs of the stages with the same root that read the cache of this manager; `null` when one of the RUNs there may read it unseen,
 * from a script: that would find it empty.
 */
function readersOf(
  analysis: Analysis,
  { manager, step }: Install,
  { readBy }: CacheMountUse,
): readonly Step[] | null {
  const graph = analysis.use(stageGraph);
  const top = graph.lineage(step.stage).at(-1);
  const isNear = (other: Step) => graph.isReachable(other.stage) && graph.lineage(other.stage).at(-1) === top;
  const readers = new Set<Step>();
  for (const found of analysis.use(packageCommands)) {
    if (found.call.manager.name === manager && isNear(found.step)) readers.add(found.step);
  }
  for (const { step: other, command } of readBy === "builds" ? analysis.use(commands).inRuns() : []) {
    if (!readers.has(other) && isOpaque(command) && isNear(other)) return null;
  }
  const mounted = analysis
    .use(installs)
    .filter((install) => install.manager === manager && install.cacheIsMounted)
    .map((install) => install.step);
  for (const other of [step, ...mounted]) readers.delete(other);
  return [...readers];
}

/** Another stage takes files out of the cache, which a mount would hide. */
function isCopiedBetweenStages({ file, use }: Analysis, places: readonly Place[]): boolean {
  return use(stageGraph).edges.some(({ kind, step, instruction }) => {
    if (kind !== "copy" || step === null || instruction.kind !== "COPY") return false;
    return instruction.sources.some((word) => {
      const { value } = expand(word.text, step.state.scope, file.syntax.escape);
      const source = resolvePath("/", value);
      return source !== "/" && places.some(({ path }) => isWithin(path, source) || isWithin(source, path));
    });
  });
}

function emptyingOf({ call, step }: Install): Emptying {
  const { flags = [], variables = [] } = call.manager.noCache ?? {};
  const flag = call.flags.find(({ name }) => flags.includes(name));
  if (flag !== undefined) return { kind: "flag", text: flag.name, word: flag.word };
  const set = variables.find(({ name }) => step.state.scope.lookup(name)?.value != null);
  return set === undefined ? { kind: "clean-up" } : { kind: "variable", name: set.name };
}
