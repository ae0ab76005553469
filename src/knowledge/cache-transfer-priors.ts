import type { CostPrior } from "./cost-priors.ts";

/**
 * What a cache that is kept outside of the builder (`type=gha`, `type=registry`) costs, as shares of what its steps take when they run: how many
 * bytes a step leaves is not known before a build, and long steps leave large layers.
 *
 * Source: issues and pull requests of public repositories, gathered 2026-11. Who writes of a cache there has trouble with it, so these are too high
 * for a small image, and wide. Export, of a build: shazamio-core#41 224 of 474 s, h2o#2134 215 more than the 169 s without, Oxen#863 109.8 of 660 s
 * cold and 17.6 of 367 s later, matrix-authentication-service#4289 214 s and then 27 s. Restore: Oxen#863 49.6 s for a step of some 300 s,
 * shazamio-core#41 109 s for all that took 250 s.
 */
export const cacheTransferPriors = {
  /** A layer that is reused and that a step which runs stands on: download and unpacking, over the seconds of its step. */
  restoreShare: { median: 0.12, tau: 1, samples: 2 },
  /** A new layer: compression and upload, over the seconds of its step. */
  exportShare: { median: 0.2, tau: 1, samples: 5 },
  /** Seconds to look up what there is and to write what there is now, in every build. */
  lookup: {
    median: 3,
    tau: 0.7,
    samples: 0,
    note: "a manifest to fetch and one to write, mostly a few requests",
  },
} as const satisfies Record<string, CostPrior>;

/**
 * How often the cache is there. GitHub removes entries that were not used for seven days, and the oldest ones past 10 GB for a repository
 * (documentation of GitHub Actions, 2026-11).
 */
export const cacheEviction = {
  /** Longest pause between two builds after which it is there, in seconds. */
  idleSeconds: 7 * 24 * 3600,
  /** Gone before its time: by the quota, or since another branch wrote it. Mean 5 %, a judgement. */
  early: {
    alpha: 0.5,
    beta: 9.5,
    repositories: 0,
    basis: "a judgement: quotas are met by few repositories, then often",
  },
} as const;
