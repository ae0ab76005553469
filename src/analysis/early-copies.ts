import type { Stage, Step } from "../model/build-file.ts";
import { parentPath } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { isManifestOfContext } from "./context-directory.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { type Install, installs } from "./installs.ts";
import { listsNoDependencies } from "./listed-dependencies.ts";
import { type NeededFiles, neededFiles } from "./manifests.ts";
import { stageGraph } from "./stage-graph.ts";

/** An install that runs again after changes to files which it does not read, since a copy above it brings them. */
export interface EarlyCopy {
  readonly install: Install;
  /** The topmost such copy of the whole context, or else of a part, in the install's stage or one it is built on; its own bind mounts count. */
  readonly copy: ContextUse;
  /**
   * What the install reads of the project: `manifests` · `sources`: a build, or the project itself, whose dependencies manifests
   * alone decide · `nothing`: packages by name.
   */
  readonly reads: "manifests" | "sources" | "nothing";
  readonly needed: NeededFiles;
  /** How many files the copy brings that the install doesn't read; `null` without a build context to count in. */
  readonly carried: number | null;
}

/** At most one for each RUN that the target needs, in the order of the file. */
export const earlyCopies = defineFact("early-copies", (analysis): readonly EarlyCopy[] => {
  const { isReachable } = analysis.use(stageGraph);
  const uses = analysis.use(contextUses);
  if (uses.size === 0) return [];
  const above = new Map<Stage, Above>();
  const byStep = new Map<Step, Install[]>();
  for (const install of analysis.use(installs)) {
    const known = byStep.get(install.step);
    if (known) known.push(install);
    else byStep.set(install.step, [install]);
  }
  const found: EarlyCopy[] = [];
  for (const stage of analysis.file.stages) {
    const base = stage.base.kind === "stage" ? above.get(stage.base.stage) : undefined;
    const state: Above = base
      ? { copies: [...base.copies], fetched: new Set(base.fetched) }
      : { copies: [], fetched: new Set() };
    above.set(stage, state);
    for (const step of stage.steps) {
      for (const use of uses.get(step) ?? []) if (mayBeBroad(use)) addCopy(state, use);
      const own = byStep.get(step);
      if (own === undefined) continue;
      if (isReachable(stage)) {
        const early = earlyCopyOf(analysis, own, state);
        if (early !== null) found.push(early);
      }
      for (const install of own) state.fetched.add(fetchKey(install));
      if (uses.has(step)) state.copies = state.copies.filter(({ step: other }) => other !== step);
    }
  }
  return found;
});

interface Above {
  /** Copies that may bring more than manifests, the topmost first. */
  copies: ContextUse[];
  /** What installs above have already fetched. */
  readonly fetched: Set<string>;
}

/** The topmost copies decide; more are not looked at. */
const mostCopies = 8;

function addCopy(above: Above, use: ContextUse): void {
  if (above.copies.length < mostCopies) above.copies.push(use);
}

/** A directory or the whole context. Files and patterns of files are what people choose with care. */
function mayBeBroad(use: ContextUse): boolean {
  return use.whole || use.sources.some(({ known, wildcard }) => known && !wildcard);
}

/** What an install of the same kind further down finds done; packages by name say nothing of what manifests list. */
function fetchKey({ manager, what, directory, belowUnknownWorkdir }: Install): string {
  const kind = what === "packages" ? "packages" : "project";
  return `${manager} ${kind} ${directory ?? `?${belowUnknownWorkdir}`}`;
}

function earlyCopyOf(analysis: Analysis, own: readonly Install[], above: Above): EarlyCopy | null {
  for (const reads of ["manifests", "sources", "nothing"] as const) {
    for (const install of own) {
      if (readsOf(analysis, install, own) !== reads) continue;
      if (reads !== "nothing" && above.fetched.has(fetchKey(install))) continue;
      // Whoever mounts the results builds only what changed.
      const { cacheIsMounted, buildCacheIsMounted, isOffline } = install;
      if (reads === "sources" && (cacheIsMounted || buildCacheIsMounted || isOffline)) continue;
      const early = firstBroad(analysis, install, reads, above.copies);
      if (early !== null) return early;
    }
  }
  return null;
}

/** What kind of install it is; `null` for those that can't be moved away from the sources. */
function readsOf(analysis: Analysis, install: Install, own: readonly Install[]): EarlyCopy["reads"] | null {
  const { step, what, needsSources, manager, manifests } = install;
  if (what === "packages") {
    const isByName = install.global || manifests.length === 0;
    return isByName && isPackagesOnly(analysis, step, own) ? "nothing" : null;
  }
  if (what === "build") return "sources";
  // These have an option that leaves the project itself out.
  if (needsSources !== null) return what === "manifest" && /^(poetry|uv)$/.test(manager) ? "sources" : null;
  return what === "project" ? null : "manifests";
}

