import { buildContext } from "../../analysis/build-context.ts";
import type { Analysis } from "../../analysis/fact.ts";
import { volatileArguments } from "../../analysis/volatile-arguments.ts";
import { pastBuilds } from "../../history/past-builds.ts";
import type { GitRepository } from "../../host/git.ts";
import { relativePath } from "../../text/posix-path.ts";
import { type ComparedImages, compareImages } from "./compare-images.ts";
import type { ImageBuild } from "./docker.ts";
import { type Rebuild, replayBuilds } from "./replay-builds.ts";

/** What real builds say. */
export interface Verification extends ComparedImages {
  /** Builds of recent commits with both files, oldest first; empty where the images differ, or there is no history. */
  readonly rebuilds: readonly Rebuild[];
}

export interface VerifyOptions extends Pick<ImageBuild, "target" | "buildArgs" | "options" | "environment"> {
  readonly git: GitRepository | null;
  /** How many commits to build again. */
  readonly commits: number;
  /** Hears what is at work. */
  readonly tell: (work: string) => void;
}

/**
 * Builds a Dockerfile and another text in its place, without cache, with the Docker that the environment names, and compares the images; then builds
 * recent commits with both.
 * @returns why they can't be compared, or what came out.
 */
export async function verify(
  before: Analysis,
  after: string,
  { git, commits, tell, ...how }: VerifyOptions,
): Promise<Verification | string> {
  const context = before.use(buildContext);
  if (context === null || context.problem !== null) return "there is no build context to build in";
  const ignoreFile = context.ignoreFile?.path ?? null;
  const build: ImageBuild = {
    ...how,
    context: context.root,
    ignoreFile: ignoreFile === null || ignoreFile.endsWith("/.dockerignore") ? null : ignoreFile,
  };
  const { text } = before.file;
  try {
    tell("building both files without cache");
    const compared = await compareImages(text, after, build);
    if (typeof compared === "string") return compared;
    const past = before.use(pastBuilds)?.builds ?? before.options.repository?.history.commits ?? [];
    const root = before.options.repository?.root ?? null;
    const folder = root === null || context.realRoot === null ? null : relativePath(context.realRoot, root);
    if (compared.differences.length > 0 || git === null || folder === null || commits === 0)
      return { ...compared, rebuilds: [] };
    const replay = { git, folder, commits: past.slice(-commits - 1), changing: changingArguments(before) };
    const texts = { before: text, after };
    return { ...compared, rebuilds: await replayBuilds(texts, { ...build, ignoreFile }, replay, tell) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Arguments that are taken to have another value in each build: what is priced is what is built. */
export function changingArguments(analysis: Analysis): readonly string[] {
  return [
    ...new Set(
      analysis.use(volatileArguments).flatMap(({ declarations }) => declarations.map(({ name }) => name)),
    ),
  ];
}
