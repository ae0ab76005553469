import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildFile } from "../../src/model/build-file.ts";
import { isOfFile, outcomesOf, stepMatcher } from "../../src/timings/match-steps.ts";
import { readLog } from "../../src/timings/read-log.ts";
import { isNameOf, piecesOf } from "../../src/timings/step-text.ts";

/** `stage: text = seconds` of what a plain log, given as lines without numbers, says of a Dockerfile; then the steps that it lacks. */
function matched(dockerfile: string, lines: readonly string[]): readonly string[] {
  const log = lines
    .map((line, index) => `#${index + 1} ${line}\n#${index + 1} DONE ${index + 1}.0s\n`)
    .join("");
  const matcher = stepMatcher(buildFile("Dockerfile", dockerfile));
  const builds = readLog(log).builds.flatMap((build) => matcher.match(build));
  return [
    ...[...outcomesOf(builds.filter(isOfFile))].map(
      ([{ stage, text }, seconds]) => `${stage ?? "pull"}: ${text} = ${seconds}`,
    ),
    ...builds.flatMap(({ strangers }) => strangers.map(({ text }) => `? ${text}`)),
  ];
}

const twoStages = "FROM node AS a\nRUN make\nRUN one\nFROM node AS b\nRUN make\nRUN two\n";

const cases: Readonly<
  Record<string, readonly [dockerfile: string, lines: readonly string[], found: readonly string[]]>
> = {
  "by content, whatever its number": [
    "FROM node\nRUN new\nRUN make\n",
    ["[2/2] RUN make"],
    ["0: RUN make = 1"],
  ],
  "on several lines, with comments": [
    "FROM node\nRUN make && \\\n    # why\n    make install\n",
    ["[2/2] RUN make &&     make install"],
    ["0: RUN make && make install = 1"],
  ],
  "with variables": [
    "FROM node\nARG V\nENV W=w\nRUN echo $V \"${W}x\" \\$V '$V'\nCOPY $W ./$V/\n",
    ["[2/3] RUN echo 24 \"wx\" $V '$V'", "[3/3] COPY w .//"],
    ["0: RUN echo $V \"${W}x\" \\$V '$V' = 1", "0: COPY $W ./$V/ = 2"],
  ],
  "with quotes and JSON": [
    'FROM node\nCOPY ["a b", "/x y/"]\nCOPY "q" /y\nRUN ["make", "all"]\n',
    ["[2/4] COPY [a b, /x y/]", "[3/4] COPY q /y", '[4/4] RUN ["make", "all"]'],
    ['0: COPY ["a b", "/x y/"] = 1', '0: COPY "q" /y = 2', '0: RUN ["make", "all"] = 3'],
  ],
  "with heredocs": [
    "FROM node\nRUN <<E\n\n  make\n  make test\nE\nRUN cat <<A > /a\nb\nA\nCOPY <<F /f\nx\nF\n",
    ["[2/4] RUN <<E (make...)", "[3/4] RUN cat <<A > /a", "[4/4] COPY <<F /f"],
    ["0: RUN <<E (make...) = 1", "0: RUN cat <<A > /a = 2", "0: COPY <<F /f = 3"],
  ],
  "in any case": ["FROM node\nrun make\n", ["[2/2] RUN make"], ["0: RUN make = 1"]],
  "with flags": [
    "FROM node\nRUN --mount=type=cache,target=/root/.npm --network=none npm ci\n",
    ["[2/2] RUN --mount=type=cache,target=/root/.npm --network=none npm ci"],
    ["0: RUN --mount=type=cache,target=/root/.npm --network=none npm ci = 1"],
  ],
  "in its own stage": [
    twoStages,
    ["[b 2/3] RUN make", "[a 2/3] RUN make", "[a 3/3] RUN one"],
    ["b: RUN make = 1", "a: RUN make = 2", "a: RUN one = 3"],
  ],
  "in a stage without a name": [
    "FROM node AS a\nRUN make\nFROM node\nRUN make\n",
    ["[stage-1 2/2] RUN make"],
    ["1: RUN make = 1"],
  ],
  "in a stage that was renamed": [twoStages, ["[old 2/3] RUN two"], ["b: RUN two = 1"]],
  "twice in a stage": [
    "FROM node\nRUN make\nRUN x\nRUN make\n",
    ["[2/4] RUN make", "[3/4] RUN x", "[4/4] RUN make"],
    ["0: RUN make = 1", "0: RUN x = 2", "0: RUN make = 3"],
  ],
  "exact before a pattern": [
    "FROM node\nARG X\nRUN npm $X\nRUN npm test\n",
    ["[3/3] RUN npm test", "[2/3] RUN npm ci"],
    ["0: RUN npm test = 1", "0: RUN npm $X = 2"],
  ],
  "slowest of several platforms": [
    "FROM node\nRUN make\n",
    ["[linux/amd64 2/2] RUN make", "[linux/arm64 2/2] RUN make"],
    ["0: RUN make = 2"],
  ],
  "in its target": [
    "FROM node\nRUN make\n",
    ["[api 2/2] RUN make", "[web 2/3] RUN other", "[web 3/3] RUN more"],
    ["0: RUN make = 1", "? RUN other", "? RUN more"],
  ],
  "not in the log of another Dockerfile": [
    "FROM node\nWORKDIR /app\nRUN make\n",
    ["[2/4] WORKDIR /app", "[3/4] RUN pip install", "[4/4] RUN python"],
    ["? RUN pip install", "? RUN python"],
  ],
  "that is gone": [
    "FROM node\nRUN make\n",
    ["[2/3] RUN make", "[3/3] RUN gone"],
    ["0: RUN make = 1", "? RUN gone"],
  ],
};

