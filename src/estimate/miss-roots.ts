import { buildWalk } from "./build-walk.ts";
import type { Graph } from "./graph.ts";
import { outcome } from "./outcome.ts";
import type { PastBuild } from "./plan.ts";

/** Why a segment missed in one build: the first thing in its chain that was not as in the build before. */
export type MissRoot =
  | { readonly kind: "cause"; readonly cause: number }
  /** A segment above it. */
  | { readonly kind: "above"; readonly segment: number }
  /** A segment whose output it reads. */
  | { readonly kind: "read"; readonly segment: number }
  | { readonly kind: "not-held" };

/** How much of the misses of a segment has one root. */
export interface RootWeight {
  readonly root: MissRoot;
  readonly weight: number;
  /** For a cause of its own the builds, each with the one that it is compared with. Left out where no builds were. */
  readonly builds?: readonly ComparedBuild[];
}

export interface ComparedBuild {
  readonly before: number;
  readonly build: number;
  readonly weight: number;
}

/** Segments times builds times draws. */
const budget = 1_000_000;
const mostDraws = 16;

/** The roots of the misses of each segment in builds that were. */
export function recordedRoots(
  graph: Graph,
  builds: readonly PastBuild[],
): readonly (readonly RootWeight[])[] {
  const { size, parent, follows, causes, isPull } = graph;
  const { isCertain, states, walk } = buildWalk(graph, builds, false);
  const affordable = Math.floor(budget / Math.max(1, size * builds.length));
  const draws = isCertain ? 1 : Math.min(mostDraws, Math.max(1, affordable));
  const tallies = causes.map(() => newTally());
  const ownChanges: number[][] = causes.map(() => []);
  /** By segment the one in which the chain up to it first differs; -1 for none. */
  const changedAt = new Int32Array(size);
  for (let draw = 0; draw < draws; draw += 1) {
    walk(draw, ({ build, before, outcomes, isNew }) => {
      const { weight } = builds[build]!;
      if (weight <= 0 || outcomes === null) return;
      for (let segment = 0; segment < size; segment += 1) {
        const above = parent[segment] === -1 ? -1 : changedAt[parent[segment]!]!;
        const own = ownChanges[segment]!;
        own.length = 0;
        if (before !== -1)
          for (const cause of causes[segment]!)
            if (states[cause]![build] !== states[cause]![before]) own.push(cause);
        const reads = changedReads(graph, segment, changedAt);
        changedAt[segment] = above === -1 && (own.length > 0 || reads.length > 0) ? segment : above;
        if (outcomes[segment] !== outcome.miss) continue;
        const tally = tallies[segment]!;
        const compared = { before, build, weight };
        const isBelow = follows[segment] === 1 && above !== -1;
        if (isNew[segment] === 0) tally.add({ kind: "not-held" }, compared);
        // What an image or its name changed is said as such by all that stands on it.
        else if (isBelow && (isPull[above] === 0 || ownChanges[above]!.length === 0))
          tally.add({ kind: "above", segment: above }, compared);
        else if (isBelow) addCauses(tally, ownChanges[above]!, compared);
        else if (own.length > 0) addCauses(tally, own, compared);
        else if (reads.length > 0) {
          const part = { ...compared, weight: weight / reads.length };
          for (const read of reads) tally.add({ kind: "read", segment: read }, part);
        } else tally.add({ kind: "not-held" }, compared);
      }
    });
  }
  return tallies.map((tally) => tally.weights());
}

function changedReads({ reads, readsAt }: Graph, segment: number, changedAt: Int32Array): readonly number[] {
  const from = readsAt[segment]!;
  const to = readsAt[segment + 1]!;
  if (from === to) return none;
  return [...new Set(reads.subarray(from, to))].filter((read) => changedAt[read] !== -1);
}

const none: readonly never[] = [];

function addCauses(tally: Tally, causes: readonly number[], compared: ComparedBuild): void {
  for (const cause of causes)
    tally.add({ kind: "cause", cause }, { ...compared, weight: compared.weight / causes.length });
}

interface Tally {
  add(root: MissRoot, build: ComparedBuild): void;
  weights(): readonly RootWeight[];
}

function newTally(): Tally {
  const known = new Map<string, { readonly root: MissRoot; weight: number; builds: ComparedBuild[] }>();
  return {
    add(root, build) {
      const key = rootKey(root);
      let found = known.get(key);
      if (found === undefined) {
        found = { root, weight: 0, builds: [] };
        known.set(key, found);
      }
      found.weight += build.weight;
      if (root.kind === "cause") found.builds.push(build);
    },
    weights: () => [...known.values()],
  };
}

function rootKey(root: MissRoot): string {
  switch (root.kind) {
    case "cause":
      return `cause ${root.cause}`;
    case "not-held":
      return root.kind;
    default:
      return `${root.kind} ${root.segment}`;
  }
}
