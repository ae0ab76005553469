import type { Host } from "../host/host.ts";
import { baseName, parentPath, relativePath } from "../text/posix-path.ts";
import { type ContextListing, walkContext } from "./context-listing.ts";
import { type ContextRequest, type ContextSource, contextRequests } from "./context-requests.ts";
import { defineFact } from "./fact.ts";
import { globMachine } from "./file-glob.ts";
import {
  type IgnorePattern,
  type IgnoreProblem,
  type PathMatcher,
  parseIgnoreFile,
} from "./ignore-patterns.ts";
import { fixedDirectory } from "./source-selection.ts";

/** The files that the builder may read, after `.dockerignore`. */
export interface BuildContext {
  /** Absolute path of the root within the host. */
  readonly root: string;
  /** The root with symbolic links resolved; `null` when there is a problem with it. */
  readonly realRoot: string | null;
  readonly chosenBy: "option" | "dockerfile-folder" | "repository-root";
  /** Set when the named root is no directory; then nothing can be said about files. */
  readonly problem: string | null;
  /** The ignore file in force, also when it is broken; `null` when there is none. */
  readonly ignoreFile: IgnoreFile | null;
  /** Path of the Dockerfile within the context (`docker/Dockerfile`); `null` when it stands outside. */
  readonly dockerfile: string | null;
  /** What may be read, found by one walk when first asked. Sorted by path. */
  files(): ContextListing;
}

export interface IgnoreFile {
  /** Absolute path within the host. */
  readonly path: string;
  readonly text: string;
  readonly patterns: readonly IgnorePattern[];
  /** What makes the builder stop with an error. */
  readonly problems: readonly IgnoreProblem[];
  readonly matcher: PathMatcher;
  /** Whether the builder leaves out this context path (`src/a.js`, no leading `/`). */
  ignores(path: string): boolean;
}

/** The build context of the Dockerfile; `null` without a host or without a path to look from. */
export const buildContext = defineFact("build-context", (analysis): BuildContext | null => {
  const { host, options } = analysis;
  if (host === null || (options.path === null && options.context === null)) return null;
  const { root, chosenBy } =
    options.context !== null
      ? ({ root: options.context, chosenBy: "option" } as const)
      : chooseRoot(host, parentPath(options.path!), analysis.use(contextRequests));
  const real = host.realPath(root);
  const isDirectory = real !== null && host.stat(real)?.kind === "directory";
  const problem = `the build context \`${root}\` ${real === null ? "does not exist" : "is not a directory"}`;
  const ignoreFile = isDirectory ? readIgnoreFile(host, options.path, root) : null;
  let listing: ContextListing | null = null;
  return {
    root,
    realRoot: isDirectory ? real : null,
    chosenBy,
    problem: isDirectory ? null : problem,
    ignoreFile,
    dockerfile: options.path === null ? null : relativePath(options.path, root),
    files() {
      listing ??= walkContext(host, root, ignoreFile?.matcher ?? null);
      return listing;
    },
  };
});

/** The host path of a context path. */
export function inContext(root: string, path: string): string {
  if (path === ".") return root;
  return root.endsWith("/") ? root + path : `${root}/${path}`;
}

/** Where a context path ends up through symbolic links, as a context path; `null` when nothing is there or it lies outside. */
export function linkedPath(host: Host, context: BuildContext, path: string): string | null {
  if (path === ".") return path;
  const real = host.realPath(inContext(context.root, path));
  return context.realRoot === null || real === null ? null : relativePath(real, context.realRoot);
}

/**
 * Without a word from the user, people either build in the Dockerfile's folder or from the top of the repository. The sources
 * tell: the top is meant when more of them exist there.
 */
function chooseRoot(
  host: Host,
  folder: string,
  requests: readonly ContextRequest[],
): { readonly root: string; readonly chosenBy: "dockerfile-folder" | "repository-root" } {
  const own = { root: folder, chosenBy: "dockerfile-folder" } as const;
  const sources = requests
    .flatMap((request) => request.sources)
    .filter(({ known, path }) => known && path !== ".");
  const missing = sources.filter((source) => !sourceExists(host, folder, source));
  if (missing.length === 0) return own;
  const top = repositoryRoot(host, folder);
  if (top === null || top === folder) return own;
  const found = (root: string): number => sources.filter((source) => sourceExists(host, root, source)).length;
  return found(top) > sources.length - missing.length ? { root: top, chosenBy: "repository-root" } : own;
}

/** Whether a source leads to anything; of a pattern, only one with its wildcards in the last part is looked up. */
function sourceExists(host: Host, root: string, source: ContextSource): boolean {
  if (!source.wildcard) return host.stat(inContext(root, source.path)) !== null;
  const directory = parentPath(source.path);
  const name = globMachine(baseName(source.path));
  if (directory !== fixedDirectory(source.path) || name === null) return false;
  return host.list(inContext(root, directory))?.some((entry) => name.matches(entry.name)) ?? false;
}

/** The nearest folder with a `.git` in it (a file in worktrees and submodules), from this one up. */
function repositoryRoot(host: Host, folder: string): string | null {
  for (let at = folder; ; at = parentPath(at)) {
    if (host.stat(inContext(at, ".git")) !== null) return at;
    if (!at.includes("/") || at === "/") return null;
  }
}

/** `<Dockerfile>.dockerignore` beside the Dockerfile wins wholly, also when it is empty; the two are never merged. */
function readIgnoreFile(host: Host, dockerfile: string | null, root: string): IgnoreFile | null {
  const candidates = [inContext(root, ".dockerignore")];
  if (dockerfile !== null) candidates.unshift(`${dockerfile}.dockerignore`);
  for (const path of candidates) {
    const { text, problem } = host.readText(path);
    if (problem === "missing" || problem === "directory") continue;
    const parsed = parseIgnoreFile(text ?? "");
    return {
      path,
      text: text ?? "",
      patterns: parsed.patterns,
      problems: problem === undefined ? parsed.problems : [{ message: unreadable[problem], line: 1 }],
      matcher: parsed.matcher,
      ignores: parsed.matcher.matches,
    };
  }
  return null;
}

const unreadable = {
  "not-utf8": "the file is not UTF-8 text",
  "too-large": "the file is too large to be an ignore file",
  unreadable: "the file can't be read",
} as const;
