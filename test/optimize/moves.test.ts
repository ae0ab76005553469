import { expect, it } from "vitest";
import { analyzeInput } from "../../src/engine/input.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { optimize } from "../../src/optimize/optimize.ts";

/** A lockfile of so many packages that an install takes a while. */
function lockfile(root: object): string {
  const packages = Object.fromEntries(
    Array.from({ length: 600 }, (_, at) => [`node_modules/b${at}`, { version: "1.0.0" }]),
  );
  return JSON.stringify({
    name: "a",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: { "": root, ...packages },
  });
}

const manifest = { name: "a", version: "1.0.0", dependencies: { b: "1" } };
const node = {
  "/p/package.json": JSON.stringify(manifest),
  "/p/package-lock.json": lockfile(manifest),
  "/p/src/a.js": "",
};
const python = { "/p/requirements.txt": "flask==3\n", "/p/app.py": "" };
const go = { "/p/go.mod": "module a\n\nrequire b.c/d v1.0.0\n", "/p/go.sum": "", "/p/main.go": "" };

function run(files: Readonly<Record<string, string>>, lines: readonly string[]) {
  const dockerfile = `${lines.join("\n")}\n`;
  const host = memoryHost({ ...files, "/p/Dockerfile": dockerfile });
  const analyze = (text: string) =>
    analyzeInput({ path: "Dockerfile", text, host, dockerfile: "/p/Dockerfile", context: "/p" });
  const found = optimize(analyze(dockerfile), { analyze, mostMoves: 8 })!;
  return { ...found, lines: found.text.trimEnd().split("\n") };
}

