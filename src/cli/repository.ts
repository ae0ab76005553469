import { dirname } from "node:path";
import type { Repository } from "../analysis/fact.ts";
import type { GitRepository, HistoryOptions } from "../host/git.ts";
import type { Invocation } from "./arguments.ts";
import { say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Finds the repository around a file, with its past as the options ask for it. */
export interface Repositories {
  /** `null` without one, and where nothing can be read of it. */
  around(path: string): Promise<Repository | null>;
  /** The repository itself, whether or not history is asked for; `null` without one. */
  git(path: string): Promise<GitRepository | null>;
  /** Why an option of the user can't be followed, found on the way. */
  readonly problems: readonly string[];
}

/** Reads each repository once. Nothing is read before it is asked for. */
export function repositories(invocation: Invocation, terminal: Terminal): Repositories {
  const options = historyOptions(invocation);
  const problems: string[] = [];
  const byFolder = new Map<string, GitRepository | null>();
  const byRoot = new Map<string, Repository | null>();
  const tell = (message: string): void => {
    if (invocation.has("verbose")) say(message, terminal);
  };
  const git = async (path: string): Promise<GitRepository | null> => {
    const folder = dirname(path);
    let found = byFolder.get(folder);
    if (found === undefined) {
      const { openGit } = await import("../host/node-git.ts");
      const opened = openGit(path, terminal.environment);
      found = "problem" in opened ? null : opened;
      if ("problem" in opened) tell(`no git history is read: ${opened.message}`);
      byFolder.set(folder, found);
    }
    return found;
  };
  return {
    problems,
    git,
    async around(path) {
      if (options === null) return null;
      const repository = await git(path);
      if (repository === null || repository.root === null) return null;
      const { root } = repository;
      let known = byRoot.get(root);
      if (known === undefined) {
        const history = repository.history(options);
        known = "problem" in history ? null : { root, history };
        if ("problem" in history) {
          tell(`no git history is read: ${history.message}`);
          if (history.problem === "unknown-revision" || history.problem === "unknown-time")
            problems.push(history.message);
        }
        byRoot.set(root, known);
      }
      return known;
    },
  };
}

/** What the options ask of a history; `null` when they want none. */
export function historyOptions(invocation: Invocation): HistoryOptions | null {
  const span = invocation.text("history") ?? "200";
  const branch = invocation.text("branch");
  if (Number(span) === 0) return null;
  // A time alone says how far back to go.
  const wanted = /^\d{1,6}$/.test(span)
    ? { limit: Number(span) }
    : { limit: Number.MAX_SAFE_INTEGER, since: span };
  return { ...wanted, ...(branch === null ? {} : { branch }) };
}
