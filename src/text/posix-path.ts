/**
 * Paths with `/` between parts, as inside an image or a build context. The semantics are those of Go's package `path`, which
 * BuildKit uses: no trailing slash, `.` for the empty path, `..` resolved where that is possible without looking at files.
 */

/** The shortest equal path: `a//b/../c/` → `a/c`, `` → `.`, `/..` → `/`. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!rooted) parts.push("..");
  }
  const joined = parts.join("/");
  return rooted ? `/${joined}` : joined || ".";
}

/** `path` seen from `directory`, cleaned; an absolute `path` stands for itself. */
export function resolvePath(directory: string, path: string): string {
  return cleanPath(path.startsWith("/") ? path : `${directory}/${path}`);
}

/** Everything before the last `/` of a cleaned path; `.` or `/` when there is nothing. */
export function parentPath(path: string): string {
  const at = path.lastIndexOf("/");
  if (at === -1) return ".";
  return at === 0 ? "/" : path.slice(0, at);
}

/** The part after the last `/`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether `path` is `directory` or lies below it; both cleaned. */
export function isWithin(path: string, directory: string): boolean {
  if (directory === "." || directory === "/")
    return directory === "." ? !path.startsWith("/") : path.startsWith("/");
  return path === directory || path.startsWith(`${directory}/`);
}

/** `path` relative to `directory` when it lies below it, else `null`; `.` for the directory itself. Both cleaned. */
export function relativePath(path: string, directory: string): string | null {
  if (!isWithin(path, directory)) return null;
  if (path === directory) return ".";
  if (directory === ".") return path;
  return path.slice(directory === "/" ? 1 : directory.length + 1);
}
