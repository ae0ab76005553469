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
  readonly holds: ClutterContent;
  /** `always`: no build needs it · `usually`: some builds do (`dist`, `build`, `vendor` of a release job). */
  readonly needless: "always" | "usually";
  /** Files of which one stands beside it when it is what its name says; any place will do when empty. */
  readonly beside: readonly string[];
}

/** `volatile`: changes with every run of something, and so makes steps miss the cache · `settled`: seldom changes by itself. */
export type ClutterContent =
  | "history"
  | "node-dependencies"
  | "dependencies"
  | "output"
  | "volatile"
  | "settled";

interface About {
  readonly why: string;
  readonly holds: ClutterContent;
}

const about = (why: string, holds: ClutterContent): About => ({ why, holds });

const history = about("every commit changes it, so every `COPY . .` misses the cache", "history");
const editor = about("settings of an editor, different on each machine", "settled");
const workspace = about("settings of an editor, rewritten while one works", "volatile");
const nodeModules = about(
  "dependencies of the host's platform, which the image installs itself",
  "node-dependencies",
);
const cache = about("a tool's cache, rewritten on every run", "volatile");
const output = about("build output, which the image builds itself", "output");
const byteCode = about("byte code of the host's Python", "volatile");
const environment = about("a virtual environment with paths of the host", "dependencies");
const log = about("a log file", "volatile");
const fetched = about("dependencies, which the image fetches itself", "dependencies");

export const clutter: readonly Clutter[] = [
  directory(".git", history, "always"),
  directory(".svn", history, "always"),
  directory(".hg", history, "always"),
  directory("node_modules", nodeModules, "always"),
  directory("bower_components", nodeModules, "always"),
  directory("__pycache__", byteCode, "always"),
  file("*.pyc", byteCode, "always"),
  file("*.pyo", byteCode, "always"),
  directory(".venv", environment, "always"),
  directory("venv", environment, "always"),
  directory(".tox", about("virtual environments of test runs", "volatile"), "always"),
  directory(".nox", about("virtual environments of test runs", "volatile"), "always"),
  directory(".pytest_cache", cache, "always"),
  directory(".mypy_cache", cache, "always"),
  directory(".ruff_cache", cache, "always"),
  directory(".hypothesis", cache, "always"),
  directory(".ipynb_checkpoints", about("saved states of notebooks", "volatile"), "always"),
  directory("htmlcov", about("a coverage report", "volatile"), "always"),
  file(".coverage", about("coverage data", "volatile"), "always"),
  directory("*.egg-info", about("metadata of a local install", "settled"), "usually"),
  directory("coverage", about("a coverage report", "volatile"), "usually"),
  directory(".nyc_output", about("coverage data", "volatile"), "always"),
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
  directory("target", output, "always", ["pom.xml", "Cargo.toml", "build.sbt"]),
  directory("bin", output, "usually", ["*.csproj", "*.fsproj", "*.vbproj"]),
  directory("obj", output, "always", ["*.csproj", "*.fsproj", "*.vbproj"]),
  directory("_build", output, "usually", ["mix.exs"]),
  directory("deps", fetched, "usually", ["mix.exs"]),
  directory(".stack-work", output, "always"),
  directory("dist-newstyle", output, "always"),
  directory(".bundle", about("settings of Bundler on the host", "settled"), "usually"),
  directory("vendor/bundle", about("gems of the host's platform", "dependencies"), "always"),
  directory(".terraform", about("downloaded providers and state of infrastructure", "volatile"), "always"),
  file("*.tfstate", about("state of infrastructure, with secrets", "volatile"), "always"),
  directory("logs", about("log files", "volatile"), "usually"),
  file("*.log", log, "always"),
  directory("tmp", about("temporary files", "volatile"), "usually"),
  file("*.swp", about("an editor's swap file", "volatile"), "always"),
  file("*~", about("an editor's backup file", "volatile"), "always"),
  directory(".idea", workspace, "always"),
  directory(".vscode", editor, "always"),
  directory(".vs", editor, "always"),
  file("*.iml", editor, "always"),
  file(".DS_Store", about("folder settings of macOS", "volatile"), "always"),
  file("Thumbs.db", about("thumbnails of Windows", "settled"), "always"),
  file("*.tsbuildinfo", cache, "always"),
  file("npm-debug.log*", log, "always"),
  file("yarn-error.log", log, "always"),
  directory(".vagrant", about("state of a virtual machine", "volatile"), "always"),
  directory(".serverless", output, "always"),
  directory(".aws-sam", output, "always"),
  directory(".direnv", cache, "always"),
];

function directory(
  name: string,
  { why, holds }: About,
  needless: Clutter["needless"],
  beside: readonly string[] = [],
): Clutter {
  return { pattern: `**/${name}`, name, kind: "directory", why, holds, needless, beside };
}

function file(name: string, { why, holds }: About, needless: Clutter["needless"]): Clutter {
  return { pattern: `**/${name}`, name, kind: "file", why, holds, needless, beside: [] };
}

const byLastPart = new Map<string, readonly Clutter[]>();
const patterns = clutter.filter(({ name }) => name.includes("*"));
for (const row of clutter) {
  if (row.name.includes("*")) continue;
  const last = row.name.slice(row.name.lastIndexOf("/") + 1);
  byLastPart.set(last, [...(byLastPart.get(last) ?? []), row]);
}

/** The row for a folder or file of this path (`web/node_modules`), whatever stands beside it; `null` when there is none. */
export function clutterNamed(path: string, kind: Clutter["kind"]): Clutter | null {
  const last = path.slice(path.lastIndexOf("/") + 1);
  const exact = byLastPart
    .get(last)
    ?.find((row) => row.kind === kind && (row.name === last || `/${path}`.endsWith(`/${row.name}`)));
  return exact ?? patterns.find((row) => row.kind === kind && fits(last, row.name)) ?? null;
}

/** Patterns of the table have one star, at an end. */
function fits(name: string, pattern: string): boolean {
  return pattern.startsWith("*") ? name.endsWith(pattern.slice(1)) : name.startsWith(pattern.slice(0, -1));
}
