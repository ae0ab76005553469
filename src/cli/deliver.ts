import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Source } from "./read-inputs.ts";
import { say } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Why a report may not be written to a file: it would take the place of a Dockerfile that is read. Else `null`. */
export function overwrittenSource(
  sources: readonly Source[],
  output: string | null,
  terminal: Terminal,
): string | null {
  const target = output === null ? null : identityOf(resolve(terminal.workingDirectory, output));
  if (target === null) return null;
  const source = sources.find(({ file }) => file !== null && identityOf(file) === target);
  return source ? `\`--output\` names ${source.path}, which the report would overwrite` : null;
}

/** What tells a file from all others, by whatever path it is reached; `null` for what is no file. */
function identityOf(path: string): string | null {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    return status?.isFile() ? `${status.dev} ${status.ino}` : null;
  } catch {
    return null;
  }
}

/** Prints a text or writes it to a file. False, and a line on standard error, when the system refuses. */
export function deliver(
  text: string,
  file: string | null,
  terminal: Terminal,
  { isFolderMade = false } = {},
): boolean {
  try {
    if (file === null) terminal.print(text);
    else {
      const path = resolve(terminal.workingDirectory, file);
      if (isFolderMade) mkdirSync(dirname(path), { recursive: true });
      writeWhole(path, text);
    }
    return true;
  } catch (error) {
    const reason = codeOf(error);
    if (reason === "") throw error;
    say(
      file === null
        ? `standard output can't be written (${reason}); look for space on the device that it leads to`
        : `${file}: the report can't be written (${reason}); name a file in a folder that exists and is writable with --output`,
      terminal,
    );
    return false;
  }
}
