/**
 * What each package manager reads of a project, and how to let it read no more than that.
 * Source: the managers' documentation (see the rows of `package-managers.ts`) and public pull requests that repaired broken
 * splits (patches/, prisma/, workspace members); list as of 2026-11-21.
 */
export interface ProjectFiles {
  /** Key of `package-managers.ts`; `setuptools` is `pip install .`. */
  readonly manager: string;
  readonly ecosystem: Ecosystem;
  /** What it may read besides sources, in the order in which people write them. */
  readonly files: readonly ProjectFile[];
  /** The command that installs with nothing but these files present. */
  readonly install: string;
  /** The same without what only development needs; `null` where there is no such thing. */
  readonly production: string | null;
  /** Whether every project of it has a lockfile, so that a missing one is worth a word. */
  readonly locks: boolean;
  /** What goes wrong when people split the install from the sources. */
  readonly hazards: readonly string[];
}

export type Ecosystem =
  | "node"
  | "python"
  | "go"
  | "rust"
  | "maven"
  | "gradle"
  | "sbt"
  | "ruby"
  | "php"
  | "dotnet"
  | "elixir"
  | "haskell";

export interface ProjectFile {
  /** Relative to the project's directory; `*` within one part, `**` over any depth; ends in `/` for a directory. */
  readonly pattern: string;
  readonly role: "manifest" | "lockfile" | "configuration" | "hook";
  /** `frozen`: only an install that insists on the lockfile fails without it. */
  readonly required: "always" | "frozen" | "never";
  /** Manifests of the members of a workspace: many files, each in its own directory. */
  readonly member?: true;
}

type Required = ProjectFile["required"];

const manifest = (pattern: string, required: Required = "always"): ProjectFile => ({
  pattern,
  role: "manifest",
  required,
});
const lockfile = (pattern: string, required: Required = "frozen"): ProjectFile => ({
  pattern,
  role: "lockfile",
  required,
});
const configuration = (pattern: string): ProjectFile => ({
  pattern,
  role: "configuration",
  required: "never",
});
const hook = (pattern: string): ProjectFile => ({ pattern, role: "hook", required: "never" });
const member = (pattern: string): ProjectFile => ({
  pattern,
  role: "manifest",
  required: "never",
  member: true,
});

