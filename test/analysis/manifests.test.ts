import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { installs } from "../../src/analysis/installs.ts";
import { type NeededFiles, neededFiles } from "../../src/analysis/manifests.ts";
import { type MemoryFile, memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

type Files = Readonly<Record<string, MemoryFile>>;

/** What the first install of a Dockerfile needs of the context `/p`. */
function needs(dockerfile: string, files: Files): NeededFiles {
  const host = memoryHost(
    Object.fromEntries(Object.entries(files).map(([path, file]) => [`/p/${path}`, file])),
  );
  const analysis = analyze(buildFile("Dockerfile", dockerfile), host, {
    path: "/p/Dockerfile",
    context: "/p",
  });
  const [install] = analysis.use(installs);
  if (install === undefined) throw new Error("no install");
  return neededFiles(analysis, install);
}

/** The usual Dockerfile: everything is copied to `/app`, then one command runs. */
const naive = (command: string): string => `FROM image\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`;

const json = (value: unknown): string => JSON.stringify(value);

interface Case {
  readonly name: string;
  readonly command: string;
  readonly files: Files;
  readonly needed: readonly string[];
  readonly obstacles?: readonly string[];
  /** One of the obstacles rules the split out. */
  readonly prevented?: true;
  readonly incomplete?: true;
  readonly missingLockfile?: true;
}

const cases: readonly Case[] = [
  {
    name: "npm with a lockfile",
    command: "npm ci",
    files: { "package.json": "{}", "package-lock.json": "{}", ".npmrc": "", "src/a.js": "" },
    needed: ["package.json", "package-lock.json", ".npmrc"],
  },
  {
    name: "npm with a shrinkwrap file",
    command: "npm ci",
    files: { "package.json": "{}", "npm-shrinkwrap.json": "{}" },
    needed: ["package.json", "npm-shrinkwrap.json"],
  },
  {
    name: "npm without a lockfile",
    command: "npm install",
    files: { "package.json": "{}", "index.js": "" },
    needed: ["package.json"],
    missingLockfile: true,
  },
  {
    name: "npm ci without the lockfile that it wants",
    command: "npm ci",
    files: { "package.json": "{}" },
    needed: ["package.json"],
    missingLockfile: true,
    incomplete: true,
  },
  {
    name: "npm workspaces",
    command: "npm ci",
    files: {
      "package.json": json({ workspaces: ["packages/*", "apps/web"] }),
      "package-lock.json": "{}",
      "packages/a/package.json": "{}",
      "packages/b/package.json": "{}",
      "packages/b/node_modules/c/package.json": "{}",
      "packages/b/deep/package.json": "{}",
      "apps/web/package.json": "{}",
      "apps/api/package.json": "{}",
    },
    needed: [
      "package.json",
      "package-lock.json",
      "apps/web/package.json",
      "packages/a/package.json",
      "packages/b/package.json",
    ],
  },
  {
    name: "workspaces in an object, with an exclusion",
    command: "yarn install --frozen-lockfile",
    files: {
      "package.json": json({ workspaces: { packages: ["libs/**", "!libs/old"] } }),
      "yarn.lock": "",
      "libs/x/y/package.json": "{}",
      "libs/old/package.json": "{}",
    },
    needed: ["package.json", "yarn.lock", "libs/x/y/package.json"],
  },
  {
    name: "a pnpm workspace with patches",
    command: "pnpm install --frozen-lockfile",
    files: {
      "package.json": json({ pnpm: { patchedDependencies: { "a@1": "patches/a@1.patch" } } }),
      "pnpm-lock.yaml": "",
      "pnpm-workspace.yaml":
        "packages:\n  - 'apps/*' # all\n  - \"!apps/old\"\npatchedDependencies:\n  b@2: patches/b.patch\n",
      "apps/a/package.json": "{}",
      "apps/old/package.json": "{}",
      "patches/a@1.patch": "",
      "patches/b.patch": "",
    },
    needed: [
      "package.json",
      "pnpm-lock.yaml",
      "pnpm-workspace.yaml",
      "apps/a/package.json",
      "patches/a@1.patch",
      "patches/b.patch",
    ],
  },
  {
    name: "pnpm fetch reads the lockfile only",
    command: "pnpm fetch",
    files: { "package.json": "{}", "pnpm-lock.yaml": "", ".npmrc": "" },
    needed: ["pnpm-lock.yaml", ".npmrc"],
  },
  {
    name: "patch-package and a script of the project",
    command: "npm ci",
    files: {
      "package.json": json({
        scripts: { postinstall: "patch-package && node scripts/fix.js", prepare: "husky install" },
      }),
      "package-lock.json": "{}",
      "patches/a+1.0.0.patch": "",
      "scripts/fix.js": "",
    },
    needed: ["package.json", "package-lock.json", "patches/", "scripts/fix.js"],
    obstacles: ["`postinstall` runs `scripts/fix.js`"],
  },
  {
    name: "scripts that are not run",
    command: "npm ci --ignore-scripts",
    files: {
      "package.json": json({ scripts: { postinstall: "node scripts/fix.js" } }),
      "package-lock.json": "{}",
      "scripts/fix.js": "",
    },
    needed: ["package.json", "package-lock.json"],
  },
  {
    name: "a prepare script that builds, through another script",
    command: "npm ci",
    files: {
      "package.json": json({ scripts: { prepare: "npm run build", build: "NODE_ENV=production tsc -p ." } }),
      "package-lock.json": "{}",
    },
    needed: ["package.json", "package-lock.json"],
    obstacles: ["`prepare` runs `tsc -p .`, which reads the sources"],
  },
  {
    name: "scripts that call each other",
    command: "npm ci",
    files: {
      "package.json": json({ scripts: { postinstall: "npm run a", a: "npm run b", b: "npm run a" } }),
      "package-lock.json": "{}",
    },
    needed: ["package.json", "package-lock.json"],
  },
  {
    name: "prisma",
    command: "npm ci",
    files: {
      "package.json": json({ dependencies: { "@prisma/client": "5" } }),
      "package-lock.json": "{}",
      "prisma/schema.prisma": "",
    },
    needed: ["package.json", "package-lock.json", "prisma/"],
  },
  {
    name: "local dependencies",
    command: "npm ci",
    files: {
      "package.json": json({ dependencies: { a: "file:libs/a", b: "file:./b.tgz", c: "1.0.0" } }),
      "package-lock.json": "{}",
      "libs/a/package.json": "{}",
      "libs/a/index.js": "",
      "b.tgz": "",
    },
    needed: ["package.json", "package-lock.json", "libs/a/", "b.tgz"],
  },
  {
    name: "a dependency outside the context",
    command: "npm ci",
    files: { "package.json": json({ dependencies: { a: "file:../a" } }), "package-lock.json": "{}" },
    needed: ["package.json", "package-lock.json"],
    obstacles: ["`../a` lies outside the build context"],
  },
  {
    name: "broken JSON",
    command: "npm ci",
    files: { "package.json": "{", "package-lock.json": "{}" },
    needed: ["package.json", "package-lock.json"],
    obstacles: ["`package.json` is no valid JSON object"],
    incomplete: true,
  },
  {
    name: "Yarn 2 with its release and zero-installs",
    command: "yarn install --immutable",
    files: {
      "package.json": json({ resolutions: { x: "patch:x@npm:1.0.0#./patches/x.patch" } }),
      "yarn.lock": "",
      ".yarnrc.yml": "",
      ".yarn/releases/yarn-4.cjs": "",
      ".yarn/cache/a.zip": "",
      "patches/x.patch": "",
    },
    needed: [
      "package.json",
      "yarn.lock",
      ".yarnrc.yml",
      ".yarn/releases/",
      "patches/x.patch",
      ".yarn/cache/",
    ],
  },
  {
    name: "Bun with its older lockfile",
    command: "bun install --frozen-lockfile",
    files: { "package.json": "{}", "bun.lockb": "" },
    needed: ["package.json", "bun.lockb"],
  },
  {
    name: "pip with files that include others",
    command: "pip install -r requirements/prod.txt",
    files: {
      "requirements/prod.txt": "-r base.txt\n-c ../constraints.txt  # pins\nflask==2\n",
      "requirements/base.txt": "-r prod.txt\nrequests\n",
      "constraints.txt": "",
      "requirements/dev.txt": "",
    },
    needed: ["requirements/prod.txt", "requirements/base.txt", "constraints.txt"],
  },
  {
    name: "pip with the project itself in requirements.txt",
    command: "pip install -r requirements.txt",
    files: { "requirements.txt": "flask\n-e .\n", "setup.py": "" },
    needed: ["requirements.txt"],
    obstacles: ["`requirements.txt` installs `-e .`"],
    prevented: true,
  },
  {
    name: "pip with a local package",
    command: "pip install -r requirements.txt",
    files: {
      "requirements.txt": "./libs/a\nb @ file:libs/b.whl\ngit+https://example.org/x\n",
      "libs/a/setup.py": "",
    },
    needed: ["requirements.txt", "libs/a/"],
  },
  {
    name: "pip without its file",
    command: "pip install -r requirements.txt",
    files: { "app.py": "" },
    needed: ["requirements.txt"],
    incomplete: true,
  },
  {
    name: "poetry",
    command: "poetry install --no-root",
    files: {
      "pyproject.toml":
        '[tool.poetry.dependencies]\npython = "^3.12"\nshared = { path = "libs/shared", develop = true }\n[tool.pytest.ini_options]\npath = "nowhere"\n',
      "poetry.lock": "",
      "libs/shared/pyproject.toml": "",
    },
    needed: ["pyproject.toml", "poetry.lock", "libs/shared/"],
  },
  {
    name: "poetry with the root package",
    command: "poetry install",
    files: { "pyproject.toml": '[tool.poetry]\nreadme = "README.md"\n', "poetry.lock": "", "README.md": "" },
    needed: ["pyproject.toml", "poetry.lock", "README.md"],
  },
  {
    name: "a uv workspace",
    command: "uv sync --locked --no-install-workspace",
    files: {
      "pyproject.toml":
        '[tool.uv.workspace]\nmembers = [\n  "packages/*", # all\n]\nexclude = ["packages/old"]\n',
      "uv.lock": "",
      ".python-version": "3.12",
      "packages/a/pyproject.toml": "",
      "packages/old/pyproject.toml": "",
    },
    needed: ["pyproject.toml", "uv.lock", ".python-version", "packages/a/pyproject.toml"],
  },
  {
    name: "pipenv",
    command: "pipenv install --deploy",
    files: { Pipfile: '[packages]\na = {path = "."}\n', "Pipfile.lock": "" },
    needed: ["Pipfile", "Pipfile.lock"],
    obstacles: ["`Pipfile` installs its own folder"],
    prevented: true,
  },
  {
    name: "conda",
    command: "conda env create -f environment.yml",
    files: {
      "environment.yml": "dependencies:\n  - pip:\n    - -r requirements.txt\n",
      "requirements.txt": "",
    },
    needed: ["environment.yml", "requirements.txt"],
  },
  {
    name: "Go with a local module",
    command: "go mod download",
    files: {
      "go.mod": "module m\nreplace (\n\texample.org/x => ./x\n\texample.org/y => example.org/z v1\n)\n",
      "go.sum": "",
      "x/go.mod": "module x",
      "x/x.go": "",
    },
    needed: ["go.mod", "go.sum", "x/go.mod"],
  },
  {
    name: "a Go workspace",
    command: "go mod download",
    files: {
      "go.mod": "",
      "go.work": "go 1.22\nuse (\n\t.\n\t./api\n)\n",
      "api/go.mod": "",
      "api/go.sum": "",
    },
    needed: ["go.mod", "go.work", "api/go.mod", "api/go.sum"],
  },
  {
    name: "Go with vendored modules",
    command: "go build ./...",
    files: { "go.mod": "", "go.sum": "", "vendor/modules.txt": "" },
    needed: ["go.mod", "go.sum"],
    obstacles: ["`vendor/` already holds the dependencies"],
    prevented: true,
  },
  {
    name: "a Cargo workspace",
    command: "cargo build --release",
    files: {
      "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n[dependencies]\nutil = { path = "util" }\n',
      "Cargo.lock": "",
      "crates/a/Cargo.toml": "",
      "util/Cargo.toml": "",
      "src/main.rs": "",
    },
    needed: ["Cargo.toml", "Cargo.lock", "util/Cargo.toml", "crates/a/Cargo.toml"],
    obstacles: ["Cargo wants the sources of every target: `cargo chef` builds the dependencies without them"],
  },
  {
    name: "Maven modules",
    command: "mvn package",
    files: {
      "pom.xml":
        "<project><artifactId>top</artifactId><modules><module>core</module> <module> web </module><!-- <module>x</module> --></modules></project>",
      "core/pom.xml":
        "<project><parent><artifactId>top</artifactId></parent><artifactId>core</artifactId></project>",
      "web/pom.xml":
        "<project><artifactId>web</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>core</artifactId></dependency></dependencies></project>",
      ".mvn/wrapper/maven-wrapper.properties": "",
      "x/pom.xml": "",
    },
    needed: ["pom.xml", ".mvn/", "core/pom.xml", "web/pom.xml"],
    obstacles: [
      "modules depend on the module `core`, which `dependency:go-offline` can't find before it is built",
    ],
  },
  {
    name: "Gradle projects",
    command: "./gradlew bootJar",
    files: {
      "settings.gradle": "rootProject.name = 'x'\ninclude 'app', ':lib:core'\nincludeBuild('tools')\n",
      "build.gradle": "apply from: 'gradle/extra.gradle'\n",
      "gradle.properties": "",
      gradlew: "",
      "gradle/wrapper/gradle-wrapper.jar": "",
      "app/build.gradle": "",
      "lib/core/build.gradle.kts": "",
      "tools/settings.gradle": "",
    },
    needed: [
      "settings.gradle",
      "build.gradle",
      "gradle.properties",
      "gradlew",
      "gradle/",
      "tools/settings.gradle",
      "app/build.gradle",
      "lib/core/build.gradle.kts",
    ],
    obstacles: ["Gradle has no command that only downloads: `gradle dependencies` fetches most of it"],
  },
  {
    name: "a Gemfile that reads other files",
    command: "bundle install",
    files: {
      Gemfile:
        "ruby File.read('.ruby-version')\neval_gemfile 'gems/extra.rb'\ngem 'a', path: 'engines/a'\n# path: 'no'\n",
      "Gemfile.lock": "",
      ".ruby-version": "3.3",
      ".tool-versions": "",
      "gems/extra.rb": "",
      "engines/a/a.gemspec": "",
    },
    needed: ["Gemfile", "Gemfile.lock", "engines/a/", ".ruby-version", "gems/extra.rb"],
  },
  {
    name: "Composer with scripts and a class map",
    command: "composer install --no-dev",
    files: {
      "composer.json": json({
        autoload: { classmap: ["database"] },
        scripts: { "post-autoload-dump": ["@php artisan package:discover"] },
        repositories: [{ type: "path", url: "packages/*" }],
      }),
      "composer.lock": "",
      "packages/a/composer.json": "",
    },
    needed: ["composer.json", "composer.lock", "packages/"],
    obstacles: [
      "`composer.json` loads `database`: `--no-autoloader` leaves that for later",
      "`post-autoload-dump` runs `@php artisan package:discover`: `--no-scripts` leaves it out",
    ],
  },
  {
    name: "Composer without scripts and autoloader",
    command: "composer install --no-scripts --no-autoloader",
    files: {
      "composer.json": json({ autoload: { files: ["a.php"] }, scripts: { "post-install-cmd": "@php x" } }),
      "composer.lock": "",
    },
    needed: ["composer.json", "composer.lock"],
  },
  {
    name: "a .NET solution",
    command: "dotnet restore App.sln",
    files: {
      "App.sln": 'Project("{1}") = "Api", "src\\Api\\Api.csproj", "{2}"\nEndProject\n',
      "src/Api/Api.csproj": '<Project><ProjectReference Include="..\\Core\\Core.csproj" /></Project>',
      "src/Core/Core.csproj": "<Project/>",
      "src/Directory.Build.props": "",
      "nuget.config": "",
      "test/T/T.csproj": "",
    },
    needed: [
      "App.sln",
      "nuget.config",
      "src/Api/Api.csproj",
      "src/Core/Core.csproj",
      "src/Directory.Build.props",
    ],
  },
  {
    name: "an Elixir umbrella",
    command: "mix deps.get",
    files: {
      "mix.exs": "",
      "mix.lock": "",
      "config/config.exs": "",
      "apps/a/mix.exs": '{:b, path: "../../libs/b"}',
      "libs/b/mix.exs": "",
    },
    needed: ["mix.exs", "mix.lock", "config/config.exs", "apps/a/mix.exs", "libs/b/"],
  },
];

describe("what an install needs of the context", () => {
  test.each(cases)(
    "$name",
    ({ command, files, needed, obstacles, prevented, incomplete, missingLockfile }) => {
      const found = needs(naive(command), files);
      expect(found.files).toEqual(needed);
      expect(found.obstacles.map(({ message }) => message)).toEqual(obstacles ?? []);
      expect(found.obstacles.some(({ prevents }) => prevents)).toBe(prevented ?? false);
      expect({ complete: found.complete, missingLockfile: found.missingLockfile }).toEqual({
        complete: incomplete !== true,
        missingLockfile: missingLockfile === true,
      });
    },
  );
});

describe("where the install's directory is in the context", () => {
  const files = {
    "package.json": "{}",
    "package-lock.json": "{}",
    "web/package.json": "{}",
    "web/package-lock.json": "{}",
    "web/src/index.js": "",
  };
  test.each([
    ["FROM n\nWORKDIR /app\nCOPY . .\nRUN npm ci", "."],
    ["FROM n\nWORKDIR /app\nCOPY web .\nRUN npm ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY web ./web\nRUN cd web && npm ci", "web"],
    ["FROM n\nCOPY . /src\nRUN npm --prefix /src/web ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY web/package*.json ./\nRUN npm ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY web/package.json web/package-lock.json ./\nRUN npm ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY web/package.json package.json\nRUN npm ci", "web"],
    ["FROM n\nCOPY . .\nRUN npm ci", "."],
    ["FROM n\nCOPY . .\nRUN cd web && npm ci", "web"],
    ["FROM n AS base\nWORKDIR /app\nCOPY web .\nFROM base\nRUN npm ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY . .\nCOPY web .\nRUN npm ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY web/src /other\nCOPY --from=x / .\nRUN npm ci", null],
    ["FROM n\nWORKDIR /app\nRUN --mount=type=bind,source=web,target=/app npm ci", "web"],
    ["FROM n\nWORKDIR /app\nRUN --mount=type=bind,source=web/package.json,target=package.json npm ci", "web"],
    ["FROM n\nWORKDIR /app\nCOPY --parents web/package.json ./\nRUN cd web && npm ci", "web"],
  ])("%s", (dockerfile, directory) => {
    expect(needs(dockerfile, files).directory).toBe(directory);
  });
});

test.each([
  [
    "FROM p\nCOPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt",
    ["requirements.txt", "base.txt"],
  ],
  ["FROM p\nCOPY requirements.txt /tmp/r.txt\nRUN pip install -r /tmp/r.txt", ["/tmp/r.txt"]],
  [
    "FROM p\nWORKDIR /w\nCOPY api/ .\nCOPY requirements.txt /r/\nRUN pip install -r /r/requirements.txt",
    ["requirements.txt", "base.txt"],
  ],
  ["FROM p\nCOPY --from=x /r /r\nRUN pip install -r /r/requirements.txt", ["/r/requirements.txt"]],
  [
    "FROM p\nRUN --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt pip install -r /tmp/requirements.txt",
    ["requirements.txt", "base.txt"],
  ],
])("files named by absolute paths: %s", (dockerfile, expected) => {
  const files = { "requirements.txt": "-r base.txt\n", "base.txt": "", "api/main.py": "" };
  expect(needs(dockerfile, files).files).toEqual(expected);
});

test("files that the ignore file keeps out can't be copied", () => {
  const files = { "package.json": "{}", "package-lock.json": "{}", ".dockerignore": "package-lock.json" };
  expect(needs(naive("npm ci"), files)).toMatchObject({ files: ["package.json"], complete: false });
});

test.each([
  ["npm ci", ["package.json", "package-lock.json"]],
  ["npm install", ["package.json", "package-lock.json"]],
  ["pip install -r requirements/prod.txt", ["requirements/prod.txt"]],
  ["go mod download", ["go.mod", "go.sum"]],
  ["mvn package", ["pom.xml"]],
  ["gradle build", ["settings.gradle"]],
  ["dotnet restore", ["*.csproj"]],
  ["bundle install", ["Gemfile", "Gemfile.lock"]],
])("without a context the usual names are given: %s", (command, expected) => {
  const analysis = analyze(buildFile("Dockerfile", naive(command)), null, { path: null, context: null });
  const [install] = analysis.use(installs);
  expect(install && neededFiles(analysis, install)).toEqual({
    files: expected,
    directory: null,
    missingLockfile: false,
    complete: false,
    obstacles: [],
  });
});

test("no text of a manifest throws", () => {
  const commands = [
    ["npm ci", "package.json"],
    ["pnpm i", "pnpm-workspace.yaml"],
    ["pip install -r requirements.txt", "requirements.txt"],
    ["poetry install", "pyproject.toml"],
    ["uv sync", "pyproject.toml"],
    ["go build", "go.mod"],
    ["cargo build", "Cargo.toml"],
    ["mvn package", "pom.xml"],
    ["gradle build", "settings.gradle"],
    ["bundle install", "Gemfile"],
    ["composer install", "composer.json"],
    ["dotnet restore", "a.csproj"],
    ["mix deps.get", "mix.exs"],
  ] as const;
  const piece = fc.constantFrom(
    '"',
    "'",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "=",
    "path",
    "..",
    "/",
    "scripts",
    ":",
    "-r ",
    "<module>",
    "</module>",
    "<!--",
    "include ",
    "workspaces",
    "null",
    "1",
    ",",
    "[workspace]",
    "members",
    "=> ",
    "\\",
    " ",
    "replace ",
    "__proto__",
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.constantFrom(...commands), text, ([command, name], content) => {
      expect(() => needs(naive(command), { [name]: content, "package.json": "{}" })).not.toThrow();
    }),
    { numRuns: 400 },
  );
});

test.each([
  ["npm ci", "package.json", "{\n".repeat(100_000)],
  ["pip install -r requirements.txt", "requirements.txt", `-r ${"=".repeat(500_000)} x`],
  ["pip install -r requirements.txt", "requirements.txt", "\n \t".repeat(200_000)],
  ["mvn package", "pom.xml", "<!--".repeat(200_000)],
  ["mvn package", "pom.xml", `<module>${" ".repeat(500_000)}`],
  ["dotnet restore a.csproj", "a.csproj", "<Import ".repeat(100_000)],
  ["gradle build", "settings.gradle", "include 'a',\n".repeat(50_000)],
  ["bundle install", "Gemfile", "path: ".repeat(100_000)],
])("hostile manifests end: %s %s", (command, name, text) => {
  expect(needs(naive(command), { [name]: text, "package.json": "{}" }).files.length).toBeLessThan(1100);
});
