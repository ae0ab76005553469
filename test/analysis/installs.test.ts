import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { type Install, installs, packageCommands } from "../../src/analysis/installs.ts";
import { buildFile } from "../../src/model/build-file.ts";

function installsOf(text: string): readonly Install[] {
  const file = buildFile("Dockerfile", text);
  return analyze(file, null, { path: null, context: null }).use(installs);
}

/**
 * `manager what`, packages as `name=version`, the directory unless `/app`, required manifests after `<`, `+sources`, `+dev` or
 * `-dev`, `global`.
 */
function render(install: Install): string {
  const packages = install.packages.map(({ name, version }) =>
    version === null ? name : `${name}=${version}`,
  );
  const needed = install.manifests.filter(({ required }) => required).map(({ pattern }) => pattern);
  return [
    install.manager,
    install.what,
    ...packages,
    ...(install.directory === "/app" ? [] : [`in:${install.directory}`]),
    ...(needed.length === 0 ? [] : ["<", ...needed]),
    ...(install.needsSources === null ? [] : ["+sources"]),
    ...(install.developmentPackages === "unknown"
      ? []
      : [install.developmentPackages === "included" ? "+dev" : "-dev"]),
    ...(install.global && install.ecosystem !== "system" ? ["global"] : []),
  ].join(" ");
}

