import { isOfficialImage } from "../knowledge/official-images.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { namedAt } from "./image-uses.ts";
import { stageGraph } from "./stage-graph.ts";

/** A place where the file names an image, with the registry that it comes from. */
export interface ImageSource {
  readonly kind: "base" | "copy" | "mount";
  /** The name as written. */
  readonly at: Range;
  /** After expansion; variables without a known value stand as `${NAME}`. */
  readonly text: string;
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** False for a name that only an image of the building machine, or a context that the build is given, can have. */
  readonly isInRegistry: boolean;
}

/** In the order of the file, those of FROM first. Names whose registry depends on a variable without value are left out. */
export const imageSources = defineFact("image-sources", ({ file, use }): readonly ImageSource[] => {
  const sources: ImageSource[] = [];
  const add = (kind: ImageSource["kind"], at: Range, text: string): void => {
    const [registry = ""] = text.split("/", 1);
    if (registry.includes("$")) return;
    // What follows the registry does not matter here, so any word may stand for it.
    const image = parseImageReference(text.replaceAll(/\$\{[^}]*\}/g, "x"));
    if (image === null) return;
    const [space, name = ""] = image.repository.split("/", 2);
    const isLocal = image.registry === "docker.io" && space === "library" && !isOfficialImage(name);
    sources.push({ kind, at, text, registry: image.registry, isInRegistry: !isLocal });
  };
  for (const { base, from } of file.stages) {
    if (from.image === null) continue;
    if (base.kind === "image") add("base", from.image.range, base.image.text);
    else if (base.kind === "unknown") add("base", from.image.range, base.text);
  }
  for (const named of use(stageGraph).images) {
    add(named.kind, namedAt(named, file.syntax.escape), named.text);
  }
  return sources;
});

/** Docker Hub, as lists of registries call it. */
const dockerHub = ["docker.io", "hub.docker.com"];

/**
 * Whether a list of patterns holds a registry: a pattern is a name, or has one `*` at its beginning or its end for any text, or is
 * `*` alone.
 */
export function isTrusted(registry: string, patterns: readonly string[]): boolean {
  const names = registry === "docker.io" ? dockerHub : [registry];
  return patterns.some((pattern) => names.some((name) => fits(name, pattern)));
}

function fits(name: string, pattern: string): boolean {
  if (pattern.startsWith("*")) return name.endsWith(pattern.slice(1));
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
