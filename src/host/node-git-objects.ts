import type { TreeChange, TreeEntry } from "./git.ts";
import { outputText, readTree, readTreeDiffs } from "./git-output.ts";
import { GitFailure, type GitProgram, type RunOptions, settingsOf } from "./node-git-program.ts";
import { decodeText, mostTextBytes } from "./node-host.ts";

/** Milliseconds for the first question of every answer, so that a repository that only makes wait is soon given up. */
const patience = 10_000;

/** Bytes of blobs that are read in one process. */
const bytesOfBatch = 64 * 1024 * 1024;

/** A larger blob does not fit into the output of a process. */
const mostBlobBytes = 255 * 1024 * 1024;

/** The ids of what revisions name; `null` for one that names nothing. They are never arguments, so that none can be an option. */
export function resolveRevisions(git: GitProgram, revisions: readonly string[]): readonly (string | null)[] {
  // A line break would make two revisions of one.
  const input = revisions.map((revision) => (/[\n\0]/.test(revision) ? "" : revision));
  const options = { input: linesOf(input), milliseconds: patience };
  const lines = outputText(git.run(["cat-file", "--batch-check"], options)).split("\n");
  return revisions.map((_, index) => /^([0-9a-f]{40,64}) \w+ \d+$/.exec(lines[index] ?? "")?.[1] ?? null);
}

/** See `GitRepository.mergeBase`. Both are ids, so that none can be an option. */
export function mergeBase(git: GitProgram, one: string, other: string): string {
  if (![one, other].every((id) => /^[0-9a-f]{40,64}$/.test(id)))
    throw new GitFailure("unknown-revision", "only commits have a past");
  return outputText(git.run(["merge-base", one, other], { milliseconds: patience })).trim();
}

/** All files of a tree, or the one at a path. */
export function listTree(git: GitProgram, tree: string, path?: string): readonly TreeEntry[] {
  const only = path === undefined ? [] : ["--", path];
  return readTree(outputText(git.run(["ls-tree", "-r", "-z", "--full-tree", tree, ...only])));
}

/** What differs from the first tree to the second of each pair. */
export function diffTrees(
  git: GitProgram,
  pairs: readonly (readonly [from: string, to: string])[],
  options: RunOptions = {},
): readonly (readonly TreeChange[])[] {
  const input = linesOf(pairs.map((pair) => pair.join(" ")));
  const diffs = readTreeDiffs(outputText(git.run(diffTree, { ...options, input })));
  // It leaves out a pair with a tree that it can't read, without a word.
  if (diffs.length !== pairs.length)
    throw new GitFailure("unreadable", "git can't read the repository: a tree is missing or damaged");
  return diffs;
}

/** Renames stay what they are in trees: a path gone and a path come. Settings may not hide the changes of submodules. */
const diffTree = [
  "diff-tree",
  "--stdin",
  "-r",
  "-z",
  "--raw",
  "--no-abbrev",
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--ignore-submodules=none",
];

/** See `GitRepository.readBlobs`. */
export function readBlobs(git: GitProgram, ids: readonly string[]): ReadonlyMap<string, string | null> {
  const texts = new Map<string, string | null>(ids.map((id) => [id, null]));
  try {
    const small = [...sizesOf(git, [...texts.keys()])].filter(([, size]) => size <= mostTextBytes);
    for (const batch of batchesOf(small)) {
      for (const [id, bytes] of readBatch(git.run(["cat-file", "--batch"], { input: linesOf(batch) }))) {
        const text = decodeText(bytes).text ?? null;
        texts.set(id, text !== null && isLfsPointer(text) ? null : text);
      }
    }
  } catch (error) {
    // What a damaged repository does not give stays unknown.
    if (!(error instanceof GitFailure)) throw error;
  }
  return texts;
}

/** See `GitRepository.eachBlob`. */
export function eachBlob(
  git: GitProgram,
  ids: readonly string[],
  use: (id: string, bytes: Uint8Array) => void,
): void {
  const sizes = [...sizesOf(git, [...new Set(ids)])].filter(([, size]) => size < mostBlobBytes);
  for (const batch of batchesOf(sizes)) {
    for (const [id, bytes] of readBatch(git.run(["cat-file", "--batch"], { input: linesOf(batch) })))
      use(id, bytes);
  }
}

/** Whether the text of a blob stands for a file that Git LFS keeps elsewhere. */
function isLfsPointer(text: string): boolean {
  return /^version https?:\/\/(?:git-lfs\.github\.com|git-media\.io|hawser\.github\.com)\//.test(text);
}

/** See `GitRepository.readSizes`. */
export function readSizes(git: GitProgram, ids: readonly string[]): ReadonlyMap<string, number> {
  try {
    return sizesOf(git, [...new Set(ids)]);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    return new Map();
  }
}

/** Bytes of the blobs among some ids. */
function sizesOf(git: GitProgram, ids: readonly string[]): ReadonlyMap<string, number> {
  const asked = presentOf(
    git,
    ids.filter((id) => /^[0-9a-f]{40,64}$/.test(id)),
  );
  if (asked.length === 0) return new Map();
  const output = outputText(git.run(["cat-file", "--batch-check"], { input: linesOf(asked) }));
  const sizes = new Map<string, number>();
  for (const [, id, size] of output.matchAll(/^([0-9a-f]+) blob (\d+)$/gm)) {
    sizes.set(id!, Number(size));
  }
  return sizes;
}

/** Those that are here. In a partial clone git would end at the first one that it can't fetch. */
function presentOf(git: GitProgram, ids: readonly string[]): readonly string[] {
  if (ids.length === 0 || !isPartial(git)) return ids;
  const options = [
    "--objects",
    "--no-object-names",
    "--no-walk=unsorted",
    "--ignore-missing",
    "--missing=allow-any",
  ];
  return outputText(git.run(["rev-list", ...options, "--stdin"], { input: linesOf(ids) })).split("\n");
}

/** Whether objects may be missing that git would fetch when it needs them. */
export function isPartial(git: GitProgram): boolean {
  const names = [...settingsOf(git).keys()];
  return names.some((name) => name === "extensions.partialclone" || /^remote\..*\.promisor$/s.test(name));
}

function* batchesOf(sizes: readonly (readonly [id: string, size: number])[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const [id, size] of sizes) {
    if (bytes + size > bytesOfBatch) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(id);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** `cat-file --batch`: a line `id type size`, the bytes, a line break. */
function* readBatch(output: Uint8Array): Generator<readonly [id: string, bytes: Uint8Array]> {
  for (let at = 0; at < output.length; ) {
    const lineEnd = output.indexOf(0x0a, at);
    const [id = "", type, size] = outputText(output.subarray(at, lineEnd)).split(" ");
    const length = type === "blob" ? Number(size) : 0;
    yield [id, output.subarray(lineEnd + 1, lineEnd + 1 + length)];
    at = lineEnd + 1 + length + 1;
  }
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
