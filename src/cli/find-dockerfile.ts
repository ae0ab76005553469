import { join, resolve } from "node:path";
import { fileSource, kindOf, type Source, shownPath, standardInput } from "./read-inputs.ts";
import { say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** The names that builders look for in a folder. */
const standardNames = ["Dockerfile", "Containerfile"];

/** The Dockerfile that an operand means: a file, or the one in a folder. Says why there is none. */
export async function findDockerfile(
  operand: string,
  stdinName: string | null,
  terminal: Terminal,
): Promise<Source | null> {
  if (operand === "-") return standardInput(stdinName, terminal);
  const absolute = resolve(terminal.workingDirectory, operand);
  const kind = kindOf(absolute);
  if (kind === "file") return fileSource(absolute, terminal);
  const path = shownPath(absolute, terminal);
  if (kind === "missing") {
    say(`${path}: there is no such file or folder`, terminal);
    return null;
  }
  const name = standardNames.find((candidate) => kindOf(join(absolute, candidate)) === "file");
  if (name !== undefined) return fileSource(join(absolute, name), terminal);
  say(`${path}: this folder has no file Dockerfile or Containerfile; name the file to price`, terminal);
  return null;
}
