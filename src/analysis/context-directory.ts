import type { Step } from "../model/build-file.ts";
import { baseName, cleanPath, parentPath, relativePath, resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { type ContextIndex, contextIndex } from "./context-index.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import type { Analysis } from "./fact.ts";
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
  const uses = analysis.use(contextUses);
  const context = analysis.use(buildContext);
  if (context === null) return null;
  const index = contextIndex(context.files());
  let fallback: string | null = null;
  for (const step of stepsBefore(at)) {
    for (const use of uses.get(step) ?? []) {
      for (const directory of directoriesOf(use, place, index)) {
        fallback ??= directory;
        if (holdsManifest(index, directory, place.names)) return directory;
      }
    }
  }
  return fallback;
}

/** The install's own step, whose bind mounts come first, then earlier ones, back through base stages. */
function* stepsBefore(step: Step): Generator<Step> {
  let { stage, index } = step;
  for (;;) {
    for (let at = Math.min(index, stage.steps.length - 1); at >= 0; at--) yield stage.steps[at]!;
    // A base is an earlier stage, so this ends.
    if (stage.base.kind !== "stage") return;
    stage = stage.base.stage;
    index = stage.steps.length - 1;
  }
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
