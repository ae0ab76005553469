import type { Host } from "../host/host.ts";
import { relativePath } from "../text/posix-path.ts";
import { type ContextListing, walkContext } from "./context-listing.ts";
import { type ContextRoot, chooseRoot } from "./context-root.ts";
import { defineFact } from "./fact.ts";
import {
  type IgnorePattern,
  type IgnoreProblem,
  type PathMatcher,
  parseIgnoreFile,
} from "./ignore-patterns.ts";

/** The files that the builder may read, after `.dockerignore`. */
export interface BuildContext {
  /** Absolute path of the root within the host. */
  readonly root: string;
  /** The root with symbolic links resolved; `null` when there is a problem with it. */
  readonly realRoot: string | null;
  readonly chosenBy: "option" | ContextRoot["chosenBy"];
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
      : chooseRoot(analysis, host, options.path!);
  const real = host.realPath(root);
  const isDirectory = real !== null && host.stat(real)?.kind === "directory";
  const problem = `the build context \`${root}\` ${real === null ? "does not exist" : "is not a directory"}`;
  const { ignoreFile, files } = derived(host, `context ${root}\0${options.path}\0${isDirectory}`, () => {
    const found = isDirectory ? readIgnoreFile(host, options.path, root) : null;
    let listing: ContextListing | null = null;
    return {
      ignoreFile: found,
      files: () => {
        listing ??= walkContext(host, root, found?.matcher ?? null);
        return listing;
      },
    };
  });
  return {
    root,
    realRoot: isDirectory ? real : null,
    chosenBy,
    problem: isDirectory ? null : problem,
    ignoreFile,
    dockerfile: options.path === null ? null : relativePath(options.path, root),
    files,
  };
});

/** What is computed once for a host whose files stay as they are: a search reads many texts in the place of one file. */
function derived<Value>({ derived: known }: Host, name: string, compute: () => Value): Value {
  if (known === undefined) return compute();
  if (!known.has(name)) known.set(name, compute());
  return known.get(name) as Value;
}

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
