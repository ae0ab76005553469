import { describe, expect, it } from "vitest";
import { analyzeInput } from "../../src/engine/input.ts";
import { buildKeys, replayBuilds } from "../../src/history/build-keys.ts";
import { memoryHost } from "../../src/host/memory-host.ts";

interface Build {
  readonly dockerfile: string;
  readonly files?: Readonly<Record<string, string>>;
}

const files = { "package.json": "{}", "src/a.js": "1", "src/b.js": "1", "data.txt": "1" };

/** Keys as the builder would make them of a folder. */
function keysOf({ dockerfile, files: changed = {} }: Build) {
  const all: Record<string, string> = { ...files, ...changed };
  const host = memoryHost({
    ...Object.fromEntries(Object.entries(all).map(([path, text]) => [`/app/${path}`, text])),
    "/app/Dockerfile": dockerfile,
    "/app/.dockerignore": all[".dockerignore"] ?? "Dockerfile\n.dockerignore\n",
  });
  const analysis = analyzeInput({
    path: "Dockerfile",
    text: dockerfile,
    host,
    dockerfile: "/app/Dockerfile",
  });
  return buildKeys(analysis, {
    contentOf: (path) => host.readText(`/app/${path}`).text ?? null,
  });
}

/** Two builds in a row: for each step of the second `H` for a hit, `M` for a miss, `?` where it depends on what a stage made. */
function second(before: Build, after: Build): string {
  const [, replayed] = [...replayBuilds([keysOf(before), keysOf(after)])];
  return replayed!.map(({ hits, hitsWithCutOff }) => (hits ? "H" : hitsWithCutOff ? "?" : "M")).join("");
}

const base = `FROM node:24
WORKDIR /app
COPY package.json ./
RUN npm install
COPY src src
RUN npm run build
`;

