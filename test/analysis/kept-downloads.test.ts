import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { keptDownloads } from "../../src/analysis/kept-downloads.ts";
import { cacheRemedies } from "../../src/knowledge/cache-remedies.ts";
import { packageManagerNamed } from "../../src/knowledge/package-managers.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** `manager directory` of each, with the text of what comes too late after `!`. */
function kept(text: string, path = "Dockerfile"): readonly string[] {
  const file = buildFile(path, text);
  return analyze(file, null, { path: null, context: null })
    .use(keptDownloads)
    .map(({ call, directory, tooLate }) => {
      const late = tooLate === null ? "" : ` ! ${text.slice(tooLate.range.start, tooLate.range.end)}`;
      return `${call.manager.name} ${directory}${late}`;
    });
}

/** One RUN below `FROM <base>`. */
const runs: readonly (readonly [base: string, run: string, kept: string])[] = [
  ["debian:12", "apt-get update", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get install -y curl", ""],
  ["debian:12", "apt update && rm -rf /var/lib/apt/lists/*", ""],
  ["debian:12", "rm -rf /var/lib/apt/lists/* && apt update", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get update && apt-get clean", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get update && find /var/lib/apt/lists -type f -delete", ""],
  ["debian:12", "apt-get update && rm -rf /tmp/*", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get update && rm -f /var/lib/apt/lists/*_*", ""],
  ["debian:12", "apt-get update && rm -rf /var/lib/ap*", ""],
  ["debian:12", "apt-get update && cd /var/lib/apt/lists && rm -rf *", ""],
  ["debian:12", "apt-get update && rm -rf /var/lib/apt/lists/partial/*", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get update && rm -rf /var/lib/*.old", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get update && ./install.sh", ""],
  ["debian:12", "./install.sh && apt-get update", "apt-get /var/lib/apt/lists"],
  ["debian:12", "apt-get update && curl -f https://example.com/setup | bash -", "apt-get /var/lib/apt/lists"],
  ["debian:12", "--mount=type=cache,target=/var/lib/apt apt-get update", ""],
  ["debian:12", "--mount=type=cache,target=/var/cache/apt apt-get update", "apt-get /var/lib/apt/lists"],
  ["python:3.13", "pip install flask", "pip /root/.cache/pip"],
  ["python:3.13", "pip install --no-cache-dir flask", ""],
  ["python:3.13", "PIP_CACHE_DIR=/c pip install flask", "pip /c"],
  ["python:3.13", "pip install --cache-dir /c flask && rm -r /c", ""],
  ["python:3.13", "pip install flask && rm -rf /home/worker/.cache", ""],
  ["python:3.13", "pip install flask && rm -rf /root/.*", ""],
  ["python:3.13", "pip install flask && rm -rf /root/*.sh", "pip /root/.cache/pip"],
  ["python:3.13", "pip install --upgrade pip wheel", ""],
  ["python:3.13", "pip install --upgrade pip flask", "pip /root/.cache/pip"],
  ["python:3.13", "pip install ./dist/app.whl", ""],
  ["python:3.13", "pip install --no-index -r requirements.txt", ""],
  ["python:3.13", "uv pip install --system flask", ""],
  ["python:3.13", "poetry install", "poetry /root/.cache/pypoetry"],
  ["python:3.13", "POETRY_CACHE_DIR=/tmp/p poetry install && rm -rf /tmp/p", ""],
  ["node:22", "npm ci", "npm /root/.npm"],
  ["node:22", "npm i -g pnpm", ""],
  ["node:22", "npm run build", ""],
  ["node:22", "pnpm install", ""],
  ["node:22", "yarn --frozen-lockfile", "yarn /usr/local/share/.cache/yarn"],
  ["node:22", "yarn install --immutable", ""],
  ["ruby:3.4", "bundle install", "bundler /usr/local/bundle/cache"],
  ["ruby:3.4", "bundle install && rm -rf /usr/local/bundle/cache/*.gem", ""],
  ["example.com/own-ruby:1", "bundle install", ""],
  ["ruby:3.4", "bundle config set --local path v && bundle install && rm -rf v/ruby/3.4.0/cache/*.gem", ""],
  ["python:3", "pip install --no-cache-dir /wheels/* && pip install .", ""],
  ["${BASE}", "pip install flask", ""],
  ["${BASE}", "npm install express", "npm /root/.npm"],
  ["alpine:3", "apk add git", "apk /var/cache/apk"],
  ["alpine:3", "apk add --no-cache git", ""],
  ["alpine:3", "apk --no-cache add git", ""],
  ["alpine:3", "apk update && apk add --no-cache git", "apk /var/cache/apk"],
  ["alpine:3", "apk -U upgrade && rm /var/cache/apk/*", ""],
  ["alpine:3", "apk add --root /rootfs --initdb busybox", ""],
  ["fedora:42", "dnf -y upgrade", "dnf /var/cache/dnf"],
  ["fedora:42", "dnf -y install git && yum clean all", ""],
  ["fedora:42", "dnf -y install git && rm -rf /var/cache/libdnf5*", ""],
  ["rockylinux:9", "yum -y install git && rm -rf /var/cache/{yum,dnf}*", ""],
  ["rockylinux:9", "yum -y group install tools", "yum /var/cache/yum"],
  ["fedora:42", "dnf -y install --installroot /r git", ""],
  ["golang:1.25", "go mod download", ""],
];

describe("one RUN", () => {
  test.each(runs)("%s: %s", (base, run, expected) => {
    expect(kept(`FROM ${base}\nRUN ${run}\n`)).toEqual(expected === "" ? [] : [expected]);
  });
});

describe("layers", () => {
  test("only what the target is built on", () => {
    const text = `FROM alpine:3 AS base
RUN apk add curl
FROM base AS build
RUN apk add git
FROM base
RUN apk add make
COPY --from=build /a /a
`;
    expect(kept(text)).toHaveLength(2);
    expect(kept(text, ".devcontainer/Dockerfile")).toEqual([]);
  });

  test("a later RUN is too late, an earlier one is none", () => {
    const text = "FROM node:22\nRUN npm cache clean --force\nRUN npm ci\nCOPY . .\nRUN rm -rf ~/.npm\n";
    expect(kept(text)).toEqual(["npm /root/.npm ! rm -rf ~/.npm"]);
  });

  test("one for each manager of a RUN", () => {
    const text = "FROM python:3.13-alpine\nRUN apk update && apk add git && pip install a && pip install b\n";
    expect(kept(text)).toEqual(["apk /var/cache/apk", "pip /root/.cache/pip"]);
  });

  test("a variable of the stage counts", () => {
    expect(kept("FROM python:3.13\nENV PIP_NO_CACHE_DIR=on\nRUN pip install a\n")).toEqual([]);
    expect(kept("FROM python:3.13\nENV PIP_NO_CACHE_DIR=0\nRUN pip install a\n")).toHaveLength(1);
  });
});

test.each(Object.entries(cacheRemedies))(
  "the remedy for %s is one that is recognised",
  (name, { flag, cleanUp }) => {
    const manager = packageManagerNamed(name);
    expect(manager).not.toBeNull();
    if (flag !== undefined) expect(manager?.noCache?.flags).toContain(flag);
    else expect(cleanUp).toBeDefined();
  },
);

test.each([
  ["ENV BUNDLE_PATH=/gems\nRUN bundle install", 'rm -rf "$BUNDLE_PATH"/*/*/cache'],
  ["RUN bundle config set --local path /gems && bundle install", "rm -rf /gems/*/*/cache"],
])("gems are removed where they are: %j", (steps, expected) => {
  const file = buildFile("Dockerfile", `FROM jruby:9\n${steps}\n`);
  const [found] = analyze(file, null, { path: null, context: null }).use(keptDownloads);
  expect(found?.remedy.cleanUp).toBe(expected);
});
