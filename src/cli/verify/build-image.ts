import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Image } from "./image-difference.ts";
import { imageFiles } from "./image-files.ts";

/** How both Dockerfiles are built. */
export interface ImageBuild {
  /** The folder that the builder gets. */
  readonly context: string;
  readonly target: string | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The ignore file that belongs to the Dockerfile alone; `null` where that of the context counts. */
  readonly ignoreFile: string | null;
  /** Further arguments of `docker build`. */
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

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
  const folder = mkdtempSync(join(tmpdir(), "stowage-verify-"));
  const started = performance.now();
  let image: string | null = null;
  let container: string | null = null;
  const docker = (args: readonly string[]) => run("docker", args, build.environment);
  try {
    const idFile = join(folder, "id");
    const file = join(folder, "Dockerfile");
    writeFileSync(file, text);
    if (build.ignoreFile !== null) copyFileSync(build.ignoreFile, `${file}.dockerignore`);
    const ended = await docker([
      "build",
      "--quiet",
      "--no-cache",
      ...["--iidfile", idFile, "--file", file],
      ...(build.target === null ? [] : ["--target", build.target]),
      ...Object.entries(build.buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      ...build.options,
      build.context,
    ]);
    const seconds = (performance.now() - started) / 1000;
    if (ended.code !== 0) return ended.errors.slice(-longestError);
    image = readFileSync(idFile, "utf8").trim();
    const inspected = await docker(["image", "inspect", image]);
    const config = (JSON.parse(inspected.output) as { Config?: Image["config"] }[])[0]?.Config ?? {};
    const created = await docker(["create", "--network", "none", image, "none"]);
    if (created.code !== 0) return created.errors.slice(-longestError);
    container = created.output.trim();
    return { files: await exported(container, build), config, seconds };
  } finally {
    if (container !== null) await docker(["rm", "--force", container]);
    if (image !== null) await docker(["image", "rm", "--force", image]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const longestError = 4000;

async function exported(container: string, { environment }: ImageBuild): Promise<Image["files"]> {
  const child = spawn("docker", ["export", container], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return imageFiles(Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>);
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function run(
  program: string,
  args: readonly string[],
  environment: ImageBuild["environment"],
): Promise<Ended> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", (error) => fail(new Error(`\`${program}\` can't be run: ${error.message}`)));
    child.on("close", (code) => settle({ code, output, errors }));
  });
}
