import { meanOfProbability } from "./distribution.ts";
import type { Graph } from "./graph.ts";
import { lagsOf } from "./held-keys.ts";
import { outcome } from "./outcome.ts";
import { type Cause, causeKey, reusesNothing } from "./plan.ts";
import { maximumDraws, mix, probabilityDraws, seedOf, uniform } from "./random.ts";
import { withRemoteCache } from "./remote-cache.ts";
import { replayHistory, usualReplayBudget } from "./replay-history.ts";

/**
 * Which segments miss in which builds. Every build is replayed as a whole: a cause that two steps share breaks both at once, and a
 * miss breaks what follows. So hit rates are read off the builds, never multiplied.
 */
export interface Replay {
  readonly method: "enumerated" | "sampled" | "history";
  /** Segments of the same class hit and miss together. */
  readonly classOf: Int32Array;
  readonly classes: number;
  /** Per distinct build the outcome of each class: 1 for one that misses. */
  readonly builds: readonly Uint8Array[];
  /** Share of each build in the population; the sum is 1. */
  readonly weights: Float64Array;
  /**
   * Other populations that could have been, given how well the probabilities are known. Each has `perDraw` builds: draw `i` those
   * from `i * stride` on, with the weights from `i * perDraw` on.
   */
  readonly draws: number;
  readonly perDraw: number;
  readonly stride: number;
  drawWeights(): Float64Array;
}

/**
 * Past this many causes, classes or distinct builds the population is sampled; so is one whose builds have more segments in all,
 * for each of which there are dozens of draws.
 */
const enumerationLimits = { causes: 31, classes: 30, builds: 256, segments: 30_000 };

/**
 * Replays the population of the plan. A step keyed by the output of another stage (`COPY --from`) misses when that stage misses;
 * with `cutOff` the output is taken to be equal all the same, so that it stays a hit. The truth lies between the two.
 */
export function replay(
  graph: Graph,
  cutOff: boolean,
  method: "any" | "sampled" = "any",
  budget = usualReplayBudget,
): Replay {
  if (reusesNothing(graph.plan)) return allMiss(graph);
  const { series } = graph.plan;
  if (series.kind === "builds") return replayHistory(graph, series.builds, cutOff, budget);
  return withRemoteCache(
    (method === "any" ? enumerate(graph, cutOff) : null) ?? sample(graph, cutOff),
    graph,
  );
}

/** One build, which is certain. */
function allMiss(graph: Graph): Replay {
  return {
    method: "enumerated",
    classOf: new Int32Array(graph.size),
    classes: 1,
    builds: [Uint8Array.of(outcome.miss)],
    weights: Float64Array.of(1),
    draws: maximumDraws,
    perDraw: 1,
    stride: 0,
    drawWeights: () => new Float64Array(maximumDraws).fill(1),
  };
}

/** Exact: folds one cause after the other into the set of distinct builds. `null` when there are too many. */
function enumerate(graph: Graph, cutOff: boolean): Replay | null {
  const bits = causeBits(graph);
  if (bits === null) return null;
  const { masks, classOf } = missMasks(graph, bits, cutOff);
  if (masks.length > enumerationLimits.classes) return null;
  const mostBuilds = Math.min(enumerationLimits.builds, enumerationLimits.segments / graph.size);

  const occurring: { readonly cause: Cause; readonly breaks: number }[] = [];
  let start = 0;
  for (const [index, bit] of bits) {
    const cause = graph.plan.causes[index];
    if (!cause) continue;
    let breaks = 0;
    for (const [position, mask] of masks.entries()) if (mask & bit) breaks |= 1 << position;
    const { unchanged } = cause;
    if (unchanged.kind === "point" && unchanged.value <= 0) start |= breaks;
    else if (unchanged.kind === "beta" || unchanged.value < 1) occurring.push({ cause, breaks });
  }

  const patterns = [start];
  const indexOf = new Map([[start, 0]]);
  /** For each cause, where each build that was there before it leads when the cause occurs. */
  const transitions: number[][] = [];
  for (const { breaks } of occurring) {
    const known = patterns.length;
    const targets: number[] = [];
    for (let from = 0; from < known; from += 1) {
      const pattern = (patterns[from] ?? 0) | breaks;
      let target = indexOf.get(pattern);
      if (target === undefined) {
        target = patterns.length;
        indexOf.set(pattern, target);
        patterns.push(pattern);
      }
      targets.push(target);
    }
    if (patterns.length > mostBuilds) return null;
    transitions.push(targets);
  }
  const count = patterns.length;
  const lags = lagsOf(graph.plan);
  /** Sets the weights of one population, from `offset` on. */
  const fold = (weights: Float64Array, offset: number, unchanged: (cause: number) => number): void => {
    if (lags.length === 1) {
      foldLag(weights, offset, unchanged);
      return;
    }
    const own = new Float64Array(count);
    for (const lag of lags) {
      foldLag(own.fill(0), 0, (cause) => unchanged(cause) ** lag);
      for (let at = 0; at < count; at += 1) weights[offset + at]! += own[at]! / lags.length;
    }
  };
  const foldLag = (weights: Float64Array, offset: number, unchanged: (cause: number) => number): void => {
    weights[offset] = 1;
    for (let cause = 0; cause < transitions.length; cause += 1) {
      const targets = transitions[cause]!;
      const stays = unchanged(cause);
      // A target holds all that the cause breaks, so it leads to itself: no weight is moved twice.
      for (let from = 0; from < targets.length; from += 1) {
        const target = targets[from]!;
        if (target === from) continue;
        const weight = weights[offset + from]!;
        weights[offset + target]! += weight * (1 - stays);
        weights[offset + from] = weight * stays;
      }
    }
  };
  const means = occurring.map(({ cause }) => meanOfProbability(cause.unchanged));
  const weights = new Float64Array(count);
  fold(weights, 0, (cause) => means[cause]!);
  let drawn: Float64Array | null = null;
  return {
    method: "enumerated",
    classOf,
    classes: masks.length,
    builds: patterns.map((pattern) => Uint8Array.from(masks, (_, position) => (pattern >>> position) & 1)),
    weights,
    draws: maximumDraws,
    perDraw: count,
    stride: 0,
    drawWeights() {
      if (drawn) return drawn;
      drawn = new Float64Array(maximumDraws * count);
      const chances = occurring.map(({ cause }) =>
        probabilityDraws(cause.unchanged, seedOf(causeKey(cause.source))),
      );
      for (let draw = 0; draw < maximumDraws; draw += 1) {
        fold(drawn, draw * count, (cause) => chances[cause]![draw]!);
      }
      return drawn;
    },
  };
}

