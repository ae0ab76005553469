import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../../src/analysis/fact.ts";
import { type GitRepository, isGitProblem } from "../../src/host/git.ts";
import { openGit } from "../../src/host/node-git.ts";

const manifest = /^(?:package\.json|requirements\.txt|go\.mod|Gemfile|composer\.json|pyproject\.toml)$/;
const commits = 13;
/** Commits that touch a manifest; all others touch a source. */
const manifestCommits: ReadonlySet<number> = new Set([5, 10]);

/** Makes a repository of a folder in which each commit adds an empty line to one of the files, mostly to sources. */
export function commitHistory(folder: string, paths: readonly string[]): void {
  git(folder, ["init", "-q", "-b", "main"]);
  git(folder, ["add", "-A", "-f"]);
  git(folder, ["commit", "-q", "-m", "first"]);
  const manifests = paths.filter((path) => manifest.test(path));
  // Lockfiles are made by programs, and some are read byte by byte.
  const sources = paths.filter((path) => !manifest.test(path) && !/lock|\.sum$|^\.|\.patch$/.test(path));
  for (let at = 1; at < commits; at += 1) {
    const choice = manifestCommits.has(at) && manifests.length > 0 ? manifests : sources;
    const path = choice[at % Math.max(1, choice.length)];
    if (path === undefined) break;
    appendFileSync(join(folder, path), "\n");
    git(folder, ["commit", "-q", "-a", "-m", `${path}, ${at}`]);
  }
}

/** The repository, and its past as `optimize` gets it. */
export function repositoryOf(folder: string): {
  readonly git: GitRepository;
  readonly repository: Repository;
} {
  const opened = openGit(join(folder, "Dockerfile"), process.env);
  if (isGitProblem(opened)) throw new Error(opened.message);
  const history = opened.history();
  if (isGitProblem(history)) throw new Error(history.message);
  return { git: opened, repository: { root: opened.root!, history } };
}

function git(folder: string, args: readonly string[]): void {
  const settings = ["user.name=check", "user.email=check@example.org", "commit.gpgSign=false"];
  const given = ["-C", folder, ...settings.flatMap((setting) => ["-c", setting]), ...args];
  const { status, stderr } = spawnSync("git", given, { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}
