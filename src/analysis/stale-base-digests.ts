import type { ImageReference } from "../model/image-reference.ts";
import { defineFact } from "./fact.ts";
import { type LabelUse, labels } from "./labels.ts";
import { stageGraph } from "./stage-graph.ts";

/** A label that says on which base the image stands, and says it of another one. */
export interface StaleBaseDigest {
  readonly label: LabelUse;
  readonly image: ImageReference;
  /** The digest that the label names. */
  readonly claimed: string;
}

/** Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md (read 2026-11). */
export const baseDigestLabel = "org.opencontainers.image.base.digest";

/** Labels with a digest of their own, on a base without a digest or with another one. */
export const staleBaseDigests = defineFact("stale-base-digests", ({ use }): readonly StaleBaseDigest[] => {
  const graph = use(stageGraph);
  const found: StaleBaseDigest[] = [];
  for (const [stage, uses] of use(labels)) {
    const base = graph.root(stage);
    if (base.kind !== "image") continue;
    for (const label of uses) {
      if (label.key !== baseDigestLabel || label.value === null || label.value === "") continue;
      // A value that a build gives is the business of that build.
      if (label.pair.value?.text.includes("$") || label.value === base.image.digest) continue;
      found.push({ label, image: base.image, claimed: label.value });
    }
  }
  return found;
});