/** What is written, the files around it, and what becomes of it. */
const rewritten: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  lines: readonly string[],
  after: readonly string[],
])[] = [
  [
    "an install comes above the sources, behind its manifests",
    node,
    ["FROM node:22", "WORKDIR /app", "COPY . .", "RUN npm ci", "RUN npm run build"],
    [
      "FROM node:22",
      "WORKDIR /app",
      "COPY package.json package-lock.json ./",
      "RUN --mount=type=cache,target=/root/.npm npm ci",
      "COPY . .",
      "RUN npm run build",
    ],
  ],
  [
    "flags of the copy are kept, comments and blank lines go along",
    node,
    [
      "FROM node:22",
      "WORKDIR /app",
      "",
      "COPY --chown=1000:1000 . .",
      "",
      "# all packages",
      "RUN --mount=type=cache,target=/root/.npm npm ci",
      "",
      "CMD node .",
    ],
    [
      "FROM node:22",
      "WORKDIR /app",
      "",
      "COPY --chown=1000:1000 package.json package-lock.json ./",
      "# all packages",
      "RUN --mount=type=cache,target=/root/.npm npm ci",
      "",
      "COPY --chown=1000:1000 . .",
      "",
      "CMD node .",
    ],
  ],
  [
    "paragraphs stay paragraphs",
    { ...python, "/p/tool.sh": "" },
    [
      "FROM python:3.13",
      "WORKDIR /srv/app",
      "COPY . .",
      "COPY tool.sh /usr/local/bin/tool.sh",
      "",
      "# tools",
      "RUN chmod +x /usr/local/bin/tool.sh && apt-get update && apt-get install -y gcc",
      "",
      "CMD python app.py",
    ],
    [
      "FROM python:3.13",
      "WORKDIR /srv/app",
      "COPY tool.sh /usr/local/bin/tool.sh",
      "",
      "# tools",
      "RUN chmod +x /usr/local/bin/tool.sh && apt-get update && apt-get install -y gcc",
      "",
      "COPY . .",
      "",
      "CMD python app.py",
    ],
  ],
  [
    "paragraphs that move leave one blank line",
    python,
    [
      "FROM python:3.13",
      "COPY . /srv/app",
      "",
      "RUN apt-get update",
      "",
      "RUN apt-get install -y gcc",
      "WORKDIR /srv/app",
      "CMD python app.py",
    ],
    [
      "FROM python:3.13",
      "RUN apt-get update",
      "",
      "RUN apt-get install -y gcc",
      "",
      "COPY . /srv/app",
      "",
      "WORKDIR /srv/app",
      "CMD python app.py",
    ],
  ],
  [
    "a comment that begins a paragraph goes on doing so",
    python,
    [
      "FROM python:3.13",
      "WORKDIR /srv/app",
      "",
      "# all the code",
      "COPY . .",
      "RUN apt-get update && apt-get install -y gcc",
      "CMD python app.py",
    ],
    [
      "FROM python:3.13",
      "WORKDIR /srv/app",
      "",
      "RUN apt-get update && apt-get install -y gcc",
      "",
      "# all the code",
      "COPY . .",
      "CMD python app.py",
    ],
  ],
  [
    "an install goes into a folder of the project, behind its manifest there",
    Object.fromEntries(Object.entries(node).map(([path, text]) => [path.replace("/p/", "/p/web/"), text])),
    ["FROM node:22", "WORKDIR /app", "COPY . .", "RUN --mount=type=cache,target=/root/.npm cd web && npm ci"],
    [
      "FROM node:22",
      "WORKDIR /app",
      "COPY web/package.json web/package-lock.json web/",
      "RUN --mount=type=cache,target=/root/.npm cd web && npm ci",
      "COPY . .",
    ],
  ],
  [
    "packages of the system come above everything, with what they need",
    python,
    [
      "FROM python:3.13",
      "COPY . /srv/app",
      "WORKDIR /srv/app",
      "RUN apt-get update",
      "RUN apt-get install -y gcc",
      "CMD python app.py",
    ],
    [
      "FROM python:3.13",
      "WORKDIR /srv/app",
      "RUN apt-get update",
      "RUN apt-get install -y gcc",
      "COPY . /srv/app",
      "CMD python app.py",
    ],
  ],
  [
    "an install that does more is cut in two",
    node,
    ["FROM node:22", "WORKDIR /app", "COPY . .", "RUN npm ci \\", "    && npm run build"],
    [
      "FROM node:22",
      "WORKDIR /app",
      "COPY package.json package-lock.json ./",
      "RUN --mount=type=cache,target=/root/.npm npm ci",
      "COPY . .",
      "RUN npm run build",
    ],
  ],
  [
    "what an ADD of a folder brings is copied alone, too",
    python,
    ["FROM python:3.13", "WORKDIR /app", "ADD . /app", "RUN pip install -r requirements.txt"],
    [
      "FROM python:3.13",
      "WORKDIR /app",
      "COPY requirements.txt /app/",
      "RUN pip install -r requirements.txt",
      "ADD . /app",
    ],
  ],
  [
    "packages come above files of a user who is there before, and not above who makes that user",
    python,
    [
      "FROM debian:12",
      "RUN useradd app",
      "COPY --chown=app . /srv/app",
      "RUN apt-get update && apt-get install -y git",
    ],
    [
      "FROM debian:12",
      "RUN useradd app",
      "RUN apt-get update && apt-get install -y git",
      "COPY --chown=app . /srv/app",
    ],
  ],
  [
    "modules of Go are fetched first where the stage is not shipped",
    go,
    [
      "FROM golang:1.24 AS build",
      "WORKDIR /src",
      "COPY . .",
      "RUN go build -o /out/a .",
      "FROM scratch",
      "COPY --from=build /out/a /a",
    ],
    [
      "FROM golang:1.24 AS build",
      "WORKDIR /src",
      "COPY go.mod go.sum ./",
      "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go mod download",
      "COPY . .",
      "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /out/a .",
      "FROM scratch",
      "COPY --from=build /out/a /a",
    ],
  ],
];

it.each(rewritten)("%s", (_, files, lines, after) => {
  const found = run(files, lines);
  expect(found.lines).toEqual(after);
  expect(found.populations[0]!.saves.low).toBeGreaterThan(0);
  // What was done is done: nothing is left to do.
  expect(run(files, after).moves).toEqual([]);
});

const header = ["FROM node:22", "WORKDIR /app"];

