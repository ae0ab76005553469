import type { Graph } from "./graph.ts";
import { heldBuilds, isHeldByChance } from "./held-keys.ts";
import { outcome } from "./outcome.ts";
import { pairNumbers } from "./pair-numbers.ts";
import { type Cause, causeKey, type PastBuild } from "./plan.ts";
import { mix, probabilityDraws, seedOf, uniform } from "./random.ts";
import { settler } from "./remote-cache.ts";

/** What became of a build. */
export interface WalkedBuild {
  readonly build: number;
  /** The last build of the same builder, whose states its caches are about; -1 where it holds nothing. */
  readonly before: number;
  /** By segment, see `outcome`; `null` for a build that says nothing. The array is used again. */
  readonly outcomes: Uint8Array | null;
  /** By segment whether its key was new. Outcomes differ where layers come from a cache elsewhere. The array is used again. */
  readonly isNew: Uint8Array;
}

export interface BuildWalk {
  /** Whether all draws are the same. */
  readonly isCertain: boolean;
  /** By cause and build: equal numbers for equal content. Those of chance are the ones of the draw that is walked. */
  readonly states: readonly Int32Array[];
  /** Goes through the builds, oldest first; `draw` decides what happens by chance. */
  walk(draw: number, onBuild: (build: WalkedBuild) => void): void;
}

/**
 * Builds that were, under keys as the builder makes them. A segment's key is made of the states of its causes, of the key above it, and of the keys of
 * what it reads; a key that an earlier build had is a hit, so that a revert hits again. What no history tells (a new base image behind a tag) happens
 * by chance, anew in each draw, and is never taken back: so an earlier build had the key when it had the part of it that history tells, and nothing has
 * happened since. That part is the same in every draw. With `cutOff`, what a segment reads of other stages counts as equal whatever happened there.
 */
export function buildWalk(graph: Graph, builds: readonly PastBuild[], cutOff: boolean): BuildWalk {
  const chances = chanceCauses(graph);
  const states = graph.plan.causes.map((cause) => statesOf(cause, builds.length));
  const { size, parent, follows, reads, readsAt } = graph;
  const isNew = new Uint8Array(size);
  const outcomes = new Uint8Array(size);
  const settle = settler(graph);
  const byChance = new Set(chances.map(({ cause }) => cause));
  const repeats = repeatedBuilds(graph, builds.length, cutOff, { states, byChance });
  const changes = new Map(chances.map(({ cause }) => [cause, new Int32Array(builds.length)]));
  const changesOf = graph.causes.map((causes) => causes.flatMap((cause) => changes.get(cause) ?? []));
  /** By segment the build in which something last happened to it or to what it is made from. */
  const chain = new Int32Array(size);
  return {
    isCertain: chances.length === 0 && !isHeldByChance(graph.plan),
    states,
    walk(draw, onBuild) {
      for (const { cause, seed, unchanged } of chances)
        setChances(states[cause]!, changes.get(cause)!, mix(seed, draw), unchanged[draw]!);
      const held = heldBuilds(graph.plan, builds, draw);
      for (let build = 0; build < builds.length; build += 1) {
        const { builder, before, oldest, isTold } = held.begin(build);
        for (let segment = 0; segment < size; segment += 1) {
          let own = 0;
          const ofCauses = changesOf[segment]!;
          for (let at = 0; at < ofCauses.length; at += 1) {
            const change = ofCauses[at]![build]!;
            if (change > own) own = change;
          }
          if (!cutOff) {
            for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) {
              const read = chain[reads[at]!]!;
              if (read > own) own = read;
            }
          }
          const above = parent[segment]!;
          const whole = above !== -1 && chain[above]! > own ? chain[above]! : own;
          chain[segment] = whole;
          const since = Math.max(oldest, follows[segment] === 1 ? whole : own);
          const ofSegment = repeats[segment]!;
          let same = before === -1 ? -1 : ofSegment[build]!;
          while (same >= since && !held.isBy(same, builder)) same = ofSegment[same]!;
          isNew[segment] = same === -1 || same < since ? 1 : 0;
          outcomes[segment] = isNew[segment] === 1 ? outcome.miss : outcome.hit;
        }
        if (isTold) settle(outcomes);
        onBuild({ build, before, outcomes: isTold ? outcomes : null, isNew });
      }
    },
  };
}

interface Chance {
  readonly cause: number;
  readonly seed: number;
  /** By draw. */
  readonly unchanged: Float64Array;
}

/** Causes of which no history tells, and which are neither certain nor impossible. */
function chanceCauses(graph: Graph): readonly Chance[] {
  const used = new Set(graph.causes.flat());
  return graph.plan.causes.flatMap(({ source, unchanged, states }, cause) => {
    if (states !== undefined || !used.has(cause) || isCertain(unchanged)) return [];
    const seed = seedOf(causeKey(source));
    return [{ cause, seed, unchanged: probabilityDraws(unchanged, seed) }];
  });
}

function isCertain(unchanged: Cause["unchanged"]): boolean {
  return unchanged.kind === "point" && (unchanged.value <= 0 || unchanged.value >= 1);
}

/** The states of a cause that is recorded, or is new in every build or in none; room for the others. */
function statesOf({ states, unchanged }: Cause, builds: number): Int32Array {
  if (states !== undefined) return states;
  const isNewEachTime = unchanged.kind === "point" && unchanged.value <= 0;
  return Int32Array.from({ length: builds }, (_, build) => (isNewEachTime ? build : 0));
}

/** Draws in which builds something happened: the number of times so far, and the build in which it did last. */
function setChances(states: Int32Array, changes: Int32Array, seed: number, unchanged: number): void {
  let state = 0;
  let last = 0;
  for (let build = 0; build < states.length; build += 1) {
    if (build > 0 && uniform(seed, build) >= unchanged) {
      state += 1;
      last = build;
    }
    states[build] = state;
    changes[build] = last;
  }
}

/** Numbers of pairs begin above those of segments and of states. */
const firstPair = 2 ** 20;

/** By segment and build the last build before it that had the same key, leaving out what happens by chance; -1 for none. */
function repeatedBuilds(
  { causes, size, parent, follows, reads, readsAt }: Graph,
  builds: number,
  cutOff: boolean,
  { states, byChance }: { readonly states: readonly Int32Array[]; readonly byChance: ReadonlySet<number> },
): readonly Int32Array[] {
  const keys = pairNumbers(firstPair);
  const chains: Int32Array[] = [];
  return Array.from({ length: size }, (_, segment) => {
    const own = new Int32Array(builds).fill(segment);
    const add = (others: Int32Array): void => {
      for (let build = 0; build < builds; build += 1) own[build] = keys.of(own[build]!, others[build]!);
    };
    for (const cause of causes[segment]!) if (!byChance.has(cause)) add(states[cause]!);
    if (!cutOff)
      for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) add(chains[reads[at]!]!);
    const apart = follows[segment] === 1 ? null : own.slice();
    if (parent[segment] !== -1) add(chains[parent[segment]!]!);
    chains.push(own);
    return lastRepeats(apart ?? own);
  });
}

function lastRepeats(keys: Int32Array): Int32Array {
  const seen = new Map<number, number>();
  return keys.map((key, build) => {
    const last = seen.get(key) ?? -1;
    seen.set(key, build);
    return last;
  });
}
