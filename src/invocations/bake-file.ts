import type { HclBlock, HclValue } from "./hcl.ts";
import { hclBlocks } from "./hcl.ts";
import { cacheStores, isLiteral, type WrittenBuild } from "./written-build.ts";

/** The names under which buildx looks for a bake file, beside those of Compose. */
export const bakeNames = [
  "docker-bake.json",
  "docker-bake.hcl",
  "docker-bake.override.json",
  "docker-bake.override.hcl",
];

/** Targets and groups of one bake file or several that are read together. */
export interface BakeFile {
  readonly targets: ReadonlyMap<string, BakeTarget>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

interface BakeTarget {
  /** 1-based. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, HclValue>;
}

/** Reads a bake file; `null` when it can't be read as such. What is computed in it is unknown. */
export function bakeFile(text: string, isJson: boolean): BakeFile | null {
  const blocks = isJson ? jsonBlocks(text) : hclBlocks(text);
  if (blocks === null) return null;
  const targets = new Map<string, BakeTarget>();
  const groups = new Map<string, readonly string[]>();
  for (const { type, labels, line, attributes } of blocks) {
    const [name] = labels;
    if (name === undefined) continue;
    if (type === "target") targets.set(name, { line, attributes });
    if (type === "group") groups.set(name, textsOf(attributes.get("targets")));
  }
  return { targets, groups };
}

function jsonBlocks(text: string): readonly HclBlock[] | null {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return null;
  }
  const value = hclValueOf(root, 0);
  if (value.kind !== "map") return null;
  return ["target", "group"].flatMap((type): readonly HclBlock[] => {
    const named = value.entries.get(type);
    if (named?.kind !== "map") return [];
    return [...named.entries].map(([name, own]) => ({
      ...{ type, labels: [name] },
      line: lineOfKey(text, name),
      attributes: own.kind === "map" ? own.entries : new Map<string, HclValue>(),
    }));
  });
}

function hclValueOf(value: unknown, level: number): HclValue {
  if (level > 20) return { kind: "unknown", text: "" };
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => hclValueOf(item, level + 1)) };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, own]) => [key, hclValueOf(own, level + 1)] as const);
    return { kind: "map", entries: new Map(entries) };
  }
  return { kind: "text", text: String(value) };
}

/** The line on which a key of a JSON text first stands as such; 1 where it can't be found. */
export function lineOfKey(text: string, key: string): number {
  const quoted = JSON.stringify(key);
  for (let at = text.indexOf(quoted); at !== -1; at = text.indexOf(quoted, at + 1)) {
    if (/^\s*:/.test(text.slice(at + quoted.length, at + quoted.length + 20)))
      return text.slice(0, at).split("\n").length;
  }
  return 1;
}

export interface BakeChoice {
  /** None for the group or target `default`. */
  readonly names: readonly string[];
  /** `target.key=value`, as `--set` takes it. */
  readonly sets: readonly string[];
  /** Folder of the run, from the root of the repository. */
  readonly directory: string;
  readonly noCache: boolean;
  readonly pull: boolean;
}

/** What a run of bake builds, by the names of the targets. */
export function bakedBuilds(file: BakeFile, choice: BakeChoice): ReadonlyMap<string, WrittenBuild> {
  const found = new Map<string, WrittenBuild>();
  const asked = choice.names.length > 0 ? choice.names : ["default"];
  for (const name of membersOf(file, asked)) {
    const target = file.targets.get(name);
    if (target !== undefined) found.set(name, buildOf(file, name, target, choice));
  }
  return found;
}

/** All targets, as a file alone can be asked for any of them. */
export function allTargets(file: BakeFile): readonly string[] {
  return [...file.targets.keys()].filter((name) => !name.startsWith("_"));
}

function membersOf({ groups }: BakeFile, asked: readonly string[]): ReadonlySet<string> {
  const names = new Set(asked);
  // Members that are added on the way are walked too.
  for (const name of names) for (const member of groups.get(name) ?? []) names.add(member);
  return names;
}

