import type { CacheLocation } from "../../knowledge/package-manager.ts";
import type { Step } from "../../model/build-file.ts";
import { parseShellPattern, trimStart } from "../../model/shell-pattern.ts";
import type { Command, ShellWord } from "../../shell/command.ts";
import { cleanPath, isWithin, parentPath, resolvePath } from "../../text/posix-path.ts";
import { type CommandSetting, expandWord } from "./command-setting.ts";
import { flagValue, isSwitchedOn, type PackageCommand, readPackageCommand } from "./package-command.ts";

/** What becomes of a manager's downloads. */
export interface CacheState {
  /** Where each cache is, absolute; those below an unknown home directory are left out. */
  readonly directories: readonly string[];
  readonly isMounted: boolean;
}

/** Where caches are and whether mounts (`targets`, absolute) cover all of them. */
export function cacheState(
  locations: readonly CacheLocation[],
  call: PackageCommand,
  setting: CommandSetting,
  targets: readonly string[],
): CacheState {
  const places = locations.map((location) => candidates(location, call, setting));
  const home = homeDirectory(setting);
  return {
    directories: places.flatMap((paths) => {
      const path = paths[0] === undefined ? null : absolute(paths[0], setting, home);
      return path === null ? [] : [path];
    }),
    isMounted:
      places.length > 0 &&
      places.every((paths) =>
        paths.some((path) => targets.some((target) => covers(target, path, setting, home))),
      ),
  };
}

/** The innermost mount in which a cache lies, and where it lies, absolute; `null` when it lies in none. */
export function mountOf<Mount extends { readonly path: string }>(
  location: CacheLocation,
  call: PackageCommand,
  setting: CommandSetting,
  mounts: readonly Mount[],
): { readonly mount: Mount; readonly directory: string } | null {
  const home = homeDirectory(setting);
  const places = candidates(location, call, setting);
  let inner: { readonly mount: Mount; readonly directory: string } | null = null;
  for (const mount of mounts) {
    if (inner && mount.path.length <= inner.mount.path.length) continue;
    const place = places.find((path) => covers(mount.path, path, setting, home));
    if (place !== undefined) inner = { mount, directory: absolute(place, setting, home) ?? mount.path };
  }
  return inner;
}

/** A command that may empty a cache, and what it finds set. */
export interface CleanUp {
  readonly command: Command;
  readonly setting: CommandSetting;
}

/** Whether an option, a variable or a later command of the same RUN keeps the downloads out of the layer. */
export function removesCache(
  call: PackageCommand,
  setting: CommandSetting,
  later: readonly CleanUp[],
): boolean {
  if (isSwitchedOn(call, call.manager.noCache, setting.variable)) return true;
  return later.some((cleanUp) => emptiesCache(cleanUp, call, setting));
}

/** Whether a command empties the cache that `call` fills: `rm`, `find` or the manager's own way. */
export function emptiesCache(
  { command, setting: its }: CleanUp,
  call: PackageCommand,
  setting: CommandSetting,
): boolean {
  if (command.name !== "rm" && command.name !== "find") return cleansUp(command, call);
  // The first location counts: official Debian and Ubuntu images remove the second one, archives, by themselves.
  const [location] = call.manager.caches;
  const paths = location === undefined ? [] : candidates(location, call, setting);
  const home = homeDirectory(setting);
  return command.words.slice(1).some((word) => {
    const text = expandWord({ ...word, literal: word.variables.length === 0 }, its.variable);
    return text !== null && removedBy(text, its, home).some((path) => clears(path, paths, setting, home));
  });
}

/** Whether `rm` empties a directory; what `find` takes depends on too much. */
export function emptiesDirectory({ command, setting }: CleanUp, directory: string): boolean {
  if (command.name !== "rm") return false;
  const home = homeDirectory(setting);
  return command.words.slice(1).some((word) => {
    const text = expandWord({ ...word, literal: word.variables.length === 0 }, setting.variable);
    return text !== null && removedBy(text, setting, home).some((path) => isEmptiedBy(directory, path));
  });
}

/** How what a word of `rm` takes away lies to a directory: the directory itself or something in it, more than that, or neither. */
export type Reach = "inside" | "above" | "apart";

