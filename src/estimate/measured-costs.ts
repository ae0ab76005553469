import type { Analysis } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { Step } from "../model/build-file.ts";
import { positionAt } from "../text/line-index.ts";
import { pullText, stepTexts } from "../timings/step-text.ts";
import type { CostSource } from "./cost-source.ts";
import type { CostDistribution } from "./distribution.ts";
import {
  mostUsedMachine,
  type RecordedReuses,
  type RecordedTimes,
  recordsByText,
  timesBeforeEdit,
} from "./recorded-times.ts";

/** Costs that recorded builds tell, and those of `priors` where they tell nothing. */
export function measuredCosts(analysis: Analysis, priors: CostSource): CostSource {
  const timings = analysis.options.timings ?? null;
  if (timings === null || timings.steps.length === 0) return priors;
  const { file } = analysis;
  const graph = analysis.use(stageGraph);
  const { steps, parts = [] } = timings;
  const machine = timings.machine ?? mostUsedMachine(steps);
  const { timesOf, reusesOf } = recordsByText(steps, machine, parts);
  const all = stepTexts(file);
  const texts = all.filter(({ step }) => graph.isReachable(step!.stage));
  const current = new Set([...all.map(({ digest }) => digest), ...parts.map(({ whole }) => whole)]);
  const unknown = texts.filter((text) => timesOf(text) === null);
  const edited = timesBeforeEdit(unknown, { steps, machine, current });
  const found = new Map<Step, RecordedTimes>();
  const reuses = new Map<Step, RecordedReuses>();
  for (const text of texts) {
    const times = timesOf(text) ?? edited.get(text) ?? null;
    if (times !== null) found.set(text.step!, times);
    const reused = reusesOf(text);
    if (reused !== null) reuses.set(text.step!, reused);
  }

  const linesWhere = (isAsked: (step: Step, times: RecordedTimes) => boolean): string =>
    [...found]
      .filter(([step, times]) => isAsked(step, times))
      .map(([step]) => `line ${positionAt(file.lines, step.instruction.range.start).line}`)
      .join(", ");
  const spots: readonly (readonly [what: string, lines: string])[] = [
    [
      "Edited since they were recorded, so taken for what they cost before, less surely",
      linesWhere((_, times) => times.likeness < 1),
    ],
    [`Recorded on other machines than \`${machine}\` only`, linesWhere((_, times) => times.isOfOtherMachine)],
    [
      "Recorded with what their cache mounts held then, which counts as their cost also where nothing is cached",
      linesWhere((step, { hadMounts }) => hadMounts && priors.scalesOf(step).length > 0),
    ],
  ];
  return {
    ofStep: (step) => posterior(priors.ofStep(step), found.get(step)),
    scalesOf: (step) => (found.get(step)?.hadMounts ? [] : priors.scalesOf(step)),
    ofPull(image) {
      const text = pullText(image);
      return posterior(priors.ofPull(image), (text && timesOf(text)) ?? undefined);
    },
    reusesOf: (step) => reuses.get(step) ?? null,
    blindSpots: spots.flatMap(([what, lines]) => (lines === "" ? [] : [`${what}: ${lines}`])),
  };
}

/** How far the logarithms of one step's times lie apart, and how many times it takes to outweigh this guess (cost model, §5.5). */
const spread = { deviation: 0.25, weight: 4 };
/** What another class of machine adds: half or double the time is nothing unusual. */
const otherMachineDeviation = 0.5;
/** What an edit adds: a changed flag little, a text that is half another one much. */
const editDeviation = { least: 0.3, ofDifference: 1.5 };
/** Logs hardly tell shorter times from none. */
const shortestSeconds = 0.02;

/**
 * The log-normal distribution of one run, after what was recorded: `ln seconds` has the normal distribution of the prior for its mean and known
 * deviations around that, so means are weighted by their precision.
 */
export function posterior(
  prior: CostDistribution,
  times: Omit<RecordedTimes, "hadMounts"> | undefined,
): CostDistribution {
  if (times === undefined) return prior;
  const logs = times.seconds.map((seconds) => Math.log(Math.max(seconds, shortestSeconds)));
  const count = logs.length;
  const mean = logs.reduce((sum, log) => sum + log, 0) / count;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const withinStep = (spread.weight * spread.deviation ** 2 + squares) / (spread.weight + count - 1);
  const { least, ofDifference } = editDeviation;
  const byEdit = times.likeness === 1 ? 0 : least ** 2 + ((1 - times.likeness) * ofDifference) ** 2;
  const byMachine = times.isOfOtherMachine ? otherMachineDeviation ** 2 : 0;
  const ofMean = withinStep / count + byEdit + byMachine;
  const ofPrior = prior.tau ** 2;
  const weight = ofPrior / (ofPrior + ofMean);
  return {
    mu: weight * mean + (1 - weight) * prior.mu,
    tau: Math.sqrt(weight * ofMean + withinStep),
    basis: "measured",
  };
}
