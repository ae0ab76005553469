import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLog } from "../../src/timings/read-log.ts";

/** Steps of all builds as `labels|text|outcome seconds`. */
function stepsOf(text: string): readonly string[] {
  return readLog(text).builds.flatMap(({ steps }) =>
    steps.map(({ labels, text: shown, outcome, seconds }) =>
      `${labels.join(" ")}|${shown}|${outcome} ${seconds ?? ""}`.trim(),
    ),
  );
}

function vertex(name: string, more: object = {}, digest = name): object {
  return { digest: `sha256:${digest}`, name, ...more };
}

function raw(...lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

const at = (seconds: string): string => `2026-11-25T10:00:${seconds}Z`;
const span = (start: string, end: string): object => ({ started: at(start), completed: at(end) });

const plain = `#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 120B done
#1 DONE 0.0s

#4 [build 1/4] FROM docker.io/library/node:24@sha256:0c0c
#4 resolve docker.io/library/node:24@sha256:0c0c 0.1s done
#4 sha256:7cf63256a31a 0B / 28.23MB 0.2s
#4 extracting sha256:7cf63256a31a 1.1s done
#4 DONE 6.2s

#5 [build 2/4] WORKDIR /app
#5 CACHED

#6 [build 3/4] RUN npm ci
#6 0.412 npm warn deprecated
#6 ...

#7 [stage-1 2/3] RUN apk add curl
#7 DONE 2.4s

#6 [build 3/4] RUN npm ci
#6 12.10 added 200 packages
#6 DONE 12.3s

#8 [build 4/4] RUN npm test
#8 0.300 DONE 3.1s
#8 ERROR: process "/bin/sh -c npm test" did not complete successfully: exit code: 1

#9 [stage-1 3/3] RUN sleep 60
#9 CANCELED

#10 exporting to image
#10 DONE 0.5s
`;

const plainSteps = [
  "build|FROM docker.io/library/node:24@sha256:0c0c|ran 6.2",
  "build|WORKDIR /app|cached",
  "build|RUN npm ci|ran 12.3",
  "stage-1|RUN apk add curl|ran 2.4",
  "build|RUN npm test|failed",
  "stage-1|RUN sleep 60|failed",
];

const wrappers: Readonly<Record<string, (line: string) => string>> = {
  "as it is": (line) => line,
  "with CRLF": (line) => `${line}\r`,
  "in GitHub Actions": (line) => `2026-01-01T00:00:00.1234567Z ${line}`,
  "by `gh run view --log`": (line) => `build\tBuild and push\t﻿2026-01-01T00:00:00.1234567Z ${line}`,
  "in GitLab": (line) => `2026-01-01T00:00:00.123456Z 01O ${line}`,
  "in GitLab, begun on a line": (line) => `2026-01-01T00:00:00.123456Z 01E+${line}`,
  "in Jenkins": (line) => `[2026-01-01T00:00:00.123Z] ${line}`,
  "in Buildkite": (line) => `\u001b_bk;t=1767225600000\u0007${line}`,
  "in colours": (line) => `\u001b[0K\u001b[32;1m${line}\u001b[0m`,
  "behind a section of GitLab": (line) => `section_start:1767225600:step\r\u001b[0K${line}`,
};

describe("plain progress", () => {
  it.each(Object.entries(wrappers))("%s", (_, wrap) => {
    const log = plain.split("\n").map(wrap).join("\n");
    expect(stepsOf(log)).toEqual(plainSteps);
  });

  it("has the time of a build where lines have one", () => {
    const stamped = readLog(plain.replace(/^/gm, "2026-01-01T00:00:00.5Z "));
    expect(stamped).toMatchObject({ isOfCi: true, builds: [{ time: 1767225600.5 }] });
    expect(readLog(plain)).toMatchObject({ isOfCi: false, builds: [{ time: null }] });
  });

  const others: Readonly<Record<string, readonly [text: string, steps: readonly string[]]>> = {
    "of several platforms": [
      "#7 [linux/arm64 build  3/12] RUN make\n#7 DONE 5.0s\n",
      ["linux/arm64 build|RUN make|ran 5"],
    ],
    "of bake": ["#7 [api build 3/4] RUN make\n#7 DONE 5.0s\n", ["api build|RUN make|ran 5"]],
    "of one stage": ["#7 [3/4] RUN make\n#7 DONE 5.0s\n", ["|RUN make|ran 5"]],
    "of BuildKit in 2020": [
      "#7 [3/4] RUN make\n#7 sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef\n#7 0.5 cc\n#7 DONE 5.0s\n",
      ["|RUN make|ran 5"],
    ],
    "that stops": ["#7 [3/4] RUN make\n#7 0.5 cc\n", ["|RUN make|unfinished"]],
    "that begins in the midst": [
      "#7 0.5 cc\n#7 DONE 5.0s\n#8 [4/4] RUN make\n#8 DONE 1.0s\n",
      ["|RUN make|ran 1"],
    ],
    "of two builds": [
      "#7 [3/4] RUN make\n#7 DONE 5.0s\n#7 [2/4] RUN other\n#7 CACHED\n",
      ["|RUN make|ran 5", "|RUN other|cached"],
    ],
    "of the same build twice": [
      `${"#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n#7 [3/4] RUN make\n#7 DONE 5.0s\n".repeat(2)}`,
      ["|RUN make|ran 5", "|RUN make|ran 5"],
    ],
    "with an image that is there": [
      "#4 [1/4] FROM docker.io/library/node:24\n#4 DONE 0.0s\n",
      ["|FROM docker.io/library/node:24|unclear"],
    ],
    "of a COPY --link, whose LINK is done though the copy is reused": [
      "#7 [3/4] COPY --chown=1 --link a /\n#7 DONE 0.0s\n#8 [4/4] COPY --link b /\n#8 CACHED\n",
      ["|COPY --chown=1 --link a /|unclear", "|COPY --link b /|cached"],
    ],
    "of a pull for COPY": [
      "#9 FROM docker.io/library/nginx:1.29\n#9 sha256:aa 1MB / 1MB\n#9 DONE 0.8s\n",
      ["|FROM docker.io/library/nginx:1.29|ran 0.8"],
    ],
    "of nothing": ["npm install\n# 12 things\n#1 is the best\n", []],
  };
  it.each(Object.entries(others))("%s", (_, [text, steps]) => {
    expect(stepsOf(text)).toEqual(steps);
  });
});

describe("raw progress", () => {
  const others: Readonly<Record<string, readonly [text: string, steps: readonly string[]]>> = {
    "names a vertex several times": [
      raw(
        { vertexes: [vertex("[build 2/3] RUN make")] },
        { vertexes: [vertex("[build 2/3] RUN make", { started: at("01") })] },
        { vertexes: [vertex("[build 2/3] RUN make", span("01", "03.5"))] },
      ),
      ["build|RUN make|ran 2.5"],
    ],
    "adds up spans, and counts no second twice": [
      raw({
        vertexes: [
          vertex("[2/3] RUN make", span("01", "03")),
          vertex("[2/3] RUN make", span("02", "04")),
          vertex("[2/3] RUN make", span("02.5", "03")),
          vertex("[2/3] RUN make", span("10", "11")),
        ],
      }),
      ["|RUN make|ran 4"],
    ],
    "tells what was reused": [
      raw({ vertexes: [vertex("[2/3] RUN make", { ...span("01", "01"), cached: true })] }),
      ["|RUN make|cached"],
    ],
    "tells what failed or was stopped": [
      raw({ vertexes: [vertex("[2/3] RUN make", { ...span("01", "03"), error: "context canceled" })] }),
      ["|RUN make|failed"],
    ],
    "tells what did not end": [
      raw({ vertexes: [vertex("[2/3] RUN make", { started: at("01") }), vertex("[3/3] RUN x")] }),
      ["|RUN make|unfinished", "|RUN x|unfinished"],
    ],
    "leaves out the LINK of a copy": [
      raw({
        vertexes: [
          vertex("[3/4] COPY --link a /", { ...span("01", "01"), cached: true }),
          vertex("[3/4] LINK COPY --link a /", span("02", "03")),
        ],
      }),
      ["|COPY --link a /|cached"],
    ],
    "tells a pull by its layers": [
      raw(
        {
          vertexes: [
            vertex("[1/3] FROM node", span("01", "05")),
            vertex("[1/2] FROM other", span("01", "02")),
          ],
        },
        { statuses: [{ id: "extracting sha256:00", vertex: "sha256:[1/3] FROM node", current: 1 }] },
      ),
      ["|FROM node|ran 4", "|FROM other|unclear"],
    ],
    "parts builds": [
      raw(
        { vertexes: [vertex("[internal] load build definition from Dockerfile", {}, "a")] },
        { vertexes: [vertex("[2/3] RUN make", span("01", "03"))] },
        { vertexes: [vertex("[internal] load build definition from Dockerfile", {}, "b")] },
        { vertexes: [vertex("[2/3] RUN make", { ...span("05", "05"), cached: true })] },
      ),
      ["|RUN make|ran 2", "|RUN make|cached"],
    ],
    "goes past lines that are none of it": [
      `time="…" level=warning\n{"vertexes":[{"dig\n{"vertexes":7}\n{"statuses":[null,{"id":1}]}\n${raw({ vertexes: [null, {}, vertex("[2/3] RUN make", span("01", "03"))] })}ERROR: done\n`,
      ["|RUN make|ran 2"],
    ],
  };
  it.each(Object.entries(others))("%s", (_, [text, steps]) => {
    expect(stepsOf(text)).toEqual(steps);
  });

  it("names a build by its time, whatever else the log holds", () => {
    const build = raw({ vertexes: [vertex("[2/3] RUN make", span("01", "03"))] });
    const [one] = readLog(build).builds;
    expect(readLog(`other lines\n${build}`).builds[0]?.id).toBe(one?.id);
    expect(one?.time).toBe(Date.parse(at("01")) / 1000);
  });
});

describe("docker history", () => {
  const table = `IMAGE          CREATED          CREATED BY                                      SIZE      COMMENT
dab2b857e16e   1 second ago     RUN /bin/sh -c npm ci # buildkit                188MB     buildkit.dockerfile.v0
<missing>      1 second ago     COPY package.json ./ # buildkit                 2B        buildkit.dockerfile.v0
<missing>      3 minutes ago                                                    1.2GB     Imported from -
done
`;
  const json = `{"CreatedBy":"RUN /bin/sh -c npm ci # buildkit","Size":"188MB"}\n{"CreatedBy":"CMD","Size":null}\n{"CreatedBy":\n`;

  it("has sizes, as a table and as JSON", () => {
    const install = { createdBy: "RUN /bin/sh -c npm ci # buildkit", bytes: 188_000_000 };
    const copy = { createdBy: "COPY package.json ./ # buildkit", bytes: 2 };
    expect(readLog(table).layers).toEqual([install, copy]);
    expect(readLog(json).layers).toEqual([install]);
  });
});

it("knows a summary of a build", () => {
  expect(readLog("Name:\t\tapp\nBuild Steps:\t19/19 (42% cached)\n").isSummary).toBe(true);
  expect(readLog('{\n  "Name": "app",\n  "NumCachedSteps": 8\n}\n').isSummary).toBe(true);
  expect(readLog(plain).isSummary).toBe(false);
});

/** Logs of one small build by BuildKit 0.25 (Docker 28.5), first with nothing cached, then after a change of a source. */
describe("logs of a real build", () => {
  const read = (name: string): ReturnType<typeof readLog>["builds"][number] =>
    readLog(readFileSync(join(import.meta.dirname, "logs", name), "utf8")).builds[0]!;
  it.each(["cold", "warm"])("%s: raw and plain progress say the same", (name) => {
    const outcomes = (file: string): readonly string[] =>
      read(file)
        .steps.map(({ text, outcome }) => `${text}: ${outcome}`)
        // The plain log of the cold build is of one that found its WORKDIR: `--no-cache` runs none again.
        .filter((line) => !/^WORKDIR|--link/.test(line))
        .sort();
    expect(outcomes(`${name}-plain.txt`)).toEqual(outcomes(`${name}.rawjson`));
  });
  it("has what each step took", () => {
    const { steps } = read("cold.rawjson");
    expect(steps.map(({ seconds }) => seconds === null).filter(Boolean)).toHaveLength(1);
    expect(steps.find(({ text }) => text === "RUN sleep 0.3")?.seconds).toBeCloseTo(0.663, 3);
  });
});
