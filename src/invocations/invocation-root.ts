import type { Host } from "../host/host.ts";
import { parentPath, resolvePath } from "../text/posix-path.ts";

/** The folder that the paths of the invocations of a Dockerfile are relative to: the repository, or its own folder outside of one. */
export function invocationRoot(host: Host, dockerfile: string): string {
  const folder = parentPath(dockerfile);
  return repositoryRoot(host, folder) ?? folder;
}

/** The nearest folder with a `.git` in it, from this one up. */
function repositoryRoot(host: Host, folder: string): string | null {
  for (let at = folder; ; at = parentPath(at)) {
    if (host.stat(resolvePath(at, ".git")) !== null) return at;
    if (!at.includes("/") || at === "/") return null;
  }
}
