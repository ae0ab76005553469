import { projectFilesOf } from "../knowledge/ecosystems.ts";
import { baseName, parentPath, resolvePath } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { contextDirectoryAt, contextDirectoryOf } from "./context-directory.ts";
import { type ContextIndex, contextIndex } from "./context-index.ts";
import type { Analysis } from "./fact.ts";
import type { Install } from "./installs.ts";
import {
  type Collector,
  type ContextFiles,
  newCollector,
  type Obstacle,
} from "./manifest-readers/collector.ts";
import { collectDotnet } from "./manifest-readers/dotnet.ts";
import { collectElixir, collectHaskell } from "./manifest-readers/elixir-and-haskell.ts";
import { collectGo, collectRust } from "./manifest-readers/go-and-rust.ts";
import { collectGradle, collectMaven } from "./manifest-readers/jvm.ts";
import { collectNode } from "./manifest-readers/node.ts";
import { collectPhp } from "./manifest-readers/php.ts";
import { collectPython } from "./manifest-readers/python.ts";
import { collectRuby } from "./manifest-readers/ruby.ts";
import { fitsPart } from "./workspace-glob.ts";

/** The files of the build context that an install needs. */
export interface NeededFiles {
  /**
   * Paths in the context in the order in which people write them; a directory ends in `/` and is needed whole. Without a context,
   * or where the install's directory can't be found in it, the names that such projects have.
   */
  readonly files: readonly string[];
  /** Directory of the context that ends up where the install works (`.` for the root); `null` when that can't be told. */
  readonly directory: string | null;
  /** The project has no lockfile where one is expected: each install resolves anew. */
  readonly missingLockfile: boolean;
  /** Whether `files` is all that the install reads, as far as manifests tell. */
  readonly complete: boolean;
  /** Why installing from these files alone fails or may fail. */
  readonly obstacles: readonly Obstacle[];
}

const readers: Readonly<Record<string, (collector: Collector, directory: string, install: Install) => void>> =
  {
    npm: collectNode,
    yarn: collectNode,
    pnpm: collectNode,
    bun: collectNode,
    pip: collectPython,
    uv: collectPython,
    poetry: collectPython,
    pipenv: collectPython,
    conda: collectPython,
    go: collectGo,
    cargo: collectRust,
    maven: collectMaven,
    gradle: collectGradle,
    bundler: collectRuby,
    composer: collectPhp,
    dotnet: collectDotnet,
    mix: collectElixir,
    cabal: collectHaskell,
    stack: collectHaskell,
  };

/** What an install needs of the build context, followed through workspaces, local dependencies and install scripts. */
export function neededFiles(analysis: Analysis, install: Install): NeededFiles {
  if (install.manifests.length === 0) return nothing;
  const context = analysis.use(buildContext);
  const { host } = analysis;
  if (host === null || context === null || context.problem !== null) return namesOnly(install);
  const listing = context.files();
  const found = contextDirectoryOf(analysis, install);
  const index = contextIndex(listing);
  const located = withLocatedFiles(analysis, install, index, found ?? ".");
  if (found === null && located === install) return namesOnly(install);
  const directory = found ?? ".";
  const needed = collectNeeded(located, directory, {
    index,
    read: (path) => host.readText(inContext(context.root, path)).text ?? null,
  });
  return listing.truncated ? { ...needed, complete: false } : needed;
}

/** Files that the command line names by absolute paths (`-r /tmp/requirements.txt`), as they stand in the context. */
function withLocatedFiles(
  analysis: Analysis,
  install: Install,
  index: ContextIndex,
  directory: string,
): Install {
  if (!install.manifests.some(({ pattern }) => pattern.startsWith("/"))) return install;
  let isLocated = false;
  const manifests = install.manifests.map((row) => {
    if (!row.pattern.startsWith("/")) return row;
    const place = {
      path: parentPath(row.pattern),
      isBelowUnknownWorkdir: false,
      names: [baseName(row.pattern)],
    };
    const home = contextDirectoryAt(analysis, install.step, place);
    // A COPY may have given it another name; then which file it is stays open.
    if (home === null || !index.files.has(resolvePath(home, baseName(row.pattern)))) return row;
    isLocated = true;
    const up = directory === "." ? "" : "../".repeat(directory.split("/").length);
    return { ...row, pattern: up + resolvePath(home, baseName(row.pattern)) };
  });
  return isLocated ? { ...install, manifests } : install;
}

