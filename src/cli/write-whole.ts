import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { decodeText } from "../host/node-host.ts";
import { codeOf } from "./terminal.ts";

/**
 * Writes a file whole or not at all: under another name first, then renamed, so that whoever looks, or comes back after the power went, finds the old
 * text or the new one. Mode and owner stay; nothing is left behind when it fails. A link is followed; what is no file (`/dev/null`, a pipe) is written to
 * directly.
 * @throws Error of the file system.
 */
export function writeWhole(path: string, text: string): void {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status?.isSymbolicLink()) {
    writeWhole(realpathSync(path), text);
    return;
  }
  if (status && !status.isFile()) {
    writeFileSync(path, text);
    return;
  }
  swapIn(path, text, status, () => {});
}

/** Why a file was not replaced, for people. */
export class Refused extends Error {}

/**
 * Replaces a text that was read before. Refuses when the file has another text by now, and when it is a link that leads out of a folder.
 * @throws Refused, or an Error of the file system; the file is then as it was.
 */
export function replaceText(
  path: string,
  texts: { readonly before: string; readonly after: string },
  root: string,
): void {
  const real = realpathSync(path);
  const top = realpathSync(root);
  if (real !== top && !real.startsWith(top.endsWith(sep) ? top : top + sep))
    throw new Refused("it is a link that leads out of the project; name the file itself");
  const unchanged = (): void => {
    if (decodeText(readFileSync(real)).text !== texts.before)
      throw new Refused("it was changed by something else in the meantime; run again");
  };
  unchanged();
  swapIn(real, texts.after, lstatSync(real), unchanged);
}

/**
 * Makes a file that is not there yet, in a folder that exists. Refuses when its folder is reached by a link that leads out of `root`.
 * @throws Refused, or an Error of the file system: EEXIST when something is there.
 */
export function createText(path: string, text: string, root: string): void {
  const top = realpathSync(root);
  const folder = realpathSync(dirname(path));
  if (folder !== top && !folder.startsWith(top.endsWith(sep) ? top : top + sep))
    throw new Refused(`the folder of ${basename(path)} is a link that leads out of the build context`);
  const draft = writeDraft(path, text, undefined);
  try {
    // Fails where something has the name by now, which a renaming would take away.
    linkSync(draft, path);
  } catch (error) {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined || !cannotLink(error)) throw error;
    writeFileSync(path, text, { flag: "wx", flush: true });
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(folder);
}

/** Some file systems have no second name for a file. */
function cannotLink(error: unknown): boolean {
  return /^(?:EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP|EXDEV|EMLINK|EACCES)$/.test(codeOf(error));
}

function swapIn(path: string, text: string, status: Stats | undefined, confirm: () => void): void {
  const draft = writeDraft(path, text, status);
  try {
    if (status) keepOwner(draft, status);
    confirm();
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Writes a text beside the file that it is for, down to the disk. @returns its path, which nothing had before. */
function writeDraft(path: string, text: string, status: Stats | undefined): string {
  removeOldDrafts(path);
  const draft = join(dirname(path), `${draftStart(path)}${randomBytes(4).toString("hex")}${draftEnd}`);
  const file = openSync(draft, "wx", status ? status.mode & 0o7777 : 0o666);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return draft;
}

const draftStart = (path: string): string => `.${basename(path)}.`;
const draftEnd = ".stowage-draft";
/** Milliseconds after which no run is still writing. */
const draftsLast = 60 * 60 * 1000;

/** Drafts of this file that a run left which was killed. What can't be taken away stays. */
function removeOldDrafts(path: string): void {
  const folder = dirname(path);
  const start = draftStart(path);
  const isDraft = (name: string): boolean =>
    name.startsWith(start) && /^[0-9a-f]{8}\.stowage-draft$/.test(name.slice(start.length));
  try {
    for (const name of readdirSync(folder).filter(isDraft)) {
      const draft = join(folder, name);
      const status = lstatSync(draft);
      if (status.isFile() && status.mtimeMs < Date.now() - draftsLast) rmSync(draft, { force: true });
    }
  } catch {}
}

/** Only root can give a file away; for all others it is theirs anyway, or becomes so. */
function keepOwner(draft: string, { uid, gid }: Stats): void {
  const now = lstatSync(draft);
  if (now.uid === uid && now.gid === gid) return;
  try {
    chownSync(draft, uid, gid);
  } catch {}
}

/** So that the new name is on disk as well. Not every system opens folders. */
function syncFolder(folder: string): void {
  try {
    const opened = openSync(folder, "r");
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {}
}
