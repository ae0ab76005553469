import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, resolve, sep } from "node:path";
import type { Entry, Host, ReadProblem, ReadResult } from "./host.ts";

/** No Dockerfile, ignore file or manifest is larger; a bigger file is something else under that name. */
export const mostTextBytes = 10 * 1024 * 1024;

/** The file system of this machine, read only. Symbolic links are followed when reading and listing, not by `stat`. */
export function nodeHost(): Host {
  return { readText: (path) => readTextFile(path, mostTextBytes), list, stat, realPath };
}

/** A path as the system writes it, as an absolute host path: `C:\src\app` → `C:/src/app`. */
export function hostPath(path: string): string {
  return withSlashes(resolve(path));
}

/** The text of a file, links followed; `too-large` beyond a number of bytes. */
export function readTextFile(path: string, mostBytes: number): ReadResult {
  try {
    // Asking for files that are not there is common, and an exception costs more than the question.
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return { problem: "missing" };
    if (status.isDirectory()) return { problem: "directory" };
    // A pipe or a device may block for ever.
    if (!status.isFile()) return { problem: "unreadable" };
    if (status.size > mostBytes) return { problem: "too-large" };
    return decodeText(readFileSync(path));
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** The text of bytes that are UTF-8; a byte order mark stays in it. */
export function decodeText(bytes: Uint8Array): ReadResult {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: "not-utf8" };
  }
}

function problemOf(error: unknown): ReadProblem {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EISDIR") return "directory";
  // A part of the path that is no directory, an endless link and a NUL in the name all mean that nothing can stand there.
  const nothingThere = ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"];
  return typeof code === "string" && nothingThere.includes(code) ? "missing" : "unreadable";
}

function list(directory: string): readonly Entry[] | null {
  try {
    const prefix = directory.endsWith("/") ? directory : `${directory}/`;
    return readdirSync(directory, { withFileTypes: true }).map((entry) =>
      // Only files have a size to ask for, and asking is most of the cost of a walk.
      entry.isFile()
        ? (stat(prefix + entry.name) ?? bareEntry(entry.name, entry))
        : bareEntry(entry.name, entry),
    );
  } catch {
    return null;
  }
}

function stat(path: string): Entry | null {
  try {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined) return null;
    const bare = bareEntry(basename(path), status);
    if (bare.kind !== "file") return bare;
    return { ...bare, size: status.size, executable: (status.mode & 0o100) !== 0 };
  } catch {
    return null;
  }
}

function bareEntry(name: string, status: Dirent | Stats): Entry {
  return { name, kind: kindOf(status), size: 0, executable: false };
}

function kindOf(status: Dirent | Stats): Entry["kind"] {
  if (status.isFile()) return "file";
  if (status.isDirectory()) return "directory";
  return status.isSymbolicLink() ? "symlink" : "other";
}

function realPath(path: string): string | null {
  try {
    return withSlashes(realpathSync.native(path));
  } catch {
    return null;
  }
}

function withSlashes(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}