/** One bit for each cause that a segment names; `null` when there are too many. */
function causeBits(graph: Graph): Map<number, number> | null {
  const bits = new Map<number, number>();
  for (const causes of graph.causes) {
    for (const cause of causes) {
      if (bits.has(cause)) continue;
      if (bits.size === enumerationLimits.causes) return null;
      bits.set(cause, 1 << bits.size);
    }
  }
  return bits;
}

/** The distinct sets of causes that make a segment miss, and which set each segment has. */
function missMasks(
  graph: Graph,
  bits: ReadonlyMap<number, number>,
  cutOff: boolean,
): { readonly masks: readonly number[]; readonly classOf: Int32Array } {
  const changed = new Int32Array(graph.size);
  const classOf = new Int32Array(graph.size);
  const classes = new Map<number, number>();
  const masks: number[] = [];
  for (let segment = 0; segment < graph.size; segment += 1) {
    let own = 0;
    for (const cause of graph.causes[segment] ?? []) own |= bits.get(cause) ?? 0;
    if (!cutOff) own |= changeOfReads(graph, segment, changed);
    const parent = graph.parent[segment] ?? -1;
    const above = parent === -1 ? 0 : (changed[parent] ?? 0);
    const mask = graph.follows[segment] === 1 ? own | above : own;
    // What follows a `COPY --link` is built on the changed parent too, although the copy itself is a hit.
    changed[segment] = own | above;
    let position = classes.get(mask);
    if (position === undefined) {
      position = masks.length;
      classes.set(mask, position);
      masks.push(mask);
    }
    classOf[segment] = position;
  }
  return { masks, classOf };
}

function changeOfReads({ reads, readsAt }: Graph, segment: number, changed: Int32Array | Uint8Array): number {
  let change = 0;
  for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) change |= changed[reads[at]!]!;
  return change;
}

/** Builds per draw, and draws, of a sampled population: fewer for large plans, so that the work stays near linear. */
function sampleSize(vertices: number): number {
  for (const size of [32, 16]) if (size * size * vertices <= 1_000_000) return size;
  return 8;
}

/** Each draw is a population of its own: probabilities are drawn first, then the builds. */
function sample(graph: Graph, cutOff: boolean): Replay {
  const size = sampleSize(graph.plan.vertices.length);
  const causes = graph.plan.causes.map(({ source, unchanged }) => {
    const seed = seedOf(causeKey(source));
    return { seed, unchanged: probabilityDraws(unchanged, seed) };
  });
  const propagate = propagator(graph, cutOff);
  const lags = lagsOf(graph.plan);
  const occurred = new Uint8Array(causes.length);
  const builds: Uint8Array[] = [];
  for (let draw = 0; draw < size; draw += 1) {
    for (let build = 0; build < size; build += 1) {
      const number = mix(draw, build);
      const lag = lags[(draw + build) % lags.length]!;
      for (const [index, cause] of causes.entries()) {
        occurred[index] = uniform(cause.seed, number) < (cause.unchanged[draw] ?? 1) ** lag ? 0 : 1;
      }
      builds.push(propagate(occurred));
    }
  }
  return {
    method: "sampled",
    classOf: identity(graph.size),
    classes: graph.size,
    builds,
    weights: new Float64Array(builds.length).fill(1 / builds.length),
    draws: size,
    perDraw: size,
    stride: size,
    drawWeights: () => new Float64Array(size * size).fill(1 / size),
  };
}

/** From the causes that occurred to the segments that miss. Sets of causes that segments share are looked at once. */
function propagator(graph: Graph, cutOff: boolean): (occurred: Uint8Array) => Uint8Array {
  const sets: (readonly number[])[] = [];
  const setIndex = new Map<readonly number[], number>();
  const setOf = Int32Array.from(graph.causes, (causes) => {
    let index = setIndex.get(causes);
    if (index === undefined) {
      index = sets.length;
      setIndex.set(causes, index);
      sets.push(causes);
    }
    return index;
  });
  const hasSet = new Uint8Array(sets.length);
  const changed = new Uint8Array(graph.size);
  return (occurred) => {
    for (const [index, causes] of sets.entries())
      hasSet[index] = causes.some((cause) => occurred[cause]) ? 1 : 0;
    const missed = new Uint8Array(graph.size);
    for (let segment = 0; segment < graph.size; segment += 1) {
      let own = hasSet[setOf[segment] ?? 0] ?? 0;
      if (!cutOff) own |= changeOfReads(graph, segment, changed);
      const parent = graph.parent[segment] ?? -1;
      const above = parent === -1 ? 0 : (changed[parent] ?? 0);
      missed[segment] = graph.follows[segment] === 1 ? own | above : own;
      changed[segment] = own | above;
    }
    return missed;
  };
}

function identity(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, index) => index);
}
