import { buildContext } from "../analysis/build-context.ts";
import { type ContextUse, contextUses } from "../analysis/context-use.ts";
import { defineFact, type Repository } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { Elsewhere, GitCommit } from "../host/git.ts";
import { isWithin, relativePath, resolvePath } from "../text/posix-path.ts";
import { type FolderHistory, folderHistory, type PathChoice } from "./path-states.ts";

/** A build of today's Dockerfile, with today's ignore file, from the files of a commit. */
export interface PastBuild {
  /** The commit. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly subject: string;
  /**
   * How much it counts; 0 for what only fills the cache: the first, and commits that edit the Dockerfile or its ignore file. Those were builds of
   * another file, and to take them for builds in which little changed would make the expected time too small.
   */
  readonly weight: number;
}

/** The builds that the commits of the repository would have made. */
export interface PastBuilds {
  /** Oldest first. */
  readonly builds: readonly PastBuild[];
  /** For each build a number for what a step reads of the context: equal for equal content. */
  statesOf(use: ContextUse): Int32Array;
  /** Paths in the context that a step reads and that changed since the build before, a `/` after a folder; what git does not have is among them always. */
  changesOf(use: ContextUse, build: number): readonly string[];
  /** `statesOf` for the files that are selected by their path in the context. */
  statesOfPaths(selects: (path: string) => boolean): Int32Array;
  /** What these builds do not show, one sentence each. */
  readonly blindSpots: readonly string[];
}

/** Fewer builds say less than the priors do. */
export const fewestBuilds = 10;
/** A build counts half as much as one this many builds later (cost model, §5.4). */
const halfLife = 200;

/** The commits that hold all that the Dockerfile copies today, before it is known whether they are enough. */
const buildable = defineFact("buildable-commits", (analysis) => {
  const repository = analysis.options.repository ?? null;
  const context = analysis.use(buildContext);
  if (repository === null || context === null || context.realRoot === null) return null;
  const folder = relativePath(context.realRoot, repository.root);
  if (folder === null) return null;
  const { history } = repository;
  const files = sharedHistory(repository, folder);
  const found = firstBuildable(files, usesOfTarget(analysis), history.commits.length);
  return { history, folder, files, ...found, commits: history.commits.slice(found.first) };
});

/** What is asked of one history again and again: a search reads many texts in the place of one Dockerfile. */
interface SharedHistory extends FolderHistory {
  /** `presenceOf` what is at a path, in it, or a submodule around it. */
  presenceAt(path: string): Uint8Array;
  /** `statesOf`, kept under a name for what is selected. */
  statesNamed(name: string, selects: PathChoice): Int32Array;
}

const histories = new WeakMap<Repository, Map<string, SharedHistory>>();

function sharedHistory(repository: Repository, folder: string): SharedHistory {
  const ofRepository = histories.get(repository) ?? new Map<string, SharedHistory>();
  histories.set(repository, ofRepository);
  let shared = ofRepository.get(folder);
  if (shared === undefined) {
    const { history, pending = [] } = repository;
    const files = folderHistory([...history.commits.map(({ changes }) => changes), pending], folder);
    const presences = new Map<string, Uint8Array>();
    const states = new Map<string, Int32Array>();
    shared = {
      ...files,
      presenceAt: (path) => computed(presences, path, () => files.presenceOf(inOrAround(path))),
      statesNamed: (name, selects) => computed(states, name, () => files.statesOf(selects)),
    };
    ofRepository.set(folder, shared);
  }
  return shared;
}

function computed<Value>(known: Map<string, Value>, key: string, compute: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = compute();
    known.set(key, value);
  }
  return value;
}

/** Why there is no replay where there is a history, in one sentence; otherwise `null`. */
export const tooFewBuilds = defineFact("too-few-builds", (analysis): string | null => {
  const found = analysis.use(buildable);
  if (found === null || found.commits.length > fewestBuilds) return null;
  const { commits, latest } = found;
  const number = commits.length === 1 ? "1 commit" : `${commits.length} commits`;
  const cause = latest === null ? "" : ` with \`${latest}\`, which the Dockerfile copies`;
  return `git has ${number}${cause}, and a replay takes more than ${fewestBuilds}`;
});

