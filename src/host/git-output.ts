import type { TreeChange, TreeEntry } from "./git.ts";

/** What git prints with `-z`, read. Paths there are bytes without a terminator inside, whatever they hold. */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of output; see `GitHistory` for bytes that are no UTF-8. */
export function outputText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return withEscapedBytes(bytes);
  }
}

function withEscapedBytes(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    // Pieces that end in a NUL are decoded as a whole where they can be: bytes of another encoding are rare.
    const nul = bytes.indexOf(0, at);
    const end = nul === -1 ? bytes.length : nul + 1;
    text += pieceText(bytes.subarray(at, end));
    at = end;
  }
  return text;
}

function pieceText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let text = "";
    for (let at = 0; at < bytes.length; ) {
      const character = characterAt(bytes, at);
      text += character?.text ?? String.fromCharCode(0xdc00 + bytes[at]!);
      at += character?.length ?? 1;
    }
    return text;
  }
}

function characterAt(
  bytes: Uint8Array,
  at: number,
): { readonly text: string; readonly length: number } | null {
  const lead = bytes[at]!;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  try {
    return { text: strict.decode(bytes.subarray(at, at + length)), length };
  } catch {
    return null;
  }
}

/** The bytes of a path that `outputText` decoded. */
export function pathBytes(path: string): Uint8Array {
  const encoder = new TextEncoder();
  if (!/[\udc80-\udcff]/u.test(path)) return encoder.encode(path);
  return Uint8Array.from(
    Array.from(path, (character) => {
      const escaped = /^[\udc80-\udcff]$/u.test(character);
      return escaped ? [character.charCodeAt(0) - 0xdc00] : [...encoder.encode(character)];
    }).flat(),
  );
}

/** `ls-tree -r -z`: `mode type id TAB path NUL`. */
export function readTree(output: string): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < output.length; ) {
    const tab = output.indexOf("\t", at);
    const end = output.indexOf("\0", tab);
    const [mode = "", , blob = ""] = output.slice(at, tab).split(" ");
    entries.push({ path: output.slice(tab + 1, end), mode: modeOf(mode), blob });
    at = end + 1;
  }
  return entries;
}

/**
 * `diff-tree --stdin -r -z`: for each pair of trees a line with their ids, then its changes:
 * `:mode mode id id status NUL path NUL`.
 */
export function readTreeDiffs(output: string): readonly (readonly TreeChange[])[] {
  const diffs: TreeChange[][] = [];
  for (let at = 0; at < output.length; ) {
    if (output[at] !== ":") {
      diffs.push([]);
      at = output.indexOf("\n", at) + 1;
      continue;
    }
    const pathAt = output.indexOf("\0", at) + 1;
    const end = output.indexOf("\0", pathAt);
    const [, mode = "", , blob = "", status] = output.slice(at, pathAt - 1).split(" ");
    const path = output.slice(pathAt, end);
    diffs
      .at(-1)
      ?.push(status === "D" ? { path, mode: null, blob: null } : { path, mode: modeOf(mode), blob });
    at = end + 1;
  }
  return diffs;
}

/** Of an octal mode as git keeps it; old repositories also have `100664`. */
function modeOf(octal: string): TreeEntry["mode"] {
  if (octal === "120000") return "symlink";
  if (octal === "160000") return "submodule";
  return (Number.parseInt(octal, 8) & 0o100) === 0 ? "file" : "executable";
}

/** A file as it was when git last looked at it. */
export interface IndexEntry extends TreeEntry {
  readonly size: number;
  /** When it was written. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Whether several versions of it wait for a decision. */
  readonly isConflict: boolean;
  /** Whether a sparse checkout leaves it out. */
  readonly isLeftOut: boolean;
}

/** `ls-files -z --stage --debug`; `null` when this is something else, which git reserves to itself for `--debug`. */
export function readIndex(output: string): readonly IndexEntry[] | null {
  const line =
    /(\d+) ([0-9a-f]+) (\d)\t([^\0]*)\0 +ctime: \d+:\d+\n +mtime: (\d+):(\d+)\n +dev: \d+\tino: \d+\n +uid: \d+\tgid: \d+\n +size: (\d+)\tflags: ([0-9a-f]+)\n/y;
  const entries: IndexEntry[] = [];
  while (line.lastIndex < output.length) {
    const [, mode = "", blob = "", stage, path = "", seconds, nanoseconds, size, flags = ""] =
      line.exec(output) ?? [];
    if (mode === "") return null;
    entries.push({
      path,
      mode: modeOf(mode),
      blob,
      size: Number(size),
      seconds: Number(seconds),
      nanoseconds: Number(nanoseconds),
      isConflict: stage !== "0",
      isLeftOut: (Number.parseInt(flags, 16) & 0x40000000) !== 0,
    });
  }
  return entries;
}

export interface CommitLine {
  readonly id: string;
  readonly tree: string;
  readonly time: number;
  /** Whether it has a parent here: neither the first commit nor the oldest of a shallow clone. */
  readonly hasParent: boolean;
  readonly subject: string;
}

/** What `rev-list` is to print of each commit, after a line `commit ID`. */
export const commitFormat = "%T %ct %P%n%s";

export function readCommits(output: Uint8Array): readonly CommitLine[] {
  const lines = new TextDecoder().decode(output).split("\n");
  const commits: CommitLine[] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [, id = ""] = lines[at]!.split(" ");
    const [tree = "", time = "", parent = ""] = lines[at + 1]!.split(" ");
    commits.push({ id, tree, time: Number(time), hasParent: parent !== "", subject: lines[at + 2]! });
  }
  return commits;
}
