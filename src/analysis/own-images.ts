import type { ImageReference } from "../model/image-reference.ts";
import { baseName, parentPath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { labels } from "./labels.ts";

/**
 * Whether an image seems to be one of the project itself: built from another Dockerfile of the same repository, just before this one, or
 * published by the same people.
 */
export type OwnImages = (image: ImageReference) => boolean;

/** Folders in which others are looked for, from the one of the Dockerfile up. */
const mostLevels = 3;
/** Shorter names, and those of every project, say nothing at the end of a longer one. */
const leastName = 4;

/**
 * Told by the folder that another Dockerfile stands in, near this one: `acme/base` and `acme/shop-base` are made in `base/`; and by the names
 * that a project has, those of its repository and of its packages: `acme/base` is theirs where the project is called `acme`. Images
 * without a name space of their own are somebody else's.
 */
export const ownImages = defineFact("own-images", (analysis): OwnImages => {
  let folders: ReadonlySet<string> | null = null;
  let names: ReadonlySet<string> | null = null;
  return ({ repository }) => {
    if (!repository.includes("/") || repository.startsWith("library/")) return false;
    names ??= namesOfProject(analysis);
    if (names.has(repository.slice(0, repository.indexOf("/")))) return true;
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

/** Where manifests at the top of the context name the project, or who owns its repository. */
const manifests: readonly (readonly [path: string, name: RegExp])[] = [
  ["package.json", /^\s*"name":\s*"@?([\w.-]+)/m],
  ["pyproject.toml", /^name\s*=\s*["']([\w.-]+)["']/m],
  ["Cargo.toml", /^name\s*=\s*"([\w.-]+)"/m],
  ["go.mod", /^module\s+(?:github|gitlab)\.com\/([\w.-]+)\//m],
];

function namesOfProject({ host, use }: Analysis): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { key, value } of [...use(labels).values()].flat()) {
    if (key !== "org.opencontainers.image.source" && key !== "org.opencontainers.image.url") continue;
    const owner = /^https:\/\/(?:github|gitlab)\.com\/([^/]+)\//.exec(value ?? "")?.[1];
    if (owner !== undefined) names.add(owner.toLowerCase());
  }
  const context = use(buildContext);
  if (host === null || context === null || context.problem !== null) return names;
  for (const [path, pattern] of manifests) {
    const name = pattern.exec(host.readText(inContext(context.root, path)).text ?? "")?.[1];
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return names;
}
