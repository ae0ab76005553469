import { isObject, objectAt, parseJson } from "./manifest-readers/collector.ts";

/** Far above the largest lockfiles seen (some 3 MB). */
const longestLockfile = 20_000_000;

/**
 * How many packages a lockfile of npm, yarn, pnpm or bun lists; those of development only are left out when `production` is set and
 * the format tells them apart (npm). `null` for other files and broken ones. Linear.
 */
export function countLockedPackages(name: string, text: string, production: boolean): number | null {
  if (text.length > longestLockfile) return null;
  switch (name) {
    case "package-lock.json":
    case "npm-shrinkwrap.json":
      return countNpm(text, production);
    case "yarn.lock":
      return countLines(text, /^["\w@][^\n]*:\r?$/gm);
    case "pnpm-lock.yaml":
      return countSection(text, "packages");
    case "bun.lock":
      return countLines(text, /^ {4}"[^\n]*": \[/gm);
    default:
      return null;
  }
}

function countNpm(text: string, production: boolean): number | null {
  const lock = parseJson(text);
  if (lock === null) return null;
  const counts = (entry: unknown): boolean => isObject(entry) && !(production && entry.dev === true);
  const packages = Object.entries(objectAt(lock, "packages")).filter(([path]) =>
    path.includes("node_modules/"),
  );
  if (packages.length > 0) return packages.filter(([, entry]) => counts(entry)).length;
  // Version 1 nests: what stands below a package is in its own `dependencies`.
  let count = 0;
  const pending = [objectAt(lock, "dependencies")];
  for (const level of pending) {
    for (const entry of Object.values(level)) {
      if (!isObject(entry) || !counts(entry)) continue;
      count += 1;
      if (isObject(entry.dependencies)) pending.push(entry.dependencies);
    }
  }
  return count;
}

function countLines(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count += 1;
  return count;
}

/** Keys right below a top-level key of a YAML file. */
function countSection(text: string, key: string): number {
  const start = text.search(new RegExp(`^${key}:[ \\t]*\\r?$`, "m"));
  if (start === -1) return 0;
  const after = text.slice(text.indexOf("\n", start) + 1);
  const end = after.search(/^\S/m);
  return countLines(end === -1 ? after : after.slice(0, end), /^ {2}\S[^\n]*:\r?$/gm);
}
