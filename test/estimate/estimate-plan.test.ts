import { describe, expect, it } from "vitest";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import { type HandStep, handPlan } from "./hand-plan.ts";

const hitRates = (estimate: ReturnType<typeof estimatePlan>) =>
  Object.fromEntries(estimate.steps.map((step) => [step.instruction, Number(step.hitRate.value.toFixed(6))]));

/** Manifests stay in 0.6 of the builds, the other files in 0.5, the base image in 0.9. */
const causes = { base: 0.9, manifests: 0.6, sources: 0.5 };

const wholeFirst: readonly HandStep[] = [
  { name: "from", causes: ["base"], seconds: 10 },
  { name: "copy all", after: "from", causes: ["manifests", "sources"], seconds: 1 },
  { name: "install", after: "copy all", seconds: 30 },
  { name: "build", after: "install", seconds: 20 },
];

const manifestsFirst: readonly HandStep[] = [
  { name: "from", causes: ["base"], seconds: 10 },
  { name: "copy manifests", after: "from", causes: ["manifests"], seconds: 1 },
  { name: "install", after: "copy manifests", seconds: 30 },
  { name: "copy all", after: "install", causes: ["manifests", "sources"], seconds: 1 },
  { name: "build", after: "copy all", seconds: 20 },
];

describe("a chain of steps", () => {
  it("misses from the first changed step on", () => {
    const estimate = estimatePlan(handPlan(causes, wholeFirst).plan);
    expect(hitRates(estimate)).toEqual({ from: 0.9, "copy all": 0.27, install: 0.27, build: 0.27 });
    expect(estimate.expectedSeconds.mean).toBeCloseTo(0.1 * 10 + 0.73 * 51, 9);
    expect(estimate.expectedWorkSeconds.mean).toBeCloseTo(estimate.expectedSeconds.mean, 9);
    expect(estimate.coldSeconds.mean).toBeCloseTo(61, 9);
  });

  it("counts a cause once, although two COPYs share it", () => {
    const estimate = estimatePlan(handPlan(causes, manifestsFirst).plan);
    const manifestsHit = 0.9 * 0.6;
    const allHit = manifestsHit * 0.5;
    expect(hitRates(estimate)).toEqual({
      from: 0.9,
      "copy manifests": manifestsHit,
      install: manifestsHit,
      "copy all": allHit,
      build: allHit,
    });
    const expected = 0.1 * 10 + (1 - manifestsHit) * 31 + (1 - allHit) * 21;
    expect(estimate.expectedSeconds.mean).toBeCloseTo(expected, 9);

    // The product of the marginals takes the manifests twice: P(copy all hits) × P(copy manifests hits) × P(base hits).
    const product = 0.9 * 0.6 * (0.6 * 0.5);
    expect(product).toBeLessThan(0.7 * allHit);
  });

  it("never hits below an argument that changes with every build", () => {
    const { plan } = handPlan({ sha: 0, base: 1 }, [
      { name: "from", causes: ["base"], seconds: 5 },
      { name: "run", after: "from", causes: ["sha"], seconds: 7 },
    ]);
    const estimate = estimatePlan(plan);
    expect(hitRates(estimate)).toEqual({ from: 1, run: 0 });
    expect(estimate.expectedSeconds).toEqual({ mean: 7, low: 7, high: 7 });
    expect(estimate.steps[1]?.hitRate).toEqual({ value: 0, low: 0, high: 0, basis: "prior" });
  });
});

describe("a graph of stages", () => {
  const stages: readonly HandStep[] = [
    { name: "base", causes: ["base"], seconds: 10 },
    { name: "front", after: "base", causes: ["manifests"], seconds: 40 },
    { name: "back", after: "base", causes: ["sources"], seconds: 25 },
    { name: "copy front", after: "base", reads: ["front"], seconds: 1 },
    { name: "copy back", after: "copy front", reads: ["back"], seconds: 1 },
  ];

  it("takes the longest path, and the sum as work", () => {
    const estimate = estimatePlan(handPlan(causes, stages).plan);
    expect(estimate.coldSeconds.mean).toBeCloseTo(52, 9);
    const wall =
      0.1 * 52 + // the base moved
      0.9 * (0.4 * 42 + 0.6 * 0.5 * 26); // front changed, with back beside it; or back alone
    expect(estimate.expectedSeconds.mean).toBeCloseTo(wall, 9);
    const work =
      0.1 * 10 + (1 - 0.9 * 0.6) * 40 + (1 - 0.9 * 0.5) * 25 + (1 - 0.9 * 0.6) + (1 - 0.9 * 0.6 * 0.5);
    expect(estimate.expectedWorkSeconds.mean).toBeCloseTo(work, 9);
  });

  it("lets COPY --from miss with its stage, and its interval reach to a hit", () => {
    const estimate = estimatePlan(
      handPlan({ sources: 0.25 }, [
        { name: "build", causes: ["sources"], seconds: 30 },
        { name: "copy", reads: ["build"], seconds: 4 },
        { name: "run", after: "copy", seconds: 6 },
      ]).plan,
    );
    expect(hitRates(estimate)).toEqual({ build: 0.25, copy: 0.25, run: 0.25 });
    expect(estimate.steps[2]?.hitRate).toMatchObject({ low: 0.25, high: 1 });
    expect(estimate.expectedSeconds.mean).toBeCloseTo(0.75 * 40, 9);
    expect(estimate.expectedSeconds.low).toBeCloseTo(0.75 * 30, 9);
  });

  it("keeps COPY --link when its parent changed, but not what follows it", () => {
    const estimate = estimatePlan(
      handPlan(causes, [
        { name: "from", causes: ["base"], seconds: 10 },
        { name: "link", after: "from", follows: false, causes: ["sources"], seconds: 4 },
        { name: "run", after: "link", seconds: 6 },
      ]).plan,
    );
    expect(hitRates(estimate)).toEqual({ from: 0.9, link: 0.5, run: 0.45 });
    // The copy runs beside the pull.
    expect(estimate.coldSeconds.mean).toBeCloseTo(16, 9);
    expect(estimate.expectedSeconds.mean).toBeCloseTo(0.1 * 16 + 0.9 * 0.5 * 10, 9);
  });
});

