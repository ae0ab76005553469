/** What a step reads and writes, as far as that decides whether another step may change places with it (cost model, §8.1). */
export interface Effects {
  readonly reads: PathSet;
  /** A path that is taken away counts as written. */
  readonly writes: PathSet;
  readonly settingsRead: SettingSet;
  /** `ENV`-like names are `$NAME`; others are `WORKDIR`, `USER`, `SHELL`, `image` for what only the finished image has, and `programs` for what a RUN may start. */
  readonly settingsWritten: ReadonlySet<string>;
  /** Why nothing can be known, one clause; `null` where the sets say all. */
  readonly unknown: string | null;
}

/** Absolute paths of the image; each stands for all below it. */
export type PathSet = ReadonlySet<string>;

/** Names, or all variables there are. */
export interface SettingSet {
  readonly names: ReadonlySet<string>;
  readonly allVariables: boolean;
}

/** New users and groups, which change no other. */
export const addedAccounts = "accounts";

const noPaths: PathSet = new Set();
const noSettings: SettingSet = { names: new Set(), allVariables: false };

/** The effects of a step that has none, with differences. */
export function effects(differences: Partial<Effects>): Effects {
  return {
    reads: noPaths,
    writes: noPaths,
    settingsRead: noSettings,
    settingsWritten: noPaths,
    unknown: null,
    ...differences,
  };
}

/** What a step of unknown effect has: it can't be said what it reads. */
export function unknownEffects(reason: string): Effects {
  return effects({ unknown: reason });
}

/** Why two steps can't change places. */
export interface Conflict {
  readonly kind: "unknown" | "setting" | "path";
  /** The setting or path; the reason for `unknown`. */
  readonly what: string;
  /** Which of the two needs what the other makes; `both` where both write it. */
  readonly needs: "first" | "second" | "both";
}

/** Why `second` can't come before `first`, or `null` when it may: neither reads or writes what the other writes. Linear in the sets. */
export function conflictOf(first: Effects, second: Effects): Conflict | null {
  if (first.unknown !== null) return { kind: "unknown", what: first.unknown, needs: "first" };
  if (second.unknown !== null) return { kind: "unknown", what: second.unknown, needs: "second" };
  const setting =
    readSetting(first.settingsWritten, second.settingsRead, "second") ??
    readSetting(second.settingsWritten, first.settingsRead, "first") ??
    sharedSetting(first.settingsWritten, second.settingsWritten);
  if (setting !== null) return setting;
  const path =
    overlapOf(first.writes, second.reads, "second") ??
    overlapOf(second.writes, first.reads, "first") ??
    overlapOf(first.writes, second.writes, "both");
  return path;
}

function readSetting(
  written: ReadonlySet<string>,
  read: SettingSet,
  needs: Conflict["needs"],
): Conflict | null {
  for (const name of written) {
    // Who is found already stays the same when others come: only the later one of two needs what the earlier one adds.
    if (name === addedAccounts && needs === "first") continue;
    if (read.names.has(name) || (read.allVariables && name.startsWith("$")))
      return { kind: "setting", what: name, needs };
  }
  return null;
}

function sharedSetting(one: ReadonlySet<string>, other: ReadonlySet<string>): Conflict | null {
  for (const name of one)
    if (name !== addedAccounts && other.has(name)) return { kind: "setting", what: name, needs: "both" };
  return null;
}

function overlapOf(one: PathSet, other: PathSet, needs: Conflict["needs"]): Conflict | null {
  const what = insideOf(one, other) ?? insideOf(other, one);
  return what === null ? null : { kind: "path", what, needs };
}

/** A path of the first set that is in, or below, one of the second. */
function insideOf(paths: PathSet, roots: PathSet): string | null {
  if (roots.size === 0) return null;
  for (const path of paths) {
    let at = path;
    for (;;) {
      if (roots.has(at)) return path;
      if (at === "/") break;
      at = at.slice(0, at.lastIndexOf("/")) || "/";
    }
  }
  return null;
}
