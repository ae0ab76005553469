import { baseImage } from "../knowledge/base-images.ts";
import { resolvePath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { contextDirectoryOf } from "./context-directory.ts";
import type { Analysis } from "./fact.ts";
import type { Install } from "./installs.ts";
import { isObject, type JsonObject, objectAt, parseJson } from "./manifest-readers/collector.ts";
import { stageGraph } from "./stage-graph.ts";

/**
 * Whether an install that may write its lockfile anew will write just what is there: everything that the lockfile says of the project is what the
 * manifest says. Known of npm from version 7 on, which brings its lockfiles in this form (docs.npmjs.com, package-lock.json, "packages"; tried with
 * npm 10 and 11, 2026-11).
 */
export function isLockfileCurrent(analysis: Analysis, install: Install): boolean {
  if (install.manager !== "npm" || install.what !== "manifest") return false;
  const context = analysis.use(buildContext);
  const directory = contextDirectoryOf(analysis, install);
  const { host } = analysis;
  if (host === null || context === null || context.problem !== null || directory === null) return false;
  const read = (name: string): JsonObject | null => {
    const { text } = host.readText(inContext(context.root, resolvePath(directory, name)));
    return text === undefined ? null : parseJson(text);
  };
  const manifest = read("package.json");
  const lockfile = read("package-lock.json");
  if (manifest === null || lockfile === null || !isFormKept(analysis, install, lockfile.lockfileVersion))
    return false;
  const root = objectAt(objectAt(lockfile, "packages"), "");
  const names = new Set([
    ...Object.keys(root),
    ...dependencyKinds.filter((kind) => !isEmpty(manifest[kind])),
  ]);
  names.delete("hasInstallScript");
  return (
    names.size > 0 &&
    [...names].every((name) => isSame(root[name], manifest[name])) &&
    isNamedSame(lockfile, manifest)
  );
}

const dependencyKinds = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "workspaces",
  "engines",
  "bin",
];

/** Version 3 is read by no npm that would write another; version 2 by npm 6 of Node 14 and before. */
function isFormKept(analysis: Analysis, install: Install, version: unknown): boolean {
  if (version === 3) return true;
  const base = analysis.use(stageGraph).root(install.step.stage);
  if (version !== 2 || base.kind !== "image") return false;
  const major = /^(\d+)/.exec(base.image.tag ?? "")?.[1];
  return baseImage(base.image).name === "node" && major !== undefined && Number(major) >= 16;
}

function isNamedSame(lockfile: JsonObject, manifest: JsonObject): boolean {
  return lockfile.name === manifest.name && lockfile.version === manifest.version;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (isObject(value) && Object.keys(value).length === 0);
}

function isSame(one: unknown, other: unknown): boolean {
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => isSame(one[key], other[key]));
  }
  return JSON.stringify(one) === JSON.stringify(other);
}
