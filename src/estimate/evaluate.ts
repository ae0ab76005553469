import { type CacheTransfer, type CacheTransfers, cacheTransfers } from "./cache-transfer.ts";
import { interval, meanOfCost, meanOfProbability } from "./distribution.ts";
import type { Interval } from "./estimate.ts";
import { type Graph, graphOf, wallTime } from "./graph.ts";
import { outcome } from "./outcome.ts";
import { type BuildPlan, keepsMounts, type Vertex } from "./plan.ts";
import { maximumDraws, mix, probabilityDraws, setCostDraws } from "./random.ts";
import { type Replay, replay } from "./replay.ts";
import { usualReplayBudget } from "./replay-history.ts";

/** A number under the plan's best guess, and under each draw of what is not known exactly. */
export interface Sample {
  readonly mean: number;
  readonly draws: Float64Array;
}

/** A plan, its replays and its costs; what is derived from them is computed when asked. */
export interface Evaluation {
  readonly graph: Graph;
  readonly replay: Replay;
  /** The replay in which `COPY --from` hits whenever its own text is the same; `null` when no step is keyed by another's output. */
  readonly cutOffReplay: Replay | null;
  /** Seconds of each segment. */
  readonly meanCosts: Float64Array;
  /** Draws of what is not known exactly. */
  readonly draws: number;
  /** Seconds of the segments in draw `i` from `i * graph.size` on. */
  readonly costDraws: Float64Array;
  /** What a cache outside of the builder adds to these. */
  readonly transfers: CacheTransfers;
  /** What it takes to go once over all builds and draws, as a number of segments looked at. */
  readonly work: number;
}

/** Work of one evaluation: vertices, or segments times builds, times draws. */
const budget = 400_000;
const fewestDraws = 16;

/** Prepares a plan. `replayBudget` bounds the builds and draws of a history; `method` forces sampling where two plans must be compared in the same way. */
export function evaluate(
  plan: BuildPlan,
  method: "any" | "sampled" = "any",
  replayBudget = usualReplayBudget,
): Evaluation {
  const graph = graphOf(plan);
  const pessimistic = replay(graph, false, method, replayBudget);
  const cutOffReplay = graph.hasContentEdges ? replay(graph, true, method, replayBudget) : null;
  const work = Math.max(plan.vertices.length, graph.size * pessimistic.perDraw, 1);
  const affordable = Math.max(fewestDraws, Math.floor(budget / work));
  const draws = Math.min(maximumDraws, affordable, pessimistic.draws, cutOffReplay?.draws ?? maximumDraws);
  const builder = builderState(plan);
  return {
    graph,
    replay: pessimistic,
    cutOffReplay,
    meanCosts: meanCosts(graph, builder),
    draws,
    costDraws: drawCosts(graph, draws, builder),
    transfers: cacheTransfers(plan, draws),
    work:
      graph.size * (pessimistic.builds.length + draws * pessimistic.perDraw) + plan.vertices.length * draws,
  };
}

/** Whether the cache mounts of the builder still hold what the build before left in them. */
export type BuilderState = "warm" | "cold";

export function builderState(plan: BuildPlan): BuilderState {
  return keepsMounts(plan) ? "warm" : "cold";
}

/** Mean cost of one vertex. */
export function expectedCost(vertex: Vertex, builder: BuilderState): number {
  let seconds = meanOfCost(vertex.cost);
  for (const { part, ratio, share, when } of vertex.scales) {
    if (when === "warm" && builder === "cold") continue;
    seconds *= 1 - part * meanOfProbability(share) * (1 - meanOfProbability(ratio));
  }
  return seconds;
}

function meanCosts(graph: Graph, builder: BuilderState): Float64Array {
  const sums = new Float64Array(graph.size);
  for (const [position, vertex] of graph.plan.vertices.entries()) {
    const segment = graph.segmentOf[position] ?? 0;
    sums[segment] = (sums[segment] ?? 0) + expectedCost(vertex, builder);
  }
  return sums;
}

function drawCosts(graph: Graph, draws: number, builder: BuilderState): Float64Array {
  const { size, segmentOf, plan } = graph;
  const sums = new Float64Array(draws * size);
  const own = new Float64Array(draws);
  for (const [position, vertex] of plan.vertices.entries()) {
    const seed = mix(vertex.seed, 1);
    setCostDraws(own, vertex.cost, seed);
    for (const { part, ratio, share, when } of vertex.scales) {
      if (when === "warm" && builder === "cold") continue;
      // One seed for all: the same unknown of the same step is the same number wherever it stands.
      const ratios = probabilityDraws(ratio, seed);
      const shares = probabilityDraws(share, seed);
      for (let draw = 0; draw < draws; draw += 1)
        own[draw]! *= 1 - part * shares[draw]! * (1 - ratios[draw]!);
    }
    const segment = segmentOf[position]!;
    for (let draw = 0; draw < draws; draw += 1) sums[draw * size + segment]! += own[draw]!;
  }
  return sums;
}

/** Weight of a build that no number shows. */
const negligible = 1e-12;

