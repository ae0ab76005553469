import type { Entry, Host } from "../host/host.ts";
import { type PathMatcher, parseIgnoreFile, type Verdict } from "./ignore-patterns.ts";

/** What a build context holds, as far as it may be read. */
export interface ContextListing {
  /** Files and symbolic links that pass the ignore file; directories are not listed. Sorted by path, by UTF-16 units. */
  readonly files: readonly ContextFile[];
  /** Sum of `size`. */
  readonly bytes: number;
  /** Files kept out by the ignore file as far as the walk saw them (ignored directories are not entered when nothing re-includes). */
  readonly ignoredFiles: number;
  /** True when the walk stopped at its limit of entries; then the listing is a part. */
  readonly truncated: boolean;
}

export interface ContextFile {
  /** Relative to the context's root, `/` between parts. */
  readonly path: string;
  readonly size: number;
  readonly kind: "file" | "symlink";
}

/** Far above any context that builds in reasonable time; it keeps a walk from the root of a disk short. */
const maximumEntries = 200_000;

interface Directory {
  /** Path in the context; empty for its root. */
  readonly path: string;
  readonly verdict: Verdict | null;
}

/**
 * Walks a context once, level by level, so that a walk that is cut short has seen what stands near the root. Symbolic links
 * are listed and never followed, so it ends and never leaves the context.
 */
export function walkContext(
  host: Host,
  root: string,
  matcher: PathMatcher | null,
  limit = maximumEntries,
): ContextListing {
  const rules = matcher ?? parseIgnoreFile("").matcher;
  const files: ContextFile[] = [];
  let bytes = 0;
  let ignoredFiles = 0;
  let seen = 0;
  const finish = (truncated: boolean): ContextListing => ({
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    bytes,
    ignoredFiles,
    truncated,
  });
  const directories: Directory[] = [{ path: "", verdict: null }];
  // The list grows while it is walked.
  for (const directory of directories) {
    const at =
      directory.path === "" ? root : root.endsWith("/") ? root + directory.path : `${root}/${directory.path}`;
    for (const entry of host.list(at) ?? []) {
      if (++seen > limit) return finish(true);
      const path = directory.path === "" ? entry.name : `${directory.path}/${entry.name}`;
      const verdict = rules.look(path, directory.verdict);
      if (entry.kind === "directory") {
        if (!verdict.matched || rules.mayTakeBackBelow(path, verdict)) directories.push({ path, verdict });
      } else if (verdict.matched) {
        ignoredFiles += 1;
      } else if (isTransferred(entry)) {
        files.push({ path, size: entry.size, kind: entry.kind });
        bytes += entry.size;
      }
    }
  }
  return finish(false);
}

/** Sockets, pipes and devices have no content to copy. */
function isTransferred(entry: Entry): entry is Entry & { readonly kind: "file" | "symlink" } {
  return entry.kind === "file" || entry.kind === "symlink";
}

/** Index of the first file of a sorted listing whose path is not before `path`. Logarithmic. */
export function firstFrom(listing: readonly ContextFile[], path: string): number {
  let low = 0;
  let high = listing.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (listing[middle]!.path < path) low = middle + 1;
    else high = middle;
  }
  return low;
}
