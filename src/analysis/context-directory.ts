import type { Stage, Step } from "../model/build-file.ts";
import { baseName, cleanPath, parentPath, relativePath, resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { type ContextIndex, contextIndex } from "./context-index.ts";
import type { ContextSource } from "./context-requests.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { globMachine } from "./file-glob.ts";
import type { Install } from "./installs.ts";
import { fitsPart } from "./workspace-glob.ts";

/** A place in the image, and the files by which a project there is known. */
export interface ImagePlace {
  /** Absolute, or relative to a WORKDIR that is not known; `null` when nothing is known. */
  readonly path: string | null;
  readonly isBelowUnknownWorkdir: boolean;
  /** Names, or patterns with `*`. */
  readonly names: readonly string[];
}

/**
 * The directory of the build context whose files stand where an install works: found through the COPY, ADD and bind mounts
 * before it, in its stage and the stages that one is built on. The last one that brings a manifest wins. `null` when none brings
 * anything there. Where no context can be seen, names tell: `COPY web .` is taken to bring the manifests of `web`.
 */
export function contextDirectoryOf(analysis: Analysis, install: Install): string | null {
  return contextDirectoryAt(analysis, install.step, placeOf(install));
}

function placeOf(install: Install): ImagePlace {
  return {
    path: install.directory ?? install.belowUnknownWorkdir,
    isBelowUnknownWorkdir: install.directory === null,
    names: manifestNames(install),
  };
}

/** The same for any place, as a step finds it. */
export function contextDirectoryAt(analysis: Analysis, at: Step, place: ImagePlace): string | null {
  return directoryAt(analysis, at, place)?.directory ?? null;
}

/**
 * Whether a file that an install can't do without comes from the context; else a command or another stage made it, if it is there at
 * all. True where no context can be seen.
 */
export function isManifestOfContext(analysis: Analysis, install: Install): boolean {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || context.files().truncated) return true;
  const absolute = install.manifests.find(({ required, pattern }) => required && pattern.startsWith("/"));
  const place: ImagePlace =
    absolute === undefined
      ? placeOf(install)
      : {
          path: parentPath(absolute.pattern),
          isBelowUnknownWorkdir: false,
          names: [baseName(absolute.pattern)],
        };
  return place.path === null || directoryAt(analysis, install.step, place)?.holdsManifest === true;
}

function directoryAt(analysis: Analysis, at: Step, place: ImagePlace): Candidate | null {
  const index = indexOf(analysis);
  let fallback: Candidate | null = null;
  for (const use of usesBefore(analysis, at)) {
    for (const found of candidates(use, place, index)) {
      if (found.holdsManifest) return found;
      fallback ??= found;
    }
  }
  return fallback;
}

/** Whether a use puts what it reads of a directory of the context where an install works. */
export function bringsDirectory(
  analysis: Analysis,
  use: ContextUse,
  install: Install,
  directory: string,
): boolean {
  return candidates(use, placeOf(install), indexOf(analysis)).some((found) => found.directory === directory);
}

function indexOf(analysis: Analysis): ContextIndex | null {
  const context = analysis.use(buildContext);
  return context === null || context.problem !== null ? null : contextIndex(context.files());
}

/** What the steps of each stage read of the context, in the order of the file. */
const usesByStage = defineFact(
  "context-uses-by-stage",
  (analysis): ReadonlyMap<Stage, readonly ContextUse[]> => {
    const found = new Map<Stage, ContextUse[]>();
    for (const [step, uses] of analysis.use(contextUses)) {
      const before = found.get(step.stage);
      if (before === undefined) found.set(step.stage, [...uses]);
      else for (const use of uses) before.push(use);
    }
    return found;
  },
);

/** How many uses, stages, and sources of a use are looked at: files seldom come from further up. */
const looksBack = 64;

