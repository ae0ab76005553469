import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { analyzeInput } from "../../src/engine/input.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { isGitProblem } from "../../src/host/git.ts";
import { openGit } from "../../src/host/node-git.ts";
import { nodeHost } from "../../src/host/node-host.ts";

/** Commits of a repository in which each commit changes some of many files. */
export interface LongHistory {
  readonly commits: number;
  readonly files: number;
  /** Files that each commit changes. */
  readonly changes: number;
}

const images = ["api", "web", "jobs"];

/** Makes a repository with such a history and three images; the files are spread over their folders. */
export function makeRepository(parent: string, history: LongHistory): string {
  const folder = mkdtempSync(join(parent, "history-"));
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  git(folder, ["fast-import", "--quiet", "--done"], streamOf(history));
  // Only what an estimate reads of the working tree.
  for (const [path, text] of Object.entries(dockerfiles())) write(join(folder, path), text);
  for (let file = 0; file < history.files; file += 1) write(join(folder, pathOf(file)), "0\n");
  return folder;
}

/** Prices the three images over all commits. @returns seconds to read the history, and to replay it. */
export function replayAll(
  folder: string,
  commits: number,
): { readonly read: number; readonly replay: number } {
  const start = performance.now();
  const repository = openGit(join(folder, "api/Dockerfile"), process.env);
  if (isGitProblem(repository)) throw new Error(repository.message);
  const history = repository.history({ limit: commits });
  if (isGitProblem(history)) throw new Error(history.message);
  const read = performance.now();
  for (const image of images) {
    const path = `${image}/Dockerfile`;
    const { estimate } = analyzeInput({
      path,
      text: dockerfiles()[path]!,
      host: nodeHost(),
      dockerfile: join(folder, path),
      context: join(folder, image),
      repository: { root: repository.root!, history },
    }).use(estimates);
    if (estimate === null || estimate.builds < commits / 2)
      throw new Error(`${path}: ${estimate?.builds} builds are replayed`);
  }
  return { read: (read - start) / 1000, replay: (performance.now() - read) / 1000 };
}

export function removeRepository(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function dockerfiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    images.flatMap((image) => [
      [
        `${image}/Dockerfile`,
        "FROM node:22\nWORKDIR /app\nCOPY part0/package.json ./\nRUN npm install\nCOPY part1 part2 ./\nRUN npm run build\nCOPY . .\nRUN npm test\n",
      ],
      [`${image}/.dockerignore`, "**/*.md\n"],
      [`${image}/part0/package.json`, '{"name":"x"}\n'],
    ]),
  );
}

function pathOf(file: number): string {
  return `${images[file % images.length]}/part${Math.floor(file / 3) % 20}/file${file}.txt`;
}

/** The history as `git fast-import` reads it. */
function streamOf({ commits, files, changes }: LongHistory): string {
  const lines: string[] = [];
  const add = (path: string, text: string): void => {
    lines.push(`M 100644 inline ${path}`, `data ${text.length}`, text);
  };
  let state = 1;
  for (let commit = 0; commit < commits; commit += 1) {
    const message = `commit ${commit}`;
    lines.push("commit refs/heads/main", `committer x <x@example.org> ${1_700_000_000 + commit} +0000`);
    lines.push(`data ${message.length}`, message);
    if (commit === 0) {
      for (const [path, text] of Object.entries(dockerfiles())) add(path, text);
      for (let file = 0; file < files; file += 1) add(pathOf(file), "0\n");
      continue;
    }
    for (let change = 0; change < changes; change += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      add(pathOf((state >>> 8) % files), `${commit} ${change}\n`);
    }
  }
  return `${lines.join("\n")}\ndone\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function git(folder: string, args: readonly string[], input = ""): void {
  const { status, stderr } = spawnSync("git", ["-C", folder, ...args], { input, maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}
