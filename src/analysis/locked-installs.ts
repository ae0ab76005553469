import { projectFilesOf } from "../knowledge/ecosystems.ts";
import { resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { contextDirectoryOf, usesBefore } from "./context-directory.ts";
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
  /** What brings them to the install; `null` when no copy or mount of the context brings the lockfile. */
  readonly manifestUse: ContextUse;
  readonly lockfileUse: ContextUse | null;
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
  let manifestUse: ContextUse | null = null;
  let lockfileUse: ContextUse | null = null;
  for (const use of usesBefore(analysis, install.step)) {
    if (use.reads(manifest.path)) manifestUse ??= use;
    if (lockfiles.some(({ path }) => use.reads(path))) lockfileUse ??= use;
  }
  if (manifestUse === null) return null;
  return {
    install,
    manifest: manifest.path,
    lockfile: lockfile.path,
    manifestUse,
    lockfileUse,
    isRequired: lockfile.required,
  };
}