/** `null` without a history, or where it says nothing about this context. */
export const pastBuilds = defineFact("past-builds", (analysis): PastBuilds | null => {
  const found = analysis.use(buildable);
  if (found === null || found.commits.length <= fewestBuilds) return null;
  const { history, folder, files, first, latest, younger, commits } = found;

  const sinceFirst = (states: Int32Array): Int32Array => states.subarray(first, -1);
  const everything = () => files.statesNamed("", () => true);
  const readBy =
    ({ reads, sources }: ContextUse): PathChoice =>
    (path, isFolder) =>
      reads(path) || (isFolder && sources.some((source) => isWithin(source.path, path)));
  const ignoreText = analysis.use(buildContext)?.ignoreFile?.text ?? null;
  /** All that decides what a step reads. */
  const nameOf = ({ sources, excludes, parents }: ContextUse): string =>
    JSON.stringify([sources.map(({ range: _, ...source }) => source), excludes, parents, ignoreText]);
  const known = new Map<ContextUse, Int32Array>();
  const untrackedOf = new Map<ContextUse, readonly string[]>();
  const untrackedBy = (use: ContextUse): readonly string[] => {
    const found = untrackedOf.get(use) ?? untrackedSources(files, use);
    untrackedOf.set(use, found);
    return found;
  };
  const statesOf = (use: ContextUse): Int32Array => {
    let states = known.get(use);
    if (states === undefined) {
      // What a build outside of the image leaves in the context changes whenever anything does.
      const isTracked = untrackedBy(use).length === 0;
      states = sinceFirst(isTracked ? files.statesNamed(nameOf(use), readBy(use)) : everything());
      known.set(use, states);
    }
    return states;
  };
  const untracked = new Set(usesOfTarget(analysis).flatMap(untrackedBy));
  const settings = new Set(
    usesOfTarget(analysis)
      .flatMap((use) => absentSources(files, use))
      .filter((path) => localSetting.test(path)),
  );
  const definitions = definitionPaths(analysis);
  const isEdit = ({ changes }: GitCommit): boolean => changes.some(({ path }) => definitions.has(path));
  const edits = commits.map((commit, index) => index === 0 || isEdit(commit));
  // A young file is edited by nearly every commit, which then are all that there is.
  const isRatherStable = edits.filter((edit) => !edit).length >= fewestBuilds;
  return {
    builds: commits.map(({ id, time, subject }, index) => ({
      id,
      time,
      subject,
      weight:
        index === 0 || (isRatherStable && edits[index]) ? 0 : 2 ** (-(commits.length - 1 - index) / halfLife),
    })),
    statesOf,
    changesOf: (use, build) => [...files.changedIn(first + build, readBy(use)), ...untrackedBy(use)],
    statesOfPaths: (selects) => sinceFirst(files.statesOf(selects)),
    blindSpots: [
      ...history.blindSpots,
      ...elsewhereSpots(history.elsewhere, folder),
      ...(first > 0
        ? [
            `The ${first === 1 ? "oldest commit is" : `${first} oldest commits are`} left out: \`${latest}\`, which the Dockerfile copies today, was not there yet, so no build could be made`,
          ]
        : []),
      ...(younger.length > 0
        ? [
            `${listed(younger)} ${younger.length === 1 ? "is" : "are"} younger than most of the builds that are replayed: these are taken as builds without ${younger.length === 1 ? "it" : "them"}`,
          ]
        : []),
      ...Array.from(
        untracked,
        (path) =>
          `Git does not have \`${path}\`: what copies it is taken to change in every build in which anything does`,
      ),
      ...Array.from(
        settings,
        (path) =>
          `Git does not have \`${path}\`: as a setting of the machine that builds it is taken to stay`,
      ),
    ],
  };
});

/** What the context has of files whose content is in another place. */
function elsewhereSpots(elsewhere: readonly Elsewhere[], folder: string): readonly string[] {
  const pathsOf = (wanted: Elsewhere["kind"]): readonly string[] =>
    elsewhere.flatMap(({ kind, path }) =>
      kind === wanted && (isWithin(path, folder) || isWithin(folder, path))
        ? [relativePath(path, folder) ?? "."]
        : [],
    );
  const submodules = pathsOf("submodule");
  const lfs = pathsOf("lfs");
  return [
    ...(submodules.length > 0
      ? [
          `${listed(submodules)} ${submodules.length === 1 ? "is a submodule" : "are submodules"}: what is in there is unknown, and taken to change with each other commit of it`,
        ]
      : []),
    ...(lfs.length > 0
      ? [
          `Files in ${listed(lfs)} that Git LFS keeps are seen to change, but their sizes and texts are unknown`,
        ]
      : []),
  ];
}

