import { baseImage } from "../knowledge/base-images.ts";
import { isOfficialImage } from "../knowledge/official-images.ts";
import { releaseNames } from "../knowledge/support-ends.ts";
import type { ImageReference } from "../model/image-reference.ts";

/** A system or language in an image, with the version that the tag gives: `debian` `10`, `node` `18.20`. */
export interface ImageVersion {
  /** Key of `src/knowledge/support-ends.ts`, or the name of any other official image. */
  readonly name: string;
  /** As far as the tag says: one number or two. */
  readonly version: string;
}

/** What an official image says of itself in its tag, the image first, then the system below it: `node:14-buster`. */
export function imageVersions(image: ImageReference): readonly ImageVersion[] {
  const name = baseImage(image).name.replace(/^quay\.io\/centos\//, "");
  const isOfficial = isOfficialImage(name);
  const tag = image.tag ?? (image.digest === null ? "latest" : null);
  if (tag === null || (!isOfficial && !name.startsWith("mcr.microsoft.com/dotnet/"))) return [];
  const found: ImageVersion[] = [];
  const add = (of: string, version: string | undefined): void => {
    if (version !== undefined) found.push({ name: of, version });
  };
  // The last one that there ever was.
  if (name === "centos" && tag === "latest") add("centos", "8");
  else if (isOfficial) add(name, /^(?:centos)?((?:stream)?\d+(?:\.\d+)?)/.exec(tag)?.[1]);
  for (const [system, releases] of Object.entries(releaseNames)) {
    const release = tag.split(/[-_.]/).find((part) => Object.hasOwn(releases, part));
    if (release !== undefined) add(system, releases[release]);
  }
  return found;
}

/** `18.20`, then `18`: the versions that a row of a table may stand under. */
export function spellings(version: string): readonly string[] {
  const [major = version] = version.split(".");
  return major === version ? [version] : [version, major];
}