/** One RUN in `/app`; what is installed, joined by `; `. */
const commandLines: readonly (readonly [string, string])[] = [
  // npm
  ["npm ci", "npm manifest < package.json package-lock.json +dev"],
  ["npm clean-install", "npm manifest < package.json package-lock.json +dev"],
  ["npm ci --omit=dev", "npm manifest < package.json package-lock.json -dev"],
  ["npm ci --omit dev", "npm manifest < package.json package-lock.json -dev"],
  ["npm ci --only=production", "npm manifest < package.json package-lock.json -dev"],
  ["NODE_ENV=production npm ci", "npm manifest < package.json package-lock.json -dev"],
  ["export NODE_ENV=production && npm ci", "npm manifest < package.json package-lock.json -dev"],
  ["NODE_ENV=production npm ci --include=dev", "npm manifest < package.json package-lock.json +dev"],
  ["npm config set production true && npm i", "npm manifest < package.json -dev"],
  ["npm install", "npm manifest < package.json +dev"],
  ["npm i --production", "npm manifest < package.json -dev"],
  ["npm i --production=false", "npm manifest < package.json +dev"],
  ["npm install --legacy-peer-deps --loglevel verbose", "npm manifest < package.json +dev"],
  ["npm install express@4.18.2 @types/node@20 lodash", "npm packages express=4.18.2 @types/node=20 lodash"],
  ["npm i -g npm@10 @angular/cli", "npm packages npm=10 @angular/cli global"],
  ["npm install --global yarn", "npm packages yarn global"],
  ["npm --prefix web ci", "npm manifest in:/app/web < package.json package-lock.json +dev"],
  ["npm ci --prefix /srv/api", "npm manifest in:/srv/api < package.json package-lock.json +dev"],
  ["cd client && npm install", "npm manifest in:/app/client < package.json +dev"],
  [
    "(cd client && npm ci) && npm ci",
    "npm manifest in:/app/client < package.json package-lock.json +dev; npm manifest < package.json package-lock.json +dev",
  ],
  ["npm install .", "npm project . < package.json +sources +dev"],
  ["npm install ./vendor/x.tgz", "npm packages ./vendor/x.tgz < vendor/x.tgz"],
  ["npm run build", ""],
  ["npm test", ""],
  ["npx tsc", ""],
  ["npm rebuild", ""],
  ["npm install --package-lock-only", ""],
  ["sudo npm i -g pm2", "npm packages pm2 global"],
  ["/usr/local/bin/npm ci", "npm manifest < package.json package-lock.json +dev"],
  ["sh -c 'npm ci'", "npm manifest < package.json package-lock.json +dev"],
  // yarn, pnpm, bun
  ["yarn", "yarn manifest < package.json +dev"],
  ["yarn install --frozen-lockfile", "yarn manifest < package.json yarn.lock +dev"],
  ["yarn --production --frozen-lockfile", "yarn manifest < package.json yarn.lock -dev"],
  ["yarn install --immutable", "yarn manifest < package.json yarn.lock +dev"],
  ["yarn workspaces focus --production", "yarn manifest < package.json -dev"],
  ["yarn --cwd web install", "yarn manifest in:/app/web < package.json +dev"],
  ["yarn add react@18", "yarn packages react=18"],
  ["yarn global add serve", "yarn packages serve global"],
  ["yarn build", ""],
  ["yarn run build", ""],
  ["yarn set version berry", ""],
  ["corepack enable", ""],
  ["corepack yarn install --immutable", "yarn manifest < package.json yarn.lock +dev"],
  ["corepack pnpm@9 i", "pnpm manifest < package.json +dev"],
  ["pnpm i --frozen-lockfile --prod", "pnpm manifest < package.json pnpm-lock.yaml -dev"],
  ["pnpm install -r --offline", "pnpm manifest < package.json +dev"],
  ["pnpm fetch --prod", "pnpm manifest < pnpm-lock.yaml -dev"],
  ["pnpm -C web install", "pnpm manifest in:/app/web < package.json +dev"],
  ["pnpm --filter api deploy /prod", "pnpm project < package.json +sources +dev"],
  ["pnpm add -g turbo@2", "pnpm packages turbo=2 global"],
  ["pnpm run build", ""],
  ["bun install --frozen-lockfile", "bun manifest < package.json bun.lock +dev"],
  ["bun i --production", "bun manifest < package.json -dev"],
  ["bun run start", ""],
  // pip
  ["pip install -r requirements.txt", "pip manifest < requirements.txt"],
  ["pip3 install --no-cache-dir -r requirements/prod.txt", "pip manifest < requirements/prod.txt"],
  ["pip3.11 install -qr ./requirements.txt", "pip manifest < requirements.txt"],
  [
    "python -m pip install -r requirements.txt -c constraints.txt",
    "pip manifest < requirements.txt constraints.txt",
  ],
  ["python3.12 -u -m pip install --requirement=a.txt", "pip manifest < a.txt"],
  ["/opt/venv/bin/pip install -r requirements.txt", "pip manifest < requirements.txt"],
  ["pip install -r requirements-dev.txt", "pip manifest < requirements-dev.txt +dev"],
  ["pip install flask==2.0 'requests[socks]>=2' gunicorn", "pip packages flask=2.0 requests=>=2 gunicorn"],
  ["pip install --upgrade pip setuptools", "pip packages pip setuptools"],
  ["pip install -i https://example.org/simple --trusted-host example.org numpy", "pip packages numpy"],
  ["pip install .", "pip project . +sources"],
  ["pip install '.[dev]'", "pip project .[dev] +sources +dev"],
  ["pip install -e .", "pip project +sources"],
  ["pip install -r requirements.txt -e .", "pip manifest < requirements.txt +sources"],
  ["pip install ./libs/shared", "pip project ./libs/shared +sources"],
  ["pip install dist/app.whl", "pip packages dist/app.whl < dist/app.whl"],
  ["pip install --no-index /wheels/*", "pip packages /wheels/* < /wheels/*"],
  ["pip install git+https://example.org/x.git@v1", "pip packages git+https://example.org/x.git@v1"],
  ["pip wheel -w /wheels -r requirements.txt", "pip manifest < requirements.txt"],
  ["pip install", ""],
  ["pip list", ""],
  ["pip-sync requirements.txt", "pip manifest < requirements.txt"],
  ["pipx install poetry==1.8", "pip packages poetry=1.8 global"],
  ["python setup.py install", "pip project +sources"],
  ["python manage.py migrate", ""],
  ["cd /src && pip install -r requirements.txt", "pip manifest in:/src < requirements.txt"],
  // uv, poetry, pipenv, conda
  ["uv sync --locked --no-install-project", "uv manifest < pyproject.toml uv.lock +dev"],
  ["uv sync --frozen --no-dev", "uv manifest < pyproject.toml uv.lock +sources -dev"],
  ["uv pip install --system -r requirements.txt", "uv manifest < requirements.txt global"],
  ["uv pip install -e .", "uv project +sources"],
  ["uv pip sync requirements.lock", "uv manifest < requirements.lock"],
  ["uv tool install ruff@0.5", "uv packages ruff=0.5 global"],
  ["uv run pytest", ""],
  ["uv venv", ""],
  ["poetry install", "poetry manifest < pyproject.toml +sources +dev"],
  ["poetry install --no-root --only main", "poetry manifest < pyproject.toml -dev"],
  ["poetry install --no-interaction --no-root --without dev,test", "poetry manifest < pyproject.toml -dev"],
  ["poetry install --no-dev", "poetry manifest < pyproject.toml +sources -dev"],
  ["poetry add requests@^2", "poetry packages requests=^2 < pyproject.toml"],
  ["poetry config virtualenvs.create false", ""],
  ["poetry export -f requirements.txt", ""],
  ["poetry run pip install wheel", "pip packages wheel"],
  ["pipenv install --system --deploy", "pipenv manifest < Pipfile Pipfile.lock -dev"],
  ["pipenv sync --dev", "pipenv manifest < Pipfile Pipfile.lock +dev"],
  ["conda env create -f environment.yml", "conda manifest < environment.yml"],
  ["conda install -y -c conda-forge numpy=1.26 scipy", "conda packages numpy=1.26 scipy"],
  ["micromamba install -y -n base -f env.yaml", "conda manifest < env.yaml"],
  ["conda run -n ml pip install -r requirements.txt", "pip manifest < requirements.txt"],
  // Go and Rust
  ["go mod download", "go manifest < go.mod"],
  ["go mod vendor", "go manifest < go.mod +sources"],
  ["CGO_ENABLED=0 go build -ldflags '-s -w' -o /out ./cmd/app", "go build < go.mod +sources"],
  ["go -C svc build", "go build in:/app/svc < go.mod +sources"],
  ["go install example.org/tool@v1.2.3", "go packages example.org/tool=v1.2.3 global"],
  ["go install ./...", "go build < go.mod +sources"],
  ["go get example.org/x@latest", "go packages example.org/x=latest"],
  ["go version", ""],
  ["cargo build --release --locked", "cargo build < Cargo.toml Cargo.lock +sources"],
  ["cargo +nightly build --manifest-path svc/Cargo.toml", "cargo build in:/app/svc < Cargo.toml +sources"],
  ["cargo fetch", "cargo manifest < Cargo.toml"],
  ["cargo chef cook --release --recipe-path recipe.json", "cargo manifest < recipe.json"],
  ["cargo chef prepare --recipe-path recipe.json", ""],
  ["cargo install cargo-chef --version 0.1.67 --locked", "cargo packages cargo-chef=0.1.67 global"],
  ["cargo install --path .", "cargo project < Cargo.toml +sources global"],
  // JVM
  ["mvn -B dependency:go-offline", "maven manifest < pom.xml"],
  ["./mvnw -q clean package -DskipTests", "maven build < pom.xml +sources"],
  ["mvn -f /src/svc/pom.xml package", "maven build in:/src/svc < pom.xml +sources"],
  ["mvn -f svc -s settings.xml -Pprod verify", "maven build in:/app/svc < pom.xml settings.xml +sources"],
  ["mvn --version", ""],
  ["mvn clean", ""],
  ["gradle build -x test --no-daemon", "gradle build +sources"],
  ["./gradlew :app:dependencies", "gradle manifest"],
  ["sh ./gradlew bootJar", "gradle build +sources"],
  ["./gradlew -p backend bootJar", "gradle build in:/app/backend +sources"],
  ["./gradlew --version", ""],
  ["sbt update", "sbt manifest < build.sbt"],
  ["sbt 'set test in assembly := {}' clean assembly", "sbt build < build.sbt +sources"],
  // Ruby, PHP, .NET, Elixir, Haskell
  ["bundle install --jobs 4 --retry 3", "bundler manifest < Gemfile +dev"],
  ["bundle install --without development test", "bundler manifest < Gemfile -dev"],
  [
    "bundle config set --local without 'development test' && bundle install",
    "bundler manifest < Gemfile -dev",
  ],
  ["BUNDLE_DEPLOYMENT=1 bundle", "bundler manifest < Gemfile Gemfile.lock +dev"],
  ["bundle install --gemfile=api/Gemfile", "bundler manifest in:/app/api < Gemfile +dev"],
  ["bundle exec rake assets:precompile", ""],
  ["gem install bundler:2.4 rails", "gem packages bundler=2.4 rails global"],
  ["gem install bundler -v 2.4.1 --no-document", "gem packages bundler=2.4.1 global"],
  ["composer install --no-dev --optimize-autoloader", "composer manifest < composer.json -dev"],
  ["php composer.phar install", "composer manifest < composer.json +dev"],
  ["composer require monolog/monolog:^3", "composer packages monolog/monolog=^3"],
  ["composer dump-autoload", ""],
  ["dotnet restore", "dotnet manifest"],
  ["dotnet restore src/Api/Api.csproj", "dotnet manifest < src/Api/Api.csproj"],
  ["dotnet publish -c Release -o /out --no-restore", "dotnet build +sources"],
  ["dotnet tool install --global dotnet-ef --version 8.0.0", "dotnet packages dotnet-ef=8.0.0 global"],
  ["dotnet publish -c Release --self-contained false", "dotnet build +sources"],
  ["dotnet publish src/Web", "dotnet build in:/app/src/Web +sources"],
  ["dotnet publish --self-contained /p:PublishSingleFile=true -o out", "dotnet build +sources"],
  ["dotnet app.dll", ""],
  ["mix deps.get --only prod", "mix manifest < mix.exs -dev"],
  ["mix do deps.get, deps.compile", "mix manifest < mix.exs +dev"],
  ["MIX_ENV=prod mix release", "mix build < mix.exs +sources -dev"],
  ["mix local.hex --force", ""],
  ["cabal build --only-dependencies", "cabal manifest"],
  ["stack build", "stack build < stack.yaml +sources"],
  // systems
  [
    "apt-get update && apt-get install -y --no-install-recommends curl=7.88 git libfoo:amd64",
    "apt-get packages curl=7.88 git libfoo",
  ],
  ["apt-get -y -qq install -t bookworm-backports vim", "apt-get packages vim"],
  ["apt install ./tool.deb", "apt-get packages ./tool.deb < tool.deb"],
  ["apt-get -o Acquire::Retries=3 install wget/stable", "apt-get packages wget=stable"],
  ["apt-get update", ""],
  ["apt-get clean", ""],
  ["apk add --no-cache --virtual .build gcc~=12 musl-dev", "apk packages gcc=12 musl-dev"],
  ["apk -U add bash@edge", "apk packages bash=edge"],
  ["yum install -y gcc-4.8.5 make java-17-openjdk", "yum packages gcc=4.8.5 make java-17-openjdk"],
  ["dnf -y --enablerepo powertools install foo-1.2-3.el9", "dnf packages foo=1.2-3.el9"],
  ["microdnf install nodejs", "microdnf packages nodejs"],
  ["zypper -n in vim=9.0", "zypper packages vim=9.0"],
  ["pacman -Syu --noconfirm git", "pacman packages git"],
  ["pacman -Sy", ""],
  // no installs
  ["echo npm install", ""],
  ["cat requirements.txt", ""],
];

