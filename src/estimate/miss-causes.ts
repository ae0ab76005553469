import type { MissCause } from "./estimate.ts";
import type { Graph } from "./graph.ts";
import { type ComparedBuild, type RootWeight, recordedRoots } from "./miss-roots.ts";
import { type PathShare, pathShares } from "./path-shares.ts";
import { type Cause, type CausePaths, reusesNothing } from "./plan.ts";
import { priorRoots } from "./prior-roots.ts";

/** Files that are named one by one, and the share of the misses that it takes; the rest is one more. */
const named = { most: 7, least: 0.01 };

/** Says of the step at a position of the plan why it misses, the largest share first; nothing of a step that never does. */
export function missCauses(graph: Graph): (position: number) => readonly MissCause[] {
  const { plan, segmentOf, isPull } = graph;
  if (reusesNothing(plan)) {
    const what = plan.noCache ? "`--no-cache`" : "no cache is kept";
    return () => [{ kind: "not-held", what, share: 1 }];
  }
  const { series } = plan;
  const roots = series.kind === "builds" ? recordedRoots(graph, series.builds) : priorRoots(graph);
  const ends = endsOf(graph);
  const known = new Map<string, readonly MissCause[]>();
  return (position) => {
    const segment = segmentOf[position]!;
    // What stands behind the first step of a segment misses because of that one; what an image changed is said as such.
    const isFirst = ends.first[segment] === position || isPull[segment] === 1;
    const key = `${segment} ${isFirst}`;
    let causes = known.get(key);
    if (causes === undefined) {
      const weights = isFirst ? roots[segment]! : roots[segment]!.map((one) => behind(one, segment, graph));
      causes = sharesOf(weights.flatMap((one) => causesOf(one, graph, ends)));
      known.set(key, causes);
    }
    return causes;
  };
}

/** The same root for a step behind the first one of its segment. */
function behind({ root, ...one }: RootWeight, segment: number, { causes }: Graph): RootWeight {
  const isOwn = root.kind === "read" || (root.kind === "cause" && causes[segment]!.includes(root.cause));
  return isOwn ? { root: { kind: "above", segment }, weight: one.weight } : { root, ...one };
}

/** By segment the positions of its first and its last vertex. */
interface SegmentEnds {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function endsOf({ size, segmentOf }: Graph): SegmentEnds {
  const first = new Int32Array(size).fill(-1);
  const last = new Int32Array(size);
  for (const [position, segment] of segmentOf.entries()) {
    if (first[segment] === -1) first[segment] = position;
    last[segment] = position;
  }
  return { first, last };
}

/** With weights in the place of shares. */
function causesOf(
  { root, weight, builds = [] }: RootWeight,
  { plan: { vertices, causes } }: Graph,
  { first, last }: SegmentEnds,
): readonly MissCause[] {
  switch (root.kind) {
    case "not-held":
      return [{ kind: "not-held", what: "not in the cache", share: weight }];
    case "above":
      return [
        { kind: "above", what: `after line ${vertices[first[root.segment]!]!.label.line}`, share: weight },
      ];
    case "read": {
      const { instruction, label, causes: own } = vertices[last[root.segment]!]!;
      const image = instruction === null ? causes[own[0] ?? -1] : undefined;
      if (image !== undefined) return [{ ...wordsOf(image, false), share: weight }];
      return [{ kind: "stage", what: `stage ${label.stage}`, share: weight }];
    }
    case "cause": {
      const cause = causes[root.cause]!;
      const files = cause.paths === undefined ? [] : filesOf(cause.paths, builds);
      if (files.length === 0) return [{ ...wordsOf(cause, true), share: weight }];
      return files.map(({ path, share }) => ({ kind: "files", what: path, share: share * weight }));
    }
  }
}

function filesOf({ below, changedIn }: CausePaths, builds: readonly ComparedBuild[]): readonly PathShare[] {
  const byBuilds = new Map<string, ComparedBuild>();
  for (const compared of builds) {
    const key = `${compared.before} ${compared.build}`;
    const weight = (byBuilds.get(key)?.weight ?? 0) + compared.weight;
    byBuilds.set(key, { ...compared, weight });
  }
  const changes = Array.from(byBuilds.values(), ({ before, build, weight }) => {
    const paths = new Set<string>();
    for (let at = before + 1; at <= build; at += 1) for (const path of changedIn(at)) paths.add(path);
    return { weight, paths: [...paths] };
  });
  return pathShares(changes, below);
}

/** What a cause is called where no files are known. */
function wordsOf({ source }: Cause, isBase: boolean): Omit<MissCause, "share"> {
  switch (source.kind) {
    case "image":
      return { kind: "image", what: `${isBase ? "base image" : "image"} ${source.image}` };
    case "manifests": {
      const place = source.directory === "." ? "" : ` in ${source.directory}/`;
      return { kind: "files", what: `${source.ecosystem} manifests${place}` };
    }
    case "files":
      return { kind: "files", what: source.path === "." ? "files of the context" : source.path };
    case "git-directory":
      return { kind: "files", what: ".git/" };
    case "argument":
      return { kind: "argument", what: `argument ${source.name}` };
    case "remote":
      return { kind: "remote", what: source.url };
  }
}

/** From weights to shares; what is said of files with small ones is put together. */
function sharesOf(weights: readonly MissCause[]): readonly MissCause[] {
  const total = weights.reduce((sum, { share }) => sum + share, 0);
  if (total <= 0) return [];
  const byWords = new Map<string, MissCause>();
  for (const { kind, what, share } of weights) {
    const key = `${kind} ${what}`;
    byWords.set(key, { kind, what, share: (byWords.get(key)?.share ?? 0) + share / total });
  }
  const sorted = [...byWords.values()].sort((one, other) => other.share - one.share);
  const files = sorted.filter(({ kind }) => kind === "files");
  const shown = files.slice(0, named.most).filter(({ share }) => share >= named.least);
  const rest = files.slice(shown.length);
  if (rest.length < 2) return sorted;
  const others = {
    kind: "files" as const,
    what: "other files",
    share: rest.reduce((sum, { share }) => sum + share, 0),
  };
  return [...sorted.filter((cause) => !rest.includes(cause)), others].sort(
    (one, other) => other.share - one.share,
  );
}
