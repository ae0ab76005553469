import { earlyCopies } from "../analysis/early-copies.ts";
import { defineFact } from "../analysis/fact.ts";
import { type MissingMount, missingMounts } from "../analysis/missing-mounts.ts";
import { stepCosts } from "../analysis/step-costs.ts";
import { warmMount } from "./cost-source.ts";
import type { Saving } from "./estimate.ts";
import { estimates } from "./estimates.ts";

/** A cache mount that is worth its line in the Dockerfile. */
export interface PricedMount {
  readonly missing: MissingMount;
  readonly saves: Saving;
}

/** Seconds per build below which it is not. */
const leastSaving = 2;

/** In the order of the file. */
export const pricedMounts = defineFact("priced-mounts", ({ use }): readonly PricedMount[] => {
  const candidates = use(missingMounts);
  if (candidates.length === 0) return [];
  // Such an install is better moved first: then it seldom runs.
  const early = new Set(use(earlyCopies).map(({ install }) => install.step));
  const costs = use(stepCosts);
  const { saving } = use(estimates);
  return candidates.flatMap((missing) => {
    const { install } = missing;
    if (early.has(install.step)) return [];
    const scale = warmMount(costs, install);
    const saves = scale && saving({ kind: "scale-cost", step: install.step, scale });
    return saves && saves.seconds.mean >= leastSaving ? [{ missing, saves }] : [];
  });
});
