import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type ExpectedImage, imageCases, imagesFolder } from "../invocations/image-cases.ts";

const compose = [
  process.env.DOCKER_COMPOSE ?? "",
  "/usr/libexec/docker/cli-plugins/docker-compose",
  "/usr/lib/docker/cli-plugins/docker-compose",
].find((path) => existsSync(path));

/** Asks Compose and buildx what the fixtures build, and writes it beside them. @returns whether that is what was there. */
export async function main(builder: string): Promise<boolean> {
  let isSame = true;
  for (const { name, program, files, targets } of imageCases) {
    const folder = join(imagesFolder, name);
    if (program === "compose" && compose === undefined) {
      console.log(`${name}: left out, since Compose is not installed (DOCKER_COMPOSE names it)`);
      continue;
    }
    const flags = files.flatMap((file) => ["-f", file]);
    const run = (path: string, args: readonly string[]): string =>
      execFileSync(path, args, {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: "/usr/bin", HOME: "/tmp", DOCKER_HOST: builder },
        stdio: ["ignore", "pipe", "ignore"],
      });
    const printed = JSON.parse(
      program === "compose"
        ? run(compose!, [...flags, "--profile", "*", "config", "--format", "json"])
        : run("/usr/bin/docker", ["buildx", "bake", ...flags, "--print", ...targets]),
    );
    const found = program === "compose" ? composed(printed, folder) : baked(printed);
    const text = `${JSON.stringify(found, null, 2)}\n`;
    const path = join(folder, "expected.json");
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    isSame = false;
    console.log(`${name}: written anew`);
    writeFileSync(path, text);
  }
  return isSame;
}

interface Printed {
  readonly context?: string;
  readonly dockerfile?: string;
  readonly dockerfile_inline?: string;
  readonly "dockerfile-inline"?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string | null>>;
  readonly additional_contexts?: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, string>>;
}

type Expected = Readonly<Record<string, ExpectedImage>>;

/** Compose prints `$` doubled and absolute paths. */
function composed(
  { services }: { readonly services: Readonly<Record<string, { readonly build?: Printed }>> },
  folder: string,
): Expected {
  const text = (written: string): string => written.replaceAll("$$", "$");
  const path = (written: string): string =>
    written.startsWith("/") ? relative(folder, written) || "." : written;
  return sorted(
    Object.entries(services).flatMap(([name, { build }]) =>
      build === undefined ? [] : [[name, expected(build, build.dockerfile_inline, text, path)]],
    ),
  );
}

/** Bake prints `${` with its `$` doubled. */
function baked({ target }: { readonly target: Readonly<Record<string, Printed>> }): Expected {
  const text = (written: string): string => written.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{");
  const path = (written: string): string => written.replace(/^\.\//, "");
  return sorted(
    Object.entries(target).map(([name, build]) => [
      name,
      expected(build, build["dockerfile-inline"], text, path),
    ]),
  );
}

function expected(
  { context = "", dockerfile = "Dockerfile", target, args = {}, ...more }: Printed,
  inline: string | undefined,
  text: (written: string) => string,
  path: (written: string) => string,
): ExpectedImage {
  const contexts = more.additional_contexts ?? more.contexts ?? {};
  return {
    context: path(text(context)),
    ...(inline === undefined ? { dockerfile: text(dockerfile) } : { inline: text(inline) }),
    target: target === undefined ? null : text(target),
    args: sorted(Object.entries(args).map(([name, value]) => [name, value === null ? null : text(value)])),
    contexts: sorted(Object.entries(contexts).map(([name, value]) => [name, path(text(value))])),
  };
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
