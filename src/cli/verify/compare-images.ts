import { buildImage } from "./build-image.ts";
import type { ImageBuild } from "./docker.ts";
import { imageDifferences } from "./image-difference.ts";

/** What two real builds say. */
export interface ComparedImages {
  /** What is otherwise in the second image, a sentence each. */
  readonly differences: readonly string[];
  /** Differences that two builds of the first text show as well, which say nothing about the second. */
  readonly unstable: readonly string[];
  /** Wall time of both builds, without cache. */
  readonly seconds: { readonly before: number; readonly after: number };
}

/**
 * Builds two texts in one context without cache and compares the images. The first is built once more where they differ.
 * @returns why they can't be compared, or what came out.
 * @throws Error when there is no Docker to ask.
 */
export async function compareImages(
  before: string,
  after: string,
  build: ImageBuild,
): Promise<ComparedImages | string> {
  const one = await buildImage(before, build);
  if (typeof one === "string") return `the Dockerfile as it is does not build: ${lastLine(one)}`;
  const other = await buildImage(after, build);
  const seconds = { before: one.seconds, after: typeof other === "string" ? 0 : other.seconds };
  if (typeof other === "string")
    return {
      differences: [`the rewritten Dockerfile does not build: ${lastLine(other)}`],
      unstable: [],
      seconds,
    };
  const found = imageDifferences(one, other);
  if (found.length === 0) return { differences: [], unstable: [], seconds };
  const again = await buildImage(before, build);
  const own = typeof again === "string" ? [] : imageDifferences(one, again);
  return { ...apartFrom(found, own), seconds };
}

/** What two images differ in, apart from what two builds of the same file differ in. */
export function apartFrom(
  found: readonly string[],
  own: readonly string[],
): Pick<ComparedImages, "differences" | "unstable"> {
  const unstable = new Set(own);
  return {
    differences: found.filter((difference) => !unstable.has(difference)),
    unstable: found.filter((difference) => unstable.has(difference)),
  };
}

/** What a builder says at the end is why it failed. */
export function lastLine(log: string): string {
  return log.trim().split("\n").at(-1) ?? "";
}
