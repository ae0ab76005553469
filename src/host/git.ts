/** The past of a repository as the core sees it; how it is read is said in `node-git.ts`. */
export interface GitHistory {
  /** Oldest first; the first has the whole tree as changes. */
  readonly commits: readonly GitCommit[];
  /** What it does not show, one sentence each. */
  readonly blindSpots: readonly string[];
  /** Texts of blobs; `null` for one that is no UTF-8 text or too large for one. */
  readBlobs(ids: readonly string[]): ReadonlyMap<string, string | null>;
}

export interface GitCommit {
  readonly id: string;
  /** Committer time, seconds since 1970. */
  readonly time: number;
  readonly subject: string;
  readonly changes: readonly TreeChange[];
}

/** Against the first parent. */
export interface TreeChange {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly mode: "file" | "executable" | "symlink" | "submodule" | null;
  /** `null` when the path is gone. */
  readonly blob: string | null;
}
