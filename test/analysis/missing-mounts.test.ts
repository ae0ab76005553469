import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { missingMounts } from "../../src/analysis/missing-mounts.ts";
import type { Host } from "../../src/host/host.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** Each as `manager target[,field…]… [+ number of other RUNs]`. */
function found(dockerfile: string, host: Host | null = null): readonly string[] {
  const analysis = analyze(buildFile("Dockerfile", dockerfile), host, {
    path: null,
    context: host && "/p",
  });
  return analysis.use(missingMounts).map(({ install, flags, readers, owner, emptiedBy }) => {
    const mounts = flags.map((flag) => flag.replace("--mount=type=cache,target=", ""));
    const more = [
      ...(readers.length > 1 ? [`+ ${readers.length - 1}`] : []),
      ...(owner === null ? [] : [`owner ${owner}`]),
      ...(emptiedBy === null ? [] : [`emptied by ${emptiedBy.kind}`]),
    ];
    return [install.manager, ...mounts, ...more].join(" ");
  });
}

const go = "/go/pkg/mod";
const goBuild = "/root/.cache/go-build";

const cases: readonly (readonly [title: string, dockerfile: string, found: readonly string[]])[] = [
  ["npm", "FROM node:22\nRUN npm ci", ["npm /root/.npm"]],
  ["npm with the mount", "FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci", []],
  ["npm offline", "FROM node:22\nRUN npm ci --offline", []],
  ["a cache that is moved", "FROM node:22\nENV npm_config_cache=/c\nRUN npm ci", ["npm /c"]],
  [
    "two managers in one RUN: the dearer",
    "FROM node:22\nRUN pip install flask && npm ci",
    ["npm /root/.npm"],
  ],
  ["composer in its own image", "FROM composer:2\nRUN composer install", ["composer /tmp/cache"]],
  [
    "composer that a file moves",
    "FROM composer:2\nENV COMPOSER_HOME=/h\nRUN composer install",
    ["composer /h/cache"],
  ],
  ["composer elsewhere", "FROM php:8\nRUN composer install", ["composer /root/.composer/cache"]],
  ["a number as user", "FROM node:22\nENV HOME=/h\nUSER 7:8\nRUN npm ci", ["npm /h/.npm,uid=7,gid=8"]],
  ["a name as user", "FROM node:22\nUSER app\nRUN npm ci", ["npm /home/app/.npm owner app"]],
  ["an image whose user is not known", "FROM acme/node\nRUN npm ci", []],
  [
    "classic Yarn",
    "FROM node:22\nRUN yarn install --frozen-lockfile",
    ["yarn /usr/local/share/.cache/yarn,sharing=locked"],
  ],
  ["Yarn 4", "FROM node:22\nRUN corepack enable\nRUN yarn install", []],
  [
    "pip that keeps nothing",
    "FROM python:3\nRUN pip install --no-cache-dir -r a.txt",
    ["pip /root/.cache/pip emptied by flag"],
  ],
  [
    "pip by variable",
    "FROM python:3\nENV PIP_NO_CACHE_DIR=1\nRUN pip install -r a.txt",
    ["pip /root/.cache/pip emptied by variable"],
  ],
  [
    "npm that cleans up",
    "FROM node:22\nRUN npm ci && npm cache clean --force",
    ["npm /root/.npm emptied by clean-up"],
  ],
  ["wheels of one's own, then the project", "FROM python:3\nRUN pip install /wheels/* && pip install .", []],
  ["the project alone", "FROM python:3\nCOPY . .\nRUN pip install .", ["pip /root/.cache/pip"]],
  [
    "an environment that was copied",
    "FROM python:3 AS a\nCOPY poetry.lock .\nRUN --mount=type=cache,target=/root/.cache/pypoetry poetry install\nFROM python:3\nCOPY --from=a /venv /venv\nCOPY . .\nRUN poetry install",
    [],
  ],
  [
    "pnpm, which reads its store for installs alone",
    "FROM node:22\nRUN pnpm install\nRUN pnpm run build\nRUN pnpm deploy /out",
    ["pnpm /root/.local/share/pnpm/store + 1", "pnpm /root/.local/share/pnpm/store + 1"],
  ],
  ["Go: all anew", "FROM golang:1\nRUN go build -a .", []],
  ["pip itself", "FROM python:3\nRUN pip install --upgrade pip", []],
  ["wheels of one's own", "FROM python:3\nRUN pip install /wheels/a.whl", []],
  ["wheels, then the project", "FROM python:3\nRUN pip install /wheels/* && pip install .", []],
  [
    "the project before wheels",
    "FROM python:3\nRUN pip install .\nRUN pip install /w/*",
    ["pip /root/.cache/pip"],
  ],
  [
    "Mix: compiling fetches nothing",
    "FROM elixir:1\nWORKDIR /s\nRUN mix deps.get\nRUN mix deps.compile",
    ["mix /root/.hex"],
  ],
  [
    "Go: the build with the download",
    "FROM golang:1\nWORKDIR /s\nRUN go mod download\nRUN go build",
    [`go ${go} + 1`, `go ${go} ${goBuild} + 1`],
  ],
  [
    "Go: what a script reads stays",
    "FROM golang:1\nWORKDIR /s\nRUN go mod download\nRUN make\nRUN go build",
    [`go ${goBuild}`],
  ],
  ["Go in another image", "FROM debian:13\nWORKDIR /s\nRUN go mod download", []],
  [
    "Go with a place of its own",
    "FROM debian:13\nENV GOPATH=/g\nWORKDIR /s\nRUN go mod download",
    ["go /g/pkg/mod"],
  ],
  ["Go with vendored packages", "FROM golang:1\nWORKDIR /s\nRUN go build -mod=vendor", []],
  ["Maven", "FROM maven:3\nWORKDIR /s\nRUN mvn package", ["maven /root/.m2/repository,sharing=locked"]],
  [
    "Maven whose repository is copied",
    "FROM maven:3 AS b\nWORKDIR /s\nRUN mvn package\nFROM a\nCOPY --from=b /root/.m2 /m",
    [],
  ],
  [
    "Maven whose result is copied",
    "FROM maven:3 AS b\nWORKDIR /s\nRUN mvn package\nFROM a\nCOPY --from=b /s/target/a.jar /",
    ["maven /root/.m2/repository,sharing=locked"],
  ],
  ["a stage that is not needed", "FROM node:22\nRUN npm ci\nFROM a", []],
  ["system packages", "FROM debian:13\nRUN apt-get update && apt-get install -y curl", []],
  [
    "Cargo: never the folder of the program",
    "FROM rust:1\nWORKDIR /s\nRUN cargo build --release",
    ["cargo /usr/local/cargo/registry,sharing=locked /usr/local/cargo/git,sharing=locked"],
  ],
];

test.each(cases)("%s", (_, dockerfile, expected) => {
  expect(found(dockerfile)).toEqual(expected);
});

test("Go with its dependencies in the repository needs no place for downloads", () => {
  const host = memoryHost({ "/p/go.mod": "", "/p/main.go": "", "/p/vendor/modules.txt": "" });
  expect(found("FROM golang:1\nWORKDIR /s\nCOPY . .\nRUN go build .", host)).toEqual([`go ${goBuild}`]);
});
