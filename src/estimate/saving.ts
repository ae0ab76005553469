import { weakerBasis } from "./distribution.ts";
import type { Saving } from "./estimate.ts";
import { type Evaluation, evaluate, expectedWall, intervalOver, type Sample } from "./evaluate.ts";
import { type BuildPlan, basisOfHits } from "./plan.ts";
import { applyChange, type PlanChange } from "./plan-change.ts";
import { comparable, difference } from "./plan-difference.ts";
import type { Replay } from "./replay.ts";

/** A saving that nobody would notice is not one. */
export const leastSeconds = 0.5;
/** Seconds that are printed as 0. */
const shownAsNothing = 0.05;

/**
 * What a change saves in each later build: expected wall time before it minus after it, on common draws. `null` when it doesn't fit
 * the plan, when its interval includes zero, or when even its high end is below half a second.
 */
export function savingOf(plan: BuildPlan, change: PlanChange): Saving | null {
  return savingsOn(plan)(change);
}

/**
 * The same for many changes of one plan, which is evaluated once. All of them together may take as much work as `budget` says, in
 * segments looked at; for those asked after that the answer is `null`.
 */
export function savingsOn(
  plan: BuildPlan,
  budget = Number.POSITIVE_INFINITY,
): (change: PlanChange) => Saving | null {
  let left = budget;
  let base: Evaluation | null = null;
  const walls = new Map<Replay, Sample>();
  const wallOf = (evaluation: Evaluation, replay: Replay): Sample => {
    if (evaluation !== base) return expectedWall(evaluation, replay);
    let wall = walls.get(replay);
    if (!wall) {
      wall = expectedWall(evaluation, replay);
      walls.set(replay, wall);
    }
    return wall;
  };
  const evaluated = (asked: BuildPlan): Evaluation => {
    if (asked !== plan) return evaluate(asked);
    base ??= evaluate(plan);
    return base;
  };
  return (change) => {
    if (left <= 0) return null;
    // A change that doesn't fit has still looked at the vertices.
    left -= plan.vertices.length;
    const comparison = applyChange(plan, change);
    if (!comparison) return null;
    const { before, after } = comparable(evaluated(comparison.before), evaluated(comparison.after));
    for (const side of [before, after]) if (side !== base) left -= side.work;
    const differences = [difference(wallOf(before, before.replay), wallOf(after, after.replay))];
    const cutOffBefore = before.cutOffReplay ?? (after.cutOffReplay && before.replay);
    if (cutOffBefore) {
      const cutOffAfter = after.cutOffReplay ?? after.replay;
      differences.push(difference(wallOf(before, cutOffBefore), wallOf(after, cutOffAfter)));
    }
    const seconds = intervalOver(differences);
    if (!(seconds.mean > 0) || seconds.low < shownAsNothing || seconds.high < leastSeconds) return null;
    return { seconds, basis: weakerBasis(basisOfHits(plan), comparison.subject.cost.basis) };
  };
}
