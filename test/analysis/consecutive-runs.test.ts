import { expect, test } from "vitest";
import { consecutiveRuns, mergeableRuns } from "../../src/analysis/consecutive-runs.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { estimate, lint, memoryHost, positionAt } from "../../src/index.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** The numbers of the lines of each chain: all, and those that can be one. */
function chains(lines: readonly string[]): readonly (readonly string[])[] {
  const file = buildFile("Dockerfile", ["FROM debian:12", ...lines].join("\n"));
  const analysis = analyze(file, null, { path: null, context: null });
  return [consecutiveRuns, mergeableRuns].map((fact) =>
    analysis.use(fact).map(({ runs }) => runs.map(({ instruction }) => instruction.index).join(" ")),
  );
}

const cases: readonly (readonly [
  lines: readonly string[],
  all: readonly string[],
  mergeable: readonly string[],
])[] = [
  [["RUN mkdir /a"], [], []],
  [["RUN mkdir /a", "# why", "RUN mkdir /b", "RUN mkdir /c"], ["1 2 3"], ["1 2 3"]],
  [["RUN mkdir /a", "RUN mkdir /b && mkdir /c", "RUN mkdir /d"], [], []],
  [["RUN mkdir /a", "RUN a | b"], [], []],
  [["RUN mkdir /a", "RUN mkdir $(cat list)"], [], []],
  [["RUN mkdir /a", "RUN [ -d /b ]"], ["1 2"], ["1 2"]],
  [["RUN mkdir /a", 'RUN sh -c "a; b"'], ["1 2"], ["1 2"]],
  [["RUN mkdir /a", "ENV A=1", "RUN mkdir /b"], [], []],
  [["RUN mkdir /a", "RUN --network=none mkdir /b", "RUN --network=none mkdir /c"], ["2 3"], ["2 3"]],
  [["RUN mkdir /a", "ONBUILD RUN mkdir /b", "RUN mkdir /c"], [], []],
  [["RUN mkdir /a", "FROM x", "RUN mkdir /b"], [], []],
  [["RUN apt-get install -y git", "RUN mkdir /a", "RUN mkdir /b"], ["1 2 3"], ["2 3"]],
  [["RUN mkdir /a", "RUN apt-get install -y git"], ["1 2"], ["1 2"]],
  [["RUN cd /a", "RUN mkdir b"], ["1 2"], []],
  [["RUN cat <<E > /a\nb\nE", "RUN mkdir /b"], ["1 2"], []],
  [["RUN <<E\nmkdir /a\nE", "RUN mkdir /b"], ["1 2"], ["1 2"]],
  [["RUN if a; then b && c", "RUN mkdir /b"], ["1 2"], []],
  [
    [
      "RUN --network=none --mount=type=cache,target=/a mkdir /a",
      "RUN --mount=target=/a,type=cache --network=none mkdir /b",
    ],
    ["1 2"],
    ["1 2"],
  ],
  [["RUN mkdir /a", "RUN mkdir /b", "FROM x", "RUN mkdir /c"], ["1 2"], []],
];

test.each(cases)("%j", (lines, all, mergeable) => {
  expect(chains(lines)).toEqual([all, mergeable]);
});

const context = { "/p/package.json": "{}", "/p/package-lock.json": "{}", "/p/src/a.js": "1" };

/** Each with at least one pair of RUNs that could be one. */
const files: readonly string[] = [
  `FROM debian:12
ARG COMMIT
RUN mkdir /a
RUN touch /a/b
COPY . /src
RUN chmod 700 /src
RUN ln -s /src /s
ARG BUILD_DATE
RUN echo $BUILD_DATE > /d
RUN chmod 600 /d
`,
  `FROM node:24 AS packages
COPY package.json package-lock.json ./
RUN npm ci
RUN mkdir /x
RUN touch /y
FROM node:24
COPY --from=packages /x /x
RUN chmod 1 /x
RUN chmod 2 /x
RUN --mount=type=bind,source=.,target=/c true
RUN --mount=type=bind,source=.,target=/c ls
RUN --mount=type=cache,target=/k mkdir /q
RUN --mount=type=cache,target=/k mkdir /r
`,
];

test.each(files)("RUNs that could be one are reused in the same builds: %j", (text) => {
  const input = {
    path: "Dockerfile",
    text,
    host: memoryHost({ ...context, "/p/Dockerfile": text }),
    dockerfile: "/p/Dockerfile",
    context: "/p",
  };
  const steps = new Map(estimate(input)?.steps.map(({ line, hitRate }) => [line, hitRate]));
  const { findings, lines } = lint(input, { preset: "strict", select: ["consecutive-runs"] });
  const chains = findings.filter(({ rule }) => rule === "consecutive-runs");
  expect(chains.length).toBeGreaterThan(1);
  for (const { at, related } of chains) {
    const hitRates = [at, ...(related ?? []).map((other) => other.at)].map(({ start }) =>
      steps.get(positionAt(lines, start).line),
    );
    expect(hitRates[0]).toBeDefined();
    for (const hitRate of hitRates) expect(hitRate).toEqual(hitRates[0]);
  }
});