/** Bind mounts of the step itself, then what earlier steps brought, back through base stages. */
export function* usesBefore(analysis: Analysis, step: Step): Generator<ContextUse> {
  const byStage = analysis.use(usesByStage);
  let { stage } = step;
  let end = step.index;
  let seen = 0;
  for (let stages = 0; stages < looksBack; stages++) {
    const uses = byStage.get(stage) ?? [];
    let at = lastUpTo(uses, end);
    for (; at >= 0 && seen < looksBack; at--, seen++) yield uses[at]!;
    if (stage.base.kind !== "stage" || seen >= looksBack) return;
    stage = stage.base.stage;
    end = Number.POSITIVE_INFINITY;
  }
}

/** Position of the last use whose step is not below `end`; -1 when there is none. Logarithmic. */
function lastUpTo(uses: readonly ContextUse[], end: number): number {
  let low = -1;
  let high = uses.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (uses[middle]!.step.index <= end) low = middle;
    else high = middle - 1;
  }
  return low;
}

function manifestNames(install: Install): readonly string[] {
  const names = install.manifests.filter(
    ({ role, pattern }) => role === "manifest" && !pattern.includes("**"),
  );
  const required = names.filter((row) => row.required);
  return (required.length > 0 ? required : names).map(({ pattern }) => pattern);
}

function holdsManifest(index: ContextIndex, directory: string, names: readonly string[]): boolean {
  return names.some((name) => {
    if (!name.includes("*")) return index.files.has(resolvePath(directory, name));
    return index.byDirectory.get(directory)?.some((path) => fitsPart(baseName(path), name)) === true;
  });
}

interface Candidate {
  readonly directory: string;
  readonly holdsManifest: boolean;
}

/** Directories of the context that one use puts where the install works. */
function candidates(use: ContextUse, wanted: ImagePlace, index: ContextIndex | null): readonly Candidate[] {
  const place = wanted.path;
  const { path: destination, isDirectory } = destinationOf(use, wanted);
  if (place === null || destination === null) return [];
  const below = relativePath(place, destination);
  const found: Candidate[] = [];
  for (const source of use.sources.slice(0, looksBack)) {
    if (!source.known) continue;
    const isManifest = namesManifest(source, wanted.names);
    if (use.parents || (!(isManifest && index === null) && isDirectorySource(source, index))) {
      if (below === null) continue;
      const directory = resolvePath(use.parents ? source.pivot : source.path, below);
      found.push({
        directory,
        holdsManifest: index === null || holdsManifest(index, directory, wanted.names),
      });
      continue;
    }
    const landsIn = isDirectory || source.wildcard ? destination : parentPath(destination);
    const directory = parentPath(source.path);
    const isThere = index === null || holdsManifest(index, directory, wanted.names);
    if (landsIn === place) found.push({ directory, holdsManifest: isManifest && isThere });
  }
  return found;
}

function isDirectorySource({ path, wildcard }: ContextSource, index: ContextIndex | null): boolean {
  return !wildcard && (path === "." || index === null || index.directories.has(path));
}

/** `package.json`, or a pattern that takes it: `package*.json`. */
function namesManifest({ path, wildcard }: ContextSource, names: readonly string[]): boolean {
  const written = baseName(path);
  if (!wildcard || names.includes(written)) return names.includes(written);
  const pattern = globMachine(written);
  return pattern !== null && names.some((name) => pattern.matches(name.replaceAll("*", "")));
}

/** Where a use puts things: absolute, or relative to the same unknown WORKDIR as the wanted place. */
function destinationOf(
  use: ContextUse,
  wanted: ImagePlace,
): { readonly path: string | null; readonly isDirectory: boolean } {
  const { instruction } = use.step;
  const written =
    instruction.kind === "COPY" || instruction.kind === "ADD" ? (instruction.destination?.text ?? "") : "";
  const isDirectory = use.kind !== "bind" && (/(^|\/)\.{0,2}$/.test(written) || use.sources.length > 1);
  if (!wanted.isBelowUnknownWorkdir) return { path: use.destination, isDirectory };
  const isRelative =
    use.destination === null && written !== "" && !/^[/$"']/.test(written) && !written.includes("$");
  return { path: isRelative ? cleanPath(written) : null, isDirectory };
}
