import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { docker, dockerBuild, type ImageBuild, longestError } from "./docker.ts";
import type { Image } from "./image-difference.ts";
import { imageFiles } from "./image-files.ts";

export interface BuiltImage extends Image {
  /** Wall time of the build. */
  readonly seconds: number;
}

/**
 * Builds a text as the Dockerfile of a context, without cache, and reads the image; nothing of it is started, and it is removed
 * again.
 * @returns the end of what the builder printed when the build fails.
 * @throws Error when there is no Docker to ask.
 */
export async function buildImage(text: string, build: ImageBuild): Promise<BuiltImage | string> {
  const { environment } = build;
  const folder = mkdtempSync(join(tmpdir(), "stowage-verify-"));
  const started = performance.now();
  let image: string | null = null;
  let container: string | null = null;
  try {
    const idFile = join(folder, "id");
    const args = ["--quiet", "--no-cache", "--iidfile", idFile];
    const ended = await dockerBuild(text, build, { folder, args });
    const seconds = (performance.now() - started) / 1000;
    if (ended.code !== 0) return ended.errors.slice(-longestError);
    image = readFileSync(idFile, "utf8").trim();
    const inspected = await docker(["image", "inspect", image], environment);
    const config = (JSON.parse(inspected.output) as { Config?: Image["config"] }[])[0]?.Config ?? {};
    const created = await docker(["create", "--network", "none", image, "none"], environment);
    if (created.code !== 0) return created.errors.slice(-longestError);
    container = created.output.trim();
    return { files: await exported(container, build), config, seconds };
  } finally {
    if (container !== null) await docker(["rm", "--force", container], environment);
    if (image !== null) await docker(["image", "rm", "--force", image], environment);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exported(container: string, { environment }: ImageBuild): Promise<Image["files"]> {
  const child = spawn("docker", ["export", container], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return imageFiles(Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>);
}
