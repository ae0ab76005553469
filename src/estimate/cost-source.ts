import type { Analysis } from "../analysis/fact.ts";
import { type Install, installs } from "../analysis/installs.ts";
import { meanSeconds, type StepCosts, stepCosts } from "../analysis/step-costs.ts";
import { untakenBranches } from "../analysis/untaken-branches.ts";
import { type CostFamily, warmRatios } from "../knowledge/cost-priors.ts";
import { inputPriors } from "../knowledge/input-priors.ts";
import type { Step } from "../model/build-file.ts";
import { betaOf, type CostDistribution } from "./distribution.ts";
import type { Scale } from "./plan.ts";
import type { RecordedReuses } from "./recorded-times.ts";

/** Where the costs of a plan come from. */
export interface CostSource {
  /** A RUN, COPY, ADD or WORKDIR on a builder that holds nothing. */
  ofStep(step: Step): CostDistribution;
  /** What the cache mounts of a step spare it. */
  scalesOf(step: Step): readonly Scale[];
  /** The pull of an image. */
  ofPull(image: string): CostDistribution;
  /** How often a step was reused in recorded builds; `null` where too few are known. */
  reusesOf(step: Step): RecordedReuses | null;
  /** What these costs can't show, one sentence each. */
  readonly blindSpots: readonly string[];
}

/** What such steps took in public logs. */
export function priorCosts(analysis: Analysis): CostSource {
  const costs = analysis.use(stepCosts);
  const untaken = analysis.use(untakenBranches);
  const mounted = new Map<Step, Scale[]>();
  for (const install of analysis.use(installs)) {
    const scale = install.cacheIsKept && !untaken.has(install.command) ? warmMount(costs, install) : null;
    if (!scale) continue;
    const before = mounted.get(install.step);
    if (before) before.push(scale);
    else mounted.set(install.step, [scale]);
  }
  return {
    ofStep(step) {
      const { mu, tau } = costs.ofStep(step);
      return { mu, tau, basis: "prior" };
    },
    scalesOf: (step) => mounted.get(step) ?? nothing,
    ofPull(image) {
      const { mu, tau } = costs.ofPull(image);
      return { mu, tau, basis: "prior" };
    },
    reusesOf: () => null,
    blindSpots: nothing,
  };
}

const nothing: readonly never[] = [];

/** Their prices are those of work whose downloads are there already. */
const warmFamilies: ReadonlySet<CostFamily> = new Set([
  "pnpm-offline",
  "maven-warm",
  "gradle-warm",
  "cargo-own-crates",
]);

/**
 * What a cache mount over the caches of an install spares its step, on builders of which it is not known whether they keep mounts;
 * `null` where nothing is known of that manager, or the downloads are there anyway.
 */
export function warmMount(costs: StepCosts, install: Install): Scale | null {
  const ratio = Object.hasOwn(warmRatios, install.manager) ? warmRatios[install.manager] : undefined;
  const own = costs.ofInstall(install);
  if (!ratio || warmFamilies.has(own.family)) return null;
  const part = Math.min(1, meanSeconds(own) / meanSeconds(costs.ofStep(install.step)));
  return { part, ratio: betaOf(ratio), share: betaOf(inputPriors.warmMount), when: "warm" };
}
