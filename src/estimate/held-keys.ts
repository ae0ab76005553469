import { cacheEviction } from "../knowledge/cache-transfer-priors.ts";
import { betaOf } from "./distribution.ts";
import { numberSet } from "./number-set.ts";
import type { BuildPlan, PastBuild } from "./plan.ts";
import { mix, probabilityDraws, seedOf, uniform } from "./random.ts";

/** Keys of steps that a builder holds, over a series of builds. */
export interface HeldKeys {
  /** A build begins. */
  begin(build: number): {
    /** The build that its builder made last; -1 where it holds nothing of one. */
    readonly before: number;
    /** Whether it says anything: a builder that never built is none of this population yet. */
    readonly isTold: boolean;
  };
  /** The builder runs a step, or reuses it. @returns whether it held the step. */
  take(key: number): boolean;
}

/** Whether chance has a part in what is held. */
export function isHeldByChance({ population }: BuildPlan): boolean {
  return population.kind === "pool" || population.kind === "ci-cache";
}

/** What the builders of a population hold before the first of these builds: nothing. `draw` decides what happens by chance. */
export function heldKeys({ population }: BuildPlan, builds: readonly PastBuild[], draw: number): HeldKeys {
  switch (population.kind) {
    case "pool":
      return keysOfPool(population.builders, draw);
    case "ci-cache":
      return keysOfCache(builds, draw);
    default: {
      const held = numberSet();
      return {
        begin: (build) => ({ before: build - 1, isTold: true }),
        take: held.add,
      };
    }
  }
}

const poolSeed = seedOf("pool");

/** Builds are handed out by chance; each builder holds all that it built. */
function keysOfPool(builders: number, draw: number): HeldKeys {
  const holdings = Array.from({ length: builders }, numberSet);
  const lastOf = new Int32Array(builders).fill(-1);
  let held = holdings[0]!;
  return {
    begin(build) {
      const builder = Math.floor(uniform(mix(poolSeed, draw), build) * builders);
      held = holdings[builder]!;
      const before = lastOf[builder]!;
      lastOf[builder] = build;
      return { before, isTold: before !== -1 };
    },
    take: (key) => held.add(key),
  };
}

const evictionSeed = seedOf("eviction");

/** Each build writes what it had, over what was there; after a long pause, and now and then before, nothing is there. */
function keysOfCache(builds: readonly PastBuild[], draw: number): HeldKeys {
  const early = probabilityDraws(betaOf(cacheEviction.early), evictionSeed)[draw]!;
  let held = new Set<number>();
  let written = new Set<number>();
  return {
    begin(build) {
      const pause = (builds[build]?.time ?? 0) - (builds[build - 1]?.time ?? 0);
      const isGone = pause > cacheEviction.idleSeconds || uniform(mix(evictionSeed, draw), build) < early;
      held = isGone ? new Set() : written;
      written = new Set();
      return { before: isGone ? -1 : build - 1, isTold: true };
    },
    take(key) {
      written.add(key);
      return held.has(key);
    },
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