/** What stands in the way, and a part of what is said of it. */
const refused: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  lines: readonly string[],
  reason: string,
])[] = [
  [
    "the requirements that a command names by a path elsewhere",
    python,
    [
      "FROM python:3.13",
      "WORKDIR /install",
      "COPY requirements.txt /requirements.txt",
      "RUN pip install -r /requirements.txt",
      "RUN pip install playwright",
      "COPY app.py .",
    ],
    "",
  ],
  [
    "a folder that only the build machine has",
    {
      ...node,
      "/p/web/package.json": JSON.stringify(manifest),
      "/p/web/package-lock.json": lockfile(manifest),
    },
    [
      "FROM node:22",
      "WORKDIR /app",
      "COPY .npm /root/.npm",
      "COPY web ./",
      "RUN --mount=type=cache,target=/root/.cache npm ci --cache /root/.npm",
    ],
    "",
  ],
  [
    "a folder that two owners would make",
    node,
    [
      "FROM node:22",
      "COPY --chown=1001:0 src /srv/app/src",
      "COPY --chown=1002:0 package.json /srv/app/package.json",
      "RUN chmod 600 /srv/app/package.json && apt-get update && apt-get install -y git",
    ],
    "",
  ],
  [
    "the folder that a command puts something into",
    node,
    [
      "FROM node:22",
      "COPY src /srv/app/src",
      "RUN cp /usr/bin/env /srv/app/src/env && apt-get update && apt-get install -y git",
    ],
    "",
  ],
  [
    "the folder that a command goes into",
    node,
    ["FROM node:22", "COPY src /srv/app/src", "RUN cd /srv/app && apt-get update && apt-get install -y git"],
    "makes `/srv/app`, which `RUN cd /srv/app && apt-get update && apt-get install -y git` (line 3) needs as it is",
  ],
  [
    "a file that a command asks for",
    node,
    [
      "FROM node:22",
      "WORKDIR /app",
      "COPY . .",
      "RUN [ ! -f src/a.js ] || (apt-get update && apt-get install -y git)",
    ],
    "writes `/app/src/a.js`",
  ],
  [
    "a script of the project that reads sources at install",
    { ...node, "/p/package.json": '{"scripts":{"prepare":"tsc -p ."},"dependencies":{"b":"1"}}' },
    [...header, "COPY . .", "RUN npm ci"],
    "`prepare` runs `tsc -p .`, which reads the sources",
  ],
  [
    "a script of which nothing is known",
    { ...node, "/p/package.json": '{"scripts":{"postinstall":"strange-tool"},"dependencies":{"b":"1"}}' },
    [...header, "COPY . .", "RUN npm ci"],
    "not all files that `npm ci` reads are known",
  ],
  [
    "a lockfile that the install may write anew",
    { ...node, "/p/package-lock.json": lockfile({ name: "old" }) },
    [...header, "COPY . .", "RUN npm install"],
    "both write `/app/package-lock.json`; `npm ci` would leave that alone",
  ],
  [
    "packages that come with the context",
    { ...node, "/p/node_modules/b/index.js": "" },
    [...header, "COPY . .", "RUN npm ci"],
    "writes `/app/node_modules/b/index.js`, which `RUN npm ci` (line 4) reads",
  ],
  ["another user", node, [...header, "COPY . .", "USER node", "RUN npm ci"], "sets `USER`"],
  [
    "a command of which nothing is known",
    node,
    [...header, "COPY . .", "RUN ./configure", "RUN npm ci"],
    "it is not known what `configure` reads and writes",
  ],
  [
    "a destination that is a link",
    node,
    [
      "FROM node:22",
      "RUN ln -s /data /app",
      "WORKDIR /app",
      "COPY . .",
      "RUN ln -s /app/src /usr/local/lib/src && npm ci",
    ],
    "",
  ],
  ["a secret", node, [...header, "COPY . .", "RUN --mount=type=secret,id=npmrc npm ci"], "it takes a secret"],
  [
    "an install of the project itself",
    { ...python, "/p/requirements.txt": "-e .\n", "/p/setup.py": "" },
    ["FROM python:3.13", "WORKDIR /app", "COPY . .", "RUN pip install -r requirements.txt"],
    "",
  ],
];

it.each(refused)("nothing passes %s", (_, files, lines, reason) => {
  const found = run(files, lines);
  expect(found.moves.filter(({ kind }) => kind !== "cache-mount")).toEqual([]);
  if (reason !== "") expect(found.refused.map((one) => one.reason).join("\n")).toContain(reason);
});

const requirements = {
  "/p/requirements.txt": "./vendor/a\nflask==3\n",
  "/p/vendor/a/setup.py": "",
  "/p/vendor/a/a.py": "",
  "/p/app.py": "",
};
const yarnLock = `# yarn lockfile v1\n${Array.from({ length: 600 }, (_, at) => `\nb${at}@1:\n  version "1.0.0"\n`).join("")}`;
const npmTop = ["FROM node:22", "WORKDIR /app", "COPY package.json package-lock.json ./"];
const pipTop = ["FROM python:3.13", "WORKDIR /app", "COPY requirements.txt ./", "COPY vendor ./vendor"];
const npmMount = "RUN --mount=type=cache,target=/root/.npm";
const pipMount = "RUN --mount=type=cache,target=/root/.cache/pip";

