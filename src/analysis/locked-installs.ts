import { projectFilesOf } from "../knowledge/ecosystems.ts";
import { resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { bringsDirectory, contextDirectoryOf, usesBefore } from "./context-directory.ts";
import { contextIndex } from "./context-index.ts";
import type { ContextUse } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type Install, installs } from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";
import { untakenBranches } from "./untaken-branches.ts";

/** An install of a project of the build context that has a lockfile for the manager. */
export interface LockedInstall {
  readonly install: Install;
  /** Paths in the context. */
  readonly manifest: string;
  readonly lockfile: string;
  /** What brings the manifest to the install. */
  readonly bringer: ContextUse;
  /** Where copies and mounts of the context put the lockfile. */
  readonly lockfileIs: "beside-manifest" | "elsewhere" | "left-out";
  /** Whether the command fails without it, instead of choosing all versions anew. */
  readonly isRequired: boolean;
}

/** Those of stages that are built, in the order of the file. */
export const lockedInstalls = defineFact("locked-installs", (analysis): readonly LockedInstall[] => {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null) return [];
  const { files } = contextIndex(context.files());
  const untaken = analysis.use(untakenBranches);
  const { isReachable } = analysis.use(stageGraph);
  return analysis.use(installs).flatMap((install) => {
    const isRun = isReachable(install.step.stage) && !untaken.has(install.command);
    const found = isRun && heedsLockfile(install) ? lockedInstall(analysis, install, files) : null;
    return found === null ? [] : [found];
  });
});

function heedsLockfile({ manager, what, global, call }: Install): boolean {
  if (projectFilesOf(manager)?.locks !== true || global || what === "packages") return false;
  if (manager === "uv" && what === "build") return false;
  return !call.flags.some(({ name }) => /^--no-(?:frozen-)?(?:package-lock|lock|lockfile)$/.test(name));
}

function lockedInstall(
  analysis: Analysis,
  install: Install,
  files: ReadonlySet<string>,
): LockedInstall | null {
  const directory = contextDirectoryOf(analysis, install);
  if (directory === null) return null;
  const rows = install.manifests
    .filter(({ pattern }) => !/[*$]/.test(pattern))
    .map((row) => ({ ...row, path: resolvePath(directory, row.pattern) }))
    .filter(({ path }) => files.has(path));
  const manifest = rows.find(({ role }) => role === "manifest");
  const lockfiles = rows.filter(({ role }) => role === "lockfile");
  const [lockfile] = lockfiles;
  if (manifest === undefined || lockfile === undefined) return null;
  let bringer: ContextUse | null = null;
  let lockfileIs: LockedInstall["lockfileIs"] = "left-out";
  for (const use of usesBefore(analysis, install.step)) {
    const readsLockfile = lockfiles.some(({ path }) => use.reads(path));
    const isThere = bringsDirectory(analysis, use, install, directory);
    if (isThere && use.reads(manifest.path)) bringer ??= use;
    if (isThere && readsLockfile) lockfileIs = "beside-manifest";
    else if (readsLockfile && lockfileIs === "left-out") lockfileIs = "elsewhere";
  }
  if (bringer === null) return null;
  return {
    install,
    manifest: manifest.path,
    lockfile: lockfile.path,
    bringer,
    lockfileIs,
    isRequired: lockfile.required,
  };
}
