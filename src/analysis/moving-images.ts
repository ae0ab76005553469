import { hasNoVersions } from "../knowledge/rolling-images.ts";
import type { ImageReference } from "../model/image-reference.ts";
import { expand } from "../model/variables.ts";
import { buildContext, inContext } from "./build-context.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type ImageUse, imageUses } from "./image-uses.ts";
import { labels } from "./labels.ts";
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
  const own = ownNames(analysis);
  return moving.filter((use) => !isChosen(use) && !isOwn(use.image, own));
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

/** Names by which a project is known: those of its repository and of its packages. */
function ownNames(analysis: Analysis): ReadonlySet<string> {
  const names = new Set<string>();
  for (const uses of analysis.use(labels).values()) {
    for (const { key, value } of uses) {
      if (key !== "org.opencontainers.image.source" && key !== "org.opencontainers.image.url") continue;
      const [, owner] = /^https:\/\/(?:github|gitlab)\.com\/([^/]+)\//.exec(value ?? "") ?? [];
      if (owner !== undefined) names.add(owner.toLowerCase());
    }
  }
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || analysis.host === null) return names;
  for (const [path, pattern] of manifests) {
    const text = analysis.host.readText(inContext(context.root, path)).text ?? "";
    const [, name] = pattern.exec(text) ?? [];
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return names;
}

const manifests: readonly (readonly [path: string, name: RegExp])[] = [
  ["package.json", /^\s*"name":\s*"@?([\w.-]+)/m],
  ["pyproject.toml", /^name\s*=\s*["']([\w.-]+)["']/m],
  ["Cargo.toml", /^name\s*=\s*"([\w.-]+)"/m],
  ["go.mod", /^module\s+(?:github|gitlab)\.com\/([\w.-]+)\//m],
];

/** An image of an organisation that has a name of the project. */
function isOwn({ repository }: ImageReference, own: ReadonlySet<string>): boolean {
  const [organisation = "", name] = repository.split("/");
  return name !== undefined && organisation !== "library" && own.has(organisation);
}
