/**
 * Files and folders that a build seldom needs and that cost time, space or cache hits when they are in the build context.
 * Source: GitHub's gitignore templates (https://github.com/github/gitignore) and the documentation of the named tools; list
 * as of 2026-11.
 */
export interface Clutter {
  /** Pattern of `.dockerignore` that keeps it out at any depth. */
  readonly pattern: string;
  /** Last part of the path: an exact name, or `*.` and an ending. */
  readonly name: string;
  readonly kind: "directory" | "file";
  readonly why: string;
  /** `always`: no build needs it · `usually`: some builds do (`dist`, `build`, `vendor` of a release job). */
  readonly needless: "always" | "usually";
  /** Files of which one stands beside it when it is what its name says; any place will do when empty. */
  readonly beside: readonly string[];
}

const history = "every commit changes it, so every `COPY . .` misses the cache";
const editor = "settings of an editor, different on each machine";
const nodeModules = "dependencies of the host's platform, which the image installs itself";
const cache = "a tool's cache, rewritten on every run";
const output = "build output, which the image builds itself";

export const clutter: readonly Clutter[] = [
  directory(".git", history, "always"),
  directory(".svn", history, "always"),
  directory(".hg", history, "always"),
  directory("node_modules", nodeModules, "always"),
  directory("bower_components", nodeModules, "always"),
  directory("__pycache__", "byte code of the host's Python", "always"),
  file("*.pyc", "byte code of the host's Python", "always"),
  file("*.pyo", "byte code of the host's Python", "always"),
  directory(".venv", "a virtual environment with paths of the host", "always"),
  directory("venv", "a virtual environment with paths of the host", "always"),
  directory(".tox", "virtual environments of test runs", "always"),
  directory(".nox", "virtual environments of test runs", "always"),
  directory(".pytest_cache", cache, "always"),
  directory(".mypy_cache", cache, "always"),
  directory(".ruff_cache", cache, "always"),
  directory(".hypothesis", cache, "always"),
  directory(".ipynb_checkpoints", "saved states of notebooks", "always"),
  directory("htmlcov", "a coverage report", "always"),
  file(".coverage", "coverage data", "always"),
  directory("*.egg-info", "metadata of a local install", "usually"),
  directory("coverage", "a coverage report", "usually"),
  directory(".nyc_output", "coverage data", "always"),
  directory(".next", output, "usually"),
  directory(".nuxt", output, "usually"),
  directory(".svelte-kit", output, "usually"),
  directory(".turbo", cache, "always"),
  directory(".parcel-cache", cache, "always"),
  directory(".cache", cache, "usually"),
  file(".eslintcache", cache, "always"),
  directory(".gradle", cache, "always"),
  directory("dist", output, "usually", ["package.json", "pyproject.toml", "setup.py"]),
  directory("build", output, "usually", [
    "package.json",
    "build.gradle",
    "build.gradle.kts",
    "setup.py",
    "CMakeLists.txt",
  ]),
  directory("target", output, "usually", ["pom.xml", "Cargo.toml", "build.sbt"]),
  directory("bin", output, "usually", ["*.csproj", "*.fsproj", "*.vbproj"]),
  directory("obj", output, "usually", ["*.csproj", "*.fsproj", "*.vbproj"]),
  directory("_build", output, "usually", ["mix.exs"]),
  directory("deps", "dependencies, which the image fetches itself", "usually", ["mix.exs"]),
  directory(".stack-work", output, "always"),
  directory("dist-newstyle", output, "always"),
  directory(".bundle", "settings of Bundler on the host", "usually"),
  directory("vendor/bundle", "gems of the host's platform", "always"),
  directory(".terraform", "downloaded providers and state of infrastructure", "always"),
  file("*.tfstate", "state of infrastructure, with secrets", "always"),
  directory("logs", "log files", "usually"),
  file("*.log", "a log file", "always"),
  directory("tmp", "temporary files", "usually"),
  file("*.swp", "an editor's swap file", "always"),
  file("*~", "an editor's backup file", "always"),
  directory(".idea", editor, "always"),
  directory(".vscode", editor, "always"),
  directory(".vs", editor, "always"),
  file("*.iml", editor, "always"),
  file(".DS_Store", "folder settings of macOS", "always"),
  file("Thumbs.db", "thumbnails of Windows", "always"),
  file("*.tsbuildinfo", cache, "always"),
  file("npm-debug.log*", "a log file", "always"),
  file("yarn-error.log", "a log file", "always"),
  directory(".vagrant", "state of a virtual machine", "always"),
  directory(".serverless", output, "always"),
  directory(".aws-sam", output, "always"),
  directory(".direnv", cache, "always"),
];

function directory(
  name: string,
  why: string,
  needless: Clutter["needless"],
  beside: readonly string[] = [],
): Clutter {
  return { pattern: `**/${name}`, name, kind: "directory", why, needless, beside };
}

function file(name: string, why: string, needless: Clutter["needless"]): Clutter {
  return { pattern: `**/${name}`, name, kind: "file", why, needless, beside: [] };
}
