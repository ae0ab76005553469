/**
 * The outside world as the core sees it: read-only, synchronous, no errors thrown. Paths use `/` and are absolute within the
 * host (`/`-rooted, or `C:/…` on Windows). An editor without a synchronous file system fills a memory host first.
 */
export interface Host {
  /** The decoded text, or why there is none. */
  readText(path: string): ReadResult;
  /** Entries of a directory in no particular order; `null` when it is no readable directory. */
  list(directory: string): readonly Entry[] | null;
  /** What stands at a path, symbolic links not followed; `null` when nothing does. */
  stat(path: string): Entry | null;
  /** The path with every symbolic link resolved; `null` when it leads nowhere. */
  realPath(path: string): string | null;
  /** What was worked out from the files, by the names that those who did so give it; only where they stay as they are as long as the host is used. */
  readonly derived?: Map<string, unknown>;
}

export type ReadResult =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: ReadProblem };

export type ReadProblem = "missing" | "directory" | "unreadable" | "not-utf8" | "too-large";

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink" | "other";
  /** Bytes of a file; 0 for anything else. */
  readonly size: number;
  /** Whether the owner may execute it. */
  readonly executable: boolean;
}
