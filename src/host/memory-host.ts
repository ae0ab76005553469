import { resolvePath } from "../text/posix-path.ts";
import type { Entry, Host, ReadProblem, ReadResult } from "./host.ts";

/** What a memory host holds at one path. A string is the text of a file. */
export type MemoryFile =
  | string
  | {
      readonly text?: string;
      /** Bytes; by default the length of `text` in UTF-8. */
      readonly size?: number;
      readonly executable?: boolean;
      /** Why reading it fails. */
      readonly problem?: ReadProblem;
    }
  | { readonly symlinkTo: string }
  /** A text and a size that are read when asked for; the text is `null` for a file that is none. */
  | { readonly read: () => string | null; readonly measure: () => number; readonly executable?: boolean };

type Node =
  | { readonly kind: "directory"; readonly children: Map<string, Node> }
  | { readonly kind: "symlink"; readonly target: string }
  | {
      readonly kind: "file";
      readonly text: () => string | null;
      readonly size: () => number;
      readonly executable: boolean;
      readonly problem: ReadProblem | null;
    };

/** As many links as Linux follows before it calls a path a loop. */
const maximumLinks = 40;

/**
 * A host over files given as text: for browsers, rule pages and tests. Keys are paths, taken from `/` where they don't start
 * with one; the directories above a file exist, and a key that ends in `/` makes an empty one.
 */
export function memoryHost(files: Readonly<Record<string, MemoryFile>>): Host {
  const root: Node = { kind: "directory", children: new Map() };
  for (const [path, file] of Object.entries(files)) place(root, path, file);

  return {
    readText(path): ReadResult {
      const found = locate(root, path, true);
      if (found === null) return { problem: "missing" };
      if (found.node.kind !== "file") return { problem: "directory" };
      if (found.node.problem !== null) return { problem: found.node.problem };
      const text = found.node.text();
      return text === null ? { problem: "not-utf8" } : { text };
    },
    list(directory) {
      const found = locate(root, directory, true);
      if (found?.node.kind !== "directory") return null;
      return Array.from(found.node.children, ([name, node]) => entryOf(name, node));
    },
    stat(path) {
      const found = locate(root, path, false);
      return found === null ? null : entryOf(found.path.at(-1) ?? "/", found.node);
    },
    realPath(path) {
      const found = locate(root, path, true);
      return found === null ? null : `/${found.path.join("/")}`;
    },
  };
}

function place(root: Node, path: string, file: MemoryFile): void {
  const parts = resolvePath("/", path).split("/").slice(1);
  let directory = root;
  for (const [index, name] of parts.entries()) {
    if (name === "" || directory.kind !== "directory") return;
    const isLast = index === parts.length - 1;
    if (isLast && !path.endsWith("/")) {
      directory.children.set(name, nodeOf(file));
      return;
    }
    let next = directory.children.get(name);
    if (next === undefined) {
      next = { kind: "directory", children: new Map() };
      directory.children.set(name, next);
    }
    directory = next;
  }
}

function nodeOf(file: MemoryFile): Node {
  if (typeof file === "string") return nodeOf({ text: file });
  if ("symlinkTo" in file) return { kind: "symlink", target: file.symlinkTo };
  if ("read" in file) {
    const { read, measure, executable = false } = file;
    return { kind: "file", text: read, size: measure, executable, problem: null };
  }
  const text = file.text ?? "";
  return {
    kind: "file",
    text: () => text,
    size: () => file.size ?? new TextEncoder().encode(text).length,
    executable: file.executable ?? false,
    problem: file.problem ?? null,
  };
}

/** Walks a path from the root through symbolic links; the last part's own link only when `follow` is set. */
function locate(
  root: Node,
  path: string,
  follow: boolean,
): { readonly node: Node; readonly path: readonly string[] } | null {
  const pending = path.split("/").reverse();
  const nodes: Node[] = [root];
  const names: string[] = [];
  let links = 0;
  while (pending.length > 0) {
    const part = pending.pop()!;
    const here = nodes.at(-1)!;
    if (here.kind !== "directory") return null;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (names.pop() !== undefined) nodes.pop();
      continue;
    }
    const next = here.children.get(part);
    if (next === undefined) return null;
    if (next.kind === "symlink" && (follow || pending.length > 0)) {
      if (++links > maximumLinks) return null;
      if (next.target.startsWith("/")) {
        nodes.length = 1;
        names.length = 0;
      }
      pending.push(...next.target.split("/").reverse());
      continue;
    }
    nodes.push(next);
    names.push(part);
  }
  return { node: nodes.at(-1)!, path: names };
}

function entryOf(name: string, node: Node): Entry {
  return node.kind === "file"
    ? { name, kind: "file", size: node.size(), executable: node.executable }
    : { name, kind: node.kind, size: 0, executable: false };
}
