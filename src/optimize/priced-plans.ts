import type { Interval } from "../estimate/estimate.ts";
import { type Evaluation, evaluate } from "../estimate/evaluate.ts";
import type { BuildPlan, PastBuild } from "../estimate/plan.ts";
import { wallDifference, withSharedSeeds } from "../estimate/plan-difference.ts";

/** What one file saves against another, in seconds; negative where it is slower. */
export interface PlanSaving {
  readonly expected: Interval;
  readonly cold: Interval;
}

/** A plan, and which of its steps are steps of the file as it was in other words, or parts of them: by their labels. */
export interface PlanInWords {
  readonly plan: BuildPlan;
  readonly sameAs: ReadonlyMap<string, string>;
}

/** Compares plans on common draws and common builds. Each plan is evaluated once, with `replayBudget` as in `evaluate`. */
export function planPricer(replayBudget?: number): (before: PlanInWords, after: PlanInWords) => PlanSaving {
  const known = new WeakMap<BuildPlan, Map<number, Evaluation>>();
  const evaluated = ({ plan, sameAs }: PlanInWords, builds: number): Evaluation => {
    const byBuilds = known.get(plan) ?? new Map<number, Evaluation>();
    known.set(plan, byBuilds);
    let found = byBuilds.get(builds);
    if (found === undefined) {
      found = evaluate(withSharedSeeds(latestBuilds(plan, builds), sameAs), "any", replayBudget);
      byBuilds.set(builds, found);
    }
    return found;
  };
  return (before, after) => {
    const builds = Math.min(countOf(before.plan), countOf(after.plan));
    const { expectedSeconds, coldSeconds } = wallDifference(
      evaluated(before, builds),
      evaluated(after, builds),
    );
    return { expected: negated(expectedSeconds), cold: negated(coldSeconds) };
  };
}

function countOf({ series }: BuildPlan): number {
  return series.kind === "builds" ? series.builds.length : Number.POSITIVE_INFINITY;
}

/** The same plan over its newest builds: a file that copies what is younger has fewer of them. The first only fills the cache. */
function latestBuilds(plan: BuildPlan, count: number): BuildPlan {
  const { series } = plan;
  if (series.kind !== "builds" || count >= series.builds.length) return plan;
  const left = series.builds.length - count;
  const builds = series.builds
    .slice(left)
    .map((build, at): PastBuild => (at === 0 ? { ...build, weight: 0 } : build));
  const causes = plan.causes.map((cause) => ({
    ...cause,
    ...(cause.states && { states: cause.states.subarray(left) }),
    ...(cause.paths && {
      paths: { ...cause.paths, changedIn: (build: number) => cause.paths!.changedIn(build + left) },
    }),
  }));
  return { ...plan, series: { kind: "builds", builds }, causes };
}

function negated({ mean, low, high }: Interval): Interval {
  return { mean: -mean, low: -high, high: -low };
}
