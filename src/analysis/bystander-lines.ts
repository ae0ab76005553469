import { type Bystander, bystanders, namingFiles } from "../knowledge/bystanders.ts";
import { baseName } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { commands } from "./commands.ts";
import type { ContextFile } from "./context-listing.ts";
import { contextRequests } from "./context-requests.ts";
import { contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type PathMatcher, parseIgnoreFile } from "./ignore-patterns.ts";
import { installs } from "./installs.ts";
import { neededFiles } from "./manifests.ts";
import { stageGraph } from "./stage-graph.ts";

/** Files beside the program that steps of the target read, and that nothing which is read here names. */
export interface BystanderLine {
  readonly row: Bystander;
  readonly matcher: PathMatcher;
  readonly files: readonly ContextFile[];
}

/** In the order of the table. What the Dockerfile, a manifest, a script or a command names is left out. Linear in the files of the context. */
export const bystanderLines = defineFact("bystander-lines", (analysis): readonly BystanderLine[] => {
  const graph = analysis.use(stageGraph);
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null) return [];
  const uses = [...analysis.use(contextUses).values()]
    .flat()
    .filter(({ step }) => graph.isReachable(step.stage));
  const files = [
    ...new Map(
      uses.slice(0, mostUses).flatMap((use) => (use.files() ?? []).map((file) => [file.path, file] as const)),
    ).values(),
  ];
  if (files.length === 0) return [];
  const named = analysis
    .use(contextRequests)
    .flatMap(({ sources }) => sources.filter(({ known, path }) => known && path !== "."));
  const chosen = new Set(
    uses
      .filter(({ whole, sources }) => !whole && sources.some(({ wildcard }) => wildcard))
      .flatMap((use) => (use.files() ?? []).map(({ path }) => path)),
  );
  const needed = new Set(
    analysis
      .use(installs)
      .slice(0, mostInstalls)
      .flatMap((install) => neededFiles(analysis, install).files),
  );
  const words: string[] = [];
  for (const { step, command } of analysis.use(commands).inRuns()) {
    // The program of the shell, not the task.
    if (words.length > mostWords || !graph.isReachable(step.stage) || command.name === "test") continue;
    for (const { text } of command.words) words.push(text);
  }
  const texts = [...words, ...namingTexts(analysis, files, words)];
  const takenBack = (context.ignoreFile?.patterns ?? []).filter(({ negated }) => negated);
  return bystanders.flatMap((row): readonly BystanderLine[] => {
    const { matcher } = parseIgnoreFile(row.pattern);
    const own = files.filter(({ path }) => matcher.matches(path));
    const isNeeded =
      own.length === 0 ||
      own.some(({ path }) => needed.has(path) || chosen.has(path)) ||
      named.some(({ path }) => matcher.matches(path)) ||
      takenBack.some(({ path }) => matcher.matches(path)) ||
      words.some((word) => row.readBy.test(word)) ||
      texts.some((text) => row.named.test(text));
    return isNeeded ? [] : [{ row, matcher, files: own }];
  });
});

/** Bounds for files with thousands of steps. */
const mostUses = 50;
const mostInstalls = 20;
const mostWords = 5000;
const mostReads = 60;
const deepest = 3;
const script = /[^/]\.(?:sh|bash|py|rb|pl|[cm]?js|ts|php)$/;

/** Texts that say what a build reads: manifests, and scripts that a RUN names. */
function namingTexts(
  { host, use }: Analysis,
  files: readonly ContextFile[],
  words: readonly string[],
): readonly string[] {
  const context = use(buildContext);
  if (host === null || context === null) return [];
  const scripts = new Set(words.filter((word) => script.test(word)).map(baseName));
  return files
    .filter(({ path, size }) => {
      const name = baseName(path);
      const isNaming = namingFiles.test(name) || scripts.has(name);
      return isNaming && size < 500_000 && path.split("/").length <= deepest;
    })
    .slice(0, mostReads)
    .map(({ path }) => withoutTests(baseName(path), host.readText(inContext(context.root, path)).text ?? ""));
}

/** What tests and checks of style read says nothing of a build. */
function withoutTests(name: string, text: string): string {
  if (name === "package.json")
    return text.replace(/^\s*"[\w:-]*(?:test|lint|format|e2e|cover|docs)[\w:-]*"\s*:\s*"[^"]*",?$/gm, "");
  if (name !== "pyproject.toml") return text;
  return text.replace(
    /^\[+tool\.(?:pytest|ruff|mypy|coverage|black|isort|pyright|pylint|tox|nox)[^\n]*\n(?:(?!\[)[^\n]*\n?)*/gm,
    "",
  );
}