/** A RUN that leaves no downloads behind, and what is left of it when a mount sees to that. */
const cleaned: readonly (readonly [
  what: string,
  top: readonly string[],
  run: readonly string[],
  after: readonly string[],
])[] = [
  ["npm's own clean-up", npmTop, ["RUN npm ci && npm cache clean --force"], [`${npmMount} npm ci`]],
  ["rm of the mount", npmTop, ["RUN npm ci && rm -rf /root/.npm"], [`${npmMount} npm ci`]],
  ["rm of what is in the mount", npmTop, ["RUN npm ci && rm -rf ~/.npm/*"], [`${npmMount} npm ci`]],
  ["rm of a part of it", npmTop, ["RUN npm ci && rm -rf $HOME/.npm/_cacache"], [`${npmMount} npm ci`]],
  ["rm before the call", npmTop, ["RUN rm -rf /root/.npm && npm ci"], [`${npmMount} npm ci`]],
  [
    "clean-ups one behind the other",
    npmTop,
    ["RUN npm ci \\", "    && npm cache clean --force \\", "    && rm -rf /root/.npm"],
    [`${npmMount} npm ci`],
  ],
  [
    "clean-ups between other commands",
    npmTop,
    ["RUN npm ci && rm -rf ~/.npm && npm cache clean -f && echo done && rm -r ~/.npm/_logs"],
    [`${npmMount} npm ci && echo done`],
  ],
  [
    "one operand of several",
    npmTop,
    ["RUN npm ci && rm -rf /root/.npm /tmp/*"],
    [`${npmMount} npm ci && rm -rf /tmp/*`],
  ],
  [
    "a cache elsewhere",
    npmTop,
    ["RUN npm ci --cache /tmp/npm && rm -rf /tmp/npm"],
    ["RUN --mount=type=cache,target=/tmp/npm npm ci --cache /tmp/npm"],
  ],
  [
    "Yarn's own clean-up",
    ["FROM node:22", "WORKDIR /app", "COPY package.json yarn.lock ./"],
    ["RUN yarn install --frozen-lockfile && yarn cache clean"],
    [
      "RUN --mount=type=cache,target=/usr/local/share/.cache/yarn,sharing=locked yarn install --frozen-lockfile",
    ],
  ],
  [
    "pip's option",
    pipTop,
    ["RUN pip install --no-cache-dir -r requirements.txt"],
    [`${pipMount} pip install -r requirements.txt`],
  ],
  [
    "pip's option in all calls, and in front of what it does",
    pipTop,
    [
      "RUN python -m pip install --no-cache-dir -U wheel \\",
      "    && pip --no-cache-dir install -r requirements.txt --no-cache-dir",
    ],
    [`${pipMount} python -m pip install -U wheel \\`, "    && pip install -r requirements.txt"],
  ],
  [
    "pip's option in a heredoc",
    pipTop,
    ["RUN <<EOF", "pip install --no-cache-dir -r requirements.txt", "EOF"],
    [`${pipMount} <<EOF`, "pip install -r requirements.txt", "EOF"],
  ],
  [
    "pip's variable",
    pipTop,
    ["RUN PIP_NO_CACHE_DIR=1 pip install -r requirements.txt"],
    [`${pipMount} pip install -r requirements.txt`],
  ],
  [
    "pip's option and clean-up",
    pipTop,
    ["RUN pip install --no-cache-dir -r requirements.txt && pip cache purge --no-cache-dir"],
    [`${pipMount} pip install -r requirements.txt`],
  ],
];

it.each(cleaned)("a mount takes the place of %s", (_, top, runs, after) => {
  const files = { ...node, ...requirements, "/p/yarn.lock": yarnLock };
  const { lines, moves } = run(files, [...top, ...runs, "COPY . ."]);
  expect(lines).toEqual([...top, ...after, "COPY . ."]);
  expect(moves.map(({ kind }) => kind)).toEqual(["cache-mount"]);
});

