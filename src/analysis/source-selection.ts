import type { ContextRequest, ContextSource } from "./context-requests.ts";
import { globMachine, hasWildcard } from "./file-glob.ts";
import { flagMatcher } from "./ignore-patterns.ts";

/** Which paths of the context one source means. */
export interface Selection {
  selects(path: string): boolean;
  /** Whether the source means this very path, not something below it: then the builder follows a symbolic link there. */
  names(path: string): boolean;
  /** Every path that is selected begins so. */
  readonly beginning: string;
  /** True when it selects every file of the context. */
  readonly selectsAll: boolean;
}

/**
 * The meaning of a source as BuildKit copies it: a directory stands for all below it, also one that a wildcard hits;
 * `--exclude` is compared with paths below the directory and so never touches a file that the source itself names. With
 * `--parents` the source is a pattern as in an ignore file, seen from the pivot.
 */
export function sourceSelection(
  source: Pick<ContextSource, "path" | "wildcard" | "pivot">,
  { parents, excludes }: Pick<ContextRequest, "parents" | "excludes">,
): Selection {
  const base = parents ? source.pivot : source.path;
  const relativeTo = pathsBelow(base, parents ? hasWildcard(base) : source.wildcard);
  const excluded = excludes.length === 0 ? null : flagMatcher(excludes);
  const pattern = parents ? source.path.slice(base === "." ? 0 : base.length + 1) : null;
  const included = pattern === null ? null : flagMatcher([pattern]);
  return {
    selects(path) {
      const relative = relativeTo(path);
      if (relative === null) return false;
      if (relative === "") return included === null;
      return included?.matches(relative) !== false && excluded?.matches(relative) !== true;
    },
    names: (path) => !parents && relativeTo(path) === "",
    beginning: source.wildcard || parents ? fixedBeginning(source.path) : base === "." ? "" : base,
    selectsAll: source.path === "." && !parents && excluded === null,
  };
}

/** Gives what remains of a path below a literal or wildcard source: empty for the source itself, `null` elsewhere. */
function pathsBelow(base: string, wildcard: boolean): (path: string) => string | null {
  if (base === ".") return (path) => path;
  if (!wildcard) {
    const directory = `${base}/`;
    return (path) => (path === base ? "" : path.startsWith(directory) ? path.slice(directory.length) : null);
  }
  const glob = globMachine(base);
  const depth = base.split("/").length;
  // A class such as `[^x]` also hits a slash, so that the pattern may reach deeper than it has parts.
  const deepest = base.includes("[") ? Number.POSITIVE_INFINITY : depth;
  const heads = new Map<string, boolean>();
  return (path) => {
    for (let parts = depth; parts <= deepest; parts++) {
      const head = firstParts(path, parts);
      if (head === null) return null;
      let hit = heads.get(head);
      if (hit === undefined) {
        hit = glob?.matches(head) ?? false;
        heads.set(head, hit);
      }
      if (hit) return path.slice(head.length + 1);
    }
    return null;
  };
}

/** The first `count` parts of a path; `null` when it has fewer. */
function firstParts(path: string, count: number): string | null {
  let end = -1;
  for (let i = 0; i < count; i++) {
    if (end === path.length) return null;
    const slash = path.indexOf("/", end + 1);
    end = slash === -1 ? path.length : slash;
  }
  return path.slice(0, end);
}

/** The directory before the first part of a source that has a wildcard; `.` when that is the first part. */
export function fixedDirectory(path: string): string {
  const parts = path.split("/");
  return parts.slice(0, parts.findIndex(hasWildcard)).join("/") || ".";
}

/** Everything before the first character that means something else in a pattern. */
function fixedBeginning(path: string): string {
  if (path === ".") return "";
  const special = path.search(/[*?[\\|{^]/);
  return special === -1 ? path : path.slice(0, special);
}
