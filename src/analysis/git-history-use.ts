import { baseName } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { commands } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/** Commands of git that read the repository they stand in. */
const readingCommands: ReadonlySet<string> = new Set([
  "branch",
  "describe",
  "diff",
  "log",
  "ls-files",
  "name-rev",
  "rev-list",
  "rev-parse",
  "show",
  "status",
  "submodule",
  "tag",
  // `git config --add safe.directory /src` is written where git is to read a repository of another user.
  "safe.directory",
]);

/** Files that say how the version of a project, or of a part of it, is made. */
const versionFiles: ReadonlySet<string> = new Set([
  "setup.py",
  "setup.cfg",
  "pyproject.toml",
  "Cargo.toml",
  "build.rs",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "build.sbt",
  "package.json",
  "Makefile",
  "justfile",
  "Taskfile.yml",
  "mix.exs",
  "Directory.Build.props",
  "version.json",
  "magefile.go",
]);
/** A file that a step runs may ask git as well: `python version.py`. */
const script = /[^/]\.(?:sh|bash|py|rb|pl|[cm]?js|ts|php)$/;
/** Members of workspaces are folders of folders. */
const deepestPart = 3;
const mostReads = 200;

/**
 * What takes a version from git: its commands, and the plugins of build tools whose documentation says so (setuptools-scm, hatch-vcs,
 * versioneer, pbr, poetry-dynamic-versioning, vergen, git-version, GitVersion, MinVer, Nerdbank.GitVersioning, axion-release,
 * git-commit-id, jgitver, sbt-git, sbt-dynver; list as of 2026-11).
 */
const versionFromGit =
  /\bgit\s+(?:describe|rev-parse|log|rev-list|show|name-rev)\b|["']git["'],\s*(?:\[\s*)?["'](?:describe|rev-parse|log|rev-list|show|name-rev)\b|Command::new\("git"\)|exec\.Command(?:Context)?\((?:\w+,\s*)?"git"|setuptools[-_]scm|hatch-vcs|versioneer|\bpbr\b|poetry-dynamic-versioning|uv-dynamic-versioning|vergen|git-?version|gitversion|minver|nerdbank|axion-release|git-commit-id|jgitver|grgit|sbt-git|sbt-dynver|git-rev/i;

/** Whether something in the build seems to read the history of the repository, so that `.git` belongs into the context. */
export const usesGitHistory = defineFact("git-history-use", ({ host, use }): boolean => {
  const graph = use(stageGraph);
  const scripts = new Set<string>();
  for (const { step, command } of use(commands).inRuns()) {
    if (!graph.isReachable(step.stage)) continue;
    for (const { text } of command.words) {
      if (command.name === "git" && readingCommands.has(text)) return true;
      if (script.test(text)) scripts.add(baseName(text));
    }
  }
  const context = use(buildContext);
  if (host === null || context === null) return false;
  const depthOf = (path: string): number => path.split("/").length;
  const candidates = context
    .files()
    .files.map(({ path }) => path)
    .filter((path) => versionFiles.has(baseName(path)) || scripts.has(baseName(path)))
    .filter((path) => depthOf(path) <= deepestPart)
    .sort((one, other) => depthOf(one) - depthOf(other));
  return candidates.slice(0, mostReads).some((path) => {
    const { text } = host.readText(inContext(context.root, path));
    return text !== undefined && versionFromGit.test(text);
  });
});
