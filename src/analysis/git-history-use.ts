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
]);

/** Files at the top of a project that say how its version is made. */
const versionFiles = [
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
];

/**
 * What takes a version from git: its commands, and the plugins of build tools whose documentation says so (setuptools-scm, hatch-vcs,
 * versioneer, pbr, poetry-dynamic-versioning, vergen, git-version, GitVersion, MinVer, Nerdbank.GitVersioning, axion-release,
 * git-commit-id, jgitver, sbt-git, sbt-dynver; list as of 2026-11).
 */
const versionFromGit =
  /\bgit\s+(?:describe|rev-parse|log|rev-list|show|name-rev)\b|"git",\s*(?:\[\s*)?"|setuptools[-_]scm|hatch-vcs|versioneer|\bpbr\b|poetry-dynamic-versioning|uv-dynamic-versioning|vergen|git-?version|gitversion|minver|nerdbank|axion-release|git-commit-id|jgitver|grgit|sbt-git|sbt-dynver|git-rev/i;

/** Whether something in the build seems to read the history of the repository, so that `.git` belongs into the context. */
export const usesGitHistory = defineFact("git-history-use", ({ host, use }): boolean => {
  const graph = use(stageGraph);
  for (const { step, command } of use(commands).inRuns()) {
    if (command.name !== "git" || !graph.isReachable(step.stage)) continue;
    if (command.words.some(({ text }) => readingCommands.has(text))) return true;
  }
  const context = use(buildContext);
  if (host === null || context === null) return false;
  return versionFiles.some((name) => {
    const { text } = host.readText(inContext(context.root, name));
    return text !== undefined && versionFromGit.test(text);
  });
});
