import { buildContext } from "../analysis/build-context.ts";
import { contextIndex } from "../analysis/context-index.ts";
import type { ContextUse } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { baseName, parentPath, relativePath, resolvePath } from "../text/posix-path.ts";

/** Where each file of the context that a COPY reads lands in the image; `null` where that is not known. */
export function landings(
  analysis: Analysis,
  instruction: Copy | Add,
  use: ContextUse,
  target: string,
): ReadonlyMap<string, string> | null {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || instruction.heredocs.length > 0) return null;
  if (use.sources.length !== instruction.sources.length || use.sources.some(({ known }) => !known))
    return null;
  const files = use.files();
  const listing = context.files();
  if (files === null || listing.truncated) return null;
  const { directories } = contextIndex(listing);
  // What is not there yet comes before the build, such as what another program makes or restores: nobody knows its files.
  const isThere = ({ path, wildcard }: ContextUse["sources"][number]): boolean =>
    wildcard || path === "." || files.some((file) => file.path === path || file.path.startsWith(`${path}/`));
  if (!use.sources.every(isThere)) return null;
  const written = instruction.destination?.text ?? "";
  const isDirectory = /(^|\/)\.{0,2}$/.test(written) || use.sources.length > 1;
  const places = new Map<string, string>();
  for (const { path } of files) {
    const place = placeOf(path, use, directories, target, isDirectory);
    if (place === null) return null;
    places.set(path, place);
  }
  return places;
}

/** Where one file of the context lands. */
function placeOf(
  path: string,
  { sources, parents }: ContextUse,
  directories: { has(path: string): boolean },
  target: string,
  isDirectory: boolean,
): string | null {
  for (const source of sources) {
    if (parents) {
      const below = relativePath(path, source.pivot);
      if (below !== null) return resolvePath(target, below);
      continue;
    }
    if (source.wildcard) {
      if (parentPath(path) === parentPath(source.path)) return resolvePath(target, baseName(path));
      continue;
    }
    if (source.path === path) return isDirectory ? resolvePath(target, baseName(path)) : target;
    const below =
      source.path === "." || directories.has(source.path) ? relativePath(path, source.path) : null;
    if (below !== null) return resolvePath(target, below);
  }
  return null;
}

/** Whether an instruction does nothing but copy files of the context as they are: an ADD unpacks archives that it names, but not those in a folder. */
export function isPlainCopy(analysis: Analysis, instruction: Copy | Add, { sources }: ContextUse): boolean {
  if (instruction.kind === "COPY") return true;
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || sources.length !== instruction.sources.length)
    return false;
  const { directories } = contextIndex(context.files());
  return sources.every(
    ({ path, known, wildcard }) => known && !wildcard && (path === "." || directories.has(path)),
  );
}