describe("a command line says what it installs", () => {
  test.each(commandLines)("%s", (line, expected) => {
    const found = installsOf(`FROM image\nWORKDIR /app\nRUN ${line}\n`);
    expect(found.map(render).join("; ")).toBe(expected);
  });

  test("there are enough of them", () => {
    expect(commandLines.length).toBeGreaterThan(140);
  });
});

/** A Dockerfile after FROM; then for each install `mounted`, `removed` or `kept`, and its cache directories. */
const caches: readonly (readonly [string, string])[] = [
  ["RUN npm ci", "kept /root/.npm"],
  ["RUN npm ci && npm cache clean --force", "removed /root/.npm"],
  ["RUN npm cache clean --force && npm ci", "kept /root/.npm"],
  ["RUN npm ci && rm -rf ~/.npm", "removed /root/.npm"],
  ["RUN npm ci && rm -rf $HOME/.npm /tmp/*", "removed /root/.npm"],
  ["RUN npm ci\nRUN npm cache clean --force", "kept /root/.npm"],
  ["RUN --mount=type=cache,target=/root/.npm npm ci", "mounted /root/.npm"],
  ["RUN --mount=type=cache,target=/root npm ci", "mounted /root/.npm"],
  ["RUN --mount=type=tmpfs,target=/root/.npm npm ci", "mounted /root/.npm"],
  ["RUN --mount=type=cache,target=/root/.cache npm ci", "kept /root/.npm"],
  ["RUN --mount=type=bind,target=/root/.npm npm ci", "kept /root/.npm"],
  ["USER node\nRUN --mount=type=cache,target=/root/.npm npm ci", "kept /home/node/.npm"],
  ["USER node\nRUN --mount=type=cache,target=/home/node/.npm npm ci", "mounted /home/node/.npm"],
  ["RUN --mount=type=cache,target=/home/node/.npm npm ci", "mounted /root/.npm"],
  ["USER 1000\nRUN npm ci", "kept"],
  ["ENV npm_config_cache=/c\nRUN --mount=type=cache,target=/c npm ci", "mounted /c"],
  ["RUN npm config set cache /c\nRUN npm ci && rm -rf /c", "removed /c"],
  ["ARG D=/c\nRUN --mount=type=cache,target=$D npm ci --cache $D", "mounted /c"],
  ["RUN yarn && yarn cache clean", "removed /usr/local/share/.cache/yarn"],
  ["RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn", "mounted /usr/local/share/.cache/yarn"],
  ["ENV PNPM_HOME=/pnpm\nRUN --mount=type=cache,id=pnpm,target=/pnpm/store pnpm i", "mounted /pnpm/store"],
  ["RUN pip install flask", "kept /root/.cache/pip"],
  ["RUN pip install --no-cache-dir flask", "removed /root/.cache/pip"],
  ["ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask", "removed /root/.cache/pip"],
  ["ENV PIP_NO_CACHE_DIR=off\nRUN pip install flask", "kept /root/.cache/pip"],
  ["RUN PIP_NO_CACHE_DIR=1 pip install flask", "removed /root/.cache/pip"],
  ["RUN pip install flask && rm -rf /root/.cache", "removed /root/.cache/pip"],
  ["RUN pip install flask && pip cache purge", "removed /root/.cache/pip"],
  ["RUN python -m pip install flask && python -m pip cache purge", "removed /root/.cache/pip"],
  ["RUN --mount=type=cache,target=/root/.cache/uv uv sync", "mounted /root/.cache/uv"],
  ["RUN --mount=type=cache,target=/go/pkg/mod go mod download", "mounted /go/pkg/mod"],
  ["RUN --mount=type=cache,target=/root/.m2 mvn package", "mounted /root/.m2/repository"],
  ["RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore", "mounted /root/.nuget/packages"],
  ["RUN apt-get update && apt-get install -y git", "kept /var/lib/apt/lists /var/cache/apt"],
  ["RUN apt-get install -y git && apt-get clean", "kept /var/lib/apt/lists /var/cache/apt"],
  ["RUN apt-get install -y git && rm -rf /var/lib/apt/lists/*", "removed /var/lib/apt/lists /var/cache/apt"],
  ["RUN apt-get install -y git && rm -rf /var/lib/apt/lists", "removed /var/lib/apt/lists /var/cache/apt"],
  [
    "RUN apt-get install -y git && rm -rf /var/lib/{apt,dpkg,cache,log}/",
    "removed /var/lib/apt/lists /var/cache/apt",
  ],
  ["RUN apt-get install -y git && rm -rf /tmp/* /var/tmp/*", "kept /var/lib/apt/lists /var/cache/apt"],
  [
    "RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get install -y git",
    "mounted /var/lib/apt/lists /var/cache/apt",
  ],
  [
    "RUN --mount=type=cache,target=/var/cache/apt apt-get install -y git",
    "kept /var/lib/apt/lists /var/cache/apt",
  ],
  ["RUN apk add --no-cache git", "removed /var/cache/apk"],
  ["RUN apk add git && rm -f /var/cache/apk/*", "removed /var/cache/apk"],
  ["RUN apk add git", "kept /var/cache/apk"],
  ["RUN yum install -y git && yum clean all", "removed /var/cache/yum"],
  ["RUN dnf install -y git && rm -rf /var/cache/dnf", "removed /var/cache/dnf"],
  ["RUN conda install -y numpy && conda clean -afy", "removed /opt/conda/pkgs"],
  ["RUN composer install --no-cache", "removed /root/.composer/cache"],
];

