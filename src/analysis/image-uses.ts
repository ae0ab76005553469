import { isOfficialImage } from "../knowledge/official-images.ts";
import { isUnreleased } from "../knowledge/rolling-images.ts";
import type { Stage } from "../model/build-file.ts";
import type { ImageReference } from "../model/image-reference.ts";
import { expand } from "../model/variables.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { type NamedImage, stageGraph } from "./stage-graph.ts";

/** A place where the file takes an image from a registry: FROM, `COPY --from=`, `RUN --mount=from=`. */
export interface ImageUse {
  readonly stage: Stage;
  readonly image: ImageReference;
  /** The image's name as written. */
  readonly at: Range;
  /** Variables in that name that the file declares: where, and their names. */
  readonly variables: readonly { readonly name: string; readonly at: Range }[];
  /** How far the name lets the image change between two builds. */
  readonly pin: ImagePin;
}

/**
 * `digest`: not at all · `version`: to newer builds of the version that the tag names · `latest`: to any version, by the tag
 * `latest` or a variant of it, or one that follows the development (`sid`) · `untagged`: the same, as no tag means `latest`.
 */
export type ImagePin = "digest" | "version" | "latest" | "untagged";

/** Images with a known name, in the order of the file; those that can only be images of the building machine are left out. */
export const imageUses = defineFact("image-uses", ({ file, use }): readonly ImageUse[] => {
  const graph = use(stageGraph);
  const found: ImageUse[] = [];
  for (const stage of file.stages) {
    const { base, from } = stage;
    if (base.kind !== "image" || from.image === null) continue;
    const { references } = expand(from.image.text, file.globalScope, file.syntax.escape);
    const variables = references.flatMap(({ name, variable }) =>
      variable?.declaredAt == null ? [] : [{ name, at: variable.declaredAt }],
    );
    const { image } = base;
    found.push({ stage, image, at: from.image.range, variables, pin: pinOf(image) });
  }
  for (const named of graph.images) {
    if (named.image === null) continue;
    const at = namedAt(named, file.syntax.escape);
    found.push({ stage: named.step.stage, image: named.image, at, variables: [], pin: pinOf(named.image) });
  }
  return found.filter(({ image }) => isInRegistry(image)).sort((a, b) => a.at.start - b.at.start);
});

function pinOf({ tag, digest, familiarName }: ImageReference): ImagePin {
  if (digest !== null) return "digest";
  if (tag === null) return "untagged";
  return /^latest(?:$|[-_.])/.test(tag) || isUnreleased(familiarName, tag) ? "latest" : "version";
}

function isInRegistry({ registry, repository }: ImageReference): boolean {
  const [space, name = ""] = repository.split("/", 2);
  return registry !== "docker.io" || space !== "library" || isOfficialImage(name);
}

/** Where the name stands that a COPY or a mount reads. */
export function namedAt({ flag }: Pick<NamedImage, "flag">, escapeCharacter: "\\" | "`"): Range {
  if (flag.name !== "mount") return flag.valueRange ?? flag.range;
  const field = parseMount(flag, escapeCharacter).fields.findLast(({ key }) => key === "from");
  return field?.valueRange ?? flag.range;
}
