import type { GitHistory, TreeChange } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import type { BuildPractice } from "../invocations/build-practice.ts";
import type { BuildFile } from "../model/build-file.ts";
import type { DockerfileTimings } from "../timings/timings-file.ts";

/**
 * One Dockerfile under analysis with everything that may be asked about it. Facts are computed at most once each and are
 * read-only; asking is the only way to get them.
 */
export interface Analysis {
  readonly file: BuildFile;
  /** `null` where there is no file system (text from standard input without a context). */
  readonly host: Host | null;
  readonly options: AnalysisOptions;
  use<Value>(fact: Fact<Value>): Value;
}

export interface AnalysisOptions {
  /** Absolute path of the Dockerfile within the host; `null` when it is not a file. */
  readonly path: string | null;
  /** Absolute path of the build context as the user named it; `null` when stowage has to find it. */
  readonly context: string | null;
  /** Absolute path of the build context that a file of the repository names; left out where none does. */
  readonly declaredContext?: string | null;
  /** Today's date, such as `2026-11-21`; left out where nobody says. */
  readonly today?: string | null;
  /** The repository around the Dockerfile and its past; left out where nobody looked. */
  readonly repository?: Repository | null;
  /** What ShellCheck says; left out where nobody asked it. */
  readonly shellCheck?: ShellCheck | null;
  /** What recorded builds of this Dockerfile took; left out where none are known. */
  readonly timings?: DockerfileTimings | null;
  /** How it is built; left out where nobody looked: then on a builder that keeps what it has. */
  readonly practice?: BuildPractice | null;
  /** False where there is no time to work out what changes save: then no finding says so. */
  readonly isPriced?: boolean;
}

export interface Repository {
  /** Absolute path of its root within the host, links resolved. */
  readonly root: string;
  readonly history: GitHistory;
  /** What the files at hand have otherwise than the last commit: it decides which files there are, and is no build. */
  readonly pending?: readonly TreeChange[];
}

/** The answers of ShellCheck, which runs outside: the program has them before rules ask. */
export interface ShellCheck {
  /** Its remarks on a script in the language of a shell, as they come; none on a script that it was not asked about. */
  remarksOn(shell: string, text: string): readonly ShellRemark[];
}

/** One remark as ShellCheck's `json1` format has it: lines and columns count from 1, columns are code points, `end` is exclusive. */
export interface ShellRemark {
  readonly code: number;
  readonly level: "error" | "warning" | "info" | "style";
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fix: { readonly replacements: readonly ShellReplacement[] } | null;
}

export interface ShellReplacement {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Which side of the range stays where it is when text comes in. */
  readonly insertionPoint: "beforeStart" | "afterEnd";
  readonly replacement: string;
}

/** A value derived from one file. */
export interface Fact<Value> {
  readonly name: string;
  readonly compute: (analysis: Analysis) => Value;
}

/** Declares a fact. A fact that asks for itself, directly or not, is an error when asked. */
export function defineFact<Value>(name: string, compute: (analysis: Analysis) => Value): Fact<Value> {
  return { name, compute };
}

/** Starts the analysis of one file; nothing is computed yet. */
export function analyze(file: BuildFile, host: Host | null, options: AnalysisOptions): Analysis {
  const values = new Map<Fact<unknown>, unknown>();
  const running = new Set<Fact<unknown>>();
  const analysis: Analysis = {
    file,
    host,
    options,
    use<Value>(fact: Fact<Value>): Value {
      const known = values.get(fact);
      if (known !== undefined || values.has(fact)) return known as Value;
      if (running.has(fact)) throw new Error(`fact ${fact.name} depends on itself`);
      running.add(fact);
      try {
        const value = fact.compute(analysis);
        values.set(fact, value);
        return value;
      } finally {
        running.delete(fact);
      }
    },
  };
  return analysis;
}
