import type { TreeChange } from "../host/git.ts";
import { relativePath } from "../text/posix-path.ts";

/** One file of a context in one build, as the builder compares it: name, mode and content. */
interface FileChange {
  /** Place in the list of paths. */
  readonly id: number;
  readonly isThere: boolean;
  /** Whether it is a submodule, which stands for all that is in it. */
  readonly isFolder: boolean;
  /** Of path, mode and blob. */
  readonly hash: number;
  readonly otherHash: number;
}

interface ChangedPath {
  /** Relative to the context. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Whether a path counts; what lies in a submodule is not known, so it counts when anything in it would. */
export type PathChoice = (path: string, isFolder: boolean) => boolean;

/** What happened below a folder of a repository, by commit. */
export interface FolderHistory {
  readonly commits: number;
  /**
   * For each commit a number that stands for the content of all paths that are selected: equal numbers, equal content, so that a revert has
   * the number of what it goes back to. Work is in proportion to the changes, not to the tree. `selects` is asked once for each path.
   */
  statesOf(selects: PathChoice): Int32Array;
  /** Whether any path that is selected is there, by commit. */
  presenceOf(selects: PathChoice): Uint8Array;
  /** The selected paths that a commit changed, in no order. `selects` is asked anew each time. */
  changedIn(commit: number, selects: PathChoice): readonly string[];
}

/** The part of a history that a build context can see; `folder` is relative to the root of the repository, `.` for all of it. */
export function folderHistory(commits: readonly (readonly TreeChange[])[], folder: string): FolderHistory {
  const { changes, paths } = changesIn(commits, folder);
  const walk = (
    selects: PathChoice,
    onCommit: (commit: number, digest: readonly [number, number], files: number) => void,
  ): void => {
    const choices = new Uint8Array(paths.length);
    const tree: (FileChange | null)[] = new Array(paths.length).fill(null);
    let one = 0;
    let other = 0;
    let files = 0;
    for (const [commit, list] of changes.entries()) {
      for (const change of list) {
        const { id } = change;
        if (choices[id] === choice.unasked) {
          const { path, isFolder } = paths[id]!;
          choices[id] = selects(path, isFolder) ? choice.taken : choice.left;
        }
        if (choices[id] === choice.left) continue;
        const before = tree[id]!;
        // Sums do not depend on the order in which files came, so a tree has one digest.
        if (before !== null) {
          one = (one - before.hash) >>> 0;
          other = (other - before.otherHash) >>> 0;
          files -= 1;
        }
        if (change.isThere) {
          one = (one + change.hash) >>> 0;
          other = (other + change.otherHash) >>> 0;
          files += 1;
        }
        tree[id] = change.isThere ? change : null;
      }
      onCommit(commit, [one, other], files);
    }
  };
  return {
    commits: commits.length,
    statesOf(selects) {
      const states = new Int32Array(commits.length);
      const numbers = new Map<string, number>();
      walk(selects, (commit, [one, other], files) => {
        const digest = `${one} ${other} ${files}`;
        let number = numbers.get(digest);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(digest, number);
        }
        states[commit] = number;
      });
      return states;
    },
    presenceOf(selects) {
      const presence = new Uint8Array(commits.length);
      walk(selects, (commit, _digest, files) => {
        presence[commit] = files > 0 ? 1 : 0;
      });
      return presence;
    },
    changedIn: (commit, selects) =>
      (changes[commit] ?? [])
        .filter(({ id, isFolder }) => selects(paths[id]!.path, isFolder))
        .map(({ id, isFolder }) => (isFolder ? `${paths[id]!.path}/` : paths[id]!.path)),
  };
}

/** What becomes of a path: nobody has asked, or it was selected or not. */
const choice = { unasked: 0, taken: 1, left: 2 } as const;

/** The changes below a folder, with a number for each path; a path is a folder when it was one at first. */
function changesIn(
  commits: readonly (readonly TreeChange[])[],
  folder: string,
): { readonly changes: readonly (readonly FileChange[])[]; readonly paths: readonly ChangedPath[] } {
  const paths: ChangedPath[] = [];
  const ids = new Map<string, number>();
  const changes = commits.map((list) =>
    list.flatMap(({ path: full, mode, blob }) => {
      const path = relativePath(full, folder);
      if (path === null) return [];
      const isFolder = mode === "submodule";
      let id = ids.get(path);
      if (id === undefined) {
        id = paths.length;
        ids.set(path, id);
        paths.push({ path, isFolder });
      }
      const [hash, otherHash] = blob === null ? [0, 0] : hashOf(path, `${mode} ${blob}`);
      return [{ id, isThere: blob !== null, isFolder, hash, otherHash }];
    }),
  );
  return { changes, paths };
}

/** Two 32-bit hashes of a file (FNV-1a with different starts, mixed): sums of both hardly ever agree by chance. */
function hashOf(path: string, content: string): readonly [number, number] {
  let one = 0x811c9dc5;
  let other = 0xcbf29ce4;
  for (const text of [path, "\0", content]) {
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      one = Math.imul(one ^ unit, 0x01000193);
      other = Math.imul(other ^ (unit + 0x9e37), 0x85ebca6b);
      other ^= other >>> 15;
    }
  }
  return [mixed(one), mixed(other)];
}

/** The finalizer of MurmurHash3: files that differ little have hashes that differ much. */
function mixed(hash: number): number {
  let mixing = hash;
  mixing = Math.imul(mixing ^ (mixing >>> 16), 0x85ebca6b);
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35);
  return (mixing ^ (mixing >>> 16)) >>> 0;
}
