import { lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: under another name first, then renamed. Nothing is left behind when it fails. A link is
 * followed; what is no file (`/dev/null`, a pipe) is written to directly.
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
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text, { flag: "wx", ...(status ? { mode: status.mode } : {}) });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