describe("what becomes of the downloads", () => {
  test.each(caches)("%s", (text, expected) => {
    const found = installsOf(`FROM image\n${text}\n`).map((install) =>
      [
        install.cacheIsMounted ? "mounted" : install.cacheIsRemoved ? "removed" : "kept",
        ...install.cacheDirectories,
      ].join(" "),
    );
    expect(found.join("; ")).toBe(expected);
  });

  test.each([
    ["RUN go build ./...", "/root/.cache/go-build", false],
    ["RUN --mount=type=cache,target=/root/.cache/go-build go build", "/root/.cache/go-build", true],
    ["WORKDIR /app\nRUN --mount=type=cache,target=/app/target cargo build", "/app/target", true],
    ["WORKDIR /app\nRUN --mount=type=cache,target=target cargo build", "/app/target", true],
    ["WORKDIR /app\nRUN cargo chef cook", "/app/target", false],
  ])("%s keeps compiled results", (text, directory, isMounted) => {
    const [install] = installsOf(`FROM image\n${text}\n`);
    expect(install).toMatchObject({ buildCacheDirectories: [directory], buildCacheIsMounted: isMounted });
  });
});

describe("where a command works", () => {
  test.each([
    ["RUN npm ci", null, "."],
    ["RUN cd web && npm ci", null, "web"],
    ["RUN cd /web && npm ci", "/web", null],
    ["RUN cd $NOWHERE && npm ci", null, null],
    ["ARG DIR=api\nWORKDIR /srv\nRUN cd $DIR && npm ci", "/srv/api", null],
    ["WORKDIR /srv\nRUN npm --prefix $NOWHERE ci", null, null],
  ])("%s", (text, directory, belowUnknownWorkdir) => {
    const [install] = installsOf(`FROM image\n${text}\n`);
    expect(install).toMatchObject({ directory, belowUnknownWorkdir });
  });
});

