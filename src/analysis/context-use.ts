import type { Step } from "../model/build-file.ts";
import { relativePath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import type { ContextFile } from "./context-listing.ts";
import { type ContextRequest, type ContextSource, contextRequests } from "./context-requests.ts";
import { defineFact } from "./fact.ts";
import { type Selection, sourceSelection } from "./source-selection.ts";

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

    /** A source that leads through a symbolic link reads what the link leads to, if that is in the context. */
    const linkedSource = (source: ContextSource): ContextSource | null => {
      if (usable === null || analysis.host === null || source.wildcard || source.path === ".") return null;
      const root = analysis.host.realPath(usable.root);
      const real = analysis.host.realPath(inContext(usable.root, source.path));
      const path = root === null || real === null ? null : relativePath(real, root);
      return path === null || path === source.path ? null : { ...source, path };
    };

    for (const request of requests) {
      let selections: readonly Selection[] | null = null;
      const select = (): readonly Selection[] => {
        selections ??= request.sources
          .filter((source) => source.known)
          .flatMap((source) =>
            [source, linkedSource(source, request.parents)].filter((each) => each !== null),
          )
          .map((source) => sourceSelection(source, request));
        return selections;
      };
      let files: readonly ContextFile[] | null = null;
      const use: ContextUse = {
        ...request,
        files() {
          if (usable === null) return null;
          files ??= selectedFiles(usable.files().files, select());
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

/** Filters a sorted listing; each selection only looks at the part that begins with its fixed beginning. */
function selectedFiles(
  listing: readonly ContextFile[],
  selections: readonly Selection[],
): readonly ContextFile[] {
  if (selections.some((selection) => selection.selectsAll)) return listing;
  const found = new Set<number>();
  for (const { beginning, selects } of selections) {
    for (let i = firstFrom(listing, beginning); listing[i]?.path.startsWith(beginning); i++) {
      if (!found.has(i) && selects(listing[i]!.path)) found.add(i);
    }
  }
  return [...found].sort((a, b) => a - b).map((i) => listing[i]!);
}

/** Index of the first file whose path is not before `path`. Logarithmic. */
function firstFrom(listing: readonly ContextFile[], path: string): number {
  let low = 0;
  let high = listing.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (listing[middle]!.path < path) low = middle + 1;
    else high = middle;
  }
  return low;
}
