import { type Analysis, analyze, type Repository, type ShellCheck } from "../analysis/fact.ts";
import type { Host } from "../host/host.ts";
import type { BuildPractice } from "../invocations/build-practice.ts";
import { buildFile } from "../model/build-file.ts";
import type { DockerfileTimings } from "../timings/timings-file.ts";

/** One Dockerfile to look at. */
export interface LintInput {
  /** As shown to people: relative to the working directory. */
  readonly path: string;
  readonly text: string;
  /** Where the build context is; without it nothing is said about files. */
  readonly host?: Host | null;
  /** Absolute path of the Dockerfile within the host; left out when the text is not a file there. */
  readonly dockerfile?: string | null;
  /** Absolute path of the build context; left out, it is searched for from the Dockerfile. */
  readonly context?: string | null;
  /** The build context that the files of the repository tell; left out where none of them does, or nobody looked. */
  readonly declared?: DeclaredContext | null;
  /** Absolute path that shown paths are relative to. */
  readonly workingDirectory?: string | null;
  /** Stage to build: a name or an index; the last one when left out. */
  readonly target?: string | null;
  /** Values of `--build-arg`. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Today's date (`2026-11-21`): without it no version is too old, and an ignore comment of another tool does not expire. */
  readonly today?: string | null;
  /** The repository around the Dockerfile and its past; without it hit rates come from priors. */
  readonly repository?: Repository | null;
  /** What ShellCheck says of the scripts; without it nothing is reported that only ShellCheck sees. */
  readonly shellCheck?: ShellCheck | null;
  /** What recorded builds of this Dockerfile took; without it costs come from priors. */
  readonly timings?: DockerfileTimings | null;
  /** How it is built; without it on a builder that holds what earlier builds left. */
  readonly practice?: BuildPractice | null;
  /** False where there is no time to work out what findings save; what is reported only for its seconds is then left out. */
  readonly isPriced?: boolean;
  /** Whether to price the steps as well. */
  readonly estimate?: boolean;
}

/** A build context that a file of the repository names for the Dockerfile. */
export interface DeclaredContext {
  /** Absolute path within the host. */
  readonly root: string;
  /** Where it says so: a path as shown to people and a line from 1. */
  readonly by: { readonly path: string; readonly line: number };
}

/** Reads the text and starts its analysis. */
export function analyzeInput(input: LintInput): Analysis {
  const file = buildFile(input.path, input.text, {
    target: input.target ?? null,
    buildArgs: input.buildArgs ?? {},
  });
  return analyze(file, input.host ?? null, {
    path: input.dockerfile ?? null,
    context: input.context ?? null,
    declaredContext: input.declared?.root ?? null,
    today: input.today ?? null,
    repository: input.repository ?? null,
    shellCheck: input.shellCheck ?? null,
    timings: input.timings ?? null,
    practice: input.practice ?? null,
    isPriced: input.isPriced ?? true,
  });
}
