import { buildContext } from "../analysis/build-context.ts";
import { type ContextIndex, contextIndex } from "../analysis/context-index.ts";
import type { ContextSource } from "../analysis/context-requests.ts";
import type { Analysis } from "../analysis/fact.ts";
import { globMachine } from "../analysis/file-glob.ts";
import { gitIgnored } from "../analysis/git-ignored.ts";
import { fixedDirectory } from "../analysis/source-selection.ts";
import { clutterNamed } from "../knowledge/clutter.ts";
import { type BetaPrior, directoryHitPrior, hitPriors } from "../knowledge/hit-priors.ts";
import { baseName, parentPath } from "../text/posix-path.ts";

/**
 * How often nothing changes in what a source names. Where the context can be seen, a directory or pattern counts by its share of the
 * files; elsewhere `directories`, the number of different ones that the file names, share the context alike, with one part left over.
 */
export function sourcePriors(
  analysis: Analysis,
  sources: readonly ContextSource[],
): (source: ContextSource) => BetaPrior {
  // The context is walked only for a Dockerfile that names something in it.
  let shares: ContextShares | null | undefined;
  let unseen: BetaPrior | null = null;
  const directoryUnseen = (): BetaPrior => {
    if (unseen === null) {
      const directories = sources.filter((source) => source.path !== "." && !looksLikeFile(source));
      unseen = directoryHitPrior(1 / (new Set(directories.map(({ path }) => path)).size + 1));
    }
    return unseen;
  };
  return (source) => {
    if (shares === undefined) shares = contextShares(analysis);
    const share = shares?.(source) ?? null;
    // What a repository holds was not built, whatever it is called: `gradle-wrapper.jar`.
    const isKept = share !== null && analysis.use(gitIgnored)(source.path) === false;
    if (looksBuilt(source.path) && !isKept) return hitPriors.wholeContext;
    if (share === "file") return hitPriors.file;
    if (share !== null) return directoryHitPrior(share);
    return looksLikeFile(source) ? hitPriors.file : directoryUnseen();
  };
}

/** The share of the context's files that a source names, `file` for a single one, `null` when nothing there has that name. */
type ContextShares = (source: ContextSource) => number | "file" | null;

/**
 * Shares of the context; `null` when it can't be seen. Dependencies, caches and the like are not counted: what a repository does not
 * hold does not change with its commits.
 */
function contextShares(analysis: Analysis): ContextShares | null {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null) return null;
  const index = contextIndex(context.files());
  const filesBelow = countFiles(index);
  const total = filesBelow.get(".") ?? 0;
  return ({ path, wildcard }) => {
    const files = wildcard ? matchingFiles(index, path) : null;
    if (files === 1 || index.files.has(path)) return "file";
    const count = files ?? filesBelow.get(wildcard ? fixedDirectory(path) : path);
    return count === undefined || count === 0 || total === 0 ? null : Math.min(1, count / total);
  };
}

/** Files in and below each directory, without those in directories that no repository keeps. */
function countFiles(index: ContextIndex): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [directory, files] of index.byDirectory) {
    const chain = [directory];
    while (chain.at(-1) !== "." && chain.at(-1) !== "/") chain.push(parentPath(chain.at(-1)!));
    if (chain.some((each) => clutterNamed(each, "directory")?.needless === "always")) continue;
    for (const each of chain) counts.set(each, (counts.get(each) ?? 0) + files.length);
  }
  return counts;
}

/** Files that a pattern with wildcards in its last part names; `null` for any other pattern, or when there are none. */
function matchingFiles(index: ContextIndex, path: string): number | null {
  const directory = parentPath(path);
  const pattern = globMachine(baseName(path));
  if (directory !== fixedDirectory(path) || pattern === null) return null;
  const found = index.byDirectory.get(directory)?.filter((file) => pattern.matches(baseName(file)));
  return found?.length || null;
}

/** A path without wildcard whose last part has a dot inside, or is in capitals, is a file. */
function looksLikeFile({ path, wildcard }: ContextSource): boolean {
  const name = baseName(path);
  if (wildcard) return name.includes(".") && !name.includes("**");
  return /[^.]\.[A-Za-z0-9]+$|^\.[a-z]+(?:rc|ignore|keep)$|^[A-Z][A-Za-z]*file$|^[A-Z]+$|^(?:mvnw|gradlew)$/.test(
    name,
  );
}

/** What a build outside the image leaves in the context; it changes whenever any source does. */
function looksBuilt(path: string): boolean {
  return (
    /\.(?:jar|war|ear|whl)$/.test(path) ||
    /(?:^|\/)(?:dist|target|build\/libs|bin\/Release|publish)(?:\/|$)/.test(path)
  );
}
