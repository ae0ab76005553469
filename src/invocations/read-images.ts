import type { Host } from "../host/host.ts";
import { baseName } from "../text/posix-path.ts";
import type { BuiltImages } from "./built-image.ts";
import { isComposeFile } from "./compose-file.ts";
import { composeFiles, composeImages } from "./compose-project.ts";
import { devcontainerImages, isDevcontainerFile } from "./devcontainer-file.ts";

export type ImageFile = "compose" | "devcontainer";

/** What kind of file a path leads to that says how images are built, by its name or, for YAML, by what is in it; `null` for any other file. */
export function imageFile(host: Host, path: string): ImageFile | null {
  const name = baseName(path);
  if (isDevcontainerFile(name)) return "devcontainer";
  if (isComposeFile(name)) return "compose";
  if (/\.ya?ml$/.test(name) && /^services:\s*(?:#.*)?$/m.test(host.readText(path).text ?? ""))
    return "compose";
  return null;
}

/** What a file of that kind builds. @param path Absolute. */
export function readImages(
  host: Host,
  path: string,
  kind: ImageFile,
  environment: ReadonlyMap<string, string>,
): Promise<BuiltImages> {
  if (kind === "devcontainer") return devcontainerImages(host, path, environment);
  return composeImages(host, composeFiles(host, path), environment);
}
