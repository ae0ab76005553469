import { populationName } from "../invocations/population.ts";
import { interval, intervalOfCost } from "./distribution.ts";
import type { Estimate, EstimatedStep, Interval } from "./estimate.ts";
import {
  type BuilderState,
  builderState,
  coldWall,
  type Evaluation,
  evaluate,
  expectedCost,
  expectedTransfer,
  expectedWall,
  expectedWork,
  intervalOver,
  type MissRates,
  missRates,
  type Sample,
} from "./evaluate.ts";
import { missCauses } from "./miss-causes.ts";
import { outcome } from "./outcome.ts";
import { type BuildPlan, basisOfHits, reusesNothing, type Vertex } from "./plan.ts";
import { populationReason } from "./population-reason.ts";
import type { Replay } from "./replay.ts";

/** Prices a plan: expected and cold build time and, for each step, hit rate, cost and expected seconds. */
export function estimatePlan(plan: BuildPlan): Estimate {
  const evaluation = evaluate(plan);
  const replays = [evaluation.replay, evaluation.cutOffReplay].filter((one) => one !== null);
  const rates = replays.map((one) => missRates(one, evaluation.draws));
  const transfers = replays.map((one) => expectedTransfer(evaluation, one));
  const { population, series } = plan;
  const builds =
    series.kind === "builds" && !reusesNothing(plan)
      ? series.builds.filter(({ weight }) => weight > 0).length
      : 0;
  return {
    target: plan.target,
    population: {
      name: populationName(population),
      chosenBy: "default",
      invocation: null,
      reason: populationReason(population, null),
    },
    builds,
    ...(builds > 0 && { idleShare: idleShare(evaluation.replay) }),
    expectedSeconds: intervalOver(replays.map((one) => expectedWall(evaluation, one))),
    expectedWorkSeconds: intervalOver(
      replays.map((one, index) => sum(expectedWork(evaluation, one, rates[index]!), transfers[index]!)),
    ),
    coldSeconds: intervalOver([coldWall(evaluation)]),
    ...(population.kind === "ci-cache" && !reusesNothing(plan) && { cacheSeconds: intervalOver(transfers) }),
    steps: estimatedSteps(evaluation, rates),
    blindSpots: plan.blindSpots,
  };
}

/** Share of the builds in which nothing misses. */
function idleShare({ builds, weights }: Replay): number {
  const isIdle = (missed: Uint8Array): boolean => !missed.includes(outcome.miss);
  const share = builds.reduce((sum, missed, build) => sum + (isIdle(missed) ? weights[build]! : 0), 0);
  return Math.min(1, share);
}

function sum(one: Sample, other: Sample): Sample {
  return { mean: one.mean + other.mean, draws: one.draws.map((value, draw) => value + other.draws[draw]!) };
}

function estimatedSteps(evaluation: Evaluation, rates: readonly MissRates[]): EstimatedStep[] {
  const { graph, replay, cutOffReplay } = evaluation;
  const basis = reusesNothing(graph.plan) ? "certain" : basisOfHits(graph.plan);
  const classesOf = (segment: number) =>
    [replay, cutOffReplay].flatMap((one) => (one ? [one.classOf[segment] ?? 0] : []));
  // Many steps share their classes, and sorting the draws is what costs.
  const known = new Map<string, Interval>();
  const hitRate = (segment: number): Interval => {
    const classes = classesOf(segment);
    const key = classes.join(" ");
    let found = known.get(key);
    if (!found) {
      const samples = rates.map((one, index) => {
        const position = classes[index] ?? 0;
        return {
          mean: 1 - one.mean[position]!,
          draws: Float64Array.from(
            { length: evaluation.draws },
            (_, draw) => 1 - one.draws[draw * one.mean.length + position]!,
          ),
        };
      });
      found = unitInterval(intervalOver(samples));
      known.set(key, found);
    }
    return found;
  };
  const steps: EstimatedStep[] = [];
  const builder = builderState(graph.plan);
  const causesOf = missCauses(graph);
  for (const [position, vertex] of graph.plan.vertices.entries()) {
    if (vertex.instruction === null) continue;
    const hit = hitRate(graph.segmentOf[position] ?? 0);
    const cost = scaledInterval(vertex, builder);
    steps.push({
      stage: vertex.label.stage,
      line: vertex.label.line,
      instruction: vertex.label.text,
      hitRate: { value: hit.mean, low: hit.low, high: hit.high, basis },
      cost: { seconds: cost.mean, low: cost.low, high: cost.high, basis: vertex.cost.basis },
      expectedSeconds: (1 - hit.mean) * cost.mean,
      ...(vertex.reuses && { recorded: vertex.reuses }),
      causes: hit.mean < 1 ? causesOf(position) : [],
    });
  }
  return steps;
}

/** Sums of weights may leave [0, 1] by a rounding error. */
function unitInterval({ mean, low, high }: Interval): Interval {
  const unit = (value: number) => Math.min(1, Math.max(0, value));
  return { mean: unit(mean), low: unit(low), high: unit(high) };
}

function scaledInterval(vertex: Vertex, builder: BuilderState): Interval {
  const { mean, low, high } = intervalOfCost(vertex.cost);
  const left = mean > 0 ? expectedCost(vertex, builder) / mean : 1;
  return interval(mean * left, low * left, high * left);
}
