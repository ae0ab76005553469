import type { Step } from "../model/build-file.ts";
import type { Range } from "../text/range.ts";
import type { ContextFile } from "./build-context.ts";

/** What one step reads of the build context: a COPY or ADD of local files, or a bind mount of a RUN. */
export interface ContextUse {
  readonly step: Step;
  readonly kind: "copy" | "add" | "bind";
  readonly sources: readonly ContextSource[];
  /** Where it lands, absolute; `null` when that depends on the base image or an unknown variable. */
  readonly destination: string | null;
  /** True when a source is the whole context (`.`, `/`, `./`, a bind mount without source). */
  readonly whole: boolean;
  /** `--exclude` patterns. */
  readonly excludes: readonly string[];
  readonly parents: boolean;
  /** Files read, sorted by path; `null` when there is no context to look at. Computed when first asked. */
  files(): readonly ContextFile[] | null;
  /** Whether a file at this context path would be read, be it there or not. */
  reads(path: string): boolean;
}

export interface ContextSource {
  /** After expansion and cleaning: `src`, `package*.json`, `.` for the whole context. */
  readonly path: string;
  readonly range: Range;
  readonly wildcard: boolean;
  /** False when it holds a variable without known value: then nothing can be said about it. */
  readonly known: boolean;
}
