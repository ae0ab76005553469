import { baseName } from "../text/posix-path.ts";
import { contextRequests } from "./context-requests.ts";
import type { Analysis } from "./fact.ts";
import { parseIgnoreFile } from "./ignore-patterns.ts";
import { installs } from "./installs.ts";
import type { NeedlessUse } from "./needless-files.ts";
import type { PrivateUse } from "./private-files.ts";

/** What installs and builds leave behind on a developer's machine, be it there now or not, by ecosystem. */
const leftovers: Readonly<Record<string, readonly string[]>> = {
  node: ["**/node_modules"],
  python: ["**/__pycache__", "**/.venv"],
  gradle: ["**/.gradle"],
};

/**
 * An ignore file for a context without one: what is there and not needed, secrets, and what developers' machines will hold. Patterns that
 * would hit anything the Dockerfile names are left out.
 */
export function proposedIgnoreFile(
  analysis: Analysis,
  needless: readonly NeedlessUse[],
  secrets: readonly PrivateUse[],
): string {
  const patterns = new Set<string>();
  for (const { groups } of needless) {
    for (const { row, name, places } of groups) {
      // One place of a folder that some projects keep elsewhere is named as such.
      patterns.add(places === 1 && row.needless === "usually" ? name : atAnyDepth(row.pattern));
    }
  }
  const used = new Set(analysis.use(installs).map(({ ecosystem }) => ecosystem));
  for (const ecosystem of used) for (const pattern of leftovers[ecosystem] ?? []) patterns.add(pattern);
  for (const { files } of secrets) for (const { path } of files) patterns.add(`**/${baseName(path)}`);
  const named = analysis
    .use(contextRequests)
    .flatMap(({ sources }) => sources.filter(({ known, path }) => known && path !== "."));
  const wanted = [...patterns].filter((pattern) => {
    const { matcher } = parseIgnoreFile(pattern);
    return !named.some(({ path }) => matcher.matches(path));
  });
  return wanted.length === 0 ? "" : `${wanted.sort().join("\n")}\n`;
}

/** `.git` stands at the top only. */
function atAnyDepth(pattern: string): string {
  return pattern === "**/.git" ? ".git" : pattern;
}
