import { baseImage } from "../knowledge/base-images.ts";
import { type CacheMountUse, cacheMountUses } from "../knowledge/cache-mounts.ts";
import { smallTools } from "../knowledge/cache-remedies.ts";
import type { CacheLocation } from "../knowledge/package-manager.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { ShellWord } from "../shell/command.ts";
import { isWithin, resolvePath } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type Install, installs, isOfArchives, packageCommands } from "./installs.ts";
import { isOpaque } from "./opaque-commands.ts";
import { isVendored, satisfiedInstalls } from "./satisfied-installs.ts";
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
  /** Where these mounts are, absolute. */
  readonly targets: readonly string[];
  /** Name of a user whose number the mounts need in `uid=`; `null` when none is needed or it is in the flags. */
  readonly owner: string | null;
  /** RUNs that read the same cache and so need the same mounts, that of the install included, in the order of the file. */
  readonly readers: readonly Step[];
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
  const surroundings = { readers: cacheReaders(analysis), copiedPaths: copiedPaths(analysis) };
  const found = new Map<Step, MissingMount>();
  for (const install of analysis.use(installs)) {
    if (!graph.isReachable(install.step.stage)) continue;
    const missing = missingMountOf(analysis, install, surroundings);
    const other = found.get(install.step);
    if (missing === null || (other && isDearer(costs, other.install, install))) continue;
    found.set(install.step, missing);
  }
  return [...found.values()];
});

interface Surroundings {
  readonly readers: CacheReaders;
  readonly copiedPaths: readonly string[];
}

/** Of several installs in one RUN the one that takes longest is worth naming. */
function isDearer(costs: StepCosts, one: Install, other: Install): boolean {
  return meanSeconds(costs.ofInstall(one)) >= meanSeconds(costs.ofInstall(other));
}

function missingMountOf(
  analysis: Analysis,
  install: Install,
  surroundings: Surroundings,
): MissingMount | null {
  const { manager, step } = install;
  const use = Object.hasOwn(cacheMountUses, manager) ? cacheMountUses[manager]! : null;
  if (use === null || !downloadsMuch(install, use) || !isInUsualPlace(analysis, install, use)) return null;
  if (analysis.use(satisfiedInstalls).has(install)) return null;
  // Whoever mounts the results has thought of the downloads, of which there may be none.
  if (install.what === "build" && install.buildCacheIsMounted) return null;
  const owner = ownerOf(analysis, step);
  if (owner === null) return null;
  const readers =
    use.readBy === "install" || install.cacheIsMounted ? [step] : surroundings.readers.of(install, use);
  const { downloads, compiled } = placesOf(install);
  const places = readers === null || isVendored(analysis, install) ? compiled : [...downloads, ...compiled];
  if (places.length === 0 || isCopied(places, surroundings)) return null;
  return {
    install,
    keeps: compiled.length > 0 && install.what === "build" ? "results" : "downloads",
    flags: places.map(({ path, sharing }) => {
      const fields = [`target=${path}`, ...(sharing === "locked" ? ["sharing=locked"] : []), ...owner.fields];
      return `--mount=type=cache,${fields.join(",")}`;
    }),
    targets: places.map(({ path }) => path),
    owner: owner.name,
    readers: readers ?? [step],
    emptiedBy: install.cacheIsRemoved ? emptyingOf(install) : null,
    note: use.note ?? null,
  };
}

/** False where nothing is fetched, or so little that nobody would notice. */
function downloadsMuch(install: Install, { readBy }: CacheMountUse): boolean {
  const { call, manager, what, packages, global, isOffline } = install;
  // A tool that is compiled has its results elsewhere; a build after the install of its packages fetches nothing.
  if (readBy === "builds" ? global : what === "build") return false;
  // Such a build looks at no results of earlier ones.
  if (isOffline || (manager === "go" && call.flags.some(({ name }) => name === "-a"))) return false;
  if (what === "manifest" || what === "build" || call.operands.length === 0) return true;
  if (isOfArchives(install)) return false;
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

interface CacheReaders {
  /**
   * RUNs of the stages with the same root that read the cache of the install's manager; `null` when one of the RUNs there may read it
   * unseen, from a script: that would find it empty.
   */
  of(install: Install, use: CacheMountUse): readonly Step[] | null;
}

/** Each question about the stages of one root is answered once. */
function cacheReaders(analysis: Analysis): CacheReaders {
  const graph = analysis.use(stageGraph);
  const roots: Stage[] = [];
  for (const stage of analysis.file.stages) {
    roots.push(stage.base.kind === "stage" ? roots[stage.base.stage.index]! : stage);
  }
  const keyOf = (stage: Stage, manager: string) => `${roots[stage.index]!.index} ${manager}`;
  const readers = new Map<string, Set<Step>>();
  for (const { step, call } of analysis.use(packageCommands)) {
    const { name } = call.manager;
    // `pnpm run build` starts a script, and looks at no downloads.
    if (cacheMountUses[name]?.readBy === "manager" && call.does === "other") continue;
    if (graph.isReachable(step.stage)) addTo(readers, keyOf(step.stage, name), step);
  }
  const scripts = new Map<Stage, Set<Step>>();
  for (const { step, command } of analysis.use(commands).inRuns()) {
    if (graph.isReachable(step.stage) && isOpaque(command)) addTo(scripts, roots[step.stage.index]!, step);
  }
  const mounted = new Set(
    analysis.use(installs).flatMap(({ step, cacheIsMounted }) => (cacheIsMounted ? [step] : [])),
  );
  const answers = new Map<string, readonly Step[] | null>();
  return {
    of({ step, manager }, { readBy }) {
      const key = keyOf(step.stage, manager);
      let answer = answers.get(key);
      if (answer === undefined) {
        const own = readers.get(key) ?? new Set([step]);
        const unseen = readBy === "builds" ? [...(scripts.get(roots[step.stage.index]!) ?? [])] : [];
        answer = unseen.every((other) => own.has(other))
          ? [...own].filter((other) => !mounted.has(other))
          : null;
        answers.set(key, answer);
      }
      return answer;
    },
  };
}

function addTo<Key>(sets: Map<Key, Set<Step>>, key: Key, step: Step): void {
  const known = sets.get(key);
  if (known) known.add(step);
  else sets.set(key, new Set([step]));
}

/** As many as are compared with each cache. */
const mostCopiedPaths = 500;

/** What stages take from one another, but for all of it. */
function copiedPaths({ file, use }: Analysis): readonly string[] {
  const paths = new Set<string>();
  for (const { kind, step, instruction } of use(stageGraph).edges) {
    if (kind !== "copy" || step === null || instruction.kind !== "COPY") continue;
    for (const word of instruction.sources) {
      paths.add(resolvePath("/", expand(word.text, step.state.scope, file.syntax.escape).value));
    }
  }
  paths.delete("/");
  return [...paths].slice(0, mostCopiedPaths);
}

/** Another stage takes files out of the cache, which a mount would hide. */
function isCopied(places: readonly Place[], { copiedPaths }: Surroundings): boolean {
  return places.some(({ path }) =>
    copiedPaths.some((copied) => isWithin(path, copied) || isWithin(copied, path)),
  );
}

function emptyingOf({ call, step }: Install): Emptying {
  const { flags = [], variables = [] } = call.manager.noCache ?? {};
  const flag = call.flags.find(({ name }) => flags.includes(name));
  if (flag !== undefined) return { kind: "flag", text: flag.name, word: flag.word };
  const set = variables.find(({ name }) => step.state.scope.lookup(name)?.value != null);
  return set === undefined ? { kind: "clean-up" } : { kind: "variable", name: set.name };
}
