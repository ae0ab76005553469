import type { FileResult, InputProblem, LeftOut, RunResult } from "../engine/result.ts";
import type { Rule } from "../rule/rule.ts";

/** What `check` found, with what it takes to put parts of a run together again. */
export interface CheckedRun {
  /** Rules that ran, in the order of the catalogue. */
  readonly rules: readonly Rule[];
  readonly files: readonly CheckedFile[];
  readonly leftOut: readonly Placed<LeftOut>[];
  readonly problems: readonly Placed<InputProblem>[];
}

/** Something of a file, with the place of that file among all Dockerfiles of the run; `null` for what is of no file. */
export interface Placed<Value> {
  readonly at: number | null;
  readonly value: Value;
}

export interface CheckedFile extends Placed<FileResult> {
  /** Whether it has a finding that makes the exit code 1. */
  readonly isFailing: boolean;
}

/** What reporters get: all in the order of the files; what is of no file comes first. */
export function runResult({ files, leftOut, problems }: CheckedRun): RunResult {
  return { files: inOrder(files), leftOut: inOrder(leftOut), problems: inOrder(problems) };
}

function inOrder<Value>(placed: readonly Placed<Value>[]): readonly Value[] {
  return placed.toSorted((one, other) => (one.at ?? -1) - (other.at ?? -1)).map(({ value }) => value);
}
