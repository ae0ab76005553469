import type { GitRepository, TreeEntry } from "./git.ts";
import type { Host } from "./host.ts";
import { type MemoryFile, memoryHost } from "./memory-host.ts";

/**
 * The files of a commit as they would lie at `root`, with a `.git` that tells the commit and nothing else. Texts are read when asked for,
 * sizes all at once then; a size that git does not know counts as nothing.
 */
export function treeHost(
  root: string,
  { id, entries }: { readonly id: string; readonly entries: readonly TreeEntry[] },
  { readBlobs, readSizes }: Pick<GitRepository, "readBlobs" | "readSizes">,
): Host {
  let sizes: ReadonlyMap<string, number> | null = null;
  const sizeOf = (blob: string): number => {
    sizes ??= readSizes(entries.flatMap((entry) => (isFile(entry) ? [entry.blob] : [])));
    return sizes.get(blob) ?? 0;
  };
  const links = readBlobs(entries.flatMap(({ mode, blob }) => (mode === "symlink" ? [blob] : [])));
  const files: Record<string, MemoryFile> = Object.create(null);
  for (const { path, mode, blob } of entries) {
    const at = root === "/" ? `/${path}` : `${root}/${path}`;
    if (mode === "symlink") files[at] = { symlinkTo: links.get(blob) ?? "" };
    // The files of a submodule are in another repository: its folder is empty.
    else if (mode === "submodule") files[`${at}/`] = "";
    else {
      files[at] = {
        read: () => readBlobs([blob]).get(blob) ?? null,
        measure: () => sizeOf(blob),
        executable: mode === "executable",
      };
    }
  }
  files[root === "/" ? `/${head}` : `${root}/${head}`] = `${id}\n`;
  return memoryHost(files);
}

/** The file by which each commit changes a build context that `.git` is in. */
export const head = ".git/HEAD";

function isFile({ mode }: TreeEntry): boolean {
  return mode === "file" || mode === "executable";
}
