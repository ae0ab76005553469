import type { Host } from "../host/host.ts";
import { baseName, parentPath, resolvePath } from "../text/posix-path.ts";
import { lineOfKey } from "./bake-file.ts";
import type { BuiltImages } from "./built-image.ts";
import { composeImages } from "./compose-project.ts";
import { parseJsonWithComments } from "./json-comments.ts";

export function isDevcontainerFile(name: string): boolean {
  return name === "devcontainer.json" || name === ".devcontainer.json";
}

type Values = Readonly<Record<string, unknown>>;

/**
 * The image of a `devcontainer.json` (containers.dev/implementors/json_reference, 2026-11): `build` or the older `dockerFile` and `context`, or the service
 * of a compose project.
 * @param path Absolute.
 */
export async function devcontainerImages(
  host: Host,
  path: string,
  environment: ReadonlyMap<string, string>,
): Promise<BuiltImages> {
  const { text = "" } = host.readText(path);
  const root = record(parseJsonWithComments(text));
  if (root === null)
    return { images: [], problems: [{ path, line: 1, message: "this is no JSON with comments" }] };
  const directory = parentPath(path);
  const fill = (value: unknown): string | null =>
    typeof value === "string" ? filled(value, directory, environment) : null;
  const composed = root.dockerComposeFile;
  if (composed !== undefined) {
    const files = (Array.isArray(composed) ? composed : [composed]).flatMap((file) => fill(file) ?? []);
    const { images, problems } = await composeImages(
      host,
      files.map((file) => resolvePath(directory, file)),
      environment,
    );
    return { images: images.filter(({ name }) => name === root.service), problems };
  }
  const build = record(root.build);
  const dockerfile = fill(build?.dockerfile ?? build?.dockerFile ?? root.dockerFile);
  if (dockerfile === null) return { images: [], problems: [] };
  const args = Object.entries(record(build?.args) ?? {}).map(
    ([name, value]) => [name, fill(String(value))] as const,
  );
  const key = build === null ? "dockerFile" : "build";
  return {
    images: [
      {
        name: fill(root.name) ?? baseName(directory),
        ...{ path, line: lineOfKey(text, key), isRemote: false, inline: null, unknown: [] },
        context: resolvePath(directory, fill(build?.context ?? root.context) ?? "."),
        // Unlike elsewhere it is looked for beside this file.
        dockerfile: resolvePath(directory, dockerfile),
        target: fill(build?.target),
        args: new Map(args),
        additionalContexts: new Map(),
      },
    ],
    problems: [],
  };
}

function record(value: unknown): Values | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : null;
}

/** The folder that an editor opens is the one around `.devcontainer`. */
function filled(text: string, directory: string, environment: ReadonlyMap<string, string>): string {
  const at = directory.lastIndexOf("/.devcontainer");
  const workspace = at === -1 ? directory : directory.slice(0, at);
  return text.replace(
    /\$\{(?:(localWorkspaceFolder)|(localWorkspaceFolderBasename)|(?:localEnv|env):([^:}]+)(?::([^}]*))?)\}/g,
    (_, folder, name, variable: string, fallback: string | undefined) =>
      folder !== undefined
        ? workspace
        : name !== undefined
          ? baseName(workspace)
          : (environment.get(variable) ?? fallback ?? ""),
  );
}