test("configuration is inherited by later RUNs and stages, not by other stages", () => {
  const text = [
    "FROM ruby AS base",
    "RUN bundle config set --local without development:test",
    "FROM base",
    "RUN bundle install",
    "FROM ruby",
    "RUN bundle install",
  ].join("\n");
  expect(installsOf(text).map((install) => install.developmentPackages)).toEqual(["omitted", "included"]);
});

test("where Bundler's settings of the application stand, the environment does not count", () => {
  const caches = (setting: string): readonly string[] | undefined =>
    installsOf(`FROM ruby\nWORKDIR /app\nENV BUNDLE_PATH=/gems\nRUN ${setting} && bundle install`)[0]
      ?.cacheDirectories;
  expect(caches("bundle config set --local path vendor/bundle")).toEqual(["/app/vendor/bundle/cache"]);
  expect(caches("bundle config set --global path vendor/bundle")).toEqual(["/gems/cache"]);
});

test.each([
  ["dotnet publish --no-restore", true],
  ["dotnet publish", false],
  ["go build -mod=vendor", true],
  ["GOFLAGS=-mod=vendor go build", true],
  ["mvn -o package", true],
  ["cargo build --offline", true],
  ["mix deps.compile", true],
  ["mix deps.get", false],
  ["npm ci --offline", true],
  ["pip install --no-index -r a.txt", true],
])("%s fetches nothing: %s", (line, expected) => {
  expect(installsOf(`FROM a\nRUN ${line}`)[0]?.isOffline).toBe(expected);
});

