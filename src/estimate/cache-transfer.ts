import { cacheTransferPriors } from "../knowledge/cache-transfer-priors.ts";
import type { CostPrior } from "../knowledge/cost-priors.ts";
import { meanOfCost } from "./distribution.ts";
import type { BuildPlan } from "./plan.ts";
import { seedOf, setCostDraws } from "./random.ts";

/** What a cache that is kept outside of the builder adds to a build. */
export interface CacheTransfer {
  /** Of the seconds of a segment that is restored. */
  readonly restoreShare: number;
  /** Of the seconds of a segment that runs and is exported. */
  readonly exportShare: number;
  /** Seconds in every build. */
  readonly lookup: number;
}

export const noTransfer: CacheTransfer = { restoreShare: 0, exportShare: 0, lookup: 0 };

/** The best guess, and one for each draw. */
export interface CacheTransfers {
  readonly mean: CacheTransfer;
  readonly draws: readonly CacheTransfer[];
}

/** Nothing for builds that have no such cache. */
export function cacheTransfers({ population }: BuildPlan, draws: number): CacheTransfers {
  if (population.kind !== "ci-cache")
    return { mean: noTransfer, draws: Array.from({ length: draws }, () => noTransfer) };
  const sample = (name: keyof typeof cacheTransferPriors) => {
    const { median, tau }: CostPrior = cacheTransferPriors[name];
    const cost = { mu: Math.log(median), tau, basis: "prior" } as const;
    const drawn = new Float64Array(draws);
    setCostDraws(drawn, cost, seedOf(`cache ${name}`));
    return { mean: meanOfCost(cost), drawn };
  };
  const [restore, exported, lookup] = [sample("restoreShare"), sample("exportShare"), sample("lookup")];
  return {
    mean: { restoreShare: restore.mean, exportShare: exported.mean, lookup: lookup.mean },
    draws: Array.from({ length: draws }, (_, draw) => ({
      restoreShare: restore.drawn[draw]!,
      exportShare: exported.drawn[draw]!,
      lookup: lookup.drawn[draw]!,
    })),
  };
}