/** The same over given files; `directory` is that of the context which the install works in. */
function collectNeeded(install: Install, directory: string, context: ContextFiles): NeededFiles {
  const { collector, collected } = newCollector(context);
  let missing = false;
  const patterns = install.manifests.filter(({ pattern, role }) => role !== "hook" && !isOfMembers(pattern));
  for (const { pattern, required } of patterns.filter(({ pattern }) => !isConditional(install, pattern))) {
    const found = addPattern(collector, directory, pattern);
    missing ||= required && !found && !hasSubstitute(collector, directory, install, pattern);
  }
  readers[install.manager]?.(collector, directory, install);
  const result = collected();
  if (result.files.length === 0) return { ...namesOnly(install), directory, obstacles: result.obstacles };
  return {
    files: result.files,
    directory,
    missingLockfile: lacksLockfile(install, collector, directory),
    complete: result.complete && !missing,
    obstacles: result.obstacles,
  };
}

/** Packages of a registry or of the system are named on the command line. */
const nothing: NeededFiles = {
  files: [],
  directory: null,
  missingLockfile: false,
  complete: true,
  obstacles: [],
};

/** Manifests of members are found by the readers, which know which members there are. */
function isOfMembers(pattern: string): boolean {
  return pattern.includes("**") || pattern.startsWith("apps/*");
}

/** Files that are only read when a Gemfile says so, and project files, of which `restore` reads those of one solution. */
function isConditional(install: Install, pattern: string): boolean {
  if (install.manager === "dotnet") return /^\*\./.test(pattern);
  return install.manager === "bundler" && /^(\.ruby-version|\.tool-versions|\*\.gemspec)$/.test(pattern);
}

function addPattern(collector: Collector, directory: string, pattern: string): boolean {
  // What stands elsewhere in the image comes from another stage or an earlier command.
  const path = pattern.startsWith("/") ? null : collector.resolve(directory, pattern);
  if (path === null || pattern.includes("${")) return false;
  if (pattern.endsWith("/")) return collector.addDirectory(path);
  if (!pattern.includes("*")) return collector.add(path);
  const slash = path.lastIndexOf("/");
  const matching = collector
    .filesIn(slash === -1 ? "." : path.slice(0, slash))
    .filter((file) => fitsPart(baseName(file), path.slice(slash + 1)));
  for (const file of matching) collector.add(file);
  return matching.length > 0;
}

/** `npm ci` is as content with `npm-shrinkwrap.json`, Bun with its older binary lockfile. */
function hasSubstitute(collector: Collector, directory: string, install: Install, pattern: string): boolean {
  const row = install.manifests.find((each) => each.pattern === pattern);
  if (row?.role !== "lockfile") return false;
  return lockfilesOf(install).some((name) => {
    const path = collector.resolve(directory, name);
    return path !== null && collector.has(path);
  });
}

function lockfilesOf(install: Install): readonly string[] {
  return install.manifests.filter(({ role }) => role === "lockfile").map(({ pattern }) => pattern);
}

function lacksLockfile(install: Install, collector: Collector, directory: string): boolean {
  if (projectFilesOf(install.manager)?.locks !== true || install.what === "packages") return false;
  const names = lockfilesOf(install);
  return (
    names.length > 0 &&
    !names.some((name) => {
      const path = collector.resolve(directory, name);
      return path !== null && collector.has(path);
    })
  );
}

/** The names that manifests and lockfiles of such a project usually have. */
function namesOnly(install: Install): NeededFiles {
  const named = install.manifests.filter(({ pattern }) => !isOfMembers(pattern) && !pattern.endsWith("/"));
  const needed = named.filter(({ required }) => required);
  const manifest = named.find(({ role, pattern }) => role === "manifest" && /proj$|^[^*]*$/.test(pattern));
  const lockfile = named.find(({ role }) => role === "lockfile");
  const usual = [
    ...(needed.length === 0 && manifest ? [manifest] : needed),
    ...(lockfile && projectFilesOf(install.manager)?.locks === true ? [lockfile] : []),
    ...(lockfile && install.manager === "go" ? [lockfile] : []),
  ];
  const files = new Set(usual.map(({ pattern }) => pattern));
  return { files: [...files], directory: null, missingLockfile: false, complete: false, obstacles: [] };
}
