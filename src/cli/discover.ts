import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "./terminal.ts";

/** Dockerfiles below a folder, and folders that could not be read. Absolute paths. */
export interface Discovery {
  readonly files: readonly string[];
  readonly unreadable: readonly string[];
}

/** Never entered: nobody builds from there. */
const closed = new Set([".git", "node_modules"]);

/** Files that Go and Composer leave in the `vendor` that they fill with the sources of others. */
const vendorMarks = ["modules.txt", "autoload.php"];

/** What a Dockerfile is made from, is described in, or was before: not one itself. A path that is named is linted all the same. */
const otherKinds =
  /\.(dockerignore|j2|jinja2?|tmpl|tpl|template|gotmpl|ftl|erb|ejs|hbs|mustache|njk|twig|liquid|m4|in|md|bak|orig|rej|swp)$|~$/;

/**
 * Whether a file of this name is a Dockerfile by its name. In small letters only what people build from (BuildKit looks for `dockerfile`
 * itself): `dockerfile.go` and `dockerfile-lint.js` are programs.
 */
export function isDockerfileName(name: string): boolean {
  if (otherKinds.test(name)) return false;
  return /^Dockerfile(\..+)?$|^dockerfile$|.\.[Dd]ockerfile$|^Containerfile/.test(name) || isSuffixed(name);
}

/** `Dockerfile-server`, `Dockerfile_4.0`, but not a program that deals with Dockerfiles. */
function isSuffixed(name: string): boolean {
  return /^Dockerfile[-_]./.test(name) && !/\.(?:[cm]?[jt]s|go|py|rb|sh|ps1|json|ya?ml|toml|txt)$/.test(name);
}

/**
 * Searches a folder for Dockerfiles, sorted by path. What git ignores is left out; links to folders are not followed, a file
 * that several links lead to is listed once. `onFolder` hears of each folder before it is read.
 */
export async function discover(root: string, onFolder: () => void = () => {}): Promise<Discovery> {
  const { gitIgnore } = await import("./git-ignore.ts");
  const files: string[] = [];
  const unreadable: string[] = [];
  const open = [{ directory: root, rules: gitIgnore(root) }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { directory, rules } = next;
    onFolder();
    let entries: Dirent[];
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch {
      unreadable.push(directory);
      continue;
    }
    for (const entry of entries) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!isOfOthers(entry.name, path) && !rules.ignores(path, true))
          open.push({ directory: path, rules: rules.enter(path) });
      } else if (isDockerfileName(entry.name) && !rules.ignores(path, false) && isFile(path, entry))
        files.push(path);
    }
  }
  return { files: withoutTwins(files.sort(byCodeUnits)), unreadable: unreadable.sort(byCodeUnits) };
}

function isOfOthers(name: string, path: string): boolean {
  if (name === "vendor") return vendorMarks.some((mark) => existsSync(join(path, mark)));
  return closed.has(name);
}

function isFile(path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch (error) {
    // A link in a circle leads to no file. Where a link leads may not be looked at, reading says so.
    return codeOf(error) !== "ELOOP";
  }
}

/** Drops later paths that lead to the same file. */
function withoutTwins(paths: readonly string[]): string[] {
  const seen = new Set<string>();
  return paths.filter((path) => {
    const real = realPath(path);
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // It can't be looked at, or went away in the meantime.
    return path;
  }
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
