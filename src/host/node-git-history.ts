import { baseName, parentPath } from "../text/posix-path.ts";
import type { Elsewhere, GitCommit, GitHistory, HistoryOptions, TreeChange } from "./git.ts";
import { type CommitLine, commitFormat, outputText, readCommits } from "./git-output.ts";
import { diffTrees, isPartial, listTree, readBlobs, resolveRevisions } from "./node-git-objects.ts";
import { GitFailure, type GitProgram } from "./node-git-program.ts";
import { pastTime } from "./node-git-time.ts";

const defaultLimit = 200;

/** What git has room for in a count. */
const mostCommits = 2 ** 31 - 1;

/** Milliseconds for all changes; ten thousand commits take about a second. */
const patience = 60_000;
/** Commits whose changes one process prints, so that a history that takes too long is a shorter one. */
const commitsOfBatch = 1000;
/** Changes that are kept, at some 200 bytes each. */
const mostChanges = 2_000_000;

/** See `GitRepository.history`. Throws a `GitFailure`. */
export function readHistory(git: GitProgram, options: HistoryOptions): GitHistory {
  const { limit = defaultLimit, since, branch } = options;
  const tip = tipOf(git, branch);
  const lines = listCommits(git, tip, { limit, oldest: since === undefined ? null : timeOf(since) });
  if (lines.length === 0) throw new GitFailure("no-commits", `no commit is younger than \`${since}\``);
  const { commits, cut } = readChanges(git, lines);
  const end = commits.length === lines.length ? lines[0]! : null;
  const isWhole = end === null || end.hasParent || !isShallow(git);
  const blindSpots = [
    ...(cut === null ? [] : [`Only ${counted(commits.length, "commit")} could be read: ${cut}`]),
    ...(isWhole ? [] : [shallowSentence(commits.length)]),
    ...(isPartial(git)
      ? ["The clone is partial, and nothing is fetched: texts of older files are unknown where it lacks them"]
      : []),
  ];
  return {
    commits,
    blindSpots,
    elsewhere: contentElsewhere(git, commits),
    readBlobs: (ids) => readBlobs(git, ids),
  };
}

/** The newest commit: a branch of this repository stands before one of `origin`, and both before other meanings of the name. */
function tipOf(git: GitProgram, branch: string | undefined): string {
  const names =
    branch === undefined ? ["HEAD"] : [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`, branch];
  const ids = resolveRevisions(
    git,
    names.map((name) => `${name}^{commit}`),
  );
  const tip = ids.find((id) => id !== null);
  if (tip !== undefined) return tip;
  if (branch !== undefined) throw new GitFailure("unknown-revision", `there is no branch \`${branch}\``);
  throw new GitFailure("no-commits", "the repository has no commits");
}

function timeOf(since: string): number {
  const time = pastTime(since, new Date());
  if (time !== null) return time;
  throw new GitFailure("unknown-time", `\`${since}\` is no time: write \`2026-01-31\` or \`6 months ago\``);
}

/** Oldest first. */
function listCommits(
  git: GitProgram,
  tip: string,
  { limit, oldest }: { readonly limit: number; readonly oldest: number | null },
): readonly CommitLine[] {
  const output = git.run([
    "rev-list",
    "--first-parent",
    `--max-count=${Math.min(limit, mostCommits)}`,
    ...(oldest === null ? [] : [`--max-age=${oldest}`]),
    "--encoding=UTF-8",
    `--format=${commitFormat}`,
    tip,
  ]);
  return readCommits(output).toReversed();
}

interface ReadCommits {
  readonly commits: readonly GitCommit[];
  /** Why the oldest were left out. */
  readonly cut: string | null;
}

/** The changes of each commit, from the newest back, as far as time and memory allow. */
function readChanges(git: GitProgram, lines: readonly CommitLine[]): ReadCommits {
  const giveUpAt = Date.now() + patience;
  const newestFirst: (readonly TreeChange[])[] = [];
  let kept = 0;
  let size = commitsOfBatch;
  let cut: string | null = null;
  // The oldest commit is not compared with another.
  while (newestFirst.length < lines.length - 1 && cut === null) {
    const end = lines.length - newestFirst.length;
    const start = Math.max(1, end - size);
    const pairs = lines
      .slice(start, end)
      .map(({ tree }, index) => [lines[start + index - 1]!.tree, tree] as const);
    const diffs = tryDiffs(git, pairs, giveUpAt - Date.now());
    if (typeof diffs !== "string") {
      newestFirst.push(...diffs.toReversed());
      kept += diffs.reduce((sum, { length }) => sum + length, 0);
      if (kept > mostChanges) cut = "more changes than fit into memory";
    } else if (diffs === "too-large" && pairs.length > 1) {
      size = Math.ceil(pairs.length / 10);
    } else {
      cut = diffs === "too-slow" ? `git took longer than ${patience / 1000} s` : "a commit changes too much";
    }
  }
  const [first, ...others] = lines.slice(lines.length - 1 - newestFirst.length);
  const commits = [commitOf(first!, listTree(git, first!.tree))];
  for (const commit of others) commits.push(commitOf(commit, newestFirst.pop()!));
  return { commits, cut };
}

function tryDiffs(
  git: GitProgram,
  pairs: readonly (readonly [from: string, to: string])[],
  milliseconds: number,
): readonly (readonly TreeChange[])[] | "too-slow" | "too-large" {
  try {
    return diffTrees(git, pairs, { milliseconds });
  } catch (error) {
    if (error instanceof GitFailure && (error.problem === "too-slow" || error.problem === "too-large"))
      return error.problem;
    throw error;
  }
}

function commitOf({ id, time, subject }: CommitLine, changes: readonly TreeChange[]): GitCommit {
  return { id, time, subject, changes };
}

function isShallow(git: GitProgram): boolean {
  return outputText(git.run(["rev-parse", "--is-shallow-repository"])).trim() === "true";
}

/** What the files of the newest commit say about content that is not in this repository. */
function contentElsewhere(git: GitProgram, commits: readonly GitCommit[]): readonly Elsewhere[] {
  const submodules = new Set<string>();
  const attributes = new Map<string, string>();
  for (const { changes } of commits) {
    for (const { path, mode, blob } of changes) {
      if (mode === "submodule") submodules.add(path);
      else if (submodules.size > 0) submodules.delete(path);
      if (baseName(path) !== ".gitattributes") continue;
      if (mode === "file" || mode === "executable") attributes.set(path, blob);
      else attributes.delete(path);
    }
  }
  const texts = readBlobs(git, [...attributes.values()]);
  const lfs = [...attributes].filter(([, id]) => /^[^#\n]*\sfilter=lfs(?:\s|$)/m.test(texts.get(id) ?? ""));
  return [
    ...Array.from(submodules, (path) => ({ kind: "submodule", path }) as const),
    ...lfs.map(([path]) => ({ kind: "lfs", path: parentPath(path) }) as const),
  ];
}

function shallowSentence(count: number): string {
  return `The clone is shallow and ends after ${counted(count, "commit")}: \`git fetch --unshallow\`, or \`fetch-depth: 0\` in CI, brings the others`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
