import { resolve } from "node:path";
import { say } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** Prints a report or writes it to a file. False, and a line on standard error, when the file can't be written. */
export function deliver(text: string, file: string | null, terminal: Terminal): boolean {
  if (file === null) {
    terminal.print(text);
    return true;
  }
  try {
    writeWhole(resolve(terminal.workingDirectory, file), text);
    return true;
  } catch (error) {
    const reason = codeOf(error) || String(error);
    say(
      `${file}: the report can't be written (${reason}); name a file in a folder that exists and is writable with --output`,
      terminal,
    );
    return false;
  }
}
