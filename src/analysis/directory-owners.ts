import { baseImage } from "../knowledge/base-images.ts";
import { mayBelongToOthers, systemDirectories } from "../knowledge/system-directories.ts";
import type { Step } from "../model/build-file.ts";
import { emptyMap, type PersistentMap, valueFor, withValue } from "../model/persistent-map.ts";
import { type Expansion, expand } from "../model/variables.ts";
import type { Flag, Instruction } from "../syntax/nodes.ts";
import { baseName, cleanPath, parentPath, resolvePath } from "../text/posix-path.ts";
import type { ExternalBase } from "./stage-graph.ts";
import type { EffectiveUser } from "./users.ts";

/** To whom directories belong at one place of a build. Never changed: each step gives a new one. */
export interface DirectoryOwners {
  readonly marks: PersistentMap<Marks>;
  /** Number of the next mark: of two that speak of a directory, the later one counts. */
  readonly next: number;
  /** Whether the base image is one whose directories are those of any Linux. */
  readonly isOrdinary: boolean;
}

/** `anyone`: its mode lets everybody write. */
export type Owner =
  | { readonly kind: "root" | "anyone" | "unknown" }
  | { readonly kind: "user"; readonly name: string };

export interface Ownership {
  readonly owner: Owner;
  /** What made it so; `null` when the base image did, or nothing is known. */
  readonly madeBy: Instruction | null;
}

interface Marks {
  /** About the directory alone. */
  readonly self: Mark | null;
  /** About it and all below it. */
  readonly tree: Mark | null;
}

interface Mark extends Ownership {
  readonly number: number;
}

/** Nobody writes longer paths; walking up those that are made to be deep would take the square of their depth. */
const longestPath = 400;

const unknown: Owner = { kind: "unknown" };
const nobodyKnows: Ownership = { owner: unknown, madeBy: null };

/** What a stage starts with that is built on an image. */
export function ownersInBase(base: ExternalBase): DirectoryOwners {
  const runsAs = base.kind === "image" ? baseImage(base.image).runsAs : null;
  const isOrdinary = base.kind === "scratch" || runsAs === "root" || runsAs === "entrypoint";
  return { marks: emptyMap(), next: 0, isOrdinary };
}

/** To whom a directory belongs; `path` is absolute and cleaned. As long as the path is deep. */
export function ownershipOf(owners: DirectoryOwners, path: string): Ownership {
  return (
    markOf(owners, path) ?? (isSystem(owners, path) ? { owner: { kind: "root" }, madeBy: null } : nobodyKnows)
  );
}

/** After something made the directory, and those above it, unless they were there. */
export function withDirectory(owners: DirectoryOwners, path: string, made: Ownership): DirectoryOwners {
  let next = owners;
  if (path.length > longestPath) return owners;
  for (let at = path; at !== "/" && at !== "."; at = parentPath(at)) {
    if (mayBeThere(owners, at)) break;
    // Where the base image is not known, the directory may have been there.
    next = withMark(next, at, "self", owners.isOrdinary ? made : nobodyKnows);
  }
  return next;
}

/** Whether a directory is there, or may be: made by the file, or brought by the base image. */
export function mayBeThere(owners: DirectoryOwners, path: string): boolean {
  return systemDirectories.has(path) || mayBelongToOthers(path) || markOf(owners, path) !== null;
}

/** After a change of owner or mode: of the directory alone, or of all below it too. */
export function withOwner(
  owners: DirectoryOwners,
  path: string,
  { reach, ...made }: Ownership & { readonly reach: "self" | "tree" },
): DirectoryOwners {
  return withMark(owners, path, reach, made);
}

/** After something that may have changed anything. */
export function withoutKnowledge(owners: DirectoryOwners): DirectoryOwners {
  return withMark({ ...owners, isOrdinary: false }, "/", "tree", nobodyKnows);
}

