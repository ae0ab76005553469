import { readdirSync, readFileSync } from "node:fs";
import { parseRulePage } from "../../src/dev/rule-page.ts";

/** A Dockerfile of about so many lines. */
export type Shape = (lines: number) => string;

/** Lines number 0, 1, 2 … of a part of a file; `size` of them. */
function numbered(size: number, line: (number: number) => string): string {
  return Array.from({ length: Math.ceil(size) }, (_, number) => line(number)).join("");
}

function cycled(lines: readonly string[]): (number: number) => string {
  return (number) => `${lines[number % lines.length]!.replaceAll("#", String(number))}\n`;
}

const realistic = cycled([
  "RUN echo hello && ls /tmp",
  "ENV NAME=value",
  "COPY a#.txt b.txt /srv/",
  "# a comment",
  "RUN apt-get update && apt-get install -y \\",
  "    curl git",
  "ARG GIT_COMMIT",
  "WORKDIR /srv/part#",
  "RUN cd lib# && npm ci && rm -rf /root/.npm",
  "COPY . .",
]);

/** A build context. */
export const context: Readonly<Record<string, string>> = {
  "/app/package.json": '{ "name": "app" }',
  "/app/package-lock.json": "{}",
  "/app/requirements.txt": "flask\n",
  "/app/go.mod": "module app\n",
  "/app/README.md": "An app",
  ...Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`/app/src${at}/index.js`, ""])),
  ...Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`/app/sub/part${at}.js`, ""])),
};

/** One way in which a file can be long; each has cost some tool or a draft of this one quadratic time. */
export const shapes: Readonly<Record<string, Shape>> = {
  "a realistic mix": (lines) => `FROM debian:12\n${numbered(lines, realistic)}`,
  "many RUN": (lines) => `FROM debian:12\n${numbered(lines, (at) => `RUN echo ${at} && ls /tmp\n`)}`,
  "one long RUN": (lines) =>
    `FROM node:22\nRUN true \\\n${numbered(lines / 3, (at) => ` && cd /d${at} \\\n && npm install x \\\n && rm -rf /x \\\n`)} && true\n`,
  "one long install": (lines) =>
    `FROM debian:12\nRUN apt-get install -y \\\n${numbered(lines, (at) => `    package${at} \\\n`)}    curl\nCMD ["x"]\n`,
  "installs and removals in one RUN": (lines) =>
    `FROM debian:12\nRUN true \\\n${numbered(lines / 2, () => " && apt-get install -y gcc \\\n && apt-get remove -y make \\\n")} && true\nCMD ["x"]\n`,
  "updates in one RUN": (lines) =>
    `FROM debian:12\nRUN true \\\n${numbered(lines, () => " && apt-get update \\\n")} && true\n`,
  "many stages and comments": (lines) =>
    numbered(lines / 4, (at) => `# comment\nFROM debian:12 AS s${at}\n# comment\nRUN make\n`),
  "a chain of stages": (lines) =>
    numbered(
      lines / 6,
      (at) =>
        `FROM ${at === 0 ? "node:22" : `s${at - 1}`} AS s${at}\nARG V${at}=1\nCOPY package.json /a$V${at}\nRUN useradd -M u${at}\nUSER u${at}\nRUN npm ci\n`,
    ),
  "stages that copy from the one before": (lines) =>
    numbered(
      lines / 3,
      (at) =>
        `FROM golang:1.23 AS s${at}\n${at === 0 ? "" : `COPY --from=s${at - 1} /a /a\n`}RUN go build .\n`,
    ),
  "a stage that copies from all": (lines) =>
    `${numbered(lines / 4, (at) => `FROM node:22 AS s${at}\nCOPY . .\nRUN npm run build\n`)}FROM nginx:1.27\nCOPY . .\n${numbered(lines / 4, (at) => `COPY --from=s${at} /a${at} /a${at}\n`)}CMD ["nginx"]\n`,
  "COPY --from images": (lines) =>
    `FROM debian:12\n${numbered(lines, (at) => `COPY --from=image${at}:1 /a /a${at}\n`)}`,
  "ENV upon ENV": (lines) =>
    `FROM debian:12\n${numbered(lines / 2, (at) => `ENV V${at}=$V${at - 1}x PATH=/a${at}:$PATH\nARG A${at}\n`)}`,
  "global and local ARG": (lines) =>
    `${numbered(lines / 3, (at) => `ARG G${at}=1\n`)}FROM debian:12\n${numbered(lines / 3, (at) => `ARG G${at}\nRUN make $G${at}\n`)}`,
  "pairs in one ENV": (lines) =>
    `FROM debian:12\nENV ${numbered(lines, (at) => `a${at}=b \\\n`)} x=y\nRUN make\n`,
  "installs below the whole context": (lines) =>
    `FROM node:22\nWORKDIR /app\nCOPY . .\n${numbered(lines, cycled(["RUN npm ci", "RUN pip install -r requirements.txt", "RUN yarn add x#", "RUN go build ./..."]))}`,
  "installs without manifest": (lines) =>
    `FROM node:22\nWORKDIR /app\n${numbered(lines / 2, (at) => `COPY sub /x${at}\nRUN yarn install\n`)}`,
  "directories, then installs": (lines) =>
    `FROM node:22\nWORKDIR /app\n${numbered(lines / 2, (at) => `COPY src${at} ./src${at}\n`)}${numbered(lines / 2, () => "RUN npm ci\n")}`,
  "WORKDIR below WORKDIR": (lines) => `FROM node:22\n${numbered(lines / 2, () => "WORKDIR d\nRUN npm ci\n")}`,
  "cache mounts and installs of one RUN": (lines) =>
    `FROM node:22\nRUN ${numbered(lines / 2, (at) => `--mount=type=cache,target=/p${at} \\\n`)}${numbered(lines / 2, () => " npm ci && \\\n")} true\n`,
  "one heredoc": (lines) =>
    `FROM debian:12\nRUN <<EOF\n${numbered(lines / 3, (at) => `if [ -f a${at} ]; then\n  apt-get install -y x${at}\nfi\n`)}EOF\n`,
  "many heredocs": (lines) =>
    `FROM debian:12\n${numbered(lines / 4, (at) => `RUN <<EOF\nnpm ci\nmake x${at}\nEOF\n`)}`,
  "heredocs without end": (lines) => `FROM debian:12\n${numbered(lines, (at) => `RUN <<E${at}\n`)}`,
  suppressions: (lines) =>
    `FROM debian\n${numbered(lines / 2, () => "# stowage ignore=shell-syntax-error: why\n# stowage ignore shell-syntax-error -- why\nRUN 'x\n")}`,
  "suppressions of a whole file": (lines) =>
    `${numbered(lines / 2, (at) => `# stowage ignore-file unknown${at} syntax-error -- why\n`)}FROM debian\n${numbered(lines / 2, () => "RUN 'x\n")}`,
  "many findings": (lines) =>
    `FROM debian\n${numbered(lines, cycled(["CMD node x", "COYP a b", "RUN 'x", "COPY . . # note"]))}`,
  ...examples(),
};

