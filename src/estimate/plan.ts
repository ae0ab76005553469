import type { Population } from "../invocations/population.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { CostDistribution, Probability } from "./distribution.ts";
import type { Basis } from "./estimate.ts";
import type { RecordedReuses } from "./recorded-times.ts";

/**
 * What the builder executes for one target, and what may change between two builds. The estimate, and the saving of every
 * change, is computed from this and nothing else; where its numbers come from (priors, git history, build logs) is decided by who makes it.
 */
export interface BuildPlan {
  /** Name of the target stage, or its index as text. */
  readonly target: string;
  /** In an order in which every vertex comes after the ones it needs. */
  readonly vertices: readonly Vertex[];
  /** The vertex whose end is the end of the build; `null` when nothing is executed. */
  readonly last: VertexId | null;
  /** A vertex names a cause by its position here. */
  readonly causes: readonly Cause[];
  /** The builds that are replayed. */
  readonly series: BuildSeries;
  /** What their builder holds when one begins. */
  readonly population: Population;
  /** `--no-cache`: whatever the builder holds, nothing of it is reused. */
  readonly noCache: boolean;
  /** What the numbers can't show, one sentence each. */
  readonly blindSpots: readonly string[];
}

/** Stays the same when the plan is changed. */
export type VertexId = number;

/** One operation of the builder: a pull, RUN, COPY, ADD or WORKDIR. Metadata instructions make none. */
export interface Vertex {
  readonly id: VertexId;
  /** `null` for one that no instruction stands for, such as the pull of `COPY --from=image`. */
  readonly instruction: Instruction | null;
  readonly label: VertexLabel;
  /** The operation whose file system it starts from. */
  readonly parent: VertexId | null;
  /** Whether a miss of the parent is a miss here: false for `COPY --link`, which also runs beside its parent. */
  readonly followsParent: boolean;
  /** Operations whose output it reads, and by whose content it is keyed: `COPY --from`, bind mounts. */
  readonly reads: readonly VertexId[];
  /** Causes that change an input of its own. The same array object is shared where the same set recurs. */
  readonly causes: readonly number[];
  /** Causes behind the manifests that an install here reads, whatever it is tied to by the steps above it. */
  readonly manifests: readonly number[];
  /** What it costs to run it on a builder that holds nothing. */
  readonly cost: CostDistribution;
  /** What makes runs of it cheaper. */
  readonly scales: readonly Scale[];
  /** How often it was reused in recorded builds; left out where too few are known. It tells of what was, and prices nothing. */
  readonly reuses?: RecordedReuses | null;
  /** Vertices with the same number have the same draws: they are parts of one step. */
  readonly seed: number;
}

export interface VertexLabel {
  readonly stage: string;
  /** 1-based. */
  readonly line: number;
  /** On one line. */
  readonly text: string;
}

/** In `share` of the runs, `part` of the cost is `ratio` times what it was. */
export interface Scale {
  /** From 0 to 1. */
  readonly part: number;
  readonly ratio: Probability;
  readonly share: Probability;
  /** `warm`: not on a builder that holds nothing, as with the contents of a cache mount. */
  readonly when: "warm" | "always";
}

/** Something that changes from one build to the next, independently of all other causes. Steps that read the same files share it. */
export interface Cause {
  readonly source: CauseSource;
  /** Probability that it did not change since the build before. */
  readonly unchanged: Probability;
  /** What it was in each build of the population, where that is recorded: equal numbers for equal content. */
  readonly states?: Int32Array;
  readonly paths?: CausePaths;
}

/** The files behind a cause, by their paths in the context. */
export interface CausePaths {
  /** What the step names: files and directories, `.` for all. */
  readonly below: readonly string[];
  /** Those that changed since the build before, in no order, a `/` after a directory. */
  changedIn(build: number): readonly string[];
}

export type CauseSource =
  /** The layers behind the name of a base image. */
  | { readonly kind: "image"; readonly image: string }
  /** Manifests and lockfiles of an ecosystem in a directory of the context. */
  | { readonly kind: "manifests"; readonly ecosystem: string; readonly directory: string }
  /** Files of the context at or below a path, without those that have a cause of their own. */
  | { readonly kind: "files"; readonly path: string }
  /** `.git` is in the context: each commit changes it. */
  | { readonly kind: "git-directory" }
  | { readonly kind: "argument"; readonly name: string }
  | { readonly kind: "remote"; readonly url: string };

/** What changed from build to build. */
export type BuildSeries =
  /** Every set of causes, with the probability that just these occur. */
  | { readonly kind: "independent" }
  /** Builds that were, oldest first. Before the first of them the builder held nothing. */
  | { readonly kind: "builds"; readonly builds: readonly PastBuild[] };

export interface PastBuild {
  /** The commit. */
  readonly id: string;
  /** 0 for a build that only fills the cache. */
  readonly weight: number;
  /** Seconds since 1970; left out where that is not known. */
  readonly time?: number;
  /** First words of the commit's message, which may hold any character. */
  readonly subject?: string;
}

export function basisOfHits(plan: BuildPlan): Basis {
  return plan.series.kind === "builds" ? "history" : "prior";
}

/** Whether every step runs in every build, so that no history tells anything. */
export function reusesNothing({ population, noCache }: BuildPlan): boolean {
  return noCache || population.kind === "ci-cold";
}

/** Whether cache mounts still hold what the build before left in them. No cache that is kept elsewhere carries them (buildkit#1474). */
export function keepsMounts(plan: BuildPlan): boolean {
  return !reusesNothing(plan) && plan.population.kind !== "ci-cache";
}

/** Whether a vertex is the pull of an image. */
export function isPull({ parent, instruction }: Vertex): boolean {
  return parent === null && (instruction === null || instruction.kind === "FROM");
}

/** A text that names the cause; equal for equal causes. */
export function causeKey(source: CauseSource): string {
  switch (source.kind) {
    case "image":
      return `image ${source.image}`;
    case "manifests":
      return `manifests ${source.ecosystem} ${source.directory}`;
    case "files":
      return `files ${source.path}`;
    case "git-directory":
      return "git-directory";
    case "argument":
      return `argument ${source.name}`;
    case "remote":
      return `remote ${source.url}`;
  }
}
