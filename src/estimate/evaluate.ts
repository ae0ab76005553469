import { interval, meanOfCost, meanOfProbability } from "./distribution.ts";
import type { Interval } from "./estimate.ts";
import { type Graph, graphOf, wallTime } from "./graph.ts";
import type { BuildPlan, Vertex } from "./plan.ts";
import { addCostDraws, maximumDraws, mix, probabilityDraws } from "./random.ts";
import { type Replay, replay } from "./replay.ts";

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
  /** Per draw, seconds of each segment. */
  readonly costDraws: readonly Float64Array[];
}

/** Work of one evaluation: vertices, or segments times builds, times draws. */
const budget = 400_000;
const fewestDraws = 16;

/** Prepares a plan. `method` forces sampling where two plans must be compared in the same way. */
export function evaluate(plan: BuildPlan, method: "any" | "sampled" = "any"): Evaluation {
  const graph = graphOf(plan);
  const pessimistic = replay(graph, false, method);
  const cutOffReplay = graph.hasContentEdges ? replay(graph, true, method) : null;
  const work = Math.max(plan.vertices.length, graph.size * buildsPerDraw(pessimistic), 1);
  const affordable = Math.max(fewestDraws, Math.floor(budget / work));
  const draws = Math.min(maximumDraws, affordable, pessimistic.draws, cutOffReplay?.draws ?? maximumDraws);
  return {
    graph,
    replay: pessimistic,
    cutOffReplay,
    meanCosts: meanCosts(graph),
    costDraws: drawCosts(graph, draws),
  };
}

function buildsPerDraw({ method, builds, draws }: Replay): number {
  return method === "sampled" ? builds.length / draws : builds.length;
}

/** Mean cost of one vertex, with what later changes left of it. */
export function expectedCost(vertex: Vertex): number {
  let seconds = meanOfCost(vertex.cost);
  for (const { ratio, share } of vertex.scales) {
    seconds *= 1 - meanOfProbability(share) * (1 - meanOfProbability(ratio));
  }
  return seconds;
}

function meanCosts(graph: Graph): Float64Array {
  const sums = new Float64Array(graph.size);
  for (const [position, vertex] of graph.plan.vertices.entries()) {
    const segment = graph.segmentOf[position] ?? 0;
    sums[segment] = (sums[segment] ?? 0) + expectedCost(vertex);
  }
  return sums;
}

function drawCosts(graph: Graph, draws: number): Float64Array[] {
  const bySegment: Float64Array[] = Array.from({ length: graph.size }, () => new Float64Array(draws));
  for (const [position, vertex] of graph.plan.vertices.entries()) {
    const sums = bySegment[graph.segmentOf[position] ?? 0];
    if (!sums) continue;
    const seed = mix(vertex.id, 1);
    if (vertex.scales.length === 0) {
      addCostDraws(sums, vertex.cost, seed);
      continue;
    }
    const own = new Float64Array(draws);
    addCostDraws(own, vertex.cost, seed);
    for (const [index, { ratio, share }] of vertex.scales.entries()) {
      const ratios = probabilityDraws(ratio, mix(seed, 2 * index));
      const shares = probabilityDraws(share, mix(seed, 2 * index + 1));
      for (let draw = 0; draw < draws; draw += 1) {
        own[draw] = (own[draw] ?? 0) * (1 - (shares[draw] ?? 0) * (1 - (ratios[draw] ?? 1)));
      }
    }
    for (let draw = 0; draw < draws; draw += 1) sums[draw] = (sums[draw] ?? 0) + (own[draw] ?? 0);
  }
  return Array.from({ length: draws }, (_, draw) => Float64Array.from(bySegment, (sums) => sums[draw] ?? 0));
}

/** Expected wall time: the mean over the population of the longest path through each build. */
export function expectedWall(evaluation: Evaluation, population: Replay): Sample {
  const { graph, meanCosts, costDraws } = evaluation;
  const ends = new Float64Array(graph.size);
  const { classOf, builds } = population;
  const wallOf = (build: number, costs: Float64Array): number => {
    const missed = builds[build] ?? new Uint8Array(0);
    return wallTime(graph, costs, (segment) => missed[classOf[segment] ?? 0] === 1, ends);
  };
  const over = (weights: Float64Array, first: number, costs: Float64Array): number => {
    let sum = 0;
    for (const [at, weight] of weights.entries()) {
      if (weight > 1e-12) sum += weight * wallOf(first + at, costs);
    }
    return sum;
  };
  const draws = Float64Array.from(costDraws, (costs, draw) => {
    const { first, weights } = population.draw(draw);
    return over(weights, first, costs);
  });
  return { mean: over(population.weights, 0, meanCosts), draws };
}

/** Wall time of a build in which everything misses. */
export function coldWall({ graph, meanCosts, costDraws }: Evaluation): Sample {
  const ends = new Float64Array(graph.size);
  const isMissed = () => true;
  return {
    mean: wallTime(graph, meanCosts, isMissed, ends),
    draws: Float64Array.from(costDraws, (costs) => wallTime(graph, costs, isMissed, ends)),
  };
}

/** Probability that a segment of each class misses. */
export interface MissRates {
  readonly mean: Float64Array;
  readonly draws: readonly Float64Array[];
}

export function missRates(population: Replay, draws: number): MissRates {
  const over = (weights: Float64Array, first: number): Float64Array => {
    const rates = new Float64Array(population.classes);
    for (const [at, weight] of weights.entries()) {
      const missed = population.builds[first + at];
      if (!missed || weight <= 0) continue;
      for (let index = 0; index < rates.length; index += 1) {
        if (missed[index]) rates[index] = (rates[index] ?? 0) + weight;
      }
    }
    return rates;
  };
  return {
    mean: over(population.weights, 0),
    draws: Array.from({ length: draws }, (_, draw) => {
      const { first, weights } = population.draw(draw);
      return over(weights, first);
    }),
  };
}

/** Expected seconds that the machine works: the sum over all steps. */
export function expectedWork(
  { graph, meanCosts, costDraws }: Evaluation,
  population: Replay,
  rates: MissRates,
): Sample {
  const over = (costs: Float64Array, byClass: Float64Array): number => {
    let sum = 0;
    for (let segment = 0; segment < graph.size; segment += 1) {
      sum += (costs[segment] ?? 0) * (byClass[population.classOf[segment] ?? 0] ?? 0);
    }
    return sum;
  };
  return {
    mean: over(meanCosts, rates.mean),
    draws: Float64Array.from(costDraws, (costs, draw) => over(costs, rates.draws[draw] ?? rates.mean)),
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
