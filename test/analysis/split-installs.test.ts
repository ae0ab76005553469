import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { splitInstalls } from "../../src/analysis/split-installs.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** The lines of the RUNs of each group, joined by `+`. */
function groups(lines: readonly string[]): readonly string[] {
  const file = buildFile("Dockerfile", lines.join("\n"));
  const lineOf = (offset: number): number => file.text.slice(0, offset).split("\n").length;
  return analyze(file, null, { path: null, context: null })
    .use(splitInstalls)
    .map(({ runs }) => runs.map(({ step }) => lineOf(step.instruction.range.start)).join("+"));
}

const apt = "RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*";
const apk = "RUN apk add --no-cache git";
const mounted = "RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install git";

const cases: readonly (readonly [steps: readonly string[], groups: readonly string[]])[] = [
  [[apt], []],
  [[apt, apt], ["2+3"]],
  [[apt, "EXPOSE 80", apt, apt], ["2+4+5"]],
  [[apt, "USER root", apt], []],
  [[apt, "ENV A=b", apt], []],
  [[apt, "RUN true", apt], []],
  [[apt, apk], []],
  [
    [apk, apk, apt, apt],
    ["2+3", "4+5"],
  ],
  [[apt, "FROM base", apt], []],
  [["FROM base AS x", apt, apt, "FROM base"], []],
  [["RUN apt-get update && apt-get install git", "RUN apt-get install make"], []],
  [["RUN apk add git", "RUN apk add make"], []],
  [["RUN dnf install -y a && dnf clean all", "RUN dnf install -y b && dnf clean all"], ["2+3"]],
  [["RUN pip install --no-cache-dir a", "RUN pip install --no-cache-dir b"], []],
  [[mounted, mounted], []],
  [["RUN --network=host apk add --no-cache git", apk], []],
  [["RUN set -eux; apk add --no-cache git; make", apk], []],
  [["RUN set -eux; apk add --no-cache git", apk], ["2+3"]],
  [["RUN echo a > /etc/apk/repositories && apk add --no-cache git", apk], []],
  [["RUN apk add --no-cache git && apk del git", apk], []],
];

test.each(cases)("%j", (steps, expected) => {
  expect(groups(["FROM debian:12 AS base", ...steps])).toEqual(expected);
});
