/** A number with its 90 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Where a number comes from: measured in logs, replayed from git history, or the priors of `src/knowledge/`. */
export type Basis = "measured" | "history" | "prior";

/** Expected build time of one target: the JSON output of `stowage estimate`, times in seconds. */
export interface Estimate {
  /** Name of the target stage, or its index as text. */
  readonly target: string;
  /** Which builds the numbers are about: `warm` is a builder that still holds the build before. */
  readonly population: "warm" | "cold";
  /** How many builds were replayed; 0 when the hit rates come from priors. */
  readonly builds: number;
  /** Wall time: the critical path of the stage graph. */
  readonly expectedSeconds: Interval;
  /** Sum over all steps: what the machine works. */
  readonly expectedWorkSeconds: Interval;
  /** Wall time when nothing is cached. */
  readonly coldSeconds: Interval;
  readonly steps: readonly EstimatedStep[];
  /** What the numbers can't show, one sentence each. */
  readonly blindSpots: readonly string[];
}

export interface EstimatedStep {
  /** Name of the stage, or its index as text. */
  readonly stage: string;
  /** 1-based. */
  readonly line: number;
  /** The instruction's text on one line. */
  readonly instruction: string;
  readonly hitRate: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly basis: Basis;
  };
  readonly cost: {
    readonly seconds: number;
    readonly low: number;
    readonly high: number;
    readonly basis: Basis;
  };
  /** (1 − hit rate) × cost, over the joint distribution. */
  readonly expectedSeconds: number;
  /** In how many of the last recorded builds it was reused: what the hit rate can be held against. Left out where there are fewer than ten. */
  readonly recorded?: { readonly builds: number; readonly reused: number };
}

/** Seconds that a change saves in each later build. */
export interface Saving {
  readonly seconds: Interval;
  readonly basis: Basis;
}
