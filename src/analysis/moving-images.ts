import { hasNoVersions } from "../knowledge/rolling-images.ts";
import { expand } from "../model/variables.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type ImageUse, imageUses } from "./image-uses.ts";
import { ownImages } from "./own-images.ts";
import { targetPurpose } from "./target-purpose.ts";

/**
 * Images of others whose names let them change to any version from one build to the next. Left out are images for development and tests,
 * names whose variable is there for the version (`ARG TAG=latest`), and images that the project publishes itself.
 */
export const movingImages = defineFact("moving-images", (analysis): readonly ImageUse[] => {
  if (analysis.use(targetPurpose) === "tooling") return [];
  const moving = analysis
    .use(imageUses)
    .filter(
      ({ image, pin }) =>
        pin !== "digest" && pin !== "version" && !hasNoVersions(image.familiarName, image.tag),
    );
  if (moving.length === 0) return [];
  const isChosen = chosenByArgument(analysis);
  const isOwn = analysis.use(ownImages);
  return moving.filter((use) => !isChosen(use) && !isOwn(use.image));
});

/** Whether `latest` is what a variable has until a build says otherwise. */
function chosenByArgument({ file }: Analysis): (use: ImageUse) => boolean {
  const defaults = new Map(
    file.preamble.flatMap((instruction) =>
      instruction.kind === "ARG"
        ? instruction.pairs.map(({ key, value }) => [key.text, value?.text ?? ""] as const)
        : [],
    ),
  );
  const isVersion = (name: string, depth: number): boolean => {
    const text = defaults.get(name) ?? "";
    if (text === "latest") return true;
    const { references } = expand(text, file.globalScope, file.syntax.escape);
    return depth > 0 && references.some((reference) => isVersion(reference.name, depth - 1));
  };
  return ({ image, variables }) =>
    image.tag === "latest" && variables.some(({ name }) => isVersion(name, deepest));
}

/** Variables within variables that are followed. */
const deepest = 3;
