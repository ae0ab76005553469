import { resolvePath } from "../../text/posix-path.ts";
import type { ContextIndex } from "../context-index.ts";

/** The files of a build context, as the readers of manifests see them. Paths are relative to the context. */
export interface ContextFiles {
  readonly index: ContextIndex;
  /** The text of a file; `null` when it can't be read. */
  read(path: string): string | null;
}

/** Gathers what an install needs. Broken or missing files never stop it. */
export interface Collector {
  /** Adds a file when the context has it. */
  add(path: string): boolean;
  /** Adds a directory, as `path/`, when the context has files in it. */
  addDirectory(path: string): boolean;
  has(path: string): boolean;
  /** Whether the context has files below it. */
  hasDirectory(path: string): boolean;
  /**
   * The lines of a file joined by line feeds, without blank and overlong ones, so that patterns which look for a piece of one line
   * stay fast; `null` when there is no such file, or when too many were read.
   */
  read(path: string): string | null;
  /** All of the text. */
  readWhole(path: string): string | null;
  /** The object that a JSON file holds; `null` when it holds none, which is noted. */
  readObject(path: string): JsonObject | null;
  /** Files of this name whose directory passes, in the order of their paths; at most some hundreds. */
  filesNamed(name: string, below: string): readonly string[];
  /** Files right in a directory. */
  filesIn(directory: string): readonly string[];
  /** Why splitting the install from the sources may fail. */
  obstacle(message: string): void;
  /** Why splitting the install from the sources can't work, or saves nothing. */
  prevent(message: string): void;
  /** Something can't be known. */
  markIncomplete(): void;
  /** A path seen from a directory of the context; `null`, which is noted, when it leads out of it. */
  resolve(directory: string, path: string): string | null;
}

/** What stands in the way of installing from manifests alone: one clause, present tense. */
export interface Obstacle {
  readonly message: string;
  /** It can't work, or saves nothing; else it may need a flag or one more file. */
  readonly prevents: boolean;
}

export interface Collected {
  readonly files: readonly string[];
  readonly obstacles: readonly Obstacle[];
  readonly complete: boolean;
}

export type JsonObject = { readonly [key: string]: unknown };

/** Far above any real project; keeps the work bounded for contexts made to be slow. */
const mostReads = 400;
const mostFiles = 1000;
const longestText = 1_000_000;
const longestLine = 2000;

/** A collector over a context, and what it has gathered so far. */
export function newCollector(context: ContextFiles): { collector: Collector; collected(): Collected } {
  const files = new Set<string>();
  const obstacles = new Map<string, Obstacle>();
  const hinder = (message: string, prevents: boolean): void => {
    obstacles.set(message, { message, prevents });
  };
  const texts = new Map<string, string | null>();
  let complete = true;
  const { index } = context;
  const put = (entry: string): boolean => {
    if (files.size < mostFiles) files.add(entry);
    else complete = false;
    return true;
  };

  const collector: Collector = {
    add: (path) => index.files.has(path) && put(path),
    addDirectory: (path) => index.directories.has(path) && put(`${path}/`),
    has: (path) => index.files.has(path),
    hasDirectory: (path) => index.directories.has(path),
    read(path) {
      const lines = collector.readWhole(path)?.split(/\r?\n/) ?? null;
      return lines?.filter((line) => line.length <= longestLine && line.trim() !== "").join("\n") ?? null;
    },
    readWhole(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      if (!index.files.has(path)) return null;
      if (texts.size >= mostReads) {
        complete = false;
        return null;
      }
      const text = context.read(path);
      const usable = text !== null && text.length <= longestText ? text.replace(/^\uFEFF/, "") : null;
      if (usable === null) complete = false;
      texts.set(path, usable);
      return usable;
    },
    readObject(path) {
      const text = collector.readWhole(path);
      if (text === null) return null;
      const value = parseJson(text);
      if (value === null) {
        hinder(`\`${path}\` is no valid JSON object`, false);
        complete = false;
      }
      return value;
    },
    filesNamed(name, below) {
      const found = index.byName.get(name) ?? [];
      const inside = below === "." ? found : found.filter((path) => path.startsWith(`${below}/`));
      return inside.filter((path) => !path.includes("node_modules/")).slice(0, mostFiles);
    },
    filesIn: (directory) => index.byDirectory.get(directory) ?? [],
    obstacle: (message) => hinder(message, false),
    prevent: (message) => hinder(message, true),
    markIncomplete() {
      complete = false;
    },
    resolve(directory, path) {
      const resolved = resolvePath(directory, path.replaceAll("\\", "/"));
      if (resolved.startsWith("/") || resolved === ".." || resolved.startsWith("../")) {
        hinder(`\`${path}\` lies outside the build context`, false);
        return null;
      }
      return resolved;
    },
  };
  return {
    collector,
    collected: () => ({ files: [...files], obstacles: [...obstacles.values()], complete }),
  };
}

/** The object in a JSON text, comments at line starts and trailing commas forgiven; `null` for anything else. */
export function parseJson(text: string): JsonObject | null {
  for (const candidate of [text, withoutComments(text)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (isObject(value)) return value;
    } catch {
      // The next candidate, else it is no JSON.
    }
  }
  return null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of an object when it is an object itself, else an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const member = Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(member) ? member : {};
}

/** The strings in a member that is a list of them or a single one. */
export function stringsAt(value: JsonObject, key: string): readonly string[] {
  const member = Object.hasOwn(value, key) ? value[key] : undefined;
  const list = Array.isArray(member) ? member : [member];
  return list.filter((item): item is string => typeof item === "string");
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1");
}
