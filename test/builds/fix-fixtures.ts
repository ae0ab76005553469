/** A small project whose Dockerfile is rewritten, and built before and after. */
export interface Fixture {
  readonly name: string;
  readonly ecosystem: string;
  readonly files: Readonly<Record<string, string>>;
  readonly dockerfile: readonly string[];
  /** What a careless reordering would do; it fails, or makes another image. Left out where there is no trap. */
  readonly naive?: readonly string[];
}

/** An npm project: real packages, small and without dependencies of their own. */
function npm(
  scripts: Readonly<Record<string, string>> = {},
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const manifest = {
    name: "thumbnails",
    version: "1.0.0",
    scripts: { build: "node build.js", ...scripts },
    dependencies: { "is-number": "7.0.0" },
  };
  const { name, version, dependencies } = manifest;
  const isNumber = {
    version: "7.0.0",
    integrity:
      "sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==",
    engines: { node: ">=0.12.0" },
  };
  const root = { name, version, dependencies, ...("postinstall" in scripts && { hasInstallScript: true }) };
  return {
    ".dockerignore": ".git\nnode_modules\nDockerfile\n",
    "package.json": JSON.stringify(manifest, null, 2),
    "package-lock.json": JSON.stringify(
      {
        name,
        version,
        lockfileVersion: 3,
        requires: true,
        packages: { "": root, "node_modules/is-number": isNumber },
      },
      null,
      2,
    ),
    "build.js":
      'const fs = require("fs"); fs.mkdirSync("out", { recursive: true }); fs.writeFileSync("out/a.txt", "built");\n',
    "src/index.js": 'console.log(require("is-number")(5));\n',
    "docs/readme.md": "docs\n",
    ...more,
  };
}

const python = {
  ".dockerignore": ".git\nDockerfile\n",
  "requirements.txt": "tinydep==1.0\n",
  "app/main.py": "import tinydep\n",
};
const go = {
  ".dockerignore": ".git\nDockerfile\n",
  "go.mod": "module example.test/app\n\ngo 1.19\n\nrequire example.test/dep v1.0.0\n",
  "go.sum": "",
  "main.go": 'package main\n\nimport "example.test/dep"\n\nfunc main() { println(dep.Name()) }\n',
};
const ruby = {
  ".dockerignore": ".git\nDockerfile\n",
  Gemfile: 'source "https://rubygems.org"\ngem "rake"\n',
  "Gemfile.lock":
    "GEM\n  remote: https://rubygems.org/\n  specs:\n    rake (13.0.6)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rake\n\nBUNDLED WITH\n   2.3.15\n",
  "app.rb": "puts 1\n",
};
const composerLock = (hash: string): string =>
  JSON.stringify({
    "content-hash": hash,
    packages: [],
    "packages-dev": [],
    aliases: [],
    "minimum-stability": "stable",
  });
const php = {
  ".dockerignore": ".git\nDockerfile\n",
  "composer.json": '{"name":"a/b","require":{}}',
  "composer.lock": composerLock("x"),
  "public/index.php": "<?php echo 1;\n",
};
const plain = {
  ".dockerignore": ".git\nDockerfile\n",
  "src/a.c": "int main(void) { return 0; }\n",
  "conf/a.conf": "a=1\n",
};

const nodeHead = ["FROM node:22", "WORKDIR /app"];
const aptInstall =
  "RUN apt-get update && apt-get install -y --no-install-recommends hello && rm -rf /var/lib/apt/lists/*";

