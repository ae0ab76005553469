import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type GitHistory, type GitRepository, isGitProblem } from "../../src/host/git.ts";
import { openGit } from "../../src/host/node-git.ts";

/** A temporary folder, gone after the test. */
export function temporaryFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "stowage-git-")));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs the git of this machine as nobody has set it up. @returns what it prints, without the last line break. */
export function git(
  folder: string,
  args: readonly string[],
  input = "",
  env: Readonly<Record<string, string>> = {},
): string {
  const { status, stdout, stderr } = spawnSync("git", args, {
    cwd: folder,
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@example.org",
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@example.org",
      ...env,
    },
  });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.replace(/\n$/, "");
}

/** A new repository in a temporary folder, on the branch `main`. */
export function newRepository(options: readonly string[] = []): string {
  const folder = temporaryFolder();
  git(folder, ["-c", "init.defaultBranch=main", "init", "-q", ...options]);
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** Commits files, `null` for one that goes. @returns the id. */
export function commit(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array | null>>,
  subject = "change",
  time = 1_700_000_000,
): string {
  for (const [name, content] of Object.entries(files)) {
    if (content === null) rmSync(join(folder, name), { recursive: true });
    else write(folder, { [name]: content });
  }
  git(folder, ["add", "--all"]);
  const date = `@${time} +0000`;
  const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  git(folder, ["commit", "-q", "--allow-empty", "--allow-empty-message", "-m", subject], "", dates);
  return git(folder, ["rev-parse", "HEAD"]);
}

export const environment = { PATH: process.env.PATH };

/** The repository at a path, which has to be one. */
export function opened(path: string): GitRepository {
  return answer(openGit(path, environment));
}

export function historyOf(path: string, ...options: Parameters<GitRepository["history"]>): GitHistory {
  return answer(opened(path).history(...options));
}

/** What is no problem. */
export function answer<T extends object>(value: T): Exclude<T, { readonly problem: string }> {
  if (isGitProblem(value)) throw new Error(`${value.problem}: ${value.message}`);
  return value as Exclude<T, { readonly problem: string }>;
}