describe("builds of the past", () => {
  it("are replayed as they were: causes may exclude each other", () => {
    const { plan } = handPlan({ manifests: 0.5, sources: 0.5 }, manifestsFirst.map(withoutBase), [
      { weight: 1, causes: ["manifests"] },
      { weight: 1, causes: ["sources"] },
    ]);
    const estimate = estimatePlan(plan);
    expect(hitRates(estimate)).toEqual({
      from: 1,
      "copy manifests": 0.5,
      install: 0.5,
      // Independent causes would leave a quarter of hits.
      "copy all": 0,
      build: 0,
    });
    expect(estimate.builds).toBe(2);
    expect(estimate.steps[0]?.hitRate.basis).toBe("history");
    expect(estimate.expectedSeconds.mean).toBeCloseTo(0.5 * 31 + 21, 9);
  });

  it("count by weight", () => {
    const { plan } = handPlan(
      { sources: 0.5 },
      [{ name: "copy", causes: ["sources"], seconds: 8 }],
      [
        { weight: 3, causes: ["sources"] },
        { weight: 1, causes: [] },
      ],
    );
    expect(estimatePlan(plan).expectedSeconds.mean).toBeCloseTo(6, 9);
    expect(estimatePlan(plan).idleShare).toBeCloseTo(0.25, 9);
    expect(estimatePlan(handPlan(causes, wholeFirst).plan).idleShare).toBeUndefined();
  });
});

function withoutBase(step: HandStep): HandStep {
  return { ...step, causes: step.causes?.filter((cause) => cause !== "base") };
}

describe("what is not known exactly", () => {
  const spread: readonly HandStep[] = wholeFirst.map((step) => ({ ...step, tau: 1.2 }));

  it("widens the interval, and leaves the mean", () => {
    const exact = estimatePlan(handPlan(causes, wholeFirst).plan);
    const wide = estimatePlan(handPlan(causes, spread).plan);
    expect(wide.expectedSeconds.mean).toBeCloseTo(exact.expectedSeconds.mean, 9);
    expect(exact.expectedSeconds.high).toBeCloseTo(exact.expectedSeconds.low, 9);
    expect(wide.expectedSeconds.high).toBeGreaterThan(2.5 * wide.expectedSeconds.low);
    expect(wide.steps[2]?.cost.high).toBeCloseTo(
      (wide.steps[2]?.cost.low ?? 0) * Math.exp(2 * 1.6448536 * 1.2),
      4,
    );
  });

  it("covers what it should: the mean of the draws is near the mean", () => {
    const wide = estimatePlan(
      handPlan({ ...causes, sources: { kind: "beta", alpha: 0.7, beta: 4.2 } }, spread).plan,
    );
    const hit = wide.steps[1]?.hitRate;
    expect(hit?.value).toBeCloseTo((0.9 * 0.6 * 0.7) / 4.9, 6);
    expect(hit?.low).toBeLessThan(0.01);
    expect(hit?.high).toBeGreaterThan(0.15);
    expect(hit?.high).toBeLessThan(0.54);
  });

  it("is the same in every run", () => {
    const { plan } = handPlan({ ...causes, sources: { kind: "beta", alpha: 2, beta: 3 } }, spread);
    expect(estimatePlan(plan)).toEqual(estimatePlan(plan));
  });
});

it("gives zeros for a plan without steps", () => {
  const estimate = estimatePlan(handPlan({}, []).plan);
  expect(estimate.expectedSeconds).toEqual({ mean: 0, low: 0, high: 0 });
  expect(estimate.coldSeconds).toEqual({ mean: 0, low: 0, high: 0 });
  expect(estimate.steps).toEqual([]);
});