/** What is different in the second build, and which of its steps hit. */
const cases: Readonly<Record<string, readonly [before: Build, after: Build, hits: string]>> = {
  nothing: [{ dockerfile: base }, { dockerfile: base }, "HHHHH"],
  "a source": [{ dockerfile: base }, { dockerfile: base, files: { "src/a.js": "2" } }, "HHHMM"],
  "a manifest": [{ dockerfile: base }, { dockerfile: base, files: { "package.json": "[]" } }, "HMMMM"],
  "a file that nothing copies": [
    { dockerfile: base },
    { dockerfile: base, files: { "data.txt": "2" } },
    "HHHHH",
  ],
  "the base": [{ dockerfile: base }, { dockerfile: base.replace("node:24", "node:25") }, "MMMMM"],
  "comments, case and labels": [
    { dockerfile: base },
    { dockerfile: `# note\n${base.replace("FROM", "from")}LABEL a=b\nEXPOSE 80\nCMD ["a"]\n` },
    "HHHHH",
  ],
  "white space in a command": [
    { dockerfile: base },
    { dockerfile: base.replace("npm install", "npm  install") },
    "HHMMM",
  ],
  "white space after a command": [
    { dockerfile: base },
    { dockerfile: base.replace("npm install\n", "npm install  \n") },
    "HHHHH",
  ],
  "how a source is written": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY package.json ./", "COPY ./package.json /app/") },
    "HHHHH",
  ],
  "the name of a destination": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY src src", "COPY src lib") },
    "HHHMM",
  ],
  "an environment variable": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY package", "ENV A=1\nCOPY package") },
    "HHMMM",
  ],
  "its value": [
    { dockerfile: base.replace("RUN npm install", "ENV A=1\nRUN npm install") },
    { dockerfile: base.replace("RUN npm install", "ENV A=2\nRUN npm install") },
    "HHMMM",
  ],
  "an argument without a value": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY package", "ARG A\nCOPY package") },
    "HHHHH",
  ],
  "an argument below": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY src", "ARG A=1\nCOPY src") },
    "HHHHM",
  ],
  "the user": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY src", "USER node\nCOPY src") },
    "HHHHM",
  ],
  "the shell": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY src", 'SHELL ["bash", "-c"]\nCOPY src') },
    "HHHHM",
  ],
  "the working directory": [
    { dockerfile: base },
    { dockerfile: base.replace("WORKDIR /app", "WORKDIR /srv") },
    "MMMMM",
  ],
  "the owner of a copy": [
    { dockerfile: base },
    { dockerfile: base.replace("COPY src", "COPY --chown=0:0 src") },
    "HHHMM",
  ],
  "a link": [
    { dockerfile: "FROM a\nCOPY data.txt /\nCOPY --link src /src\nRUN x\n" },
    { dockerfile: "FROM a\nCOPY data.txt /\nCOPY --link src /src\nRUN x\n", files: { "data.txt": "2" } },
    "MHM",
  ],
  "a link with a mode, which is none": [
    { dockerfile: "FROM a\nCOPY data.txt /\nCOPY --link --chmod=644 src /src\n" },
    { dockerfile: "FROM a\nCOPY data.txt /\nCOPY --link --chmod=644 src /src\n", files: { "data.txt": "2" } },
    "MM",
  ],
  "what a bind mount shows": [
    { dockerfile: "FROM a\nRUN --mount=type=bind,source=src,target=/s x\n" },
    { dockerfile: "FROM a\nRUN --mount=type=bind,source=src,target=/s x\n", files: { "src/a.js": "2" } },
    "M",
  ],
  "the name of a cache mount": [
    { dockerfile: "FROM a\nRUN --mount=type=cache,target=/c,id=1 x\n" },
    { dockerfile: "FROM a\nRUN --mount=type=cache,target=/c,id=2,sharing=locked x\n" },
    "H",
  ],
  "a cache mount that gets a name": [
    { dockerfile: "FROM a\nRUN --mount=type=cache,target=/c x\n" },
    { dockerfile: "FROM a\nRUN --mount=type=cache,target=/c,id=2 x\n" },
    "M",
  ],
  "a heredoc": [{ dockerfile: "FROM a\nRUN <<E\nx\nE\n" }, { dockerfile: "FROM a\nRUN <<E\ny\nE\n" }, "M"],
  "a file from a heredoc": [
    { dockerfile: "FROM a\nCOPY <<E /f\nx\nE\n" },
    { dockerfile: "FROM a\nCOPY <<E /f\ny\nE\n" },
    "M",
  ],
  "the ignore file": [
    { dockerfile: "FROM a\nCOPY . .\n" },
    { dockerfile: "FROM a\nCOPY . .\n", files: { ".dockerignore": "Dockerfile\n.dockerignore\ndata.txt\n" } },
    "M",
  ],
  "another stage": [
    { dockerfile: "FROM a AS b\nCOPY src /s\nRUN x\nFROM c\nCOPY --from=b /out /out\nRUN y\n" },
    {
      dockerfile: "FROM a AS b\nCOPY src /s\nRUN x\nFROM c\nCOPY --from=b /out /out\nRUN y\n",
      files: { "src/a.js": "2" },
    },
    "MM??",
  ],
  "the folder of a file with the same content": [
    { dockerfile: "FROM a\nCOPY src/a.js /a.js\n" },
    { dockerfile: "FROM a\nCOPY lib/a.js /a.js\n", files: { "lib/a.js": "1" } },
    "H",
  ],
  "the folder of many": [
    { dockerfile: "FROM a\nCOPY one/src /src\n", files: { "one/src/a": "1", "two/src/a": "1" } },
    { dockerfile: "FROM a\nCOPY two/src /src\n", files: { "one/src/a": "2", "two/src/a": "1" } },
    "H",
  ],
  "a stage that nothing needs": [
    { dockerfile: "FROM a AS b\nRUN x\nFROM c\nRUN y\n" },
    { dockerfile: "FROM a AS b\nRUN z\nFROM c\nRUN y\n" },
    "H",
  ],
};

describe("keys of two builds, when there is a change of", () => {
  it.each(Object.entries(cases))("%s", (_, [before, after, hits]) => {
    expect(second(before, after)).toBe(hits);
  });
});

describe("replayed builds", () => {
  it("hit what any earlier build had", () => {
    const changed = { dockerfile: base, files: { "src/a.js": "2" } };
    const [, , third] = [
      ...replayBuilds([keysOf({ dockerfile: base }), keysOf(changed), keysOf({ dockerfile: base })]),
    ];
    expect(third!.every(({ hits }) => hits)).toBe(true);
  });
});
