import { baseImage } from "../knowledge/base-images.ts";
import { type Clutter, clutterNamed } from "../knowledge/clutter.ts";
import { baseName, isWithin, parentPath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { buildSteps } from "./build-steps.ts";
import { type ContextIndex, contextIndex } from "./context-index.ts";
import type { ContextFile } from "./context-listing.ts";
import { type ContextSource, contextRequests } from "./context-requests.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { usesGitHistory } from "./git-history-use.ts";
import { type GitIgnored, gitIgnored } from "./git-ignored.ts";
import { installs } from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";
import { fitsPart } from "./workspace-glob.ts";

/** A kind of file that a step reads of the build context and that nothing seems to need. */
export interface NeedlessGroup {
  readonly row: Clutter;
  /** The folder, or the only file: `web/node_modules`; the name alone where there are several (`__pycache__`, `*.log`). */
  readonly name: string;
  /** Folders or files of this kind. */
  readonly places: number;
  readonly files: number;
  readonly bytes: number;
}

export interface NeedlessUse {
  readonly use: ContextUse;
  /** Largest first. */
  readonly groups: readonly NeedlessGroup[];
  readonly bytes: number;
  /** Whether it is worth a word: large, or changing by itself so that steps miss the cache. */
  readonly isCostly: boolean;
}

/**
 * What steps of the target read of the context without need, each file at the first step that reads it. What the Dockerfile names,
 * what git keeps, and what the build would miss is left out. Linear in the files of the context.
 */
export const needlessFiles = defineFact("needless-files", (analysis): readonly NeedlessUse[] => {
  const graph = analysis.use(stageGraph);
  const uses = [...analysis.use(contextUses).values()].flat();
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null) return [];
  const reading = uses.filter(({ step }) => graph.isReachable(step.stage));
  if (reading.length === 0) return [];
  const finder = clutterFinder(contextIndex(context.files()));
  const isWanted = wantedBy(analysis);
  const seen = new Set<string>();
  const found: NeedlessUse[] = [];
  let visits = 0;
  for (const use of reading) {
    const files = use.files() ?? [];
    visits += files.length;
    const places = placesIn(files, finder, seen).filter((place) => !isWanted(place));
    if (places.length > 0) found.push(needlessUse(use, places, analysis.use(gitIgnored)));
    // Nothing is left for later ones.
    if ((use.whole && use.excludes.length === 0) || visits > mostVisits) break;
  }
  return found;
});

/** Bounds the work where thousands of steps read the same files; none of them is the first. */
const mostVisits = 1_000_000;

/** Less than this costs nothing that one would notice. */
const costlyBytes = 100_000;

/** One folder or file of the table. */
interface Place {
  readonly row: Clutter;
  readonly path: string;
  files: number;
  bytes: number;
}

function needlessUse(use: ContextUse, places: readonly Place[], ignoredByGit: GitIgnored): NeedlessUse {
  const byRow = new Map<Clutter, Place[]>();
  for (const place of places) {
    const others = byRow.get(place.row);
    if (others === undefined) byRow.set(place.row, [place]);
    else others.push(place);
  }
  const groups = Array.from(byRow, ([row, own]): NeedlessGroup => {
    const sum = (size: (place: Place) => number): number =>
      own.reduce((total, place) => total + size(place), 0);
    return {
      row,
      name: own.length === 1 ? own[0]!.path : row.name,
      places: own.length,
      files: sum(({ files }) => files),
      bytes: sum(({ bytes }) => bytes),
    };
  }).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  const bytes = groups.reduce((total, group) => total + group.bytes, 0);
  // What git keeps does not change by itself: a log that a test reads.
  const changes = ({ row: { holds }, path }: Place): boolean =>
    holds === "history" || (holds !== "settled" && ignoredByGit(path) !== false);
  return { use, groups, bytes, isCostly: bytes >= costlyBytes || places.some(changes) };
}

/** Files that only keep a folder in git. */
const placeholders: ReadonlySet<string> = new Set([".gitkeep", ".keep", ".gitignore", ".dockerignore"]);