/** After WORKDIR, COPY or ADD; other instructions change nothing here. `user` is whom a RUN at this place would run as. */
export function afterInstruction(
  owners: DirectoryOwners,
  step: Step,
  user: EffectiveUser,
  escapeCharacter: "\\" | "`",
): DirectoryOwners {
  const { instruction, state, stage } = step;
  if (instruction.kind === "WORKDIR") {
    const { path } = (stage.steps[step.index + 1]?.state ?? stage.end).workdir;
    // BuildKit makes the directory as the current user (`dockerfile2llb/convert.go`, `dispatchWorkdir`; read 2026-08).
    return path === null
      ? owners
      : withDirectory(owners, path, { owner: ownerFor(user), madeBy: instruction });
  }
  if (instruction.kind !== "COPY" && instruction.kind !== "ADD") return owners;
  const text = instruction.destination?.text;
  if (text === undefined) return owners;
  const { value, complete } = expand(text, state.scope, escapeCharacter);
  const workdir = state.workdir.path;
  if (!complete || (!value.startsWith("/") && workdir === null)) return owners;
  const path = value.startsWith("/") ? cleanPath(value) : resolvePath(workdir!, value);
  const made = { owner: ownerOfCopy(instruction.flags), madeBy: instruction };
  const withTarget = withDirectory(owners, path, made);
  if (instruction.sources.length === 1 && !/(?:^|\/)\.?$/.test(value)) return withTarget;
  return filesNamed(
    instruction.sources.map((source) => expand(source.text, state.scope, escapeCharacter)),
  ).reduce(
    (now, name) => withOwner(now, `${path === "/" ? "" : path}/${name}`, { ...made, reach: "self" }),
    withTarget,
  );
}

/** Names of the sources that are files, as their endings tell. */
function filesNamed(sources: readonly Expansion[]): readonly string[] {
  return sources.flatMap(({ value, complete }) =>
    complete && /[^./]\.[a-z]\w*$/i.test(value) && !/[*?[]|\.d$/.test(value) ? [baseName(value)] : [],
  );
}

/** Whom things belong to that a user makes. */
export function ownerFor(user: EffectiveUser): Owner {
  if (user.kind === "root") return { kind: "root" };
  if (user.kind === "unknown" || user.text === null) return unknown;
  return ownerNamed(user.text);
}

/** The owner in `name`, `name:group`, or a number; a group alone says nothing. */
export function ownerNamed(text: string): Owner {
  const [name = ""] = text.split(":", 1);
  if (name === "" || name.includes("$")) return unknown;
  return name === "root" || /^0+$/.test(name) ? { kind: "root" } : { kind: "user", name };
}

/** Without `--chown` files are root's, whatever USER says. */
function ownerOfCopy(flags: readonly Flag[]): Owner {
  // A layer of its own brings its own directories, and a mode may let others write.
  if (flags.some(({ name }) => name === "link" || name === "chmod")) return unknown;
  const chown = flags.findLast(({ name }) => name === "chown")?.value ?? null;
  return chown === null ? { kind: "root" } : ownerNamed(chown);
}

function isSystem({ isOrdinary }: DirectoryOwners, path: string): boolean {
  return isOrdinary && systemDirectories.has(path);
}

function markOf({ marks }: DirectoryOwners, directory: string): Mark | null {
  if (directory.length > longestPath) return null;
  const path = keyOf(directory);
  const own = valueFor(marks, path);
  let latest = later(own?.self ?? null, own?.tree ?? null);
  for (let at = path; at !== "/" && at !== "."; ) {
    at = parentPath(at);
    latest = later(latest, valueFor(marks, at)?.tree ?? null);
  }
  return latest;
}

/** The one Python that an image has stands for whichever version it is. */
function keyOf(path: string): string {
  return path.replace(/\/python3\.\d+(?=\/|$)/, "/python3");
}

function later(a: Mark | null, b: Mark | null): Mark | null {
  if (a === null || b === null) return a ?? b;
  return a.number > b.number ? a : b;
}

function withMark(
  owners: DirectoryOwners,
  directory: string,
  reach: "self" | "tree",
  { owner, madeBy }: Ownership,
): DirectoryOwners {
  const path = keyOf(directory);
  const before = valueFor(owners.marks, path) ?? { self: null, tree: null };
  const mark: Mark = { owner, madeBy, number: owners.next };
  return {
    ...owners,
    marks: withValue(owners.marks, path, { ...before, [reach]: mark }),
    next: owners.next + 1,
  };
}
