import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitRepository } from "../../host/git.ts";
import { buildFile } from "../../model/build-file.ts";
import { applyEdits } from "../../text/edit.ts";
import { commitContext } from "./commit-context.ts";
import { lastLine } from "./compare-images.ts";
import { dockerBuild, type ImageBuild } from "./docker.ts";

/** What is built again, commit by commit. */
export interface Replay {
  readonly git: GitRepository;
  /** The context, relative to the root of the repository. */
  readonly folder: string;
  /** Oldest first. The first only fills the cache. */
  readonly commits: readonly ReplayedCommit[];
  /** Arguments that are given a new value in each build: here the id of the commit. */
  readonly changing: readonly string[];
}

export interface ReplayedCommit {
  readonly id: string;
  readonly subject: string;
}

/** One commit, built with the cache of the commits before it. */
export interface Rebuild extends ReplayedCommit {
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Outcome {
  /** Wall time; `null` where the build failed. */
  readonly seconds: number | null;
  /** What the builder said last where it failed. */
  readonly failure: string | null;
}

/**
 * Builds the commits with both texts, each text with a cache of its own that starts out empty; today's ignore file counts for all. No image is kept.
 * @throws Error when there is no Docker to ask.
 */
export async function replayBuilds(
  texts: { readonly before: string; readonly after: string },
  build: Omit<ImageBuild, "context">,
  { git, folder, commits, changing }: Replay,
  tell: (work: string) => void,
): Promise<readonly Rebuild[]> {
  const context = commitContext(git, folder);
  const own = mkdtempSync(join(tmpdir(), "stowage-replay-"));
  try {
    const empty = join(own, "empty");
    writeFileSync(empty, "");
    // The ignore file of an old commit would leave out other files.
    const all: ImageBuild = { ...build, context: context.folder, ignoreFile: build.ignoreFile ?? empty };
    const alone = { before: withOwnCache(texts.before), after: withOwnCache(texts.after) };
    const rebuilds: Rebuild[] = [];
    for (const [at, { id, subject }] of commits.entries()) {
      const problem = context.show(id);
      const took = async (text: string): Promise<Outcome> => {
        if (problem !== null) return { seconds: null, failure: problem };
        const started = performance.now();
        const args = ["--output", "type=cacheonly"];
        const values = Object.fromEntries(changing.map((name) => [name, id]));
        const one = { ...all, buildArgs: { ...values, ...all.buildArgs } };
        const { code, errors } = await dockerBuild(text, one, { folder: own, args });
        const seconds = (performance.now() - started) / 1000;
        return code === 0 ? { seconds, failure: null } : { seconds: null, failure: lastLine(errors) };
      };
      tell(`building commit ${at + 1} of ${commits.length}`);
      const [before, after] = [await took(alone.before), await took(alone.after)];
      if (at > 0) rebuilds.push({ id, subject, before, after });
    }
    return rebuilds;
  } finally {
    context.remove();
    rmSync(own, { recursive: true, force: true });
  }
}

/** An argument that no other build has: what RUN has in the environment is part of its cache key. */
function withOwnCache(text: string): string {
  const line = `\nARG STOWAGE_REPLAY=${randomUUID()}`;
  const { stages } = buildFile("Dockerfile", text);
  return applyEdits(
    text,
    stages.map(({ from: { range } }) => ({ range: { start: range.end, end: range.end }, text: line })),
  );
}