/** Commands that come with an install of packages and read nothing of the project. */
const companions = new Set([
  "",
  "set",
  "rm",
  "echo",
  "true",
  ":",
  "export",
  "mkdir",
  "apt-cache",
  "ln",
  "corepack",
]);

/** What calls of package managers do that read nothing of the project either. */
const beside: ReadonlySet<string> = new Set(["packages", "index", "upgrade", "remove", "clean", "configure"]);

/** Whether the whole RUN does nothing but handle packages by name, so that it can stand above any copy. */
function isPackagesOnly(analysis: Analysis, step: Step, own: readonly Install[]): boolean {
  const areNamed = own.every(
    ({ what, call }) => what === "packages" && !call.operands.some(({ text }) => /^[./$]/.test(text)),
  );
  if (!areNamed) return false;
  if (step.instruction.flags.some(({ value }) => /type=bind/.test(value ?? ""))) return false;
  const named = new Set(own.map(({ command }) => command));
  const script = analysis.use(commands).of(step.instruction);
  return script.commands.every((command) => {
    if (companions.has(command.name) || named.has(command)) return true;
    const call = readPackageCommand(command);
    return call !== null && beside.has(call.does);
  });
}

function firstBroad(
  analysis: Analysis,
  install: Install,
  reads: EarlyCopy["reads"],
  copies: readonly ContextUse[],
): EarlyCopy | null {
  if (copies.length === 0) return null;
  if (reads !== "nothing" && !isManifestOfContext(analysis, install)) return null;
  const needed = reads === "nothing" ? nothingNeeded : neededFiles(analysis, install);
  if (needed.obstacles.some(({ prevents }) => prevents) || listsNoDependencies(analysis, install, needed))
    return null;
  let topmost: EarlyCopy | null = null;
  for (const copy of copies) {
    if (reads === "nothing" && mayConfigurePackages(copy)) continue;
    // What changes most decides: a folder above the whole context is not worth naming.
    if (topmost !== null && !copy.whole) continue;
    const carried = carriedBeyond(copy, needed, reads);
    if (carried === 0) continue;
    topmost = { install, copy, reads, needed, carried };
    if (copy.whole) break;
  }
  return topmost;
}

const nothingNeeded: NeededFiles = {
  files: [],
  directory: null,
  missingLockfile: false,
  complete: true,
  obstacles: [],
};

/** An overlay over the root, or files under `/etc` and `/usr`, may hold repositories and keys. */
function mayConfigurePackages({ destination }: ContextUse): boolean {
  return destination === null || destination === "/" || /^\/(etc|usr|root)(\/|$)/.test(destination);
}

/** Files that no builder's step depends on, beside which a project has nothing but manifests. */
const bystanders = /^(Dockerfile|Containerfile|\.dockerignore|\.gitignore|README|LICEN[CS]E)/i;

/** Number of files that the copy brings and the install doesn't read; 0 when it is as narrow as it can be; `null` when unknown. */
function carriedBeyond(copy: ContextUse, needed: NeededFiles, reads: EarlyCopy["reads"]): number | null {
  const files = copy.files();
  if (files === null) return copy.whole ? null : 0;
  const isNeeded = neededTest(needed.files);
  const isChosen = chosenTest(copy);
  const others = files.filter(({ path }) => !isNeeded(path) && !isChosen(path));
  if (others.every(({ path }) => bystanders.test(path))) return 0;
  if (copy.whole) return others.length;
  if (reads === "nothing") return 0;
  // A directory that holds the first manifest is the project. Any other one holds nothing but sources only if all that the install
  // reads is known and none of it is there.
  const holdsProject = files.some(({ path }) => path === needed.files[0]);
  const isKnown =
    needed.complete && needed.obstacles.length === 0 && !files.some(({ path }) => isNeeded(path));
  return holdsProject || (isKnown && reads !== "sources") ? others.length : 0;
}

/** Files that the copy names, or takes by a pattern for the names in one directory, are brought on purpose. */
function chosenTest({ sources, whole }: ContextUse): (path: string) => boolean {
  if (whole) return () => false;
  const named = new Set(sources.map(({ path }) => path));
  const folders = new Set(sources.filter(({ wildcard }) => wildcard).map(({ path }) => parentPath(path)));
  return (path) => named.has(path) || folders.has(parentPath(path));
}

function neededTest(needed: readonly string[]): (path: string) => boolean {
  const files = new Set(needed);
  const directories = needed.filter((path) => path.endsWith("/"));
  return (path) => files.has(path) || directories.some((directory) => path.startsWith(directory));
}
