/** A number with its 90 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Where a number comes from: measured in logs, replayed from git history, or the priors of `src/knowledge/`. */
export type Basis = "measured" | "history" | "prior";

/** Where a number comes from; `certain` where the population leaves no choice. */
export type HitBasis = Basis | "certain";

/** Which builds an estimate is about. */
export interface EstimatedPopulation {
  /** As `--population` takes it. */
  readonly name: string;
  /** Who says so: the user, an invocation in the repository, or nobody. */
  readonly chosenBy: "option" | "invocation" | "default";
  /** The invocation that makes such builds; `null` where none is known. */
  readonly invocation: InvocationPlace | null;
  /** Why these, in a few words. */
  readonly reason: string;
}

/** A line of a file, its path from the root of the repository. */
export interface InvocationPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** What builds that keep no cache would save by one. */
export interface KeptCache {
  /** Where it is set up; `null` where no invocation is known. */
  readonly invocation: InvocationPlace | null;
  /** In each build, the transfer of the cache paid; negative where that takes more than is saved. */
  readonly seconds: Interval;
  readonly basis: Basis;
}

/** Expected build time of one target: the JSON output of `stowage estimate`, times in seconds. */
export interface Estimate {
  /** Name of the target stage, or its index as text. */
  readonly target: string;
  readonly population: EstimatedPopulation;
  /** For builds that keep no cache: this comes before any order of steps. */
  readonly keptCache?: KeptCache;
  /** How many builds were replayed; 0 when the hit rates come from priors, or nothing is reused anyway. */
  readonly builds: number;
  /** Share of these builds in which no step runs; left out where there are none. A monorepo's commits are mostly about something else. */
  readonly idleShare?: number;
  /** Wall time: the critical path of the stage graph. */
  readonly expectedSeconds: Interval;
  /** Sum over all steps: what the machine works. */
  readonly expectedWorkSeconds: Interval;
  /** Wall time when nothing is cached. */
  readonly coldSeconds: Interval;
  /** What of the expected time goes into restoring and exporting a cache outside of the builder; left out where there is none. */
  readonly cacheSeconds?: Interval;
  readonly steps: readonly EstimatedStep[];
  /** What the numbers can't show, one sentence each. */
  readonly blindSpots: readonly string[];
  /** How the expected time developed with the edits of the Dockerfile, oldest first; left out where nobody asked. */
  readonly trend?: readonly PastVersion[];
}

/** The Dockerfile and its ignore file as they once were, over the builds that followed. */
export interface PastVersion {
  /** The commit that made them so, or the oldest one that is known. */
  readonly id: string;
  readonly subject: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** Up to the next edit. */
  readonly builds: number;
  readonly expectedSeconds: Interval;
  readonly coldSeconds: Interval;
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
    readonly basis: HitBasis;
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
  /** What makes it miss, the largest share first; empty where it never misses. The first cause in the chain counts. */
  readonly causes: readonly MissCause[];
}

/** A part of the misses of a step. */
export interface MissCause {
  readonly kind: MissCauseKind;
  /** For people: `src/`, `base image node:24`, `after line 7`. */
  readonly what: string;
  /** Of the step's misses; those of all causes sum to 1. */
  readonly share: number;
}

export type MissCauseKind =
  /** Files of the context that changed; `other files` for the small shares. */
  | "files"
  /** The layers behind a name changed. */
  | "image"
  | "argument"
  | "remote"
  /** A step above it missed first. */
  | "above"
  /** What it copies of another stage, or mounts, was built anew. */
  | "stage"
  /** The builder does not hold it, although nothing changed. */
  | "not-held";

/** Seconds that a change saves in each later build. */
export interface Saving {
  readonly seconds: Interval;
  readonly basis: Basis;
}
