import { expect, test } from "vitest";
import type { EstimatedStep, MissCause } from "../../src/estimate/estimate.ts";
import { causeLines } from "../../src/report/cause-lines.ts";
import { sampleEstimate } from "./sample-run.ts";

const step = (line: number, expectedSeconds: number, causes: readonly MissCause[]): EstimatedStep => ({
  ...sampleEstimate.steps[0]!,
  line,
  expectedSeconds,
  causes,
});
const files = (what: string, share: number): MissCause => ({ kind: "files", what, share });
const above = (line: number, share: number): MissCause => ({
  kind: "above",
  what: `after line ${line}`,
  share,
});
const image = (share: number): MissCause => ({ kind: "image", what: "image node", share });

const cases: Readonly<Record<string, readonly [steps: readonly EstimatedStep[], lines: readonly string[]]>> =
  {
    "nothing that runs, nothing to say": [[step(1, 0, [])], []],
    "the dearest three": [
      [
        step(1, 4, [image(1)]),
        step(2, 3, [files("a", 1)]),
        step(3, 2, [files("b", 1)]),
        step(4, 1, [files("c", 1)]),
      ],
      ["line 1  image node 100 %", "line 2  a 100 %", "line 3  b 100 %"],
    ],
    "steps that always run together": [
      [
        step(3, 0.1, [files("package.json", 0.9), image(0.1)]),
        step(4, 9, [above(3, 0.9), image(0.1)]),
        step(5, 5, [files("src/", 0.6), above(3, 0.35), image(0.05)]),
        step(12, 4, [above(5, 0.6), above(3, 0.35), image(0.05)]),
      ],
      [
        "lines 3, 4   package.json 90 % · image node 10 %",
        "lines 5, 12  src/ 60 % · after line 3 35 % · image node 5 %",
      ],
    ],
    "steps of the same causes": [
      [step(3, 4, [files("a", 1)]), step(7, 4, [files("a", 1)])],
      ["lines 3, 7  a 100 %"],
    ],
    "no more than fits": [
      [
        step(
          3,
          4,
          [1, 2, 3, 4, 5, 6].map((at) => files(`file${at}`, 1 / 6)),
        ),
      ],
      ["line 3  file1 17 % · file2 17 % · file3 17 % · file4 17 % ·…"],
    ],
  };

test.each(Object.entries(cases))("%s", (_, [steps, lines]) => {
  expect(causeLines(steps, 60)).toEqual(lines);
});

test("counts the causes that it does not name", () => {
  const causes = [1, 2, 3, 4, 5, 6].map((at) => files(`f${at}`, 1 / 6));
  expect(causeLines([step(3, 4, causes)], 200)).toEqual([
    "line 3  f1 17 % · f2 17 % · f3 17 % · f4 17 % · 2 more",
  ]);
});
