import { parentPath, relativePath, resolvePath } from "../../text/posix-path.ts";
import { hasAnyFlag } from "../install-commands/package-command.ts";
import type { Install } from "../installs.ts";
import { fitsWorkspace } from "../workspace-glob.ts";
import { type Collector, isObject, type JsonObject, objectAt, stringsAt } from "./collector.ts";
import { yamlList, yamlValues } from "./manifest-text.ts";
import { readInstallScripts } from "./node-scripts.ts";

/** What package.json, its workspaces and its scripts point to. */
export function collectNode(collector: Collector, directory: string, install: Install): void {
  const path = resolvePath(directory, "package.json");
  const manifest = collector.readObject(path);
  if (manifest === null) return;
  const workspace = collector.read(resolvePath(directory, "pnpm-workspace.yaml")) ?? "";
  const members = membersOf(collector, directory, manifest, workspace);
  for (const member of members) collector.add(member);
  const runsScripts = !hasAnyFlag(install.call, ["--ignore-scripts"]) && install.call.action !== "fetch";
  for (const each of [path, ...members]) {
    const read = each === path ? manifest : collector.readObject(each);
    if (read === null) continue;
    const home = parentPath(each);
    addLocalDependencies(collector, home, read);
    addPatches(collector, home, read);
    if (runsScripts) readInstallScripts(collector, home, read);
  }
  for (const patch of yamlValues(workspace, "patchedDependencies")) addAt(collector, directory, patch);
  addFixedCompanions(collector, directory, manifest, install);
}

/** package.json of every member of the workspace. */
function membersOf(
  collector: Collector,
  directory: string,
  manifest: JsonObject,
  workspace: string,
): readonly string[] {
  const globs = [
    ...stringsAt(manifest, "workspaces"),
    ...stringsAt(objectAt(manifest, "workspaces"), "packages"),
    ...yamlList(workspace, "packages"),
  ];
  if (globs.length === 0) return [];
  return collector.filesNamed("package.json", directory).filter((path) => {
    const member = relativePath(parentPath(path), directory);
    return member !== null && member !== "." && fitsWorkspace(member, globs);
  });
}

const dependencyKinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** `file:`, `link:`, `portal:` and `patch:` dependencies. */
function addLocalDependencies(collector: Collector, directory: string, manifest: JsonObject): void {
  const kinds = [...dependencyKinds, "resolutions", "overrides"].map((kind) => objectAt(manifest, kind));
  const pnpm = objectAt(manifest, "pnpm");
  for (const versions of [...kinds, objectAt(pnpm, "overrides")]) {
    for (const version of Object.values(versions)) {
      if (typeof version !== "string") continue;
      const patch = /^patch:.*#(?:~\/|\.\/)?([^:&]+\.patch)/.exec(version)?.[1];
      if (patch !== undefined) addAt(collector, directory, patch);
      const local = /^(?:(?:file|link|portal):|(?=\.{1,2}\/))(.+)$/.exec(version)?.[1];
      if (local === undefined) continue;
      const target = collector.resolve(directory, local);
      if (target === null || collector.add(target)) continue;
      if (target === directory) collector.prevent("`package.json` depends on its own folder");
      else if (!collector.addDirectory(target)) collector.markIncomplete();
    }
  }
}

function addPatches(collector: Collector, directory: string, manifest: JsonObject): void {
  const patched = [
    objectAt(manifest, "patchedDependencies"),
    objectAt(objectAt(manifest, "pnpm"), "patchedDependencies"),
  ];
  for (const path of patched.flatMap((patches) => Object.values(patches))) {
    if (typeof path === "string") addAt(collector, directory, path);
  }
}

/** What tools read at install without a word in the manifest. */
function addFixedCompanions(
  collector: Collector,
  directory: string,
  manifest: JsonObject,
  install: Install,
): void {
  const depends = (name: string): boolean =>
    dependencyKinds.some((kind) => Object.hasOwn(objectAt(manifest, kind), name));
  // The install script of @prisma/client generates code from the schema.
  if (depends("@prisma/client") || depends("prisma")) {
    const schema = stringsAt(objectAt(manifest, "prisma"), "schema")[0];
    if (schema !== undefined) addAt(collector, directory, schema);
    else if (collector.has(resolvePath(directory, "prisma/schema.prisma")))
      collector.addDirectory(resolvePath(directory, "prisma"));
    else if (collector.hasDirectory(resolvePath(directory, "prisma/schema")))
      collector.addDirectory(resolvePath(directory, "prisma"));
  }
  if (install.manager === "yarn") collector.addDirectory(resolvePath(directory, ".yarn/cache"));
  if (isObject(manifest.gitHooks) && depends("yorkie"))
    collector.obstacle("`yorkie` looks for `.git` when it is installed");
}

function addAt(collector: Collector, directory: string, path: string): void {
  const target = collector.resolve(directory, path);
  if (target !== null && !collector.add(target) && !collector.addDirectory(target))
    collector.markIncomplete();
}
