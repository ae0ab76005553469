import { volatilePaths } from "../../knowledge/volatile-paths.ts";
import type { ImageFile } from "./image-files.ts";

/** An image as it is compared. */
export interface Image {
  readonly files: ReadonlyMap<string, ImageFile>;
  /** `Config` of `docker image inspect`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What of the configuration a container can tell. */
const comparedKeys = [
  "Cmd",
  "Entrypoint",
  "ExposedPorts",
  "Healthcheck",
  "Labels",
  "OnBuild",
  "Shell",
  "StopSignal",
  "User",
  "Volumes",
  "WorkingDir",
];

/** What is otherwise in the second of two images, a sentence each, in the order of paths; empty for images that are the same. */
export function imageDifferences(before: Image, after: Image): readonly string[] {
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].sort();
  const ofFiles = paths.flatMap((path) => {
    if (volatilePaths.some((row) => row.path.test(path)) || isEmptiedCache(path)) return [];
    const [one, other] = [before.files.get(path), after.files.get(path)];
    if (one === undefined) return [`/${path} is new`];
    if (other === undefined) return [`/${path} is gone`];
    return fileDifferences(path, one, other);
  });
  return [...ofFiles, ...configDifferences(before.config, after.config)];
}

/** The place of a cache mount stays behind as an empty directory. */
function isEmptiedCache(path: string): boolean {
  return volatilePaths.some((row) => row.path.test(`${path}/x`) && /cache|download/.test(row.reason));
}

function fileDifferences(path: string, one: ImageFile, other: ImageFile): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, before: unknown, after: unknown): void => {
    if (before !== after) found.push(`/${path}: ${what} ${before} → ${after}`);
  };
  compare("type", one.type, other.type);
  compare("mode", one.mode.toString(8), other.mode.toString(8));
  compare("owner", `${one.uid}:${one.gid}`, `${other.uid}:${other.gid}`);
  compare("link to", one.target, other.target);
  if (one.digest !== other.digest && one.type === other.type) found.push(`/${path}: other content`);
  return found;
}

function configDifferences(before: Image["config"], after: Image["config"]): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, one: string, other: string): void => {
    if (one !== other) found.push(`${what} of the image: ${one} → ${other}`);
  };
  for (const key of comparedKeys) compare(key, textOf(before[key]), textOf(after[key]));
  compare("Env", variablesOf(before.Env), variablesOf(after.Env));
  return found;
}

/** Nothing, an empty list and an empty object are the same; the order of keys means nothing. */
function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : JSON.stringify(value);
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? "none" : JSON.stringify(Object.fromEntries(entries));
}

/** Of two settings of a variable the last counts; in which order they stand means nothing. */
function variablesOf(env: unknown): string {
  const list = Array.isArray(env) ? env.filter((entry): entry is string => typeof entry === "string") : [];
  return textOf(Object.fromEntries(list.map((entry) => entry.split(/=(.*)/s, 2) as [string, string])));
}