/** A clean-up that stays, and a part of what is said of it. */
const kept: readonly (readonly [lines: readonly string[], reason: string])[] = [
  [
    [...npmTop, "RUN npm ci && npm cache clean --force || true"],
    "can't be taken out of the RUN as it stands",
  ],
  [[...npmTop, "RUN npm ci; rm -rf /root/.npm"], "can't be taken out of the RUN as it stands"],
  [[...npmTop, "RUN npm ci && (rm -rf /root/.npm)"], "can't be taken out of the RUN as it stands"],
  [
    [...npmTop, "RUN <<EOF", "npm ci", "npm cache clean --force", "EOF"],
    "can't be taken out of the RUN as it stands",
  ],
  [[...npmTop, "RUN npm ci && find /root/.npm -type f -delete"], "takes away more"],
  [[...npmTop, "RUN npm ci && rm -rf /root/.npm* /tmp/*"], "takes away more"],
  [[...npmTop, "RUN npm ci && rm -rf /root/{.npm,.config}"], "takes away more"],
  [[...pipTop, "RUN pip install -r requirements.txt && rm -rf /root/.cache"], "takes away more"],
  [[...pipTop, "RUN pip install -r requirements.txt && rm -rf ~/.cache/*"], "takes away more"],
  [
    [...pipTop, "ENV PIP_NO_CACHE_DIR=1", "RUN pip install --no-cache-dir -r requirements.txt"],
    "`PIP_NO_CACHE_DIR`, which the file sets for all of the image",
  ],
  [
    [...pipTop, "RUN export PIP_NO_CACHE_DIR=1 && pip install -r requirements.txt"],
    "`PIP_NO_CACHE_DIR`, which is not set by the call itself",
  ],
  [
    ["FROM node:22", "RUN npm install -g serve", ...npmTop.slice(1), "RUN npm ci && npm cache clean --force"],
    "`RUN npm install -g serve` (line 2) may leave downloads there",
  ],
  [
    ["FROM node:22", "COPY package.json /root/.npm/", ...npmTop.slice(1), "RUN npm ci && rm -rf /root/.npm"],
    "`COPY package.json /root/.npm/` (line 2) may leave downloads there",
  ],
  [
    [
      "FROM node:22 AS a",
      "RUN /opt/setup.sh",
      "FROM a",
      ...npmTop.slice(1),
      "RUN npm ci && rm -rf /root/.npm",
    ],
    "`RUN /opt/setup.sh` (line 2) may leave downloads there",
  ],
  [["FROM acme/node", "USER root", ...npmTop.slice(1), "RUN npm ci && rm -rf /root/.npm"], "the base image"],
];

it.each(kept)("a clean-up stays: %j", (lines, reason) => {
  const found = run({ ...node, ...requirements }, [...lines, "COPY . ."]);
  expect(found.moves.filter(({ kind }) => kind === "cache-mount")).toEqual([]);
  const said = found.refused.filter(({ title }) => title.includes("in a cache mount"));
  expect(said.map((one) => one.reason).join("\n")).toContain(reason);
  expect(said[0]!.wouldSave.mean).toBeGreaterThan(0);
});

it("a variable that changes with each build is declared below the installs", () => {
  const { lines } = run(node, [
    "FROM node:22",
    "ARG GIT_SHA",
    "RUN apt-get update && apt-get install -y git",
    "WORKDIR /app",
    "COPY . .",
    "LABEL revision=$GIT_SHA",
  ]);
  expect(lines.indexOf("ARG GIT_SHA")).toBeGreaterThan(lines.findIndex((line) => line.includes("apt-get")));
});

it.each([
  [
    "tools that are told all on their command line",
    "RUN usermod -u $UID www-data && curl -s a.org | gpg --dearmor | tee $KEY > $FILE",
    true,
  ],
  ["a program of which nothing is known", "RUN ./tool", false],
  ["a script that is read by the shell", "RUN . /opt/env && apt-get update", false],
  ["one of them in a shell inside", "RUN sh -c 'usermod -u 5 www-data; ./tool'", false],
])("a variable is declared below %s: %#", (_, step, isMoved) => {
  const { lines } = run(node, [
    "FROM node:22",
    "ARG GIT_SHA",
    step,
    "RUN apt-get update && apt-get install -y git",
    "LABEL revision=$GIT_SHA",
  ]);
  expect(lines.indexOf("ARG GIT_SHA") > lines.findIndex((line) => line.includes("install -y"))).toBe(isMoved);
});

it("what is no better is left as it is", () => {
  const { moves, text } = run(node, [
    ...header,
    "COPY package.json package-lock.json ./",
    "RUN --mount=type=cache,target=/root/.npm npm ci",
    "COPY . .",
  ]);
  expect(moves).toEqual([]);
  expect(text).toContain("COPY package.json package-lock.json ./\nRUN --mount");
});
