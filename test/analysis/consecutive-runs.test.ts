import { expect, test } from "vitest";
import { consecutiveRuns, mergeableRuns } from "../../src/analysis/consecutive-runs.ts";
import { analyze } from "../../src/analysis/fact.ts";
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
  [["RUN mkdir /a", "RUN mkdir /b", "FROM x", "RUN mkdir /c"], ["1 2"], []],
];

test.each(cases)("%j", (lines, all, mergeable) => {
  expect(chains(lines)).toEqual([all, mergeable]);
});
