import { baseName, parentPath } from "../text/posix-path.ts";
import type { ContextListing } from "./context-listing.ts";

/** The paths of a build context, to be asked by name. */
export interface ContextIndex {
  readonly files: ReadonlySet<string>;
  /** Directories with a file in or below them; `.` is the root. */
  readonly directories: ReadonlySet<string>;
  /** Files by the last part of their path. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** Files right in a directory. */
  readonly byDirectory: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<ContextListing, ContextIndex>();

/** The index of a listing, made once however many ask. Linear in the lengths of the paths. */
export function contextIndex(listing: ContextListing): ContextIndex {
  let index = indexes.get(listing);
  if (index === undefined) {
    index = indexOfPaths(listing.files.map((file) => file.path));
    indexes.set(listing, index);
  }
  return index;
}

function indexOfPaths(paths: readonly string[]): ContextIndex {
  const directories = new Set<string>();
  const byName = new Map<string, string[]>();
  const byDirectory = new Map<string, string[]>();
  for (const path of paths) {
    const directory = parentPath(path);
    push(byName, baseName(path), path);
    push(byDirectory, directory, path);
    for (let at = directory; !directories.has(at); at = parentPath(at)) directories.add(at);
  }
  return { files: new Set(paths), directories, byName, byDirectory };
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
