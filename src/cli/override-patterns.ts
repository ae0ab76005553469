import createIgnore from "ignore";
import { relativePath } from "../text/posix-path.ts";

/**
 * Whether the patterns of an override, written as in `.gitignore` and relative to the folder of the configuration file, lead to a Dockerfile. Paths are
 * absolute within the host; `null` for a text without one.
 */
export function leadsTo(
  patterns: readonly string[] | null,
  dockerfile: string | null,
  folder: string,
): boolean {
  if (patterns === null) return true;
  const path = dockerfile === null ? null : relativePath(dockerfile, folder);
  return (
    path !== null &&
    createIgnore({ ignorecase: false })
      .add([...patterns])
      .ignores(path)
  );
}
