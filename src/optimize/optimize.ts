import type { Analysis } from "../analysis/fact.ts";
import type { Interval } from "../estimate/estimate.ts";
import { estimatePlan } from "../estimate/estimate-plan.ts";
import { reusesNothing } from "../estimate/plan.ts";
import { type Population, populationName } from "../invocations/population.ts";
import { copiedBytes } from "./copied-bytes.ts";
import { type IgnoreSuggestion, ignoreSuggestion, type SuggestionContext } from "./ignore-suggestion.ts";
import { type ImageSuggestion, imageSuggestions } from "./image-suggestions.ts";
import { lineOf, type MoveKind, shortText } from "./moves.ts";
import { planPricer } from "./priced-plans.ts";
import { type ReadText, type State, search, usualSaving } from "./search.ts";

/** A Dockerfile made faster: the JSON output of `stowage optimize`, times in seconds. */
export interface Optimization {
  readonly text: string;
  /** In the order in which they were made. */
  readonly moves: readonly AppliedMove[];
  /** What would save more, and was not done; the dearest first. */
  readonly refused: readonly RefusedMove[];
  /** Changes of the image that are for a person to make, priced on top of the moves. */
  readonly suggestions: Suggestions;
  /** The builds that it was made for come first. */
  readonly populations: readonly PopulationSaving[];
  /** How many past builds were replayed; 0 where hit rates come from priors. */
  readonly builds: number;
  /** Whether every order of moves was looked at; else the most promising ones. */
  readonly isComplete: boolean;
  /** What the numbers can't show, one sentence each. */
  readonly blindSpots: readonly string[];
}

export interface AppliedMove {
  readonly kind: MoveKind;
  readonly title: string;
  /** Why the image stays the same. */
  readonly why: string;
  /** Seconds per build, on top of the moves before it. */
  readonly saves: Interval;
}

export interface RefusedMove {
  /** Of the instruction in the file as it was, 1-based; `null` where a move has changed it. */
  readonly line: number | null;
  readonly instruction: string;
  readonly title: string;
  readonly reason: string;
  /** Seconds per build that it would save on top of the moves. */
  readonly wouldSave: Interval;
}

export interface PopulationSaving {
  readonly name: string;
  readonly before: BuildTimes;
  readonly after: BuildTimes;
  readonly saves: Interval;
}

export interface Suggestions {
  readonly ignoreFile: IgnoreSuggestion | null;
  readonly images: readonly ImageSuggestion[];
}

export interface BuildTimes {
  readonly expectedSeconds: Interval;
  readonly coldSeconds: Interval;
  /** Bytes of the context that COPY and ADD write anew per build; `null` where the context is not known. */
  readonly copiedBytes: Interval | null;
}

export interface OptimizeOptions {
  readonly analyze: ReadText;
  readonly mostMoves: number;
  /** What each move has to save per build in the mean, in seconds; half a second when left out. */
  readonly leastSaving?: number;
}

/**
 * Rewrites a Dockerfile so that its builds take less time, by moves that leave the image as it is. For builds that reuse nothing, whose time no
 * order changes, it is made for a builder that keeps what it has. `null` when there is nothing to build.
 */
export function optimize(
  start: Analysis,
  { analyze, mostMoves, leastSaving }: OptimizeOptions,
): Optimization | null {
  const found = search(start, { analyze, mostMoves, ...(leastSaving !== undefined && { leastSaving }) });
  if (found === null) return null;
  const { best, refused, isComplete } = found;
  const { plan: before } = found.start;
  const own = reusesNothing(before) ? [] : [before.population];
  return {
    text: best.analysis.file.text,
    moves: best.moves.map(({ kind, title, why, saves }) => ({ kind, title, why, saves: saves.expected })),
    refused: refused
      .map(({ title, reason, step, expected }) => ({
        line: lineInOriginal(start, best.analysis, step),
        instruction: shortText(best.analysis, step).slice(1, -1),
        title,
        reason,
        wouldSave: expected,
      }))
      .sort((one, other) => other.wouldSave.mean - one.wouldSave.mean),
    suggestions: suggestionsFor(best, { analyze, leastSaving: leastSaving ?? usualSaving }),
    populations: comparePopulations(found.start, best, own),
    builds:
      before.series.kind === "builds" ? before.series.builds.filter(({ weight }) => weight > 0).length : 0,
    isComplete,
    blindSpots: before.blindSpots,
  };
}

function suggestionsFor(best: State, context: SuggestionContext): Suggestions {
  return {
    ignoreFile: ignoreSuggestion(best.analysis, best, context),
    images: imageSuggestions(best.analysis, best, context),
  };
}

const usualPopulations: readonly Population[] = [{ kind: "dev" }, { kind: "ci-cache", mode: "max" }];

function comparePopulations(
  before: State,
  after: State,
  own: readonly Population[],
): readonly PopulationSaving[] {
  const price = planPricer();
  const names = new Set<string>();
  return [...own, ...usualPopulations].flatMap((population) => {
    const name = populationName(population);
    if (names.has(name)) return [];
    names.add(name);
    const [one, other] = [before, after].map(({ analysis, plan, sameAs }) => ({
      plan: { ...plan, population, noCache: false },
      sameAs,
      analysis,
    }));
    const times = [timesOf(one!), timesOf(other!)] as const;
    return [{ name, before: times[0], after: times[1], saves: price(one!, other!).expected }];
  });
}

function timesOf({ analysis, plan }: Pick<State, "analysis" | "plan">): BuildTimes {
  const estimate = estimatePlan(plan);
  const { expectedSeconds, coldSeconds } = estimate;
  return { expectedSeconds, coldSeconds, copiedBytes: copiedBytes(analysis, plan, estimate) };
}

/** Where an instruction of the new text stood in the old one, told by its words. */
function lineInOriginal(start: Analysis, now: Analysis, step: Parameters<typeof lineOf>[1]): number | null {
  const textOf = (analysis: Analysis, { instruction: { range } }: typeof step): string =>
    analysis.file.text.slice(range.start, range.end);
  const wanted = textOf(now, step);
  const same = start.file.stages.flatMap(({ steps }) => steps).filter((one) => textOf(start, one) === wanted);
  return same.length === 1 ? lineOf(start, same[0]!) : null;
}
