import type { Stage, Step } from "../model/build-file.ts";
import { baseName, cleanPath, parentPath, relativePath, resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { type ContextIndex, contextIndex } from "./context-index.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import type { Install } from "./installs.ts";
import { fitsPart } from "./manifest-readers/manifest-text.ts";

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
 * before it, in its stage and the stages that one is built on. The last one that brings a manifest wins. `null` when none does.
 */
export function contextDirectoryOf(analysis: Analysis, install: Install): string | null {
  return contextDirectoryAt(analysis, install.step, {
    path: install.directory ?? install.belowUnknownWorkdir,
    isBelowUnknownWorkdir: install.directory === null,
    names: manifestNames(install),
  });
}

/** The same for any place, as a step finds it. */
export function contextDirectoryAt(analysis: Analysis, at: Step, place: ImagePlace): string | null {
  const context = analysis.use(buildContext);
  if (context === null) return null;
  const index = contextIndex(context.files());
  let fallback: string | null = null;
  for (const use of usesBefore(analysis.use(usesByStage), at)) {
    for (const directory of directoriesOf(use, place, index)) {
      fallback ??= directory;
      if (holdsManifest(index, directory, place.names)) return directory;
    }
  }
  return fallback;
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

/** How many uses, and stages, are looked at: files seldom come from further up. */
const looksBack = 64;

/** Bind mounts of the step itself, then what earlier steps brought, back through base stages. */
function* usesBefore(byStage: ReadonlyMap<Stage, readonly ContextUse[]>, step: Step): Generator<ContextUse> {
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

/** Directories of the context that one use puts where the install works. */
function directoriesOf(use: ContextUse, wanted: ImagePlace, index: ContextIndex): readonly string[] {
  const place = wanted.path;
  const { path: destination, isDirectory } = destinationOf(use, wanted);
  if (place === null || destination === null) return [];
  return use.sources
    .filter((source) => source.known)
    .flatMap((source) => {
      if (use.parents) {
        const kept = relativePath(place, destination);
        return kept === null ? [] : [resolvePath(source.pivot, kept)];
      }
      if (!source.wildcard && (source.path === "." || index.directories.has(source.path))) {
        const below = relativePath(place, destination);
        return below === null ? [] : [resolvePath(source.path, below)];
      }
      const landsIn = isDirectory || source.wildcard ? destination : parentPath(destination);
      return landsIn === place ? [parentPath(source.path)] : [];
    });
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