test("a variable of another stage does not count", () => {
  const text = "FROM node\nENV NODE_ENV=production\nRUN npm ci\nFROM node\nRUN npm ci";
  expect(installsOf(text).map((install) => install.developmentPackages)).toEqual(["omitted", "included"]);
});

test("reasons name what needs the sources", () => {
  const reason = (line: string): string | null => installsOf(`FROM a\nRUN ${line}`)[0]?.needsSources ?? null;
  expect(reason("pip install -r requirements.txt -e .")).toBe("`-e .` builds the project");
  expect(reason("pip install .")).toBe("`pip install .` builds the project");
  expect(reason("mvn -B clean package")).toBe("`mvn clean package` compiles the sources");
  expect(reason("npm ci")).toBeNull();
});

describe("package commands that install nothing are listed too", () => {
  test.each([
    ["apt-get update", "apt-get index update"],
    ["apt-get -y dist-upgrade", "apt-get upgrade dist-upgrade"],
    ["apk update", "apk index update"],
    ["dnf makecache", "dnf index makecache"],
    ["pacman -Scc", "pacman clean -Sc"],
    ["npm cache clean --force", "npm clean cache clean"],
    ["pip --version", "pip other help"],
  ])("%s", (line, expected) => {
    const analysis = analyze(buildFile("Dockerfile", `FROM a\nRUN ${line}`), null, {
      path: null,
      context: null,
    });
    const [found] = analysis.use(packageCommands);
    expect(found && `${found.call.manager.name} ${found.call.does} ${found.call.action}`).toBe(expected);
  });
});

test("work grows with the length of a script, not faster", () => {
  const text = `FROM a\nRUN ${Array.from({ length: 3000 }, (_, at) => `npm i p${at} && rm -rf /x${at}`).join(" && ")}\n`;
  expect(installsOf(text)).toHaveLength(3000);
});
