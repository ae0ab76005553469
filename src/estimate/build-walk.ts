import type { Graph } from "./graph.ts";
import { heldKeys, isHeldByChance } from "./held-keys.ts";
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
 * by chance, anew in each draw. With `cutOff`, what a segment reads of other stages counts as equal whatever happened there.
 */
export function buildWalk(graph: Graph, builds: readonly PastBuild[], cutOff: boolean): BuildWalk {
  const chances = chanceCauses(graph);
  const states = graph.plan.causes.map((cause) => statesOf(cause, builds.length));
  const { size, parent, follows, reads, readsAt } = graph;
  const isNew = new Uint8Array(size);
  const outcomes = new Uint8Array(size);
  const settle = settler(graph);
  const byChance = new Set(chances.map(({ cause }) => cause));
  const recorded = recordedKeys(graph, builds.length, { states, byChance });
  const chanceStates = graph.causes.map((causes) =>
    causes.filter((cause) => byChance.has(cause)).map((cause) => states[cause]!),
  );
  const keys = pairNumbers(firstNumber.ofDraw);
  const chain = new Int32Array(size);
  return {
    isCertain: chances.length === 0 && !isHeldByChance(graph.plan),
    states,
    walk(draw, onBuild) {
      for (const { cause, seed, unchanged } of chances)
        setChanceStates(states[cause]!, mix(seed, draw), unchanged[draw]!);
      keys.clear();
      const held = heldKeys(graph.plan, builds, draw);
      for (let build = 0; build < builds.length; build += 1) {
        const { before, isTold } = held.begin(build);
        for (let segment = 0; segment < size; segment += 1) {
          let own = recorded[segment]![build]!;
          for (const ofCause of chanceStates[segment]!) own = keys.of(own, ofCause[build]!);
          if (!cutOff)
            for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1)
              own = keys.of(own, chain[reads[at]!]!);
          const above = parent[segment]!;
          const whole = above === -1 ? own : keys.of(own, chain[above]!);
          isNew[segment] = held.take(follows[segment] === 1 ? whole : own) ? 0 : 1;
          outcomes[segment] = isNew[segment] === 1 ? outcome.miss : outcome.hit;
          chain[segment] = whole;
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

function setChanceStates(states: Int32Array, seed: number, unchanged: number): void {
  let state = 0;
  for (let build = 0; build < states.length; build += 1) {
    if (build > 0 && uniform(seed, build) >= unchanged) state += 1;
    states[build] = state;
  }
}

/** Numbers of pairs begin above those of segments and of states, and those of a draw above those that all draws share. */
const firstNumber = { shared: 2 ** 20, ofDraw: 2 ** 28 };

/** By segment and build a number for what is the same in every draw: the segment, and the states of its causes that are no matter of chance. */
function recordedKeys(
  { causes }: Graph,
  builds: number,
  { states, byChance }: { readonly states: readonly Int32Array[]; readonly byChance: ReadonlySet<number> },
): readonly Int32Array[] {
  const keys = pairNumbers(firstNumber.shared);
  return causes.map((ofSegment, segment) => {
    const own = new Int32Array(builds).fill(segment);
    for (const cause of ofSegment) {
      if (byChance.has(cause)) continue;
      for (let build = 0; build < builds; build += 1)
        own[build] = keys.of(own[build]!, states[cause]![build]!);
    }
    return own;
  });
}
