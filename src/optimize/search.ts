import type { Analysis } from "../analysis/fact.ts";
import { estimates } from "../estimate/estimates.ts";
import type { BuildPlan } from "../estimate/plan.ts";
import type { DockerfileTimings } from "../timings/timings-file.ts";
import { carriedTimings, type StepPart } from "./carried-timings.ts";
import type { MoveKind } from "./moves.ts";
import { type PlanInWords, type PlanSaving, planPricer } from "./priced-plans.ts";
import { type Candidate, proposalsFor, type RefusedCandidate } from "./proposals.ts";

/** A Dockerfile on the way, and how it came about. */
export interface State extends PlanInWords {
  readonly analysis: Analysis;
  /** The file before its last move; `null` at the start. */
  readonly from: State | null;
  readonly moves: readonly PricedMove[];
  /** Mean seconds per build, against the file as it was. */
  readonly saved: number;
}

export interface PricedMove {
  readonly kind: MoveKind;
  readonly title: string;
  readonly why: string;
  /** Against the file before this move. */
  readonly saves: PlanSaving;
}

export interface PricedRefusal extends Pick<RefusedCandidate, "title" | "reason" | "step"> {
  readonly expected: PlanSaving["expected"];
}

/**
 * Reads another text in the place of the file, with what is known of its steps, and texts in the place of other files by their absolute paths: same
 * context, same history.
 */
export type ReadText = (
  text: string,
  timings: DockerfileTimings | null,
  files?: ReadonlyMap<string, string>,
) => Analysis;

export interface SearchOptions {
  readonly analyze: ReadText;
  readonly mostMoves: number;
  readonly leastSaving?: number;
}

export interface SearchResult {
  readonly start: State;
  readonly best: State;
  /** What would save more on top of the best, and is not done. */
  readonly refused: readonly PricedRefusal[];
  /** Whether every order of moves was looked at. */
  readonly isComplete: boolean;
}

/** A move has to save this many seconds per build in the mean, and by the low end a tenth of it: more than nothing. */
export const usualSaving = 0.5;
/** By this share a build from nothing may get slower, or by a second. */
export const mostColdShare = 0.05;
const mostColdSeconds = 1;
/** Files that are kept at each depth: all of them for usual Dockerfiles, the best of large ones. */
const beamWidth = 4;
/** Files that are priced at all. */
const mostPriced = 150;
const mostRefusals = 12;
/** Segments times builds times draws for one of them: a small part of what the numbers of the result get. */
const replayBudget = 200_000;

/**
 * The best file that moves lead to, each of them legal and faster by the replay (cost model, §5.8). Deterministic: work is counted, not timed.
 * `null` when there is nothing to build.
 */
export function search(
  start: Analysis,
  { analyze, mostMoves, leastSaving = usualSaving }: SearchOptions,
): SearchResult | null {
  const leastLow = leastSaving / 10;
  const { plan } = start.use(estimates);
  if (plan === null) return null;
  const [price, priceWell] = [planPricer(replayBudget), planPricer()];
  const first: State = { analysis: start, plan, sameAs: new Map(), from: null, moves: [], saved: 0 };
  const seen = new Set([start.file.text]);
  let best = first;
  let frontier: readonly State[] = [first];
  let priced = 0;
  let isComplete = true;
  for (let depth = 0; depth < mostMoves && frontier.length > 0; depth += 1) {
    const next: State[] = [];
    for (const state of frontier) {
      for (const candidate of proposalsFor(state.analysis, likeState(state)).candidates) {
        if (seen.has(candidate.text)) continue;
        seen.add(candidate.text);
        if (priced >= mostPriced) {
          isComplete = false;
          break;
        }
        priced += 1;
        const reached = follow(state, candidate, first);
        if (reached !== null) next.push(reached);
      }
    }
    next.sort((one, other) => other.saved - one.saved);
    if (next.length > beamWidth) isComplete = false;
    frontier = next.slice(0, beamWidth);
    if (frontier[0] && frontier[0].saved > best.saved) best = frontier[0];
  }
  best = pricedWell(best);
  const { refused } = proposalsFor(best.analysis, likeState(best));
  return { start: first, best, refused: priceRefusals(best, refused), isComplete };

  function follow(state: State, candidate: Candidate, origin: State): State | null {
    const { kind, title, why, text } = candidate;
    const read = likeState(state)(text);
    if (read.file.syntax.problems.length > origin.analysis.file.syntax.problems.length) return null;
    const parts = candidate.partsOf(read);
    const timings = carriedTimings(state.analysis, read, parts);
    const analysis = timings === (read.options.timings ?? null) ? read : analyze(text, timings);
    const { plan: reached } = analysis.use(estimates);
    if (reached === null) return null;
    const after: PlanInWords = { plan: reached, sameAs: wordsAfter(state, parts, reached) };
    const saves = price(state, after);
    if (!isWorth(saves)) return null;
    if (isColder(price(origin, after), origin)) return null;
    return {
      analysis,
      ...after,
      from: state,
      moves: [...state.moves, { kind, title, why, saves }],
      saved: state.saved + saves.expected.mean,
    };
  }

  /** A text that is read with the timings of a state. */
  function likeState({ analysis }: State): (text: string) => Analysis {
    return (text) => analyze(text, analysis.options.timings ?? null);
  }

  function isColder({ cold }: PlanSaving, origin: State): boolean {
    const whole = origin.analysis.use(estimates).estimate?.coldSeconds.mean ?? 0;
    return -cold.mean > Math.max(mostColdSeconds, mostColdShare * whole);
  }

  function priceRefusals(state: State, refusals: readonly RefusedCandidate[]): readonly PricedRefusal[] {
    return refusals.slice(0, mostRefusals).flatMap(({ title, reason, step, text, saves }) => {
      const after = text === null ? null : likeState(state)(text).use(estimates).plan;
      const expected =
        after === null
          ? (saves?.seconds ?? null)
          : priceWell(state, { plan: after, sameAs: state.sameAs }).expected;
      return expected !== null && isWorth({ expected }) ? [{ title, reason, step, expected }] : [];
    });
  }

  /** The way to a state with the numbers that are shown, as far as each move is worth it by those, too. */
  function pricedWell(state: State): State {
    if (state.from === null) return state;
    const from = pricedWell(state.from);
    const last = state.moves.at(-1)!;
    const saves = priceWell(state.from, state);
    if (from.moves.length < state.moves.length - 1 || !isWorth(saves)) return from;
    return { ...state, from, moves: [...from.moves, { ...last, saves }] };
  }

  function isWorth({ expected }: Pick<PlanSaving, "expected">): boolean {
    return expected.mean >= leastSaving && expected.low >= leastLow;
  }
}

/** Steps that a move has cut in two, or given flags, by the words that they had at first. */
function wordsAfter(state: State, parts: readonly StepPart[], after: BuildPlan): ReadonlyMap<string, string> {
  const found = new Map(state.sameAs);
  for (const { part, whole } of parts) {
    const [now, was] = [labelIn(after, part), labelIn(state.plan, whole)];
    if (now !== null && was !== null && now !== was) found.set(now, state.sameAs.get(was) ?? was);
  }
  return found;
}

/** The words of a step in a plan. */
function labelIn({ vertices }: BuildPlan, { instruction: { index } }: StepPart["part"]): string | null {
  return vertices.find(({ instruction }) => instruction?.index === index)?.label.text ?? null;
}
