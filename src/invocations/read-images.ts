import type { Host } from "../host/host.ts";
import { baseName, parentPath } from "../text/posix-path.ts";
import { bakeFiles, bakeImages } from "./bake-project.ts";
import type { BuiltImages } from "./built-image.ts";
import { isComposeFile } from "./compose-file.ts";
import { composeFiles, composeImages } from "./compose-project.ts";
import { devcontainerImages, isDevcontainerFile } from "./devcontainer-file.ts";

export type ImageFile = "compose" | "bake" | "devcontainer";

/** What kind of file a path leads to that says how images are built, by its name or what is in it; `null` for any other file. */
export function imageFile(host: Host, path: string): ImageFile | null {
  const name = baseName(path);
  const holds = (pattern: RegExp): boolean => pattern.test(host.readText(path).text ?? "");
  if (isDevcontainerFile(name)) return "devcontainer";
  if (isComposeFile(name)) return "compose";
  if (/^docker-bake(?:[.-].*)?\.(?:hcl|json)$/.test(name)) return "bake";
  if (/\.ya?ml$/.test(name) && holds(/^services:\s*(?:#.*)?$/m)) return "compose";
  if (name.endsWith(".hcl") && holds(/^target\s+"/m)) return "bake";
  return null;
}

/** A file that the user names. Paths are absolute. */
export interface NamedImages {
  readonly path: string;
  readonly kind: ImageFile;
  readonly environment: ReadonlyMap<string, string>;
  readonly workingDirectory: string;
}

/** What a file of that kind builds. */
export async function readImages(
  host: Host,
  { path, kind, environment, workingDirectory }: NamedImages,
): Promise<BuiltImages> {
  if (kind === "devcontainer") return devcontainerImages(host, path, environment);
  if (kind === "compose") return composeImages(host, composeFiles(host, path), environment);
  // Contexts are relative to where bake is run: that is beside the file, or where the Dockerfiles are found.
  const files = bakeFiles(host, path);
  const beside = await bakeImages(host, files, parentPath(path), environment);
  const here = await bakeImages(host, files, workingDirectory, environment);
  const found = ({ images }: BuiltImages): number =>
    images.filter(({ dockerfile }) => dockerfile !== null && host.stat(dockerfile) !== null).length;
  const { images, problems } = found(here) > found(beside) ? here : beside;
  return { images: images.filter(({ name }) => !name.startsWith("_")), problems };
}