/** What rules report on, over and over: in one stage, in a chain of stages, in stages that the last one copies from. */
function examples(): Readonly<Record<string, Shape>> {
  const folder = "rules";
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  const files = pages
    .flatMap((name) => parseRulePage(readFileSync(`${folder}/${name}`, "utf8")).cases)
    .flatMap(({ bad }) => (bad === null ? [] : [bad.dockerfile.content]));
  const repeated = (lines: number, from: (image: string) => string): string => {
    let text = "";
    let count = 0;
    for (let at = 0; count < lines; at++) {
      const next = files[at % files.length]!.replace(/^FROM\s+(\S+).*$/gim, (_, image: string) =>
        from(image),
      );
      text += next;
      count += next.split("\n").length - 1;
    }
    return text;
  };
  return {
    "examples of the rules in one stage": (lines) =>
      `FROM node:22\n${repeated(lines, () => "RUN npm ci")}CMD node x\n`,
    "examples of the rules in a chain of stages": (lines) => {
      let stages = 0;
      return `FROM node:22 AS s0\n${repeated(lines, () => `FROM s${stages} AS s${++stages}`)}`;
    },
    "examples of the rules in stages of their own": (lines) => {
      let stages = 0;
      const text = repeated(lines * 0.8, (image) => `FROM ${image} AS s${++stages}`);
      return `${text}FROM node:22\nCOPY . .\n${numbered(lines * 0.2, (at) => `COPY --from=s${1 + (at % stages)} /a /b${at}\n`)}CMD node x\n`;
    },
  };
}
