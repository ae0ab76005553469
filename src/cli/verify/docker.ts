import { spawn } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What of the output of a failed build is kept, from its end. */
export const longestError = 4000;

/** `docker build` of a text as the Dockerfile of a context; it and its ignore file lie in `folder` meanwhile. */
export function dockerBuild(
  text: string,
  { context, target, buildArgs, ignoreFile, options, environment }: ImageBuild,
  { folder, args }: { readonly folder: string; readonly args: readonly string[] },
): Promise<Ended> {
  const file = join(folder, "Dockerfile");
  writeFileSync(file, text);
  if (ignoreFile !== null) copyFileSync(ignoreFile, `${file}.dockerignore`);
  const given = Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  const aim = target === null ? [] : ["--target", target];
  return docker(["build", ...args, "--file", file, ...aim, ...given, ...options, context], environment);
}

/**
 * Runs Docker.
 * @throws Error when it can't be started.
 */
export function docker(args: readonly string[], environment: ImageBuild["environment"]): Promise<Ended> {
  return new Promise((settle, fail) => {
    const child = spawn("docker", args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", (error) => fail(new Error(`\`docker\` can't be run: ${error.message}`)));
    child.on("close", (code) => settle({ code, output, errors }));
  });
}
