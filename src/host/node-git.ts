import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { cleanPath, relativePath } from "../text/posix-path.ts";
import { type GitProblem, type GitRepository, isGitProblem } from "./git.ts";
import { readHistory } from "./node-git-history.ts";
import {
  diffTrees,
  eachBlob,
  listTree,
  mergeBase,
  readBlobs,
  readSizes,
  resolveRevisions,
} from "./node-git-objects.ts";
import { repositoryPlace } from "./node-git-place.ts";
import { GitFailure, gitProgram } from "./node-git-program.ts";
import { readWorkingTree } from "./node-git-working-tree.ts";
import { hostPath } from "./node-host.ts";
import type { Environment } from "./node-programs.ts";

/**
 * The repository that a file or folder of this machine is in, read with the `git` that is on `PATH` of this environment, whose other
 * variables have no say. Answers are read when asked for, and not kept.
 */
export function openGit(startPath: string, environment: Environment): GitRepository | GitProblem {
  const place = repositoryPlace(realPathOf(resolve(startPath)));
  if (place === null) return { problem: "no-repository", message: "this is in no git repository" };
  return attempt(() => {
    const git = gitProgram(place, environment);
    const root = place.workTree === null ? null : hostPath(place.workTree);
    const treeOf = (revision: string): string => {
      const [id] = resolveRevisions(git, [`${revision}^{tree}`]);
      if (id == null) throw new GitFailure("unknown-revision", `there is no revision \`${revision}\``);
      return id;
    };
    const read = (ids: readonly string[]): ReadonlyMap<string, string | null> => readBlobs(git, ids);
    const repository: GitRepository = {
      root,
      pathOf: (path) => (root === null ? null : relativePath(hostPath(realPathOf(resolve(path))), root)),
      resolve: (revision) => answerOf(() => resolveRevisions(git, [`${revision}^{commit}`])[0]) ?? null,
      mergeBase: (one, other) => answerOf(() => mergeBase(git, one, other)),
      history: (options = {}) => attempt(() => readHistory(git, options)),
      tree: (revision) => attempt(() => listTree(git, treeOf(revision))),
      diff: (from, to) => attempt(() => diffTrees(git, [[treeOf(from), treeOf(to)]])[0]!),
      readFileAt(revision, path) {
        const wanted = cleanPath(path);
        const entries = answerOf(() => listTree(git, treeOf(revision), wanted));
        const entry = entries?.find((each) => each.path === wanted);
        if (entry?.mode !== "file" && entry?.mode !== "executable") return null;
        return read([entry.blob]).get(entry.blob) ?? null;
      },
      readBlobs: read,
      eachBlob(ids, use) {
        const answer = attempt(() => {
          eachBlob(git, ids, use);
          return { value: null };
        });
        return isGitProblem(answer) ? answer : null;
      },
      readSizes: (ids) => readSizes(git, ids),
      workingTree: () => (root === null ? null : attempt(() => readWorkingTree(git, root))),
    };
    return repository;
  });
}

/** A path with the links in its folders followed; those of a folder itself too, but not those of a file, which git keeps as they are. */
function realPathOf(path: string): string {
  try {
    if (statSync(path).isDirectory()) return realpathSync.native(path);
  } catch {
    // What does not exist may have existed, in a folder that still does.
  }
  const folder = dirname(path);
  return folder === path ? path : join(realPathOf(folder), basename(path));
}

/** The answer, or the problem why there is none. */
function attempt<T extends object>(read: () => T): T | GitProblem {
  try {
    return read();
  } catch (error) {
    if (error instanceof GitFailure) return { problem: error.problem, message: error.message };
    throw error;
  }
}

function answerOf<T>(read: () => T): T | null {
  const answer = attempt(() => ({ value: read() }));
  return isGitProblem(answer) ? null : answer.value;
}