/** Each path that a word of `rm` or `find` names, as it lies to the directories; a word of unknown value names none. */
export function reachesOf(
  { setting }: CleanUp,
  word: ShellWord,
  directories: readonly string[],
): readonly Reach[] {
  const text = expandWord({ ...word, literal: word.variables.length === 0 }, setting.variable);
  if (text === null) return [];
  return removedBy(text, setting, homeDirectory(setting)).map((path) => {
    const sure = path.split(/[*?[]/)[0]!;
    const place = sure === path ? path : cleanPath(sure.slice(0, sure.lastIndexOf("/") + 1));
    if (directories.some((directory) => isWithin(place, directory))) return "inside";
    return directories.some((directory) => isEmptiedBy(directory, path)) ? "above" : "apart";
  });
}

/** Whether a command is the manager's own way to empty a cache; `ways` are its words after the program. */
export function cleansUp(
  command: Command,
  call: PackageCommand,
  ways: readonly string[] = call.manager.cleanUps,
): boolean {
  const later = readPackageCommand(command);
  if (later === null || !isSameCache(later.manager.name, call.manager.name)) return false;
  return ways.some((wanted) => {
    const words = wanted.split(" ");
    const options = words.filter((word) => word.startsWith("-") && word !== later.action);
    const action = words.filter((word) => !options.includes(word)).join(" ");
    const flags = later.flags.map(({ name }) => name);
    return later.action === action && options.every((option) => flags.includes(option));
  });
}

/** On newer systems `yum` is another name of `dnf`. */
const rpmManagers: ReadonlySet<string> = new Set(["dnf", "microdnf", "yum"]);

function isSameCache(one: string, other: string): boolean {
  return one === other || (rpmManagers.has(one) && rpmManagers.has(other));
}

/** Places of a cache, the likeliest first: where an option or a variable moves it, else the usual ones. */
function candidates(
  location: CacheLocation,
  call: PackageCommand,
  setting: CommandSetting,
): readonly string[] {
  const flag = flagValue(call, location.flags ?? []);
  if (flag !== null) {
    const path = expandWord(flag, setting.variable);
    return path === null ? [] : [path];
  }
  const moved = (location.variables ?? []).flatMap(({ name, path }) => {
    const value = setting.variable(name);
    if (value === null || value === "") return [];
    return [path === undefined ? value : `${value}/${path}`];
  });
  return moved.length > 0 ? moved : location.paths;
}

/** `null`: decided by a user of the base image, or by a user whose home is not known. */
function homeDirectory(setting: CommandSetting): string | null {
  const home = setting.variable("HOME");
  if (home?.startsWith("/")) return cleanPath(home);
  return homeOfUser(setting.step);
}

function homeOfUser(step: Step): string | null {
  const { user } = step.state;
  if (user.value === null) return "/root";
  const name = user.value.split(":")[0] ?? "";
  if (name === "root" || name === "0") return "/root";
  return user.known && /^[a-z_][\w-]*$/i.test(name) ? `/home/${name}` : null;
}

function absolute(path: string, setting: CommandSetting, home: string | null): string | null {
  if (path === "~" || path.startsWith("~/")) return home === null ? null : cleanPath(home + path.slice(1));
  if (path.startsWith("/")) return cleanPath(path);
  return setting.directory === null ? null : resolvePath(setting.directory, path);
}

/** Whether a mount holds the whole cache. Where nobody says which user runs, any home directory will do. */
function covers(target: string, path: string, setting: CommandSetting, home: string | null): boolean {
  const full = absolute(path, setting, home);
  if (full !== null && isWithin(full, target)) return true;
  if (!path.startsWith("~/")) return false;
  return !isUserSaid(setting, home) && isHomeOrBelow(target, path.slice(1));
}

function isUserSaid(setting: CommandSetting, home: string | null): boolean {
  return setting.step.state.user.value !== null && home !== null;
}

/** Whether a path is a home directory or the place in one that holds `tail`. */
function isHomeOrBelow(path: string, tail: string): boolean {
  return path.endsWith(tail) || /^\/(root|home\/[^/]+)$/.test(path);
}

/** The directories that a word of `rm` empties: `/var/lib/apt/lists/*`, `/var/{cache,log}/x`, `~/.npm`. Other patterns stay. */
function removedBy(word: string, setting: CommandSetting, home: string | null): readonly string[] {
  return expandBraces(word).flatMap((text) => {
    const path = absolute(text.replace(/(^|\/)\*+$/, ""), setting, home);
    return path === null || path === "/" ? [] : [path];
  });
}

/** A list of words for one brace group, and for groups after it; nested groups stay. At most 64 words. */
function expandBraces(word: string): readonly string[] {
  let words = [""];
  let at = 0;
  for (const group of word.matchAll(/\{([^{}]*,[^{}]*)\}/g)) {
    const before = word.slice(at, group.index);
    const parts = (group[1] ?? "").split(",");
    words = words.flatMap((text) => parts.map((part) => text + before + part)).slice(0, 64);
    at = group.index + group[0].length;
  }
  return words.map((text) => text + word.slice(at));
}

function clears(
  removed: string,
  paths: readonly string[],
  setting: CommandSetting,
  home: string | null,
): boolean {
  return paths.some((path) => {
    const full = absolute(path, setting, home);
    if (path.startsWith("~/") && !isUserSaid(setting, home) && isHomeOrBelow(removed, path.slice(1)))
      return true;
    if (full === null) return false;
    const star = full.indexOf("*");
    if (star !== -1)
      return isWithin(cleanPath(full.slice(0, star)), removed) || removed.startsWith(full.slice(0, star));
    return isEmptiedBy(full, removed);
  });
}

function isEmptiedBy(directory: string, removed: string): boolean {
  return removed.includes("*") ? isHitBy(removed, directory) : isWithin(directory, removed);
}

/** Whether a pattern takes a directory or one above it (`/var/cache/dnf*`), or files in it (`/var/lib/apt/lists/*_*`). */
function isHitBy(pattern: string, directory: string): boolean {
  if (parentPath(pattern) === directory) return true;
  const parts = directory.split("/");
  const wanted = pattern.split("/");
  return (
    wanted.length <= parts.length &&
    wanted.every((text, at) => {
      const read = text.includes("*") ? parseShellPattern(text) : null;
      return read === null ? text === parts[at] : trimStart(parts[at]!, read, true) === "";
    })
  );
}
