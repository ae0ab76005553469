import type { Range } from "../text/range.ts";

/** The files that the builder may read, after `.dockerignore`. */
export interface BuildContext {
  /** Absolute path of the root within the host. */
  readonly root: string;
  readonly chosenBy: "option" | "dockerfile-folder" | "repository-root";
  /** Set when the named root is no directory; then nothing can be said about files. */
  readonly problem: string | null;
  /** The ignore file in force, also when it is broken; `null` when there is none. */
  readonly ignoreFile: IgnoreFile | null;
  /** Path of the Dockerfile within the context (`docker/Dockerfile`); `null` when it stands outside. */
  readonly dockerfile: string | null;
  /** What may be read, found by one walk when first asked. Sorted by path. */
  files(): ContextListing;
}

export interface IgnoreFile {
  /** Absolute path within the host. */
  readonly path: string;
  readonly patterns: readonly IgnorePattern[];
  readonly problems: readonly { readonly message: string; readonly line: number }[];
  /** Whether the builder leaves out this context path (`src/a.js`, no leading `/`). */
  ignores(path: string): boolean;
}

export interface IgnorePattern {
  /** As written, trimmed. */
  readonly text: string;
  readonly negated: boolean;
  /** 1-based line of the ignore file. */
  readonly line: number;
  readonly range: Range;
}

export interface ContextListing {
  /** Files and symbolic links that pass the ignore file; directories are not listed. */
  readonly files: readonly ContextFile[];
  /** Sum of `size`. */
  readonly bytes: number;
  /** Files kept out by the ignore file as far as the walk saw them (ignored directories are not entered when nothing re-includes). */
  readonly ignoredFiles: number;
  /** True when the walk stopped at its limit of entries; then the listing is a part. */
  readonly truncated: boolean;
}

export interface ContextFile {
  /** Relative to the context's root, `/` between parts. */
  readonly path: string;
  readonly size: number;
  readonly kind: "file" | "symlink";
}
