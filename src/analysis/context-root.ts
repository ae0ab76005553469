import type { Host } from "../host/host.ts";
import type { Stage } from "../model/build-file.ts";
import { baseName, parentPath, relativePath, resolvePath } from "../text/posix-path.ts";
import { commands } from "./commands.ts";
import { type ContextRequest, type ContextSource, contextRequests } from "./context-requests.ts";
import type { Analysis } from "./fact.ts";
import { globMachine } from "./file-glob.ts";
import { installs, type ManifestPattern } from "./installs.ts";
import { fixedDirectory } from "./source-selection.ts";

export interface ContextRoot {
  readonly root: string;
  readonly chosenBy: "invocation" | "dockerfile-folder" | "repository-root";
}

/**
 * The context that files of the repository name, where it has as many of the sources as the one that would be taken without them: one that
 * lacks sources is filled before the build, or built otherwise where we don't see it.
 */
export function chooseRoot(analysis: Analysis, host: Host, dockerfile: string): ContextRoot {
  const usual = usualRoot(analysis, host, dockerfile);
  const declared = analysis.options.declaredContext ?? null;
  if (declared === null || host.stat(declared)?.kind !== "directory") return usual;
  const sources = namedSources(analysis);
  const missing = (root: string): number =>
    sources.filter((source) => !sourceExists(host, root, source)).length;
  return missing(declared) > missing(usual.root) ? usual : { root: declared, chosenBy: "invocation" };
}

function namedSources(analysis: Analysis): readonly ContextSource[] {
  return analysis
    .use(contextRequests)
    .flatMap((request) => request.sources)
    .filter(({ known, path }) => known && path !== ".");
}

/**
 * Without a word from the user, people either build in the Dockerfile's folder or from the top of the repository. The named sources
 * tell: the top is meant when more of them exist there. `COPY . .` names nothing: then what the build reads of it tells (`go build`
 * a `go.mod`), or the command that a comment at the top shows.
 */
function usualRoot(analysis: Analysis, host: Host, dockerfile: string): ContextRoot {
  const folder = parentPath(dockerfile);
  const own: ContextRoot = { root: folder, chosenBy: "dockerfile-folder" };
  const top = repositoryRoot(host, folder);
  if (top === null || top === folder) return own;
  const atTop: ContextRoot = { root: top, chosenBy: "repository-root" };
  const requests = analysis.use(contextRequests);
  const sources = namedSources(analysis);
  const found = (root: string): number => sources.filter((source) => sourceExists(host, root, source)).length;
  const missing = sources.length - found(folder);
  if (missing > 0) return found(top) > sources.length - missing ? atTop : own;
  if (!requests.some(({ whole }) => whole)) return own;
  const needs = neededOfWhole(analysis, requests);
  const meets = (root: string) => needs.some((need) => isMet(host, root, need));
  const isLacking = (need: Need): boolean => !isMet(host, folder, need) && isMet(host, top, need);
  if (needs.some((need) => need.isDecisive && isLacking(need))) return atTop;
  if (!meets(folder) && (meets(top) || isShownFromTop(analysis, relativePath(dockerfile, top)))) return atTop;
  return own;
}

/** Whether a source leads to anything; of a pattern, only one with its wildcards in the last part is looked up. */
function sourceExists(host: Host, root: string, source: ContextSource): boolean {
  if (!source.wildcard) return host.stat(resolvePath(root, source.path)) !== null;
  const directory = parentPath(source.path);
  const name = globMachine(baseName(source.path));
  if (directory !== fixedDirectory(source.path) || name === null) return false;
  return host.list(resolvePath(root, directory))?.some((entry) => name.matches(entry.name)) ?? false;
}

/** The nearest folder with a `.git` in it (a file in worktrees and submodules), from this one up. */
function repositoryRoot(host: Host, folder: string): string | null {
  for (let at = folder; ; at = parentPath(at)) {
    if (host.stat(resolvePath(at, ".git")) !== null) return at;
    if (!at.includes("/") || at === "/") return null;
  }
}