const mostNames = 3;

/** `a`, `b` and 3 more */
function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, mostNames).map((path) => `\`${path}\``);
  const more = paths.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}

/** The Dockerfile and its ignore file as paths of the repository. */
export function definitionPaths(analysis: Parameters<typeof pastBuilds.compute>[0]): ReadonlySet<string> {
  const { repository, path } = analysis.options;
  const context = analysis.use(buildContext);
  if (repository == null || context === null || context.realRoot === null) return new Set();
  const { root, realRoot, dockerfile, ignoreFile } = context;
  const inContext = [dockerfile, ignoreFile && relativePath(ignoreFile.path, root)]
    .filter((one) => one != null)
    .map((one) => resolvePath(realRoot, one));
  const found = [...inContext, ...(path == null ? [] : [path])].map((one) =>
    relativePath(one, repository.root),
  );
  return new Set(found.filter((one) => one !== null));
}

function usesOfTarget({ file, use }: Parameters<typeof pastBuilds.compute>[0]): readonly ContextUse[] {
  const graph = use(stageGraph);
  const uses = use(contextUses);
  return file.stages
    .filter((stage) => graph.isReachable(stage))
    .flatMap((stage) => stage.steps.flatMap((step) => uses.get(step) ?? []));
}

/** What a step names that git does not have today: it is made by something else. */
function untrackedSources(files: SharedHistory, use: ContextUse): readonly string[] {
  return absentSources(files, use).filter((path) => !localSetting.test(path));
}

function absentSources(files: SharedHistory, { sources, parents }: ContextUse): readonly string[] {
  return sources
    .filter(({ path, wildcard, known }) => known && !wildcard && !parents && path !== ".")
    .map(({ path }) => path)
    .filter((path) => !isThereNow(files.presenceAt(path)));
}

/** What people keep out of git since it is of their machine or secret, and edit by hand: nothing builds it, so that it does not change with each build. */
const localSetting =
  /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|\.npmrc|\.pypirc|\.netrc|[^/]+\.(?:pem|key|crt|cer|p12|jks))$/;

/** The path itself, what is in it, and a submodule that it is in. */
function inOrAround(path: string): PathChoice {
  return (file, isFolder) => isWithin(file, path) || (isFolder && isWithin(path, file));
}

function isThereNow(presence: Uint8Array): boolean {
  return presence.at(-1) === 1;
}

/** Where the builds begin that can be made of a history. */
interface FirstBuild {
  readonly first: number;
  /** The file that came last before it. */
  readonly latest: string | null;
  /** Files that came later still. */
  readonly younger: readonly string[];
}

/**
 * The commit after the last one whose tree lacks a file that a step names, so that the build fails. A few files that would leave too few builds are passed
 * over: the builds before them say more of the others than priors do.
 */
function firstBuildable(files: SharedHistory, uses: readonly ContextUse[], commits: number): FirstBuild {
  const paths = new Set<string>();
  for (const { sources, parents } of uses) {
    for (const { path, wildcard, known } of sources)
      if (known && !wildcard && !parents && path !== ".") paths.add(path);
  }
  const arrivals = [...paths]
    .map((path) => ({ path, presence: files.presenceAt(path) }))
    // What git does not have today it may never have had.
    .filter(({ presence }) => isThereNow(presence))
    .map(({ path, presence }) => ({ path, since: presence.lastIndexOf(0) + 1 }))
    .filter(({ since }) => since > 0)
    .sort((one, other) => other.since - one.since);
  const isEnough = (since: number): boolean => commits - since > fewestBuilds;
  const kept = arrivals.findIndex(({ since }) => isEnough(since));
  const young = kept === -1 && isEnough(0) ? arrivals : arrivals.slice(0, Math.max(0, kept));
  // Where most came late, the builds before were of another project.
  const younger = young.length * 2 <= paths.size ? young : [];
  const last = arrivals[younger.length];
  return { first: last?.since ?? 0, latest: last?.path ?? null, younger: younger.map(({ path }) => path) };
}