it.each(Object.entries(cases))("finds a step %s", (_, [dockerfile, lines, found]) => {
  expect(matched(dockerfile, lines)).toEqual(found);
});

describe("a pull", () => {
  const log = (image: string): string =>
    `#4 [1/2] FROM ${image}\n#4 extracting sha256:aa\n#4 DONE 6.0s\n#5 [2/2] RUN make\n#5 DONE 1.0s\n`;
  it.each([
    ["FROM node", "docker.io/library/node:latest@sha256:00"],
    ["FROM node:24 AS a", "docker.io/library/node:24"],
    ["ARG V=24\nFROM --platform=linux/amd64 node:$V", "docker.io/library/node:24@sha256:00"],
    ["FROM ghcr.io/a/b:1", "ghcr.io/a/b:1"],
    ["FROM scratch\nCOPY --from=node /a /b", "docker.io/library/node:latest"],
    ["FROM scratch\nRUN --mount=from=node,target=/a x", "docker.io/library/node:latest"],
  ])("%j of %s", (dockerfile, image) => {
    const digest = `sha256:${"0".repeat(64)}`;
    const text = log(image.replace("sha256:00", digest));
    const matcher = stepMatcher(buildFile("Dockerfile", `${dockerfile}\nRUN make\n`));
    const outcomes = outcomesOf(readLog(text).builds.flatMap((build) => matcher.match(build)));
    expect([...outcomes].map(([{ stage }, seconds]) => [stage, seconds])).toContainEqual([null, 6]);
  });
});

describe("a layer", () => {
  const matcher = stepMatcher(
    buildFile(
      "Dockerfile",
      "FROM node\nARG P\nRUN --mount=type=cache,target=/c npm ci --no-audit --no-fund\nCOPY --from=a --chown=1 /out ./$P\nRUN x\nRUN x\nWORKDIR /app\n",
    ),
  );
  it.each([
    ["RUN /bin/sh -c npm ci --no-audit --no-fund # buildkit", 3],
    ["RUN |1 P=80 /bin/sh -c npm ci --no-audit --no-fund # buildkit", 3],
    ["RUN /bin/bash -o pipefail -c npm ci --no-audit --no-fund # buildkit", 3],
    ["RUN /bin/sh -c npm ci --no-audit…", 3],
    ["RUN /bin/sh -c npm…", null],
    ["COPY /out ./80 # buildkit", 4],
    ["WORKDIR /app", 7],
    ["RUN /bin/sh -c x # buildkit", null],
    ['CMD ["node"]', null],
    ["", null],
  ])("%s is of line %s", (createdBy, line) => {
    const step = matcher.ofLayer({ createdBy, bytes: 1 })?.step;
    expect(step == null ? null : step.instruction.index + 1).toBe(line);
  });
});

it.each([
  ["a${X}b${Y}c", "a1b2c", true],
  ["a${X}b${Y}c", "abc", true],
  ["a${X}b${Y}c", "acb", false],
  ["a${X}a", "a", false],
  ["$X", "anything", true],
  ["a${X:-b}c", "abc", true],
  ["a", "ab", false],
])("%s for %s: %s", (pattern, name, is) => {
  expect(isNameOf(name, piecesOf(pattern, false))).toBe(is);
});

it("finds every step of a real build, and the right one", () => {
  const logs = join(import.meta.dirname, "logs");
  const file = buildFile("Dockerfile", readFileSync(join(logs, "Dockerfile"), "utf8"));
  for (const name of ["cold.rawjson", "cold-plain.txt", "warm.rawjson", "warm-plain.txt"]) {
    const matches = readLog(readFileSync(join(logs, name), "utf8")).builds.flatMap((build) =>
      stepMatcher(file).match(build),
    );
    expect(matches.flatMap(({ strangers }) => strangers)).toEqual([]);
    const lines = matches.flatMap((one) =>
      one.matches.flatMap(({ text, logged }) => {
        const place = /^(?:WORKDIR|COPY package)/.test(text.text) ? text.stage : text.text;
        return text.step === null ? [] : [`${place} ${logged.text.length}`];
      }),
    );
    expect(new Set(lines).size, name).toBe(11);
  }
});
