import type { Estimate } from "../estimate/estimate.ts";
import type { Finding } from "../rule/finding.ts";
import type { LineIndex } from "../text/line-index.ts";

/** What is known of one Dockerfile after linting. */
export interface FileResult {
  /** As shown to people: relative to the working directory. */
  readonly path: string;
  readonly lines: LineIndex;
  /** The build context, relative to the working directory, and how it was found; `null` without one. */
  readonly context: {
    readonly path: string;
    readonly chosenBy: string;
    /** The place that names it, for one that an invocation names. */
    readonly by?: { readonly path: string; readonly line: number };
  } | null;
  /** In document order. */
  readonly findings: readonly Finding[];
  /** Findings hidden by suppression comments, in document order. */
  readonly hidden: readonly HiddenFinding[];
  /** Rules that could not run, each with the reason. */
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[];
  /** Rules that broke: a defect of stowage; the findings of all others are complete. */
  readonly failures: readonly { readonly rule: string; readonly message: string }[];
  /** Findings that are left out because they were there before: by a baseline, or by `--since`. Left out where nobody asked. */
  readonly known?: number;
  /** What fixing did, or would do; left out where nobody asked for fixes. `findings` are those of the fixed text. */
  readonly fixed?: Fixed;
  /** `null` when it was not asked for or the file has no stage to build. */
  readonly estimate: Estimate | null;
}

export interface HiddenFinding {
  readonly finding: Finding;
  /** What the comment says for it; `null` when it says nothing, or is one for another tool. */
  readonly reason: string | null;
}

export interface Fixed {
  /** In the order in which they were applied. */
  readonly fixes: readonly { readonly rule: string; readonly title: string }[];
  /** Unified, of the file and of those that come with it; empty where nothing changes. */
  readonly diff: string;
}

/** An input that could not be linted, or only in part: what, where and what to do. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}

/** A file with the name of a Dockerfile that was found, and is none: `reason` says what it is. */
export interface LeftOut {
  readonly path: string;
  readonly reason: "template" | "part";
}

/** All of one run. */
export interface RunResult {
  readonly files: readonly FileResult[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly InputProblem[];
}