/** Targets looked at for what one of them inherits: more is a circle. */
const mostAncestors = 100;

/** The attributes of a target over those of the ones that it inherits from; the last of these counts most. */
function inherited(
  { targets }: BakeFile,
  target: BakeTarget,
  left = { visits: mostAncestors },
): ReadonlyMap<string, HclValue> {
  const all = new Map<string, HclValue>();
  const add = (attributes: ReadonlyMap<string, HclValue>): void => {
    for (const [key, value] of attributes) all.set(key, merged(all.get(key), value));
  };
  for (const name of textsOf(target.attributes.get("inherits"))) {
    const parent = targets.get(name);
    left.visits -= 1;
    if (parent !== undefined && left.visits > 0) add(inherited({ targets, groups: new Map() }, parent, left));
  }
  add(target.attributes);
  return all;
}

/** Arguments are added to each other; anything else is replaced. */
function merged(before: HclValue | undefined, own: HclValue): HclValue {
  if (before?.kind !== "map" || own.kind !== "map") return own;
  return { kind: "map", entries: new Map([...before.entries, ...own.entries]) };
}

function buildOf(file: BakeFile, name: string, target: BakeTarget, choice: BakeChoice): WrittenBuild {
  const attributes = inherited(file, target);
  const set = new Map<string, string[]>();
  for (const text of choice.sets) {
    const [, pattern, key, value] = /^([^.=]+)\.([^=]+?)\+?=([\s\S]*)$/.exec(text) ?? [];
    if (pattern === undefined || !isMatch(pattern, name)) continue;
    set.set(key!, [...(set.get(key!) ?? []), value!]);
  }
  const text = (key: string): string | null => set.get(key)?.at(-1) ?? textOf(attributes.get(key));
  const list = (key: string): readonly string[] => set.get(key) ?? textsOf(attributes.get(key));
  const args = attributes.get("args");
  const setArgs = [...set].flatMap(([key, [value]]) =>
    key.startsWith("args.") ? [`${key.slice(5)}=${value}`] : [],
  );
  return {
    ...{ line: target.line, directory: choice.directory, isFromContext: true },
    dockerfile: text("dockerfile"),
    context: text("context") ?? ".",
    target: text("target"),
    buildArgs: [...(args?.kind === "map" ? args.entries : [])]
      .map(([key, value]) =>
        value.kind === "text" && value.text === "null" ? key : `${key}=${writtenText(value)}`,
      )
      .filter((one) => !setArgs.some((other) => other.startsWith(`${one.split("=", 1)[0]}=`)))
      .concat(setArgs),
    platforms: list(set.has("platform") ? "platform" : "platforms"),
    cache: {
      from: cacheStores(list("cache-from")),
      to: cacheStores(list("cache-to")),
      noCache: choice.noCache || text("no-cache") === "true",
      pull: choice.pull || text("pull") === "true",
    },
  };
}

function isMatch(pattern: string, name: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === name;
  return name.startsWith(start) && name.endsWith(rest.at(-1)!);
}

/** A text with something to compute in it is as written, which nobody takes for a path or a name; other values to compute likewise. */
function textOf(value: HclValue | undefined): string | null {
  if (value === undefined) return null;
  return writtenText(value);
}

function writtenText(value: HclValue): string {
  if (value.kind === "text") return value.text;
  const text = value.kind === "unknown" ? value.text : "";
  return isLiteral(text) ? `\${${text}}` : text;
}

/** Stores may be written as maps: `{ type = "gha" }`. */
function textsOf(value: HclValue | undefined): readonly string[] {
  if (value?.kind !== "list") return value === undefined ? [] : [writtenText(value)];
  return value.items.map((item) =>
    item.kind === "map"
      ? [...item.entries].map(([key, own]) => `${key}=${writtenText(own)}`).join(",")
      : writtenText(item),
  );
}
