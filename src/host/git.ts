/**
 * The history of a repository as the core sees it: read before the analysis starts and handed in with the input. Paths are relative to
 * the root of the repository, with `/`. A byte of a path that is no UTF-8 is the lone surrogate U+DC00 + byte, so that two paths never become one.
 */
export interface GitHistory {
  /** Along first parents, oldest first. The first one has its whole tree as changes. */
  readonly commits: readonly GitCommit[];
  /** What the history can't show, one sentence each: commits that a shallow clone lacks. */
  readonly blindSpots: readonly string[];
  /** What the newest commit has at these paths is not in this repository: submodules, and folders whose `.gitattributes` name Git LFS. */
  readonly elsewhere: readonly Elsewhere[];
  /** See `GitRepository.readBlobs`. */
  readBlobs(ids: readonly string[]): ReadonlyMap<string, string | null>;
}

export interface Elsewhere {
  readonly kind: "submodule" | "lfs";
  /** Of the submodule, or of the folder, `.` for all. */
  readonly path: string;
}

export interface GitCommit {
  readonly id: string;
  /** When it was committed, in seconds since 1970; clocks differ, so it may be before the time of the commit before it. */
  readonly time: number;
  /** The first paragraph of its message, as its author wrote it: it may hold any character. */
  readonly subject: string;
  /** What differs from the tree of the first parent. A file under another name is one path gone and one come. */
  readonly changes: readonly TreeChange[];
}

/** What a commit has at a path; nulls where it has nothing any more. */
export type TreeChange = TreeEntry | { readonly path: string; readonly mode: null; readonly blob: null };

export interface TreeEntry {
  readonly path: string;
  readonly mode: "file" | "executable" | "symlink" | "submodule";
  /** The hash of the content; of a submodule the commit. Equal content has equal hashes. */
  readonly blob: string;
}

/** A repository on this machine. Nothing in it is ever executed, changed or fetched. */
export interface GitRepository {
  /** The real path of its working tree as a host path; `null` for a bare repository. */
  readonly root: string | null;
  /** A host path seen from the root, links in its folders followed: `.` for the root; `null` for one outside. */
  pathOf(hostPath: string): string | null;
  /** The commit that a revision (`HEAD`, `main~3`, `v1.2`) names; `null` when it names none. */
  resolve(revision: string): string | null;
  /** The newest commit that two have in their pasts; `null` where there is none, as in a shallow clone. */
  mergeBase(one: string, other: string): string | null;
  history(options?: HistoryOptions): GitHistory | GitProblem;
  /** Everything in the tree of a revision. */
  tree(revision: string): readonly TreeEntry[] | GitProblem;
  /** What differs from one tree to another, whatever lies between them. */
  diff(from: string, to: string): readonly TreeChange[] | GitProblem;
  /** The text of a file in the tree of a revision; `null` when there is none, or no small UTF-8 file. */
  readFileAt(revision: string, path: string): string | null;
  /** The texts of small UTF-8 files; `null` for other blobs, for those that a partial clone lacks, and where Git LFS keeps the content. */
  readBlobs(ids: readonly string[]): ReadonlyMap<string, string | null>;
  /** Hands over what each of some blobs holds, as git has it; those that are not here, and those of more than 256 MB, are left out. Says what could not be read. */
  eachBlob(ids: readonly string[], use: (id: string, bytes: Uint8Array) => void): GitProblem | null;
  /** Sizes in bytes of blobs as git has them; those that are not here, as in a partial clone, are left out. */
  readSizes(ids: readonly string[]): ReadonlyMap<string, number>;
  /** How the files on disk differ from the commit `HEAD`; `null` for a bare repository. */
  workingTree(): WorkingTree | GitProblem | null;
}

export interface HistoryOptions {
  /** Commits at most; the newest count. 200 by default. */
  readonly limit?: number;
  /** `2026-01-31`, `2026-01-31 12:00`, `3 months ago`. */
  readonly since?: string;
  /** A branch, here or on `origin`, or another revision; by default what is checked out. */
  readonly branch?: string;
}

/** A directory that holds nothing of the index stands for all that is in it, with a `/` at the end. Submodules are not looked into. */
export interface WorkingTree {
  /** Paths of the commit or of the index whose file is not what the commit has: edited, staged, deleted, of another kind. */
  readonly changed: readonly string[];
  /** What git does not know of; a directory may also hold ignored files. */
  readonly untracked: readonly string[];
  /** What the ignore files of the repository leave out, and is there. */
  readonly ignored: readonly string[];
  /** What a sparse checkout leaves out: in the commit, but not on disk. */
  readonly absent: readonly string[];
}

export interface GitProblem {
  readonly problem:
    | "no-program"
    | "no-repository"
    | "no-commits"
    | "unknown-revision"
    | "unknown-time"
    | "unreadable"
    | "too-slow"
    | "too-large";
  /** What is wrong, for people. */
  readonly message: string;
}

export function isGitProblem(value: object): value is GitProblem {
  return "problem" in value;
}
