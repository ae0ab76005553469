import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import createIgnore, { type Ignore } from "ignore";

/** The `.gitignore` rules in force in one directory: its own file and those of the folders above it. */
export interface GitIgnore {
  /** Whether git leaves out an entry of this directory or of one below it that has no file of its own. */
  ignores(path: string, isDirectory: boolean): boolean;
  /** The rules in force in a directory below. */
  enter(directory: string): GitIgnore;
}

interface Layer {
  readonly base: string;
  readonly rules: Ignore;
}

/**
 * The rules in force in `directory` (absolute): of every `.gitignore` from the root of the repository down, and of
 * `.git/info/exclude`. Outside a repository only files from `directory` down count.
 */
export function gitIgnore(directory: string): GitIgnore {
  const root = repositoryRoot(directory);
  if (root === null) return inForce([], directory);
  const above: string[] = [];
  for (let at = directory; at !== root; at = dirname(at)) above.unshift(dirname(at));
  const layers = [readLayer(join(root, ".git", "info", "exclude"), root)];
  for (const folder of above) layers.push(readLayer(join(folder, ".gitignore"), folder));
  const present = layers.filter((layer) => layer !== null);
  // Someone who names an ignored folder wants it searched, so what hides the folder itself does not count.
  const isHidden = isIgnored(present, directory, true);
  return inForce(isHidden ? [] : present, directory);
}

function inForce(above: readonly Layer[], directory: string): GitIgnore {
  const own = readLayer(join(directory, ".gitignore"), directory);
  const layers = own === null ? above : [...above, own];
  return {
    ignores: (path, isDirectory) => isIgnored(layers, path, isDirectory),
    enter: (below) => inForce(layers, below),
  };
}

/** The deepest file that says anything about a path decides. */
function isIgnored(layers: readonly Layer[], path: string, isDirectory: boolean): boolean {
  for (const { base, rules } of layers.toReversed()) {
    const below = relative(base, path).split(sep).join("/");
    if (below === "") continue;
    const verdict = rules.test(isDirectory ? `${below}/` : below);
    if (verdict.ignored || verdict.unignored) return verdict.ignored;
  }
  return false;
}

function readLayer(file: string, base: string): Layer | null {
  if (!existsSync(file)) return null;
  try {
    return { base, rules: createIgnore({ ignorecase: false }).add(readFileSync(file, "utf8")) };
  } catch {
    // An ignore file that can't be read hides nothing.
    return null;
  }
}

function repositoryRoot(directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}
