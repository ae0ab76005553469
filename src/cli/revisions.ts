import { rules } from "../../rules/index.ts";
import { buildContext } from "../analysis/build-context.ts";
import type { Analysis } from "../analysis/fact.ts";
import { analyzeInput } from "../engine/input.ts";
import type { BuildSide } from "../history/build-changes.ts";
import { type GitRepository, isGitProblem, type TreeEntry } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import { nodeHost } from "../host/node-host.ts";
import { head, treeHost } from "../host/tree-host.ts";
import { relativePath } from "../text/posix-path.ts";
import type { DockerfileTimings } from "../timings/timings-file.ts";
import type { Invocation } from "./arguments.ts";
import { type Building, readBuilding } from "./building.ts";
import { findDockerfile } from "./find-dockerfile.ts";
import { configuration } from "./load-config.ts";
import { type Repositories, repositories } from "./repository.ts";
import { refuse, say, sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";
import { timingsBook } from "./timings.ts";

/** Two revisions of a Dockerfile as a command line names them. */
export interface Revisions {
  readonly from: string;
  /** Empty where nothing stands behind the dots. */
  readonly to: string;
  readonly reader: RevisionReader;
  readonly past: Repositories;
}

/** What it takes to read a Dockerfile at a revision. */
export interface RevisionReader {
  readonly git: GitRepository;
  readonly root: string;
  /** The Dockerfile within the repository. */
  readonly place: string;
  /** As shown to people. */
  readonly path: string;
  readonly building: Building;
  readonly timings: DockerfileTimings | null;
}

/** A Dockerfile with its files as they were at a revision. */
export interface RevisionSide extends BuildSide {
  readonly id: string;
  readonly host: Host;
}

/** Reads `A..B` and a Dockerfile, in any order. @returns `null` after saying what is wrong. */
export async function readRevisions(
  invocation: Invocation,
  defaultRange: string,
  terminal: Terminal,
): Promise<Revisions | null> {
  const { command, operands } = invocation;
  const isRange = (operand: string): boolean =>
    operand.includes("..") && !/^\.\.?(?:\/|$)|\/\.\.(?:\/|$)/.test(operand);
  const [range = defaultRange, ...others] = operands.filter(isRange);
  const [dockerfile = ".", ...more] = operands.filter((operand) => !isRange(operand));
  if (more.length > 0 || others.length > 0 || range.split("..").length !== 2 || range.includes("...")) {
    refuse(`\`${command}\` takes two revisions as A..B, and a Dockerfile`, terminal);
    return null;
  }
  const source = await findDockerfile(dockerfile, null, terminal);
  if (source === null) return null;
  const { file, path } = source;
  const given = readBuilding(invocation, terminal);
  const configured = await configuration(invocation, terminal, rules).configure(file);
  if (configured.problems.length > 0 || given.problems.length > 0) {
    sayProblems([...configured.problems, ...given.problems], terminal);
    return null;
  }
  const past = repositories(invocation, terminal);
  const git = file === null ? null : await past.git(file);
  const place = file === null || git === null ? null : git.pathOf(file);
  if (git === null || git.root === null || place === null || place === ".") {
    say(`${path}: there is no git history here to compare builds of; \`--verbose\` says more`, terminal);
    return null;
  }
  const building = { ...given, context: given.context ?? configured.context };
  const book = timingsBook(invocation, nodeHost(), terminal);
  const timings = file === null ? null : await book.of(file);
  if (book.problems.length > 0) {
    sayProblems(book.problems, terminal);
    return null;
  }
  const [from, to] = range.split("..");
  return {
    from: from || "HEAD",
    to: to!,
    reader: { git, root: git.root, place, path, building, timings },
    past,
  };
}

/** The build of a revision, or why there is none. */
export function readRevision(reader: RevisionReader, revision: string): RevisionSide | string {
  const { git, root, place } = reader;
  const id = git.resolve(revision);
  if (id === null) return `there is no revision \`${revision}\``;
  const entries = git.tree(id);
  if (isGitProblem(entries)) return entries.message;
  const host = treeHost(root, { id, entries }, git);
  const text = host.readText(`${root}/${place}`).text;
  if (text === undefined) return `\`${revision}\` has no readable \`${place}\``;
  const analysis = analyzeRevision(reader, text, host);
  return { id, host, analysis, contentOf: contentOf(analysis, root, { id, entries }) };
}

/** A text of the Dockerfile in its place, over the files of a host. */
export function analyzeRevision(
  { root, place, path, building, timings }: RevisionReader,
  text: string,
  host: Host,
  repository: Parameters<typeof analyzeInput>[0]["repository"] = null,
): Analysis {
  return analyzeInput({
    path,
    text,
    host,
    dockerfile: `${root}/${place}`,
    context: building.context,
    target: building.target,
    buildArgs: building.buildArgs,
    repository,
    timings,
  });
}

/** Mode and blob of context paths. */
function contentOf(
  analysis: Analysis,
  root: string,
  { id, entries }: { readonly id: string; readonly entries: readonly TreeEntry[] },
): (path: string) => string | null {
  const context = analysis.use(buildContext);
  const folder = context?.realRoot == null ? null : relativePath(context.realRoot, root);
  const contents = new Map<string, string>();
  for (const { path, mode, blob } of entries) {
    const below = folder === null ? null : relativePath(path, folder);
    if (below !== null) contents.set(below, `${mode} ${blob}`);
  }
  if (folder === ".") contents.set(head, id);
  return (path) => contents.get(path) ?? null;
}

/** The first line of a commit's message; empty when it can't be read. */
export function subjectOf({ git }: RevisionReader, id: string): string {
  const history = git.history({ limit: 1, branch: id });
  return isGitProblem(history) ? "" : (history.commits[0]?.subject ?? "");
}
