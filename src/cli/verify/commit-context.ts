import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { type GitRepository, isGitProblem, type TreeEntry } from "../../host/git.ts";
import { relativePath } from "../../text/posix-path.ts";

/** A folder of the repository as its commits have it, in a temporary place: one after the other. */
export interface CommitContext {
  readonly folder: string;
  /** Makes the files those of a commit; those that stay the same are not touched. Says why it can't. */
  show(commit: string): string | null;
  remove(): void;
}

/** `folder` is relative to the root of the repository, `.` for all of it. Files come as git has them: nothing that its settings name is run on them. */
export function commitContext(repository: GitRepository, folder: string): CommitContext {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "stowage-replay-")));
  let shown = new Map<string, TreeEntry>();
  return {
    folder: root,
    show(commit) {
      const tree = repository.tree(commit);
      if (isGitProblem(tree)) return tree.message;
      const wanted = new Map(
        tree.flatMap((entry) => {
          const path = relativePath(entry.path, folder);
          return path === null ? [] : [[path, entry] as const];
        }),
      );
      const isSame = (path: string): boolean => {
        const [one, other] = [shown.get(path), wanted.get(path)];
        return one?.blob === other?.blob && one?.mode === other?.mode;
      };
      for (const path of shown.keys())
        if (!isSame(path)) rmSync(join(root, path), { force: true, recursive: true });
      const fresh = [...wanted].filter(([path]) => !isSame(path));
      const problem = write(root, fresh, repository);
      shown = wanted;
      return problem;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function write(
  root: string,
  fresh: readonly (readonly [path: string, entry: TreeEntry])[],
  repository: GitRepository,
): string | null {
  const byBlob = new Map<string, (readonly [string, TreeEntry])[]>();
  for (const one of fresh) {
    const [path, { mode, blob }] = one;
    if (mode === "submodule") mkdirSync(join(root, path), { recursive: true });
    else byBlob.set(blob, [...(byBlob.get(blob) ?? []), one]);
  }
  const links: (readonly [path: string, target: string])[] = [];
  const problem = repository.eachBlob([...byBlob.keys()], (id, bytes) => {
    for (const [path, { mode }] of byBlob.get(id) ?? []) {
      if (mode === "symlink") links.push([path, new TextDecoder().decode(bytes)]);
      else {
        const file = placeIn(root, path);
        if (file === null) continue;
        writeFileSync(file, bytes);
        chmodSync(file, mode === "executable" ? 0o755 : 0o644);
      }
    }
    byBlob.delete(id);
  });
  // Last, so that no file is written through one.
  for (const [path, target] of links) {
    const file = placeIn(root, path);
    if (file !== null) symlinkSync(target, file);
  }
  if (problem !== null) return problem.message;
  const [missing] = [...byBlob.values()];
  return missing === undefined ? null : `git does not have \`${missing[0]![0]}\` here`;
}

/** Where a file belongs; `null` where a link leads out, as it may on systems that take `A` and `a` for one name. */
function placeIn(root: string, path: string): string | null {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  const folder = realpathSync(dirname(file));
  return folder === root || folder.startsWith(root + sep) ? file : null;
}
