import { buildContext } from "../../analysis/build-context.ts";
import type { Analysis } from "../../analysis/fact.ts";
import type { Terminal } from "../terminal.ts";
import { buildImage, type ImageBuild } from "./build-image.ts";
import { imageDifferences } from "./image-difference.ts";

/** What two real builds say. */
export interface Verification {
  /** What is otherwise in the second image, a sentence each. */
  readonly differences: readonly string[];
  /** Wall time of both builds, without cache. */
  readonly seconds: { readonly before: number; readonly after: number };
}

/**
 * Builds a Dockerfile and another text in its place, without cache, with the Docker that the environment names, and compares the images.
 * @returns why they can't be compared, or what came out.
 */
export async function verifyImages(
  before: Analysis,
  after: string,
  options: Pick<ImageBuild, "target" | "buildArgs" | "options">,
  terminal: Terminal,
): Promise<Verification | string> {
  const context = before.use(buildContext);
  if (context === null || context.problem !== null) return "there is no build context to build in";
  const ignoreFile = context.ignoreFile?.path ?? null;
  const build: ImageBuild = {
    ...options,
    context: context.root,
    ignoreFile: ignoreFile === null || ignoreFile.endsWith("/.dockerignore") ? null : ignoreFile,
    environment: terminal.environment,
  };
  try {
    const one = await buildImage(before.file.text, build);
    if (typeof one === "string") return `the Dockerfile as it is does not build: ${lastLine(one)}`;
    const other = await buildImage(after, build);
    const seconds = { before: one.seconds, after: typeof other === "string" ? 0 : other.seconds };
    if (typeof other === "string")
      return { differences: [`the rewritten Dockerfile does not build: ${lastLine(other)}`], seconds };
    return { differences: imageDifferences(one, other), seconds };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What a builder says at the end is why it failed. */
function lastLine(log: string): string {
  return log.trim().split("\n").at(-1) ?? "";
}
