import type { ImageReference } from "../model/image-reference.ts";
import { baseName, parentPath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { type Analysis, defineFact } from "./fact.ts";

/** Whether an image seems to be built from another Dockerfile of the same repository, just before this one. */
export type OwnImages = (image: ImageReference) => boolean;

/** Folders in which others are looked for, from the one of the Dockerfile up. */
const mostLevels = 3;
/** Shorter names, and those of every project, say nothing at the end of a longer one. */
const leastName = 4;

/**
 * Told by the folder that another Dockerfile stands in, near this one: `acme/base` and `acme/shop-base` are made in `base/`. Images
 * without a name space of their own are somebody else's.
 */
export const ownImages = defineFact("own-images", (analysis): OwnImages => {
  let folders: ReadonlySet<string> | null = null;
  return ({ repository }) => {
    if (!repository.includes("/") || repository.startsWith("library/")) return false;
    folders ??= foldersWithDockerfiles(analysis);
    const name = baseName(repository);
    for (let at = 0; at !== -1; at = name.indexOf("-", at + 1)) {
      const end = at === 0 ? name : name.slice(at + 1);
      if (end.length >= leastName && folders.has(end)) return true;
    }
    return false;
  };
});

function foldersWithDockerfiles({ host, options, use }: Analysis): ReadonlySet<string> {
  const found = new Set<string>();
  if (host === null || options.path === null || use(buildContext) === null) return found;
  let folder = parentPath(options.path);
  for (let level = 0; level < mostLevels; level++) {
    if (host.stat(inContext(folder, ".git")) !== null) break;
    const own = baseName(folder);
    const parent = parentPath(folder);
    if (parent === folder || parent === ".") break;
    for (const { name, kind } of host.list(parent) ?? []) {
      if (kind !== "directory" || name === own) continue;
      if (host.stat(inContext(inContext(parent, name), "Dockerfile")) !== null) found.add(name);
    }
    folder = parent;
  }
  return found;
}