export const fixtures: readonly Fixture[] = [
  // npm
  {
    name: "npm ci below everything",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [...nodeHead, "COPY . .", "RUN npm ci", "RUN npm run build", 'CMD ["node", "src/index.js"]'],
  },
  {
    name: "npm install with a current lockfile",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [...nodeHead, "COPY . .", "RUN npm install", "RUN npm run build"],
  },
  {
    name: "npm ci && build in one RUN",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [...nodeHead, "COPY . .", "RUN npm ci && npm run build"],
  },
  {
    name: "npm with owner",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [...nodeHead, "COPY --chown=1000:1000 . .", "RUN npm ci"],
  },
  {
    name: "npm with an absolute destination",
    ecosystem: "npm",
    files: npm(),
    dockerfile: ["FROM node:22", "COPY . /srv/app", "WORKDIR /srv/app", "RUN npm ci"],
  },
  {
    name: "npm in two stages",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [
      "FROM node:22 AS build",
      "WORKDIR /app",
      "COPY . .",
      "RUN npm ci",
      "RUN npm run build",
      "FROM node:22",
      "COPY --from=build /app/out /srv/out",
    ],
  },
  {
    name: "npm, patch tool and its folder",
    ecosystem: "npm",
    files: npm(
      { postinstall: "node apply.js" },
      {
        "apply.js":
          'require("fs").appendFileSync("node_modules/is-number/index.js", require("fs").readFileSync("patches/a.txt"));\n',
        "patches/a.txt": "// patched\n",
      },
    ),
    dockerfile: [...nodeHead, "COPY . .", "RUN npm ci"],
    naive: [...nodeHead, "COPY package*.json ./", "RUN npm ci", "COPY . ."],
  },
  {
    name: "npm, prepare reads sources",
    ecosystem: "npm",
    files: npm({ prepare: "tsc -v || cat src/index.js" }),
    dockerfile: [...nodeHead, "COPY . .", "RUN npm ci"],
    naive: [...nodeHead, "COPY package*.json ./", "RUN npm ci", "COPY . ."],
  },
  {
    name: "npm workspaces",
    ecosystem: "npm",
    files: {
      ...npm(),
      "package.json": '{"name":"thumbnails","version":"1.0.0","workspaces":["packages/*"]}',
      "package-lock.json":
        '{"name":"thumbnails","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"thumbnails","version":"1.0.0","workspaces":["packages/*"]},"node_modules/a":{"resolved":"packages/a","link":true},"packages/a":{"version":"1.0.0"}}}',
      "packages/a/package.json": '{"name":"a","version":"1.0.0"}',
      "packages/a/index.js": "1\n",
    },
    dockerfile: [...nodeHead, "COPY . .", "RUN npm ci"],
    naive: [...nodeHead, "COPY package*.json ./", "RUN npm ci", "COPY . ."],
  },
  {
    name: "npm, NODE_ENV set between",
    ecosystem: "npm",
    files: {
      ...npm(),
      "package.json": '{"name":"thumbnails","version":"1.0.0","devDependencies":{"is-number":"7.0.0"}}',
      "package-lock.json": npm()
        ["package-lock.json"]!.replaceAll('"dependencies"', '"devDependencies"')
        .replace('"version": "7.0.0",', '"version": "7.0.0", "dev": true,'),
    },
    dockerfile: [...nodeHead, "COPY . .", "ENV NODE_ENV=production", "RUN npm ci"],
    naive: [...nodeHead, "COPY package*.json ./", "RUN npm ci", "COPY . .", "ENV NODE_ENV=production"],
  },
  {
    name: "npm, another user",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [
      "FROM node:22",
      "RUN useradd --create-home --uid 1001 app",
      "WORKDIR /home/app/src",
      "RUN chown app /home/app/src",
      "COPY --chown=app . .",
      "USER app",
      "RUN npm ci",
    ],
    naive: [
      "FROM node:22",
      "RUN useradd --create-home --uid 1001 app",
      "WORKDIR /home/app/src",
      "RUN chown app /home/app/src",
      "COPY --chown=app package*.json ./",
      "RUN npm ci",
      "COPY --chown=app . .",
      "USER app",
    ],
  },
  {
    name: "npm, node_modules in the context",
    ecosystem: "npm",
    files: { ...npm(), ".dockerignore": ".git\nDockerfile\n", "node_modules/is-number/extra.js": "1\n" },
    dockerfile: [...nodeHead, "COPY . .", "RUN npm ci"],
    naive: [...nodeHead, "COPY package*.json ./", "RUN npm ci", "COPY . ."],
  },
  {
    name: "npm, a lockfile that is behind",
    ecosystem: "npm",
    files: {
      ...npm(),
      "package.json": '{"name":"renamed","version":"2.0.0","dependencies":{"is-number":"7.0.0"}}',
    },
    dockerfile: [...nodeHead, "COPY . .", "RUN npm install"],
    naive: [...nodeHead, "COPY package*.json ./", "RUN npm install", "COPY . ."],
  },
  {
    name: "npm, manifests first already",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [
      ...nodeHead,
      "COPY package.json package-lock.json ./",
      "RUN npm ci",
      "COPY . .",
      "RUN npm run build",
    ],
  },
  {
    name: "npm below two copies",
    ecosystem: "npm",
    files: npm(),
    dockerfile: [
      ...nodeHead,
      "COPY package.json package-lock.json ./",
      "COPY src ./src",
      "COPY docs ./docs",
      "RUN npm ci",
    ],
  },
  // Yarn, pnpm
  {
    name: "yarn",
    ecosystem: "yarn",
    files: {
      ...npm(),
      "yarn.lock": '# yarn lockfile v1\n\n\nis-number@7.0.0:\n  version "7.0.0"\n',
    },
    dockerfile: [...nodeHead, "COPY . .", "RUN yarn install --frozen-lockfile", "RUN yarn build"],
  },
  {
    name: "yarn, build in the same RUN",
    ecosystem: "yarn",
    files: {
      ...npm(),
      "yarn.lock": '# yarn lockfile v1\n\n\nis-number@7.0.0:\n  version "7.0.0"\n',
    },
    dockerfile: [...nodeHead, "COPY . .", "RUN yarn install --frozen-lockfile \\", "    && yarn build"],
  },
  {
    name: "pnpm",
    ecosystem: "pnpm",
    files: {
      ...npm(),
      "pnpm-lock.yaml":
        "lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false\n\nimporters:\n\n  .:\n    dependencies:\n      is-number:\n        specifier: 7.0.0\n        version: 7.0.0\n\npackages:\n\n  is-number@7.0.0:\n    resolution: {integrity: sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==}\n    engines: {node: '>=0.12.0'}\n\nsnapshots:\n\n  is-number@7.0.0: {}\n",
    },
    dockerfile: [...nodeHead, "COPY . .", "RUN pnpm install --frozen-lockfile"],
  },
  // apt
  {
    name: "apt below everything",
    ecosystem: "apt",
    files: plain,
    dockerfile: ["FROM debian:12", "COPY . /srv/app", aptInstall],
  },
  {
    name: "apt in two RUNs",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "WORKDIR /srv",
      "COPY . .",
      "RUN apt-get update",
      "RUN apt-get install -y --no-install-recommends hello",
    ],
  },
  {
    name: "apt, its settings come with the context",
    ecosystem: "apt",
    files: { ...plain, "conf/99local": 'APT::Install-Recommends "0";\n' },
    dockerfile: [
      "FROM debian:12",
      "COPY src /srv/src",
      "COPY conf/99local /etc/apt/apt.conf.d/99local",
      aptInstall,
    ],
  },
  {
    name: "apt, a package from the context",
    ecosystem: "apt",
    files: plain,
    dockerfile: ["FROM debian:12", "COPY . /srv/app", "RUN cp /srv/app/conf/a.conf /etc/a.conf", aptInstall],
  },
  {
    name: "apt and an account",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "COPY . /srv/app",
      "RUN groupadd --gid 1500 app && useradd --uid 1500 --gid app --create-home app",
      aptInstall,
      "USER app",
    ],
  },
  {
    name: "an account that owns what is copied",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "RUN useradd --uid 1500 --create-home app",
      "COPY --chown=app . /srv/app",
      aptInstall,
    ],
  },
  {
    name: "a link on the way to the destination",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "RUN mkdir -p /data && ln -s /data /srv/app",
      "COPY . /srv/app",
      aptInstall,
    ],
    naive: ["FROM debian:12", "COPY . /srv/app", "RUN mkdir -p /data && ln -s /data /srv/app", aptInstall],
  },
  {
    name: "a link into the places of packages",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "RUN rm -rf /usr/share/doc && mkdir -p /srv/doc && ln -s /srv/doc /usr/share/doc",
      "COPY . /srv/app",
      aptInstall,
    ],
  },
  {
    name: "a file that is taken away",
    ecosystem: "apt",
    files: plain,
    dockerfile: ["FROM debian:12", "COPY . /srv/app", "RUN rm -rf /srv/app/conf", aptInstall],
    naive: ["FROM debian:12", "RUN rm -rf /srv/app/conf", aptInstall, "COPY . /srv/app"],
  },
  {
    name: "a file that a later copy overwrites",
    ecosystem: "apt",
    files: { ...plain, "override/hello": "mine\n" },
    dockerfile: ["FROM debian:12", "COPY src /srv/src", "COPY override/hello /usr/bin/hello", aptInstall],
    naive: ["FROM debian:12", aptInstall, "COPY src /srv/src", "COPY override/hello /usr/bin/hello"],
  },
  {
    name: "a heredoc that changes directory",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "WORKDIR /srv",
      "COPY . .",
      "RUN <<EOF",
      "cd /srv/conf",
      "cp a.conf b.conf",
      "EOF",
      aptInstall,
    ],
  },
  {
    name: "ONBUILD",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12 AS base",
      "ONBUILD COPY conf /etc/app",
      "FROM base",
      "COPY . /srv/app",
      "RUN cat /etc/app/a.conf",
      aptInstall,
    ],
  },
  {
    name: "a mount that hides results",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "COPY . /srv/app",
      "RUN --mount=type=cache,target=/out cp /srv/app/conf/a.conf /out/ && cp /out/a.conf /etc/a.conf",
      aptInstall,
    ],
  },
  {
    name: "a variable with each build",
    ecosystem: "apt",
    files: plain,
    dockerfile: ["FROM debian:12", "ARG GIT_SHA", aptInstall, "LABEL revision=$GIT_SHA", "COPY . /srv/app"],
  },
  {
    name: "a variable that is used",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "ARG GIT_SHA=none",
      'RUN echo "$GIT_SHA" > /etc/revision',
      aptInstall,
      "COPY . /srv/app",
    ],
    naive: [
      "FROM debian:12",
      'RUN echo "$GIT_SHA" > /etc/revision',
      aptInstall,
      "ARG GIT_SHA=none",
      "COPY . /srv/app",
    ],
  },
  {
    name: "a shell of its own",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "FROM debian:12",
      "COPY . /srv/app",
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
      aptInstall,
    ],
  },
  // pip
  {
    name: "pip",
    ecosystem: "pip",
    files: python,
    dockerfile: ["FROM python:3.11", "WORKDIR /app", "COPY . .", "RUN pip install -r requirements.txt"],
  },
  {
    name: "pip without cache",
    ecosystem: "pip",
    files: python,
    dockerfile: [
      "FROM python:3.11",
      "WORKDIR /app",
      "COPY . .",
      "RUN pip install --no-cache-dir -r requirements.txt",
    ],
  },
  {
    name: "pip, requirements that name others",
    ecosystem: "pip",
    files: {
      ...python,
      "requirements.txt": "-r base/requirements.txt\n",
      "base/requirements.txt": "tinydep==1.0\n",
    },
    dockerfile: ["FROM python:3.11", "WORKDIR /app", "COPY . .", "RUN pip install -r requirements.txt"],
    naive: [
      "FROM python:3.11",
      "WORKDIR /app",
      "COPY requirements.txt .",
      "RUN pip install -r requirements.txt",
      "COPY . .",
    ],
  },
  {
    name: "pip, the project itself",
    ecosystem: "pip",
    files: {
      ...python,
      "requirements.txt": "-e .\n",
      "setup.py": 'from setuptools import setup\nsetup(name="app", version="1.0", packages=["app"])\n',
      "app/__init__.py": "",
    },
    dockerfile: [
      "FROM python:3.11",
      "WORKDIR /app",
      "COPY . .",
      "RUN pip install --no-build-isolation -r requirements.txt",
    ],
    naive: [
      "FROM python:3.11",
      "WORKDIR /app",
      "COPY requirements.txt .",
      "RUN pip install --no-build-isolation -r requirements.txt",
      "COPY . .",
    ],
  },
  {
    name: "pip after apt",
    ecosystem: "pip",
    files: python,
    dockerfile: [
      "FROM python:3.11",
      "COPY . /opt/tides",
      "WORKDIR /opt/tides",
      "RUN apt-get update",
      "RUN apt-get install -y --no-install-recommends hello",
      "RUN pip install -r requirements.txt",
      "EXPOSE 8000",
    ],
  },
  // Go
  {
    name: "go build",
    ecosystem: "go",
    files: go,
    dockerfile: [
      "FROM golang:1.19 AS build",
      "WORKDIR /src",
      "COPY . .",
      "RUN CGO_ENABLED=0 go build -trimpath -o /out/app .",
      "FROM scratch",
      "COPY --from=build /out/app /app",
      'ENTRYPOINT ["/app"]',
    ],
  },
  {
    name: "go build in the shipped stage",
    ecosystem: "go",
    files: go,
    dockerfile: [
      "FROM golang:1.19",
      "WORKDIR /src",
      "COPY . .",
      "RUN CGO_ENABLED=0 go build -trimpath -o /out/app .",
    ],
  },
  {
    name: "go, modules first already",
    ecosystem: "go",
    files: go,
    dockerfile: [
      "FROM golang:1.19 AS build",
      "WORKDIR /src",
      "COPY go.mod go.sum ./",
      "RUN go mod download",
      "COPY . .",
      "RUN CGO_ENABLED=0 go build -trimpath -o /out/app .",
      "FROM scratch",
      "COPY --from=build /out/app /app",
    ],
  },
  // Bundler, Composer
  {
    name: "bundler",
    ecosystem: "bundler",
    files: ruby,
    dockerfile: [
      "FROM ruby:3.1",
      "WORKDIR /app",
      "ENV BUNDLE_FROZEN=true",
      "COPY . .",
      "RUN bundle install --local",
    ],
  },
  {
    name: "composer",
    ecosystem: "composer",
    files: php,
    dockerfile: [
      "FROM composer:2",
      "WORKDIR /app",
      "COPY . .",
      "RUN composer install --no-interaction --no-scripts",
    ],
  },
  {
    name: "composer, a class map",
    ecosystem: "composer",
    files: {
      ...php,
      "composer.json": '{"name":"a/b","require":{},"autoload":{"classmap":["src/"]}}',
      "src/A.php": "<?php class A {}\n",
    },
    dockerfile: [
      "FROM composer:2",
      "WORKDIR /app",
      "COPY . .",
      "RUN composer install --no-interaction --no-scripts",
    ],
    naive: [
      "FROM composer:2",
      "WORKDIR /app",
      "COPY composer.json composer.lock ./",
      "RUN composer install --no-interaction --no-scripts",
      "COPY . .",
    ],
  },
  // What is only written otherwise.
  {
    name: "safe fixes of stages and settings",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "from --platform=$TARGETPLATFORM debian:12 as Base",
      "env GREETING hello   world",
      "label description A label of many words",
      "LABEL a=1 a=2",
      "expose 80/TCP",
      "workdir /srv/app",
      "ADD src/a.c a.c",
      "copy conf/a.conf conf/",
      'run echo "$GREETING" > out.txt && \\',
      "",
      "    cat out.txt",
      "FROM base AS Final",
      "COPY --from=0 /srv/app/out.txt out.txt",
      'CMD ["cat", "out.txt"]',
    ],
  },
  {
    name: "safe fixes with another escape character and line ends",
    ecosystem: "apt",
    files: plain,
    dockerfile: [
      "# escape=`\r",
      "FROM debian:12 as Base\r",
      "ENV GREETING hello world\r",
      'RUN echo "$GREETING" > /out.txt && `\r',
      "    cat /out.txt\r",
      "from base\r",
      "COPY src/a.c /a.c\r",
    ],
  },
];
