import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RepositoryPlace } from "./node-git-program.ts";

/**
 * The repository that a real path is in: the nearest folder with a `.git`, or one that is a bare repository itself. This is looked up
 * here, since git would also believe what a repository says about the place of its working tree.
 */
export function repositoryPlace(path: string): RepositoryPlace | null {
  for (let folder = path; ; folder = dirname(folder)) {
    const gitDirectory = join(folder, ".git");
    // A file stands for the directory in a linked worktree or a submodule.
    if (kindOf(gitDirectory) === "file" || isGitDirectory(gitDirectory))
      return { gitDirectory, workTree: folder };
    if (isGitDirectory(folder)) return { gitDirectory: folder, workTree: null };
    if (dirname(folder) === folder) return null;
  }
}

/** As git decides it. */
function isGitDirectory(folder: string): boolean {
  const has = (name: string): boolean => kindOf(join(folder, name)) !== null;
  return has("HEAD") && (has("commondir") || (has("objects") && has("refs")));
}

function kindOf(path: string): "file" | "other" | null {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return null;
    return status.isFile() ? "file" : "other";
  } catch {
    return null;
  }
}
