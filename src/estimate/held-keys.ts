import { cacheEviction } from "../knowledge/cache-transfer-priors.ts";
import { betaOf } from "./distribution.ts";
import type { BuildPlan, PastBuild } from "./plan.ts";
import { mix, probabilityDraws, seedOf, uniform } from "./random.ts";

/** Which builds of a series a builder holds the layers of. */
export interface HeldBuilds {
  /** A build begins; to be asked for each, oldest first. */
  begin(build: number): HeldBuild;
  /** Whether the builder that made a build that has begun is this one. */
  isBy(build: number, builder: number): boolean;
}

interface HeldBuild {
  readonly builder: number;
  /** The build that its builder made last; -1 where it holds nothing of one. */
  readonly before: number;
  /** It holds nothing of builds before this one. */
  readonly oldest: number;
  /** Whether it says anything: a builder that never built is none of this population yet. */
  readonly isTold: boolean;
}

/** Whether chance has a part in what is held. */
export function isHeldByChance({ population }: BuildPlan): boolean {
  return population.kind === "pool" || population.kind === "ci-cache";
}

/** What the builders of a population hold; before the first of these builds nothing. `draw` decides what happens by chance. */
export function heldBuilds(
  { population }: BuildPlan,
  builds: readonly PastBuild[],
  draw: number,
): HeldBuilds {
  switch (population.kind) {
    case "pool":
      return heldByPool(population.builders, builds.length, draw);
    case "ci-cache":
      return heldByCache(builds, draw);
    default:
      return {
        begin: (build) => ({ builder: 0, before: build - 1, oldest: 0, isTold: true }),
        isBy: () => true,
      };
  }
}

const poolSeed = seedOf("pool");

/** Builds are handed out by chance; each builder holds all that it built. */
function heldByPool(builders: number, builds: number, draw: number): HeldBuilds {
  const builderOf = new Int32Array(builds);
  const lastOf = new Int32Array(builders).fill(-1);
  return {
    begin(build) {
      const builder = Math.floor(uniform(mix(poolSeed, draw), build) * builders);
      builderOf[build] = builder;
      const before = lastOf[builder]!;
      lastOf[builder] = build;
      return { builder, before, oldest: 0, isTold: before !== -1 };
    },
    isBy: (build, builder) => builderOf[build] === builder,
  };
}

const evictionSeed = seedOf("eviction");

/** Each build writes what it had, over what was there; after a long pause, and now and then before, nothing is there. */
function heldByCache(builds: readonly PastBuild[], draw: number): HeldBuilds {
  const early = probabilityDraws(betaOf(cacheEviction.early), evictionSeed)[draw]!;
  return {
    begin(build) {
      const pause = (builds[build]?.time ?? 0) - (builds[build - 1]?.time ?? 0);
      const isGone = pause > cacheEviction.idleSeconds || uniform(mix(evictionSeed, draw), build) < early;
      return { builder: 0, before: isGone ? -1 : build - 1, oldest: build - 1, isTold: true };
    },
    isBy: () => true,
  };
}

/** Lags that stand for all of the distribution. */
const lagSteps = 8;

/**
 * How many builds ago the builder that a build lands on built last: equally likely numbers. In a pool of n that is geometric with 1/n (cost
 * model, §5.7).
 */
export function lagsOf({ population }: BuildPlan): readonly number[] {
  if (population.kind !== "pool") return [1];
  const stays = Math.log(1 - 1 / population.builders);
  return Array.from({ length: lagSteps }, (_, at) =>
    Math.max(1, Math.ceil(Math.log(1 - (at + 0.5) / lagSteps) / stays)),
  );
}