/** Files of which a command of the build reads one, as paths in the context. */
interface Need {
  readonly anyOf: readonly string[];
  /** Whether nothing else that is there makes up for it: a script of the project, or the folder that a command works in. */
  readonly isDecisive: boolean;
  /** Files of which one stands beside it, unless the project is a member of a workspace further up. */
  readonly locks: readonly string[];
}

const makefiles = ["Makefile", "makefile", "GNUmakefile"];
const mostNeeds = 100;

/** What commands read of copies of the whole context. */
function neededOfWhole(analysis: Analysis, requests: readonly ContextRequest[]): readonly Need[] {
  const destinationAt = wholeCopies(analysis, requests);
  const needs: Need[] = [];
  const add = (
    anyOf: readonly string[],
    locks: readonly string[],
    at: string | null,
    stage: Stage,
    isDecisive = false,
  ): void => {
    const below = at === null ? null : relativePath(at, destinationAt.get(stage) ?? "");
    if (below === null || needs.length >= mostNeeds) return;
    const inContext = (name: string): string => resolvePath(below, name);
    needs.push({ anyOf: anyOf.map(inContext), locks: locks.map(inContext), isDecisive });
  };
  for (const { step, what, directory, manifests } of analysis.use(installs)) {
    if (what === "packages" || !destinationAt.has(step.stage)) continue;
    const locks = manifests.filter(({ role }) => role === "lockfile").map(({ pattern }) => pattern);
    const required = manifests.find((row) => row.required && isPlain(row));
    if (required !== undefined) add([required.pattern], locks, directory, step.stage);
    if (directory !== destinationAt.get(step.stage)) add(["."], [], directory, step.stage, true);
  }
  for (const { step, command } of analysis.use(commands).inRuns()) {
    const wrapper = command.words.find(({ text }) => /^\.\/(?:mvnw|gradlew)$/.test(text));
    if (wrapper !== undefined && destinationAt.has(step.stage))
      add([wrapper.text], [], step.state.workdir.path, step.stage, true);
    if (command.name !== "make" || command.words.some(({ text }) => /^-[fC]|^--/.test(text))) continue;
    if (destinationAt.has(step.stage)) add(makefiles, [], step.state.workdir.path, step.stage);
  }
  return needs;
}

function isPlain({ role, pattern }: ManifestPattern): boolean {
  return role === "manifest" && !/[*$]|^\//.test(pattern);
}

/** Where each stage, or the one it is built on, has the whole context; the last such place counts. */
function wholeCopies(
  { file }: Analysis,
  requests: readonly ContextRequest[],
): ReadonlyMap<Stage, string | null> {
  const found = new Map<Stage, string | null>();
  const own = new Map(
    requests.flatMap(({ whole, step, destination }) => (whole ? [[step.stage, destination] as const] : [])),
  );
  for (const stage of file.stages) {
    const inherited = stage.base.kind === "stage" ? found.get(stage.base.stage) : undefined;
    const place = own.has(stage) ? own.get(stage) : inherited;
    if (place !== undefined) found.set(stage, place);
  }
  return found;
}

/** Whether a folder has what is needed. A package that depends on its workspace can't be installed in a folder without the lockfile. */
function isMet(host: Host, root: string, { anyOf, locks }: Need): boolean {
  const there = anyOf.find((path) => host.stat(resolvePath(root, path)) !== null);
  if (there === undefined) return false;
  if (locks.some((path) => host.stat(resolvePath(root, path)) !== null)) return true;
  return !/"workspace:/.test(host.readText(resolvePath(root, there)).text ?? "");
}

/** `# docker build -f docker/Dockerfile .`: a path as seen from the top, and the top as context. */
function isShownFromTop({ file }: Analysis, path: string | null): boolean {
  if (path === null) return false;
  return file.syntax.comments.some(({ text }) => {
    const words = text.trim().split(/\s+/);
    const at = words.findIndex((word) => word === "-f" || word === "--file");
    return at !== -1 && words[at + 1]?.replace(/^\.\//, "") === path && words.includes(".");
  });
}