export const projectFiles: readonly ProjectFiles[] = [
  {
    manager: "npm",
    ecosystem: "node",
    files: [
      manifest("package.json"),
      lockfile("package-lock.json"),
      lockfile("npm-shrinkwrap.json", "never"),
      configuration(".npmrc"),
      member("**/package.json"),
      hook("patches/"),
      hook("prisma/"),
    ],
    install: "npm ci",
    production: "npm ci --omit=dev",
    locks: true,
    hazards: [
      "`npm ci` fails without a lockfile",
      "a `prepare` script of a development tool (husky) fails with `--omit=dev`",
      "NODE_ENV=production drops development dependencies that the build needs",
      "patch-package finds no patches, and says so without failing, when `patches/` is not copied first",
    ],
  },
  {
    manager: "yarn",
    ecosystem: "node",
    files: [
      manifest("package.json"),
      lockfile("yarn.lock"),
      configuration(".yarnrc"),
      configuration(".yarnrc.yml"),
      configuration(".npmrc"),
      configuration(".yarn/releases/"),
      configuration(".yarn/plugins/"),
      configuration(".yarn/patches/"),
      configuration(".pnp.cjs"),
      configuration(".pnp.loader.mjs"),
      member("**/package.json"),
      hook("patches/"),
      hook("prisma/"),
    ],
    install: "yarn install --frozen-lockfile",
    production: "yarn install --frozen-lockfile --production",
    locks: true,
    hazards: [
      "Yarn 1 resolves anew, without a word, when there is no lockfile",
      "with zero-installs `.yarn/cache` is an input of the install",
      "the `patch:` protocol needs the files under `.yarn/patches`",
    ],
  },
  {
    manager: "pnpm",
    ecosystem: "node",
    files: [
      manifest("package.json"),
      lockfile("pnpm-lock.yaml"),
      configuration("pnpm-workspace.yaml"),
      configuration(".npmrc"),
      configuration(".pnpmfile.cjs"),
      member("**/package.json"),
      hook("patches/"),
      hook("prisma/"),
    ],
    install: "pnpm install --frozen-lockfile",
    production: "pnpm install --frozen-lockfile --prod",
    locks: true,
    hazards: [
      "patched dependencies fail the install when `patches/` is not copied first",
      "a store on another file system is copied from, not linked to",
    ],
  },
  {
    manager: "bun",
    ecosystem: "node",
    files: [
      manifest("package.json"),
      lockfile("bun.lock"),
      lockfile("bun.lockb", "never"),
      configuration("bunfig.toml"),
      configuration(".npmrc"),
      member("**/package.json"),
      hook("patches/"),
      hook("prisma/"),
    ],
    install: "bun install --frozen-lockfile",
    production: "bun install --frozen-lockfile --production",
    locks: true,
    hazards: ["scripts of dependencies run only for `trustedDependencies`"],
  },
  {
    manager: "pip",
    ecosystem: "python",
    files: [manifest("requirements.txt", "never"), configuration("pip.conf")],
    install: "pip install -r requirements.txt",
    production: null,
    locks: false,
    hazards: ["`-e .` and `./package` need the sources", "`--no-cache-dir` makes a cache mount useless"],
  },
  {
    manager: "setuptools",
    ecosystem: "python",
    files: [
      manifest("pyproject.toml", "never"),
      manifest("setup.py", "never"),
      manifest("setup.cfg", "never"),
      configuration("MANIFEST.in"),
      configuration("README*"),
      configuration("LICENSE*"),
    ],
    install: "pip install -r requirements.txt",
    production: null,
    locks: false,
    hazards: [
      "the readme and licence files that the metadata names must exist",
      "setuptools-scm needs `.git` or SETUPTOOLS_SCM_PRETEND_VERSION",
    ],
  },
  {
    manager: "poetry",
    ecosystem: "python",
    files: [manifest("pyproject.toml"), lockfile("poetry.lock", "never"), configuration("poetry.toml")],
    install: "poetry install --no-root",
    production: "poetry install --no-root --only main",
    locks: true,
    hazards: ["installing the root package needs its readme and sources"],
  },
  {
    manager: "uv",
    ecosystem: "python",
    files: [
      manifest("pyproject.toml"),
      lockfile("uv.lock"),
      configuration(".python-version"),
      configuration("uv.toml"),
      member("**/pyproject.toml"),
    ],
    install: "uv sync --locked --no-install-project",
    production: "uv sync --locked --no-install-project --no-dev",
    locks: true,
    hazards: ["the second `uv sync` builds the project: it needs readme and sources"],
  },
  {
    manager: "pipenv",
    ecosystem: "python",
    files: [manifest("Pipfile", "never"), lockfile("Pipfile.lock")],
    install: "pipenv sync --system",
    production: null,
    locks: true,
    hazards: [],
  },
  {
    manager: "conda",
    ecosystem: "python",
    files: [manifest("environment.yml", "never"), lockfile("conda-lock.yml", "never")],
    install: "conda env create -f environment.yml",
    production: null,
    locks: false,
    hazards: [],
  },
  {
    manager: "go",
    ecosystem: "go",
    files: [
      manifest("go.mod"),
      lockfile("go.sum", "never"),
      configuration("go.work"),
      configuration("go.work.sum"),
      member("**/go.mod"),
    ],
    install: "go mod download",
    production: null,
    locks: false,
    hazards: [
      "`vendor/` makes the download pointless",
      "a module cache in a mount must be mounted in the build step as well",
      "private modules need GOPRIVATE and a secret",
    ],
  },
  {
    manager: "cargo",
    ecosystem: "rust",
    files: [
      manifest("Cargo.toml"),
      lockfile("Cargo.lock"),
      configuration("rust-toolchain.toml"),
      configuration("rust-toolchain"),
      configuration(".cargo/config.toml"),
      member("**/Cargo.toml"),
      hook("build.rs"),
    ],
    install: "cargo chef cook --release --recipe-path recipe.json",
    production: null,
    locks: true,
    hazards: [
      "Cargo wants a source file for each target: use cargo-chef or stubs",
      "`cook` and `build` must have the same profile, features and flags",
      "a binary in a mounted `target` must be copied out in the same RUN",
    ],
  },
  {
    manager: "maven",
    ecosystem: "maven",
    files: [
      manifest("pom.xml"),
      member("**/pom.xml"),
      configuration(".mvn/"),
      configuration("mvnw"),
      configuration("settings.xml"),
    ],
    install: "mvn -B dependency:go-offline",
    production: null,
    locks: false,
    hazards: [
      "`dependency:go-offline` misses what plugins fetch at run time",
      "it fails on modules that depend on sibling snapshots",
    ],
  },
  {
    manager: "gradle",
    ecosystem: "gradle",
    files: [
      manifest("settings.gradle", "never"),
      manifest("settings.gradle.kts", "never"),
      manifest("build.gradle", "never"),
      manifest("build.gradle.kts", "never"),
      lockfile("gradle.lockfile", "never"),
      configuration("gradle.properties"),
      configuration("gradlew"),
      configuration("gradle/"),
      configuration("buildSrc/"),
      configuration("build-logic/"),
      member("**/build.gradle"),
      member("**/build.gradle.kts"),
    ],
    install: "./gradlew dependencies --no-daemon",
    production: null,
    locks: false,
    hazards: ["Gradle has no command that downloads everything; `dependencies` covers most"],
  },
  {
    manager: "sbt",
    ecosystem: "sbt",
    files: [
      manifest("build.sbt"),
      configuration("project/build.properties"),
      configuration("project/*.sbt"),
      configuration("project/*.scala"),
    ],
    install: "sbt update",
    production: null,
    locks: false,
    hazards: [],
  },
  {
    manager: "bundler",
    ecosystem: "ruby",
    files: [
      manifest("Gemfile"),
      lockfile("Gemfile.lock"),
      configuration(".ruby-version"),
      configuration(".tool-versions"),
      configuration("*.gemspec"),
      configuration("vendor/cache/"),
    ],
    install: "bundle install",
    production: "BUNDLE_WITHOUT=development:test bundle install",
    locks: true,
    hazards: ["a Gemfile that reads other files (`eval_gemfile`, `path:`, `.ruby-version`) needs them too"],
  },
  {
    manager: "composer",
    ecosystem: "php",
    files: [manifest("composer.json"), lockfile("composer.lock", "never"), configuration("symfony.lock")],
    install: "composer install --no-scripts --no-autoloader --prefer-dist",
    production: "composer install --no-dev --no-scripts --no-autoloader --prefer-dist",
    locks: true,
    hazards: [
      "scripts run `artisan` or `bin/console`, which is not there yet",
      "class maps and autoloaded files need the sources: run `composer dump-autoload` after they are copied",
    ],
  },
  {
    manager: "dotnet",
    ecosystem: "dotnet",
    files: [
      manifest("*.sln", "never"),
      manifest("*.slnx", "never"),
      manifest("*.csproj", "never"),
      manifest("*.fsproj", "never"),
      manifest("*.vbproj", "never"),
      member("**/*.csproj"),
      member("**/*.fsproj"),
      configuration("Directory.Build.props"),
      configuration("Directory.Build.targets"),
      configuration("Directory.Packages.props"),
      configuration("nuget.config"),
      configuration("NuGet.config"),
      configuration("NuGet.Config"),
      configuration("global.json"),
      lockfile("packages.lock.json"),
      configuration(".config/dotnet-tools.json"),
    ],
    install: "dotnet restore",
    production: null,
    locks: false,
    hazards: [
      "a COPY with a glob puts all project files into one directory",
      "runtime identifier and configuration of `publish` must be those of `restore`",
    ],
  },
  {
    manager: "mix",
    ecosystem: "elixir",
    files: [
      manifest("mix.exs"),
      lockfile("mix.lock", "never"),
      configuration("config/config.exs"),
      configuration("config/prod.exs"),
      member("apps/*/mix.exs"),
    ],
    install: "mix deps.get && mix deps.compile",
    production: "mix deps.get --only prod && mix deps.compile",
    locks: true,
    hazards: ["dependencies read the compile-time configuration"],
  },
  {
    manager: "cabal",
    ecosystem: "haskell",
    files: [
      manifest("*.cabal", "never"),
      configuration("cabal.project"),
      lockfile("cabal.project.freeze", "never"),
    ],
    install: "cabal build --only-dependencies",
    production: null,
    locks: false,
    hazards: ["Cabal may want the licence and extra source files that the package lists"],
  },
  {
    manager: "stack",
    ecosystem: "haskell",
    files: [
      manifest("stack.yaml"),
      lockfile("stack.yaml.lock", "never"),
      manifest("package.yaml", "never"),
      manifest("*.cabal", "never"),
    ],
    install: "stack build --only-dependencies",
    production: null,
    locks: false,
    hazards: [],
  },
];

const byManager = new Map(projectFiles.map((row) => [row.manager, row]));

/** What a manager reads of a project; `null` for managers of system packages. */
export function projectFilesOf(manager: string): ProjectFiles | null {
  return byManager.get(manager) ?? null;
}
