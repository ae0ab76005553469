import { expect, test } from "vitest";
import { displayWidth } from "../../src/report/display-text.ts";
import { reportEstimateText } from "../../src/report/estimate-table.ts";
import { plainPalette } from "../../src/report/palette.ts";
import { formatSeconds, formatShare, formatSpan } from "../../src/report/quantities.ts";
import { sampleEstimate } from "./sample-run.ts";

const options = { palette: plainPalette, width: 100, quiet: false };

test("aligns steps, numbers and bars, then totals and what the numbers can't show", () => {
  expect(reportEstimateText("app/Dockerfile", sampleEstimate, options)).toMatchSnapshot();
});

test("fits the width it is given", () => {
  const long = {
    ...sampleEstimate.steps[1]!,
    stage: "a-very-long-stage-name-indeed",
    instruction: `RUN ${"世".repeat(300)}`,
  };
  const text = reportEstimateText(
    "Dockerfile",
    { ...sampleEstimate, steps: [long] },
    { ...options, quiet: true },
  );
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(100);
});

test.each([
  [0.91, "builds that run nothing         91 %; the others take"],
  [0.02, null],
  [1, null],
])("says what the builds take that run something: %d idle", (idleShare, row) => {
  const text = reportEstimateText("Dockerfile", { ...sampleEstimate, idleShare }, options);
  if (row === null) expect(text).not.toContain("run nothing");
  else expect(text).toContain(row);
});

test("an estimate without steps or seconds prints", () => {
  const nothing = { mean: 0, low: 0, high: 0 };
  const empty = {
    ...sampleEstimate,
    steps: [],
    expectedSeconds: nothing,
    coldSeconds: nothing,
    blindSpots: [],
  };
  expect(reportEstimateText("Dockerfile", empty, options)).toContain("expected build time");
  const [step] = sampleEstimate.steps;
  const free = { ...sampleEstimate, steps: [{ ...step!, expectedSeconds: 0 }] };
  expect(reportEstimateText("Dockerfile", free, options)).not.toContain("█");
});

test.each([
  [0, "0 s"],
  [0.04, "0 s"],
  [0.06, "0.1 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [299.4, "299 s"],
  [299.6, "5 min"],
  [7169, "119 min"],
  [7200, "2.0 h"],
  [7500, "2.1 h"],
])("%d seconds read %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test("spans name their unit once where they can", () => {
  expect(formatSpan({ low: 1, high: 20 })).toBe("1.0–20 s");
  expect(formatSpan({ low: 12, high: 630 })).toBe("12 s – 11 min");
  expect(formatSpan({ low: 5, high: 5 })).toBe("5.0 s");
});

test("a share is never rounded to certainty", () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(formatShare)).toEqual(["0 %", "<1 %", "50 %", ">99 %", "100 %"]);
});

const ciCold = {
  name: "ci-cold",
  chosenBy: "invocation",
  invocation: { path: "ci.yml", line: 7 },
  reason: "since ci.yml:7 builds it on a hosted runner without cache",
} as const;

test.each([
  [{ mean: 40, low: 10, high: 90 }, "saves 40 s (10–90 s) per build"],
  [{ mean: 40, low: -10, high: 90 }, "saves 40 s per build on average; from 10 s more to 90 s less"],
  [
    { mean: -5, low: -20, high: 3 },
    "adds 5.0 s per build on average as the Dockerfile is; from 20 s more to 3.0 s less",
  ],
  [
    { mean: -30, low: -90, high: -5 },
    "adds 30 s (5.0–90 s) per build as the Dockerfile is: what it would spare is too little",
  ],
])("says before the steps what a kept cache would change: %j", (seconds, words) => {
  const keptCache = { invocation: ciCold.invocation, seconds, basis: "prior" } as const;
  const text = reportEstimateText(
    "Dockerfile",
    { ...sampleEstimate, population: ciCold, keptCache },
    options,
  );
  expect(text.split("\n").slice(1, 6)).toEqual([
    "population: ci-cold, since ci.yml:7 builds it on a hosted runner without cache",
    "",
    "These builds keep no cache: no order of steps saves anything.",
    `One that is kept at ci.yml:7 (\`cache-from\` and \`cache-to\`, type gha or registry) ${words} (basis: prior)`,
    "",
  ]);
});

test("tells what of the expected time the cache itself takes", () => {
  const cacheSeconds = { mean: 12, low: 2, high: 40 };
  expect(reportEstimateText("Dockerfile", { ...sampleEstimate, cacheSeconds }, options)).toMatch(
    /^of which the cache itself +12 s \(2\.0–40 s\)$/m,
  );
});
