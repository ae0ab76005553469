import type { Graph } from "./graph.ts";
import { heldKeys, isHeldByChance } from "./held-keys.ts";
import { outcome } from "./outcome.ts";
import { type Cause, causeKey, type PastBuild } from "./plan.ts";
import { maximumDraws, mix, probabilityDraws, seedOf, uniform } from "./random.ts";
import { settler } from "./remote-cache.ts";
import type { Replay } from "./replay.ts";

/** Builds in a row change together, so the draws take blocks of this many (a block bootstrap). */
const bootstrapBlock = 8;
/**
 * The spread of a block bootstrap is too small: its nominal 90 % intervals held 69 % of the means of the next 100 builds of 13
 * repositories, 90 % with this factor (cost model, §4).
 */
const bootstrapInflation = 1.6;
/** Segments times builds times draws that are replayed where chance has a part. */
const replayBudget = 4_000_000;
const fewestDraws = 16;

/**
 * Replays builds that were. A segment's key is made of the states of its causes, of the key above it, and of the keys of what it reads; a key
 * that an earlier build had is a hit, so that a revert hits again. What no history tells (a new base image behind a tag) happens by chance,
 * anew in each draw. With `cutOff`, what a segment reads of other stages counts as equal whatever happened there.
 */
export function replayHistory(graph: Graph, builds: readonly PastBuild[], cutOff: boolean): Replay {
  const chances = chanceCauses(graph);
  const affordable = Math.floor(replayBudget / Math.max(1, graph.size * builds.length));
  const isCertain = chances.length === 0 && !isHeldByChance(graph.plan);
  const draws = isCertain ? maximumDraws : clamp(affordable, fewestDraws, maximumDraws);
  const patterns = newPatterns();
  const replayOnce = replayer(graph, builds, cutOff);
  const states = graph.plan.causes.map((cause) => statesOf(cause, builds.length));
  /** By draw and build; -1 for a build that says nothing. */
  const patternOf = new Int32Array(draws * builds.length);
  for (let draw = 0; draw < draws; draw += 1) {
    if (draw > 0 && isCertain) {
      patternOf.copyWithin(draw * builds.length, 0, builds.length);
      continue;
    }
    for (const { cause, seed, unchanged } of chances)
      setChanceStates(states[cause]!, mix(seed, draw), unchanged[draw]!);
    replayOnce(states, draw, (build, missed) => {
      patternOf[draw * builds.length + build] = missed === null ? -1 : patterns.numberOf(missed);
    });
  }
  // Where no build of a draw says anything, nothing is taken to be reused.
  const nothing = patternOf.includes(-1)
    ? patterns.numberOf(new Uint8Array(graph.size).fill(outcome.miss))
    : 0;
  const given = builds.map(({ weight }) => weight);
  const count = patterns.list.length;
  const weights = new Float64Array(count);
  for (let draw = 0; draw < draws; draw += 1) {
    const own = patternOf.subarray(draw * builds.length, (draw + 1) * builds.length);
    addWeights(weights, own, given, { nothing, share: 1 / draws });
  }
  let drawn: Float64Array | null = null;
  return {
    method: "history",
    classOf: Int32Array.from({ length: graph.size }, (_, segment) => segment),
    classes: graph.size,
    builds: patterns.list,
    weights,
    draws,
    perDraw: count,
    stride: 0,
    drawWeights() {
      drawn ??= bootstrap(given, { patternOf, draws, count, nothing });
      return drawn;
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

/** Adds `share`, divided among the patterns of some builds by the weights of these. */
function addWeights(
  into: Float64Array,
  patterns: Int32Array,
  weights: readonly number[],
  { nothing, share }: { readonly nothing: number; readonly share: number },
): void {
  let total = 0;
  patterns.forEach((pattern, build) => {
    if (pattern !== -1) total += weights[build]!;
  });
  if (total === 0) into[nothing]! += share;
  else
    patterns.forEach((pattern, build) => {
      if (pattern !== -1) into[pattern]! += (weights[build]! / total) * share;
    });
}

/** Calls `onBuild` with the segments that miss, oldest build first; the array is used again. `null` for a build that says nothing. */
function replayer(
  graph: Graph,
  builds: readonly PastBuild[],
  cutOff: boolean,
): (
  states: readonly Int32Array[],
  draw: number,
  onBuild: (build: number, missed: Uint8Array | null) => void,
) => void {
  const { size, parent, follows, reads, readsAt, causes } = graph;
  const missed = new Uint8Array(size);
  const settle = settler(graph);
  return (states, draw, onBuild) => {
    const keys = newKeys();
    const chain = new Int32Array(size);
    const held = heldKeys(graph.plan, builds, draw);
    for (let build = 0; build < builds.length; build += 1) {
      const isTold = held.begin(build);
      for (let segment = 0; segment < size; segment += 1) {
        let own = segment;
        for (const cause of causes[segment]!) own = keys.of(own, states[cause]![build]!);
        if (!cutOff)
          for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1)
            own = keys.of(own, chain[reads[at]!]!);
        const above = parent[segment]!;
        const whole = above === -1 ? own : keys.of(own, chain[above]!);
        const key = follows[segment] === 1 ? whole : own;
        missed[segment] = held.has(key) ? 0 : 1;
        held.add(key);
        chain[segment] = whole;
      }
      if (isTold) settle(missed);
      onBuild(build, isTold ? missed : null);
    }
  };
}

/** Numbers for pairs of numbers: equal for equal pairs. Those that stand for themselves are smaller. */
function newKeys(): { of(one: number, other: number): number } {
  const known = new Map<number, number>();
  let next = 2 ** 20;
  return {
    of(one, other) {
      const pair = one * 2 ** 26 + other;
      let number = known.get(pair);
      if (number === undefined) {
        number = next++;
        known.set(pair, number);
      }
      return number;
    },
  };
}

/** Distinct sets of segments that miss. */
function newPatterns(): { readonly list: readonly Uint8Array[]; numberOf(missed: Uint8Array): number } {
  const list: Uint8Array[] = [];
  const known = new Map<string, number>();
  return {
    list,
    numberOf(missed) {
      const key = missed.join("");
      let number = known.get(key);
      if (number === undefined) {
        number = list.push(missed.slice()) - 1;
        known.set(key, number);
      }
      return number;
    },
  };
}

/** Weights of each pattern in each draw: blocks of builds are taken with replacement, and differ more from the mean than they did. */
function bootstrap(
  given: readonly number[],
  {
    patternOf,
    draws,
    count,
    nothing,
  }: {
    readonly patternOf: Int32Array;
    readonly draws: number;
    readonly count: number;
    readonly nothing: number;
  },
): Float64Array {
  const builds = given.length;
  const drawn = new Float64Array(draws * count);
  const times = new Int32Array(builds);
  for (let draw = 0; draw < draws; draw += 1) {
    times.fill(0);
    const blocks = Math.ceil(builds / bootstrapBlock);
    for (let block = 0; block < blocks; block += 1) {
      const start = Math.floor(uniform(draw, block) * builds);
      for (let at = start; at < start + bootstrapBlock; at += 1) times[at % builds]! += 1;
    }
    const average = (blocks * bootstrapBlock) / builds;
    let sum = 0;
    const shares = given.map((weight, build) => {
      const share = weight * Math.max(0, 1 + bootstrapInflation * (times[build]! / average - 1));
      sum += share;
      return share;
    });
    // Blocks that weigh nothing say nothing.
    const own = patternOf.subarray(draw * builds, (draw + 1) * builds);
    addWeights(drawn.subarray(draw * count, (draw + 1) * count), own, sum > 0 ? shares : given, {
      nothing,
      share: 1,
    });
  }
  return drawn;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
