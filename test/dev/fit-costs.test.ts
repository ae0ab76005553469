import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { CostEvidence } from "../../src/dev/cost-evidence.ts";
import {
  type CostSample,
  countedPackages,
  fitCost,
  fitCurve,
  heldOutError,
  namedPackages,
  readSamples,
} from "../../src/dev/fit-costs.ts";

const settings = { common: 1.2, guessWeight: 3 };
const samplesOf = (seconds: readonly number[], family = "a"): readonly CostSample[] =>
  seconds.map((one, at) => ({ family, command: "RUN x", seconds: one, source: `s${at}` }));

describe("fitCost", () => {
  const cases: readonly (readonly [
    seconds: readonly number[],
    evidence: Partial<CostEvidence>,
    median: number,
    tau: number,
  ])[] = [
    // A guess alone is taken at its word.
    [[], { guess: 8, tau: 1.1 }, 8, 1.1],
    // One log has a quarter of the say beside a guess, and is sure of nothing.
    [[16], { guess: 1 }, 2, 1.2],
    // Few: the mean of the logarithms; many: their median, whatever one outlier says.
    [[1, 4], {}, 2, 1.3],
    [[2, 2, 2, 2, 2, 2, 2, 2, 4000], {}, 2, 1.5],
    // Many equal ones are still not known better than this.
    [Array.from({ length: 400 }, () => 5), {}, 5, 0.4],
    [[1, 1, 1, 1, 1], { plus: 3 }, 4, 0.93],
    // Less than logs tell is the least that they tell.
    [[0, 0, 0, 0, 0], {}, 0.1, 0.93],
  ];
  test.each(cases)("%j, %j: %d s, %d", (seconds, evidence, median, tau) => {
    const fitted = fitCost(samplesOf(seconds), { families: ["a"], ...evidence }, settings);
    expect(fitted).toEqual({ median, tau, samples: seconds.length, sources: seconds.length });
  });

  it("takes the samples of its families only", () => {
    const samples = [...samplesOf([5, 5], "a"), ...samplesOf([500], "b"), ...samplesOf([5], "c")];
    expect(fitCost(samples, { families: ["a", "c"] }, settings)).toMatchObject({ median: 5, samples: 3 });
  });
});

it("finds the curve that points lie on, outliers or not", () => {
  const on = (count: number) => ({ count, seconds: 0.5 * count ** 0.7 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { minLength: 8, maxLength: 30 }),
      (counts) => {
        const { factor, exponent } = fitCurve([...counts.map(on), { count: 40, seconds: 3000 }]);
        expect(exponent).toBeCloseTo(0.7, 0);
        expect(factor).toBeLessThan(1.5);
      },
    ),
  );
  expect(fitCurve([1, 10, 100, 1000].map(on))).toMatchObject({ factor: 0.5, exponent: 0.7, samples: 4 });
});

it("reads what logs and commands say of packages", () => {
  const samples = readSamples(
    'command_family,command,seconds,source\nnpm.self,RUN npm i [996 pkgs],55.5,x\nnpm.self,RUN npm i [0 pkgs],1,x\napt,"RUN apt-get update, && apt-get install -y git curl=1.2 [2.5 MB]",7,y\n',
  );
  expect(samples.map(({ command }) => command)[2]).toBe(
    "RUN apt-get update, && apt-get install -y git curl=1.2 [2.5 MB]",
  );
  expect(countedPackages(samples, "npm.self")).toEqual([{ count: 996, seconds: 55.5 }]);
  expect(namedPackages(samples, "apt")).toEqual([{ count: 2, seconds: 7 }]);
});

it("asks of each source what the others foretell", () => {
  const evidence: CostEvidence = { families: ["a"] };
  expect(heldOutError(samplesOf([4, 4, 4, 4]), [evidence], settings)).toEqual({
    families: 1,
    samples: 4,
    covered: 1,
    medianError: 0,
  });
  const wild = heldOutError(samplesOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 1e6]), [evidence], settings);
  expect(wild.covered).toBeCloseTo(0.9);
});
