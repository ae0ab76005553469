import { describe, expect, it } from "vitest";
import { buildPicture } from "../../src/estimate/build-picture.ts";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import { type HandStep, handPlan } from "./hand-plan.ts";

const steps: readonly HandStep[] = [
  { name: "from", kind: "FROM", seconds: 10, stage: "api" },
  { name: "copy api", kind: "COPY", after: "from", causes: ["api"], seconds: 20, stage: "api" },
  { name: "from web", kind: "FROM", seconds: 10, stage: "web" },
  { name: "copy web", kind: "COPY", after: "from web", causes: ["web"], seconds: 5, stage: "web" },
  { name: "from 2", kind: "FROM", seconds: 3, stage: "2" },
  { name: "take", kind: "COPY", after: "from 2", reads: ["copy api", "copy web"], seconds: 1, stage: "2" },
];
const builds = ["api", "api web", "web", ""].map((causes) => ({
  weight: 1,
  causes: causes.split(" ").filter(Boolean),
}));

describe("the stages", () => {
  const { plan } = handPlan({ api: 1, web: 1 }, steps, builds);
  const { stages, edges } = buildPicture(plan);

  it("work, and are waited for in the expected time", () => {
    const two = (value: number) => Number(value.toFixed(6));
    expect(
      stages.map(({ name, workSeconds, pathSeconds }) => [name, two(workSeconds), two(pathSeconds)]),
    ).toEqual([
      ["api", 10, 10],
      ["web", 2.5, 1.25],
      ["2", 0.75, 0.75],
    ]);
    const waited = stages.reduce((sum, { pathSeconds }) => sum + pathSeconds, 0);
    expect(waited).toBeCloseTo(estimatePlan(plan).expectedSeconds.mean, 9);
  });

  it("are joined by what needs them, with the share of the time in which the build waits there", () => {
    // 21 s, 21 s and 6 s.
    expect(edges).toEqual([
      { from: 0, to: 2, pathShare: expect.closeTo(42 / 48, 9) },
      { from: 1, to: 2, pathShare: expect.closeTo(6 / 48, 9) },
    ]);
  });
});

describe("the replay", () => {
  it("shows each build with its time, and what ran in it", () => {
    const { plan } = handPlan({ api: 1, web: 1 }, steps, builds);
    const { replay } = buildPicture(plan);
    expect(replay?.builds.map(({ seconds }) => Math.round(seconds))).toEqual([31, 21, 21, 6, 0]);
    expect(replay?.rows.map(({ line, misses }) => `${line} ${misses.join("")}`)).toEqual([
      "1 10000",
      "2 11100",
      "3 10000",
      "4 10110",
      "5 10000",
      "6 11110",
    ]);
  });

  it("is none where there are no builds, or nothing is reused", () => {
    expect(buildPicture(handPlan({ api: 0.5, web: 0.5 }, steps).plan).replay).toBeNull();
    const { plan } = handPlan({ api: 1, web: 1 }, steps, builds);
    expect(buildPicture({ ...plan, population: { kind: "ci-cold" } }).replay).toBeNull();
  });

  it.each(["max", "min"] as const)(
    "waits as long as the estimate says with a cache elsewhere, mode=%s",
    (mode) => {
      const { plan } = handPlan({ api: 1, web: 1 }, steps, builds);
      const cached = { ...plan, population: { kind: "ci-cache", mode } as const };
      const { stages } = buildPicture(cached);
      const waited = stages.reduce((sum, { pathSeconds }) => sum + pathSeconds, 0);
      const { expectedSeconds } = estimatePlan(cached);
      expect(waited).toBeLessThanOrEqual(expectedSeconds.mean);
      expect(waited).toBeGreaterThan(0);
    },
  );
});
