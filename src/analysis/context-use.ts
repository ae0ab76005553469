import type { Step } from "../model/build-file.ts";
import { buildContext, linkedPath } from "./build-context.ts";
import { type ContextFile, firstFrom } from "./context-listing.ts";
import { type ContextRequest, contextRequests } from "./context-requests.ts";
import { defineFact } from "./fact.ts";
import { fixedDirectory, type Selection, sourceSelection } from "./source-selection.ts";

/** What one step reads of the build context: a COPY or ADD of local files, or a bind mount of a RUN. */
export interface ContextUse extends ContextRequest {
  /** Files read, sorted by path; `null` when there is no context to look at. Computed when first asked. */
  files(): readonly ContextFile[] | null;
  /** Whether a file at this context path would be read, be it there or not. What the ignore file keeps out is not. */
  reads(path: string): boolean;
}

/** The context uses of each step that has any. Sources without known value select nothing. */
export const contextUses = defineFact(
  "context-uses",
  (analysis): ReadonlyMap<Step, readonly ContextUse[]> => {
    const uses = new Map<Step, ContextUse[]>();
    const requests = analysis.use(contextRequests);
    if (requests.length === 0) return uses;
    const context = analysis.use(buildContext);
    const usable = context !== null && context.problem === null ? context : null;

    const follow = (path: string): string =>
      usable === null || analysis.host === null ? path : (linkedPath(analysis.host, usable, path) ?? path);

    for (const request of requests) {
      let selections: readonly Selection[] | null = null;
      const select = (): readonly Selection[] => {
        selections ??= request.sources
          .filter((source) => source.known)
          // With `--parents` a source is a pattern, and links on the way are not followed.
          .map((source) =>
            request.parents
              ? source
              : { ...source, path: followFixedPart(source.path, source.wildcard, follow) },
          )
          .map((source) => sourceSelection(source, request));
        return selections;
      };
      let files: readonly ContextFile[] | null = null;
      const use: ContextUse = {
        ...request,
        files() {
          if (usable === null) return null;
          files ??= selectedFiles(usable.files().files, select(), (link) =>
            sourceSelection({ path: follow(link), wildcard: false, pivot: "." }, request),
          );
          return files;
        },
        reads: (path) =>
          usable?.ignoreFile?.ignores(path) !== true && select().some((selection) => selection.selects(path)),
      };
      const before = uses.get(request.step);
      if (before === undefined) uses.set(request.step, [use]);
      else before.push(use);
    }
    return uses;
  },
);

/** Follows links in a literal source, or in the directory before the first part with a wildcard. */
function followFixedPart(path: string, wildcard: boolean, follow: (path: string) => string): string {
  if (!wildcard) return follow(path);
  const directory = fixedDirectory(path);
  return directory === "." ? path : follow(directory) + path.slice(directory.length);
}

/**
 * Filters a sorted listing; each selection only looks at the part that begins with its fixed beginning. A link that a
 * wildcard hits is read as what it leads to.
 */
function selectedFiles(
  listing: readonly ContextFile[],
  selections: readonly Selection[],
  follow: (link: string) => Selection,
): readonly ContextFile[] {
  if (selections.some((selection) => selection.selectsAll)) return listing;
  const found = new Set<number>();
  const links = new Map<string, Selection>();
  const search = (selection: Selection): void => {
    const { beginning } = selection;
    for (let i = firstFrom(listing, beginning); listing[i]?.path.startsWith(beginning); i++) {
      const { path, kind } = listing[i]!;
      if (found.has(i) || !selection.selects(path)) continue;
      if (kind === "symlink" && selection.names(path)) links.set(path, follow(path));
      else found.add(i);
    }
  };
  selections.forEach(search);
  // What a link leads to is no link, so this ends after one more round.
  [...links.values()].forEach(search);
  return [...found].sort((a, b) => a - b).map((i) => listing[i]!);
}
