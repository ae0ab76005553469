import { describe, expect, it } from "vitest";
import { intervalOfCost, meanOfCost, weakerBasis } from "../../src/estimate/distribution.ts";
import { maximumDraws, mix, probabilityDraws, seedOf, setCostDraws } from "../../src/estimate/random.ts";

const average = (draws: Float64Array) => draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
const spread = (draws: Float64Array) => {
  const mean = average(draws);
  return Math.sqrt(average(draws.map((draw) => (draw - mean) ** 2)));
};

function costDraws(tau: number, seed: number): Float64Array {
  const draws = new Float64Array(maximumDraws);
  setCostDraws(draws, { mu: 0, tau, basis: "prior" }, seed);
  return draws;
}

describe("draws of a cost", () => {
  it.each([0, 1, 77, 2 ** 31, 2 ** 32 - 1])("have the marginals of the distribution for seed %i", (seed) => {
    const logs = costDraws(1, seed).map(Math.log);
    expect(average(logs)).toBeCloseTo(0, 6);
    expect(spread(logs)).toBeCloseTo(1, 1);
    expect(average(costDraws(0.5, seed))).toBeCloseTo(meanOfCost({ mu: 0, tau: 0.5, basis: "prior" }), 1);
    expect(logs.toSorted()[Math.floor(0.95 * maximumDraws)]).toBeCloseTo(1.645, 1);
  });

  it("are not tied to those of other steps", () => {
    let worst = 0;
    let sum = 0;
    for (let step = 1; step <= 100; step += 1) {
      const one = costDraws(1, mix(0, 1)).map(Math.log);
      const other = costDraws(1, mix(step, 1)).map(Math.log);
      const correlation = average(one.map((value, draw) => value * (other[draw] ?? 0)));
      worst = Math.max(worst, Math.abs(correlation));
      sum += correlation;
    }
    expect(worst).toBeLessThan(0.45);
    expect(Math.abs(sum / 100)).toBeLessThan(0.03);
  });
});

describe("draws of a probability", () => {
  it.each([
    [0.7, 4.2],
    [3.7, 2.1],
    [13.5, 0.5],
    [1, 1],
    [0.3, 0.3],
  ])("have mean and spread of Beta(%d, %d)", (alpha, beta) => {
    const total = alpha + beta;
    const deviation = Math.sqrt((alpha * beta) / (total ** 2 * (total + 1)));
    const all = Float64Array.from({ length: 40 }, (_, seed) =>
      average(probabilityDraws({ kind: "beta", alpha, beta }, seedOf(`cause ${seed}`))),
    );
    expect(Math.abs(average(all) - alpha / total)).toBeLessThan(0.01);
    const draws = probabilityDraws({ kind: "beta", alpha, beta }, 5);
    expect(spread(draws) / deviation).toBeGreaterThan(0.75);
    expect(spread(draws) / deviation).toBeLessThan(1.25);
    expect(draws.every((draw) => draw >= 0 && draw <= 1)).toBe(true);
  });

  it("are a point where nothing is uncertain", () => {
    expect(new Set(probabilityDraws({ kind: "point", value: 0.25 }, 1))).toEqual(new Set([0.25]));
  });

  it("stay finite for extreme shapes", () => {
    for (const alpha of [1e-6, 1e6]) {
      const draws = probabilityDraws({ kind: "beta", alpha, beta: 1e-6 }, 3);
      expect(draws.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("distributions", () => {
  it("prices by the mean, which is above the median", () => {
    const { mean, low, high } = intervalOfCost({ mu: Math.log(20), tau: 1.2, basis: "prior" });
    expect(mean).toBeCloseTo(20 * Math.exp(0.72), 9);
    expect(high / 20).toBeCloseTo(20 / low, 9);
    expect(high / 20).toBeCloseTo(7.2, 1);
  });

  it("holds the mean in the interval even when the tail is very long", () => {
    const { mean, high } = intervalOfCost({ mu: 0, tau: 4, basis: "prior" });
    expect(high).toBe(mean);
  });

  it("takes the weaker basis of two", () => {
    expect(weakerBasis("measured", "prior")).toBe("prior");
    expect(weakerBasis("history", "measured")).toBe("history");
    expect(weakerBasis("measured", "measured")).toBe("measured");
  });
});
