import { defineFact } from "../analysis/fact.ts";
import type { BuildPractice } from "../invocations/build-practice.ts";
import { buildPlan } from "./build-plan.ts";
import { priorCosts } from "./cost-source.ts";
import type { Estimate, Saving } from "./estimate.ts";
import { estimatePlan } from "./estimate-plan.ts";
import { keptCache } from "./kept-cache.ts";
import { measuredCosts } from "./measured-costs.ts";
import type { BuildPlan } from "./plan.ts";
import type { PlanChange } from "./plan-change.ts";
import { populationReason } from "./population-reason.ts";
import { savingsOn } from "./saving.ts";

/** What a build of the target costs, and what changes of the file would save. Nothing is computed before it is asked for. */
export interface Estimates {
  /** `null` when the file has no stage that a builder would take: a fragment without FROM has none. */
  readonly estimate: Estimate | null;
  /** `null` when the file has no stage at all. */
  readonly plan: BuildPlan | null;
  /**
   * Seconds that a change saves in each later build; `null` when it concerns no step of the target, may save nothing (its interval includes
   * zero), or saves too little to be worth a word.
   */
  saving(change: PlanChange): Saving | null;
}

/** Prices a plan, and says which builds that is about, and what these lack. */
function practised(plan: BuildPlan, practice: BuildPractice | null): Estimate {
  const priced = estimatePlan(plan);
  if (practice === null) return priced;
  const kept = keptCache(plan, practice);
  const { chosenBy, invocation } = practice;
  return {
    ...priced,
    population: {
      ...priced.population,
      chosenBy,
      invocation: invocation === null ? null : { path: invocation.path, line: invocation.line },
      reason: populationReason(plan.population, practice),
    },
    ...(kept !== null && { keptCache: kept }),
  };
}

/** Work of all savings of one file: some hundreds for usual files; one with thousands of findings gets them for the first ones. */
const savingsBudget = 20_000_000;

export const estimates = defineFact("estimates", (analysis): Estimates => {
  let plan: BuildPlan | null | undefined;
  let estimate: Estimate | null | undefined;
  let savings: ((change: PlanChange) => Saving | null) | null = null;
  const planned = (): BuildPlan | null => {
    if (plan === undefined) plan = buildPlan(analysis, measuredCosts(analysis, priorCosts(analysis)));
    return plan;
  };
  return {
    get plan() {
      return planned();
    },
    get estimate() {
      if (estimate === undefined) {
        const asked = analysis.file.target?.from.image ? planned() : null;
        estimate = asked && practised(asked, analysis.options.practice ?? null);
      }
      return estimate;
    },
    saving(change) {
      if (analysis.options.isPriced === false) return null;
      const asked = planned();
      if (asked === null) return null;
      savings ??= savingsOn(asked, savingsBudget);
      return savings(change);
    },
  };
});