/** Expected wall time: the mean over the population of the longest path through each build, with the transfer of its cache. */
export function expectedWall(evaluation: Evaluation, population: Replay): Sample {
  const { graph } = evaluation;
  const { classOf } = population;
  const ends = new Float64Array(graph.size);
  return expectedOver(evaluation, population, (costs, offset, missed, transfer) =>
    wallTime(graph, costs, offset, missed, classOf, ends, transfer),
  );
}

/** Expected seconds for what is fetched from a cache outside of the builder, and written to it. */
export function expectedTransfer(evaluation: Evaluation, population: Replay): Sample {
  const { size, isExported, isPull } = evaluation.graph;
  const { classOf } = population;
  return expectedOver(evaluation, population, (costs, offset, missed, transfer) => {
    let seconds = transfer.lookup;
    for (let segment = 0; segment < size; segment += 1) {
      const became = missed[classOf[segment]!];
      const cost = costs[offset + segment]!;
      if (became === outcome.restored) seconds += cost * transfer.restoreShare;
      if (became === outcome.miss && isExported[segment] === 1 && isPull[segment] === 0)
        seconds += cost * transfer.exportShare;
    }
    return seconds;
  });
}

/** The mean over the population of what each build takes. */
function expectedOver(
  evaluation: Evaluation,
  population: Replay,
  secondsOf: (costs: Float64Array, offset: number, missed: Uint8Array, transfer: CacheTransfer) => number,
): Sample {
  const { graph, meanCosts, costDraws, transfers } = evaluation;
  const { builds, perDraw, stride } = population;
  const drawWeights = population.drawWeights();
  let mean = 0;
  for (let build = 0; build < builds.length; build += 1) {
    const weight = population.weights[build]!;
    if (weight > negligible) mean += weight * secondsOf(meanCosts, 0, builds[build]!, transfers.mean);
  }
  const draws = new Float64Array(evaluation.draws);
  for (let draw = 0; draw < draws.length; draw += 1) {
    const offset = draw * graph.size;
    for (let at = 0; at < perDraw; at += 1) {
      const weight = drawWeights[draw * perDraw + at]!;
      if (weight <= negligible) continue;
      const missed = builds[draw * stride + at]!;
      draws[draw]! += weight * secondsOf(costDraws, offset, missed, transfers.draws[draw]!);
    }
  }
  return { mean, draws };
}

/** Wall time of a build in which everything misses, cache mounts included. */
export function coldWall({ graph, draws, transfers }: Evaluation): Sample {
  const costDraws = drawCosts(graph, draws, "cold");
  const ends = new Float64Array(graph.size);
  const oneClass = new Int32Array(graph.size);
  const missed = Uint8Array.of(1);
  const wall = (costs: Float64Array, offset: number, transfer: CacheTransfer) =>
    wallTime(graph, costs, offset, missed, oneClass, ends, transfer);
  return {
    mean: wall(meanCosts(graph, "cold"), 0, transfers.mean),
    draws: Float64Array.from({ length: draws }, (_, draw) =>
      wall(costDraws, draw * graph.size, transfers.draws[draw]!),
    ),
  };
}

/** Probability that the segments of each class miss. */
export interface MissRates {
  readonly mean: Float64Array;
  /** Those in draw `i` from `i * mean.length` on. */
  readonly draws: Float64Array;
}

export function missRates(population: Replay, draws: number): MissRates {
  const { classes, builds, weights, perDraw, stride } = population;
  const add = (into: Float64Array, offset: number, missed: Uint8Array, weight: number): void => {
    for (let index = 0; index < classes; index += 1)
      if (missed[index] === outcome.miss) into[offset + index]! += weight;
  };
  const mean = new Float64Array(classes);
  for (let build = 0; build < builds.length; build += 1) add(mean, 0, builds[build]!, weights[build]!);
  const drawWeights = population.drawWeights();
  const drawn = new Float64Array(draws * classes);
  for (let draw = 0; draw < draws; draw += 1) {
    for (let at = 0; at < perDraw; at += 1) {
      add(drawn, draw * classes, builds[draw * stride + at]!, drawWeights[draw * perDraw + at]!);
    }
  }
  return { mean, draws: drawn };
}

/** Expected seconds that the machine works: the sum over all steps. */
export function expectedWork(evaluation: Evaluation, population: Replay, rates: MissRates): Sample {
  const { graph, meanCosts, costDraws } = evaluation;
  const { classOf, classes } = population;
  const over = (costs: Float64Array, costsAt: number, missed: Float64Array, missedAt: number): number => {
    let sum = 0;
    for (let segment = 0; segment < graph.size; segment += 1) {
      sum += costs[costsAt + segment]! * missed[missedAt + classOf[segment]!]!;
    }
    return sum;
  };
  return {
    mean: over(meanCosts, 0, rates.mean, 0),
    draws: Float64Array.from({ length: evaluation.draws }, (_, draw) =>
      over(costDraws, draw * graph.size, rates.draws, draw * classes),
    ),
  };
}

/** The mean of the first sample, with a 90 % interval that covers all of them. */
export function intervalOver(samples: readonly Sample[]): Interval {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { draws } of samples) {
    const sorted = draws.toSorted();
    low = Math.min(low, quantile(sorted, 0.05));
    high = Math.max(high, quantile(sorted, 0.95));
  }
  return interval(samples[0]?.mean ?? 0, low, high);
}

/** With linear interpolation between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
