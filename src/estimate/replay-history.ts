import { buildWalk } from "./build-walk.ts";
import type { Graph } from "./graph.ts";
import { outcome } from "./outcome.ts";
import { outcomePatterns } from "./outcome-patterns.ts";
import type { PastBuild } from "./plan.ts";
import { maximumDraws, uniform } from "./random.ts";
import type { Replay } from "./replay.ts";

/** Builds in a row change together, so the draws take blocks of this many (a block bootstrap). */
const bootstrapBlock = 8;
/**
 * The spread of a block bootstrap is too small: its nominal 90 % intervals held 69 % of the means of the next 100 builds of 13
 * repositories, 90 % with this factor (cost model, §4).
 */
const bootstrapInflation = 1.6;
/** Segments times builds times draws that are replayed where chance has a part. */
export const usualReplayBudget = 4_000_000;
const fewestDraws = 16;

/** Replays builds that were, see `buildWalk`; `budget` is as `usualReplayBudget`. */
export function replayHistory(
  graph: Graph,
  builds: readonly PastBuild[],
  cutOff: boolean,
  budget = usualReplayBudget,
): Replay {
  const { isCertain, walk } = buildWalk(graph, builds, cutOff);
  const affordable = Math.floor(budget / Math.max(1, graph.size * builds.length));
  const draws = isCertain ? maximumDraws : clamp(affordable, fewestDraws, maximumDraws);
  const patterns = outcomePatterns(graph.size);
  /** By draw and build; -1 for a build that says nothing. */
  const patternOf = new Int32Array(draws * builds.length);
  for (let draw = 0; draw < draws; draw += 1) {
    if (draw > 0 && isCertain) {
      patternOf.copyWithin(draw * builds.length, 0, builds.length);
      continue;
    }
    walk(draw, ({ build, outcomes }) => {
      patternOf[draw * builds.length + build] = outcomes === null ? -1 : patterns.numberOf(outcomes);
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