type ClutterFinder = (path: string) => { readonly row: Clutter; readonly path: string } | null;

function placesIn(files: readonly ContextFile[], find: ClutterFinder, seen: Set<string>): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { path, size } of files) {
    if (seen.has(path)) continue;
    seen.add(path);
    const found = find(path);
    if (found === null || placeholders.has(baseName(path))) continue;
    let place = places.get(found.path);
    if (place === undefined) {
      place = { ...found, files: 0, bytes: 0 };
      places.set(found.path, place);
    }
    place.files++;
    place.bytes += size;
  }
  return [...places.values()];
}

/** Finds the topmost folder of the table that a file lies in, or the file itself. Each folder is looked at once. */
function clutterFinder(index: ContextIndex): ClutterFinder {
  const folders = new Map<string, { readonly row: Clutter; readonly path: string } | null>();
  const folderOf = (folder: string): { readonly row: Clutter; readonly path: string } | null => {
    if (folder === ".") return null;
    // Folders are looked at from the top down without recursion: their depth is the user's.
    const chain: string[] = [];
    let at = folder;
    for (; at !== "." && !folders.has(at); at = parentPath(at)) chain.push(at);
    let found = folders.get(at) ?? null;
    for (const each of chain.reverse()) {
      found ??= rowFor(each, "directory", index);
      folders.set(each, found);
    }
    return found;
  };
  return (path) => folderOf(parentPath(path)) ?? rowFor(path, "file", index);
}

function rowFor(
  path: string,
  kind: Clutter["kind"],
  index: ContextIndex,
): { readonly row: Clutter; readonly path: string } | null {
  const row = clutterNamed(path, kind);
  if (row === null) return null;
  const siblings = row.beside.length === 0 ? [] : (index.byDirectory.get(parentPath(path)) ?? []);
  const isThere = siblings.some((file) => row.beside.some((pattern) => fitsPart(baseName(file), pattern)));
  return row.beside.length === 0 || isThere ? { row, path } : null;
}

/** Whether something needs a place of the table after all. */
function wantedBy(analysis: Analysis): (place: Place) => boolean {
  const graph = analysis.use(stageGraph);
  const named = analysis.use(contextRequests).flatMap(({ sources }) => sources.filter(({ known }) => known));
  const ignoredByGit = analysis.use(gitIgnored);
  const patterns = analysis.use(buildContext)?.ignoreFile?.patterns ?? [];
  const builds = memoized(() => analysis.use(buildSteps).some(({ step }) => graph.isReachable(step.stage)));
  const installsNode = memoized(() => analysis.use(installs).some(({ ecosystem }) => ecosystem === "node"));
  const runsNode = memoized(() =>
    [...graph.reachable].some((stage) => {
      const root = graph.root(stage);
      return root.kind !== "image" || baseImage(root.image).language === "node";
    }),
  );
  return (place) => {
    if (named.some((source) => isNamed(place, source))) return true;
    // Who leaves out `.git/objects` wants the rest.
    if (patterns.some(({ path }) => path.startsWith(`${place.path}/`) && path !== `${place.path}/**`))
      return true;
    const { holds, needless } = place.row;
    if (holds === "history") return analysis.use(usesGitHistory);
    if (holds === "node-dependencies") return !installsNode() && runsNode();
    if (holds === "output" && !builds()) return true;
    return needless === "usually" && isKept(place, ignoredByGit);
  };
}

/** Whether a source means this place, or something in it. */
function isNamed({ path, row }: Place, source: ContextSource): boolean {
  if (!source.wildcard) return source.path !== "." && isWithin(source.path, path);
  const fixed = source.path.slice(0, source.path.search(/[*?[\\]/));
  return fixed.startsWith(`${path}/`) || (row.kind === "file" && fitsPart(path, source.path));
}

/** Of files that some projects keep in git, those count that git ignores; without a word from git, those at the top and those whose neighbours tell. */
function isKept({ path, row }: Place, ignoredByGit: GitIgnored): boolean {
  const ignored = ignoredByGit(path);
  return ignored === null ? row.beside.length === 0 && path.includes("/") : !ignored;
}

function memoized<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
