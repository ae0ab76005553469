import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join, relative, resolve, sep } from "node:path";

/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folders in which programs are looked for: those of `PATH` that are absolute, without those in which npm links the packages of
 * a project, since the repository under analysis decides what is in there. Where `untrusted`, a real path, is given, nothing in that folder counts.
 */
export function programFolders(environment: Environment, untrusted?: string): readonly string[] {
  return (environment.PATH ?? "").split(delimiter).filter((folder) => {
    if (!isAbsolute(folder) || /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder)) return false;
    return untrusted === undefined || !isInside(folder, untrusted);
  });
}

/** The absolute path of the program with this name in the first folder that has it; `null` when none does. */
export function findProgram(name: string, folders: readonly string[]): string | null {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  for (const folder of folders) {
    const path = join(folder, file);
    if (isProgram(path)) return path;
  }
  return null;
}

/** Whether a path is a file that may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, realPathOf(path));
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return resolve(path);
  }
}
