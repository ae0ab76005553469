import { parentPath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { defineFact } from "./fact.ts";
import { type PathMatcher, parseIgnoreFile } from "./ignore-patterns.ts";

/**
 * Whether git leaves out a path of the build context, which is how a repository says that a file is made or kept on each machine;
 * `null` where no `.gitignore` is in force. Files further down than the root count for what is below them.
 */
export type GitIgnored = (path: string) => boolean | null;

/** Far deeper than projects are; it keeps the search for the top of the repository short. */
const mostLevels = 20;

export const gitIgnored = defineFact("git-ignored", ({ host, use }): GitIgnored => {
  const context = use(buildContext);
  if (host === null || context === null || context.problem !== null) return () => null;
  const { root } = context;
  const matchers = new Map<string, PathMatcher | null>();
  const matcherIn = (folder: string): PathMatcher | null => {
    let matcher = matchers.get(folder);
    if (matcher === undefined) {
      const { text } = host.readText(inContext(folder, ".gitignore"));
      matcher = text === undefined ? null : parseIgnoreFile(asIgnoreFile(text)).matcher;
      matchers.set(folder, matcher);
    }
    return matcher;
  };

  return (path) => {
    let isUnderRules = false;
    let folder = inContext(root, parentPath(path));
    let relative = path.slice(path.lastIndexOf("/") + 1);
    for (let level = 0; level < mostLevels; level++) {
      const matcher = matcherIn(folder);
      if (matcher !== null) isUnderRules = true;
      if (matcher?.matches(relative)) return true;
      const parent = parentPath(folder);
      if (parent === folder || parent === "." || isTop(folder)) break;
      relative = `${folder.slice(folder.lastIndexOf("/") + 1)}/${relative}`;
      folder = parent;
    }
    return isUnderRules ? false : null;
  };

  /** Asked from the context's root up only: repositories within it are not looked for. */
  function isTop(folder: string): boolean {
    return root.startsWith(folder) && host?.stat(inContext(folder, ".git")) != null;
  }
});

/** Patterns of git in the language of `.dockerignore`: without a slash before its end, one holds at any depth. */
function asIgnoreFile(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const written = line.trim();
      const negation = written.startsWith("!") ? "!" : "";
      const pattern = written.slice(negation.length).replace(/\/+$/, "");
      if (pattern === "" || written.startsWith("#")) return "";
      return negation + (pattern.includes("/") ? pattern.replace(/^\/+/, "") : `**/${pattern}`);
    })
    .join("\n");
}
