import { baseName, parentPath, resolvePath } from "../../text/posix-path.ts";
import { type CommandSetting, expandWord } from "./command-setting.ts";
import { flagValue, type PackageCommand } from "./package-command.ts";

/** Where a manager works. */
export interface WorkPlace {
  /** Absolute; `null` when unknown. */
  readonly directory: string | null;
  /** As in `CommandSetting`. */
  readonly belowUnknownWorkdir: string | null;
}

/** The directory of the command, moved by the manager's options (`--prefix web`, `-C server`). */
export function workPlace(call: PackageCommand, setting: CommandSetting): WorkPlace {
  const flag = flagValue(call, call.manager.directoryFlags ?? []);
  return flag === null ? setting : movedTo(expandWord(flag, setting.variable), setting);
}

/** The directory of a file that an option names (`-f server/pom.xml`), and the file's name there. */
export function placeOfFile(
  path: string | null,
  setting: CommandSetting,
): { readonly place: WorkPlace; readonly name: string | null } {
  if (path === null) return { place: { directory: null, belowUnknownWorkdir: null }, name: null };
  return { place: movedTo(parentPath(path), setting), name: baseName(path) };
}

/** `path` seen from the command's directory. */
export function movedTo(path: string | null, setting: WorkPlace): WorkPlace {
  if (path === null || path.startsWith("~")) return { directory: null, belowUnknownWorkdir: null };
  if (path.startsWith("/")) return { directory: resolvePath("/", path), belowUnknownWorkdir: null };
  const { directory, belowUnknownWorkdir } = setting;
  if (directory !== null) return { directory: resolvePath(directory, path), belowUnknownWorkdir: null };
  return {
    directory: null,
    belowUnknownWorkdir: belowUnknownWorkdir === null ? null : resolvePath(belowUnknownWorkdir, path),
  };
}
