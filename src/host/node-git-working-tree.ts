import { createHash } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { sep } from "node:path";
import { parentPath } from "../text/posix-path.ts";
import type { TreeEntry, WorkingTree } from "./git.ts";
import { type IndexEntry, outputText, pathBytes, readIndex } from "./git-output.ts";
import { listTree, resolveRevisions } from "./node-git-objects.ts";
import { GitFailure, type GitProgram, settingsOf } from "./node-git-program.ts";
import { mostTextBytes } from "./node-host.ts";

/**
 * See `GitRepository.workingTree`. Git itself is not asked what changed, since it would run the filters that the repository names: it
 * says what the index holds. A file with the size and time that stand there is what stands there; of others the content is hashed here.
 */
export function readWorkingTree(git: GitProgram, root: string): WorkingTree {
  const [head] = resolveRevisions(git, ["HEAD^{tree}"]);
  const committed = new Map((head == null ? [] : listTree(git, head)).map((entry) => [entry.path, entry]));
  const entries = readIndex(outputText(git.run(["ls-files", "-z", "--stage", "--debug", "--full-name"])));
  if (entries === null) throw new GitFailure("unreadable", "git ls-files prints something else");
  const disk = openDisk(git, root);
  const changed = new Set<string>();
  const absent: string[] = [];
  const inIndex = new Set<string>();
  for (const entry of entries) {
    inIndex.add(entry.path);
    if (entry.isLeftOut && disk.statusOf(entry.path) === null) {
      absent.push(entry.path);
      continue;
    }
    const now = entry.isConflict ? null : disk.contentOf(entry);
    const before = committed.get(entry.path);
    if (now === null || before?.blob !== now.blob || before.mode !== now.mode) changed.add(entry.path);
  }
  for (const path of committed.keys()) if (!inIndex.has(path)) changed.add(path);
  const others = ["ls-files", "-z", "--others", "--exclude-standard", "--directory", "--no-empty-directory"];
  const list = (args: readonly string[]): readonly string[] =>
    outputText(git.run(args)).split("\0").slice(0, -1);
  return { changed: [...changed], untracked: list(others), ignored: list([...others, "--ignored"]), absent };
}

interface Disk {
  /** `null` when nothing stands there, or only behind a link to a folder. */
  statusOf(path: string): BigIntStats | null;
  /** What a commit of the file would hold; `null` when there is no file. */
  contentOf(entry: IndexEntry): Pick<TreeEntry, "mode" | "blob"> | null;
}

function openDisk(git: GitProgram, root: string): Disk {
  const written = writtenAt(git);
  // On some file systems every file may be executed, or none, and a link is a text.
  const settings = settingsOf(git);
  const hasModes = sep === "/" && settings.get("core.filemode") !== "false";
  const folders = new Map<string, boolean>([[".", true]]);
  const isFolder = (path: string): boolean => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const is = isFolder(parentPath(path)) && lstat(bytesOf(root, path))?.isDirectory() === true;
    folders.set(path, is);
    return is;
  };
  const statusOf = (path: string): BigIntStats | null =>
    isFolder(parentPath(path)) ? lstat(bytesOf(root, path)) : null;
  return {
    statusOf,
    contentOf(entry) {
      const { path, mode, blob } = entry;
      if (mode === "submodule") return { mode, blob };
      const status = statusOf(path);
      if (status === null || !(status.isFile() || status.isSymbolicLink())) return null;
      const found = status.isSymbolicLink()
        ? "symlink"
        : (status.mode & 0o100n) === 0n
          ? "file"
          : "executable";
      const isKnownMode = found === mode || (!hasModes && found !== "symlink");
      const now = isKnownMode ? mode : found;
      if (isKnownMode && isUntouched(entry, status) && isOlder(entry, written)) return { mode: now, blob };
      const file = bytesOf(root, path);
      try {
        return {
          mode: now,
          blob:
            found === "symlink"
              ? hashOf(readlinkSync(file, "buffer"), blob)
              : fileHash(file, status.size, blob),
        };
      } catch {
        return null;
      }
    },
  };
}

/** When the index was written: a file as young as that may have changed since, within the same tick of the clock. */
function writtenAt(git: GitProgram): bigint {
  const index = outputText(git.run(["rev-parse", "--git-path", "index"])).replace(/\r?\n$/, "");
  return lstat(Buffer.from(index))?.mtimeNs ?? 0n;
}

function isUntouched({ size, seconds, nanoseconds }: IndexEntry, status: BigIntStats): boolean {
  const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  // The index has room for 32 bits of each. Some tools write no fractions of seconds.
  return (
    BigInt(size) === BigInt.asUintN(32, status.size) &&
    (nanoseconds === 0 ? BigInt(seconds) === status.mtimeNs / 1_000_000_000n : time === status.mtimeNs)
  );
}

function isOlder({ seconds, nanoseconds }: IndexEntry, written: bigint): boolean {
  const fraction = nanoseconds === 0 ? 999_999_999 : nanoseconds;
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction) < written;
}

/** The hash as a blob, in the language of the hash that it is compared with. Line ends that git changes make no difference. */
function fileHash(file: Buffer, size: bigint, expected: string): string {
  const hash = startHash(size, expected);
  const chunk = Buffer.allocUnsafe(1 << 20);
  const descriptor = openSync(file, "r");
  try {
    for (let count = 1; count > 0; ) {
      count = readSync(descriptor, chunk, 0, chunk.length, null);
      hash.update(chunk.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
  const found = hash.digest("hex");
  if (found === expected || size > mostTextBytes) return found;
  const unix = Buffer.from(readFileSync(file, "latin1").replaceAll("\r\n", "\n"), "latin1");
  return hashOf(unix, expected) === expected ? expected : found;
}

function hashOf(bytes: Uint8Array, expected: string): string {
  return startHash(BigInt(bytes.length), expected).update(bytes).digest("hex");
}

function startHash(size: bigint, expected: string): ReturnType<typeof createHash> {
  return createHash(expected.length === 64 ? "sha256" : "sha1").update(`blob ${size}\0`);
}

/** A path in the language of the system, which any bytes may be part of. */
function bytesOf(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), pathBytes(path)]);
}

function lstat(path: Buffer): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
