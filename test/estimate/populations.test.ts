import { describe, expect, it } from "vitest";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import { keptCache } from "../../src/estimate/kept-cache.ts";
import type { BuildPlan, Scale } from "../../src/estimate/plan.ts";
import type { Population } from "../../src/invocations/population.ts";
import { cacheTransferPriors } from "../../src/knowledge/cache-transfer-priors.ts";
import { type HandStep, handPlan } from "./hand-plan.ts";

const steps: readonly HandStep[] = [
  { name: "from", kind: "FROM", causes: ["base"], seconds: 10 },
  { name: "copy manifests", kind: "COPY", after: "from", causes: ["manifests"], seconds: 1 },
  { name: "install", after: "copy manifests", seconds: 30 },
  { name: "copy all", kind: "COPY", after: "install", causes: ["manifests", "sources"], seconds: 1 },
  { name: "build", after: "copy all", seconds: 20 },
];
const priors = { base: 0.9, manifests: 0.6, sources: 0.5 };

/** Sources change in every build, manifests in the first half of them; each state but one of them comes back. */
const builds = Array.from({ length: 40 }, (_, at) => ({
  weight: 1,
  causes: at % 10 === 0 ? ["manifests", "sources"] : ["sources"],
}));

const withPopulation = (plan: BuildPlan, population: Population): BuildPlan => ({ ...plan, population });

function hits(plan: BuildPlan): Record<string, number> {
  return Object.fromEntries(
    estimatePlan(plan).steps.map(({ instruction, hitRate }) => [
      instruction,
      Number(hitRate.value.toFixed(3)),
    ]),
  );
}

const mean = ({ median, tau }: { readonly median: number; readonly tau: number }) =>
  median * Math.exp(tau ** 2 / 2);

const all: readonly Population[] = [
  { kind: "dev" },
  { kind: "ci-cold" },
  { kind: "ci-cache", mode: "max" },
  { kind: "ci-cache", mode: "min" },
  { kind: "pool", builders: 3 },
  { kind: "base-refresh" },
];

describe("a machine that is new for each build", () => {
  it.each([
    ["without history", handPlan(priors, steps).plan],
    ["with one", handPlan({ base: 1, manifests: 1, sources: 1 }, steps, builds).plan],
  ])("reuses nothing, which is certain, and takes the cold time: %s", (_, plan) => {
    const estimate = estimatePlan(withPopulation(plan, { kind: "ci-cold" }));
    expect(estimate.steps.map(({ hitRate }) => hitRate)).toEqual(
      steps.map(() => ({ value: 0, low: 0, high: 0, basis: "certain" })),
    );
    expect(estimate.builds).toBe(0);
    expect(estimate.expectedSeconds).toEqual(estimate.coldSeconds);
    expect(estimate.expectedSeconds.mean).toBeCloseTo(62, 9);
  });

  it("is what `--no-cache` makes of any", () => {
    for (const population of all) {
      const plan = { ...withPopulation(handPlan(priors, steps).plan, population), noCache: true };
      expect(Object.values(hits(plan))).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it("has nothing in its cache mounts", () => {
    const scale: Scale = {
      part: 1,
      ratio: { kind: "point", value: 0.1 },
      share: { kind: "point", value: 1 },
      when: "warm",
    };
    const { plan } = handPlan(priors, steps);
    const vertices = plan.vertices.map((vertex) =>
      vertex.id === 2 ? { ...vertex, scales: [scale] } : vertex,
    );
    const cost = (population: Population) =>
      estimatePlan({ ...plan, vertices, population }).steps[2]?.cost.seconds ?? 0;
    expect(all.map((population) => Math.round(cost(population)))).toEqual([3, 30, 30, 30, 3, 3]);
  });
});

describe("a cache that is kept outside of the builder", () => {
  it("has the layers of the build before, and no older ones", () => {
    const back = Array.from({ length: 40 }, (_, at) => ({ weight: 1, causes: at % 2 === 0 ? ["flip"] : [] }));
    const { plan } = handPlan(
      { flip: 1 },
      [{ name: "copy", kind: "COPY", causes: ["flip"], seconds: 5 }],
      back,
    );
    // The content of every other build comes back: 0, 1, 0, 1 …
    const causes = plan.causes.map((cause) => ({
      ...cause,
      states: Int32Array.from(cause.states ?? [], (_, at) => at % 2),
    }));
    expect(hits({ ...plan, causes }).copy).toBeGreaterThan(0.9);
    expect(hits({ ...plan, causes, population: { kind: "ci-cache", mode: "max" } }).copy).toBe(0);
  });

  it("is gone now and then, and after a week without builds", () => {
    const { plan } = handPlan({ none: 1 }, [{ name: "run", causes: ["none"], seconds: 5 }], builds);
    const cached: BuildPlan = { ...plan, population: { kind: "ci-cache", mode: "max" } };
    expect(hits(cached).run).toBeGreaterThan(0.85);
    expect(hits(cached).run).toBeLessThan(1);
    const everyEightDays = builds.length + 1;
    const series = {
      kind: "builds" as const,
      builds: Array.from({ length: everyEightDays }, (_, at) => ({
        id: `${at}`,
        weight: at === 0 ? 0 : 1,
        time: at * 8 * 86_400,
      })),
    };
    expect(hits({ ...cached, series }).run).toBe(0);
  });

  it("is restored for what stands on it, and gets what is new", () => {
    // Of a history without chance but eviction: sources change each time, manifests never.
    const { plan } = handPlan(
      { manifests: 1, sources: 1 },
      [
        { name: "copy manifests", kind: "COPY", causes: ["manifests"], seconds: 1 },
        { name: "install", after: "copy manifests", seconds: 30 },
        { name: "copy all", kind: "COPY", after: "install", causes: ["sources"], seconds: 1 },
        { name: "build", after: "copy all", seconds: 20 },
      ],
      Array.from({ length: 40 }, () => ({ weight: 1, causes: ["sources"] })),
    );
    const estimate = estimatePlan(withPopulation(plan, { kind: "ci-cache", mode: "max" }));
    const kept = estimate.steps[1]?.hitRate.value ?? 0;
    const { lookup, restoreShare, exportShare } = cacheTransferPriors;
    const transfer =
      mean(lookup) + kept * 31 * mean(restoreShare) + (21 + (1 - kept) * 31) * mean(exportShare);
    expect(estimate.cacheSeconds?.mean).toBeCloseTo(transfer, 6);
    expect(estimate.expectedSeconds.mean).toBeCloseTo(21 + (1 - kept) * 31 + transfer, 6);
    expect(estimate.expectedWorkSeconds.mean).toBeCloseTo(estimate.expectedSeconds.mean, 6);
    expect(estimatePlan(plan).cacheSeconds).toBeUndefined();
  });

  const staged: readonly HandStep[] = [
    { name: "from builder", kind: "FROM", seconds: 8, stage: "build" },
    { name: "deps", after: "from builder", causes: ["deps"], seconds: 30, stage: "build" },
    { name: "compile", after: "deps", causes: ["sources"], seconds: 20, stage: "build" },
    { name: "from final", kind: "FROM", seconds: 4 },
    { name: "packages", after: "from final", seconds: 10 },
    { name: "copy", kind: "COPY", after: "packages", reads: ["compile"], seconds: 1 },
  ];

  it.each([
    // The image is pulled for the step that runs; the layer below it is restored.
    ["max", { "from builder": 0, deps: 1, compile: 0, "from final": 0, packages: 1, copy: 0 }],
    // The other stage has no layer in the cache.
    ["min", { "from builder": 0, deps: 0, compile: 0, "from final": 0, packages: 1, copy: 0 }],
  ] as const)("keeps what its mode says: %s", (mode, expected) => {
    const { plan } = handPlan(
      { deps: 1, sources: 1 },
      staged,
      Array.from({ length: 40 }, () => ({ weight: 1, causes: ["sources"] })),
    );
    const rates = hits(withPopulation(plan, { kind: "ci-cache", mode }));
    for (const [name, rate] of Object.entries(expected))
      expect([name, Math.round(rates[name] ?? -1)]).toEqual([name, rate]);
  });

  it.each(["max", "min"] as const)("needs nothing, not even images, where nothing changed: %s", (mode) => {
    const { plan } = handPlan(
      { deps: 1, sources: 1 },
      staged,
      Array.from({ length: 40 }, () => ({ weight: 1, causes: [] })),
    );
    for (const rate of Object.values(hits(withPopulation(plan, { kind: "ci-cache", mode }))))
      expect(rate).toBeGreaterThan(0.85);
  });
});

describe("a pool of builders", () => {
  it("reuses less with every builder more, and one alone as much as dev", () => {
    for (const plan of [
      handPlan(priors, steps).plan,
      handPlan({ base: 1, manifests: 1, sources: 1 }, steps, builds).plan,
    ]) {
      const rates = [1, 2, 4, 8].map(
        (builders) => hits(withPopulation(plan, { kind: "pool", builders })).install!,
      );
      expect(rates[0]).toBeCloseTo(hits(plan).install!, 1);
      expect(rates).toEqual(rates.toSorted((one, other) => other - one));
      expect(rates[3]).toBeLessThan(rates[0]! - 0.1);
    }
  });

  it("counts no builder's first build, which is of no pool that has been there for a while", () => {
    const { plan } = handPlan({ none: 1 }, [{ name: "run", causes: ["none"], seconds: 5 }], builds);
    expect(hits(withPopulation(plan, { kind: "pool", builders: 8 })).run).toBe(1);
  });
});

describe("any population", () => {
  it.each(all)("takes no more than a cold build, shares from 0 to 1 in it: %j", (population) => {
    for (const plan of [
      handPlan(priors, steps).plan,
      handPlan({ base: 1, manifests: 1, sources: 1 }, steps, builds).plan,
    ]) {
      const { expectedSeconds, coldSeconds, steps: priced } = estimatePlan(withPopulation(plan, population));
      expect(expectedSeconds.mean).toBeLessThanOrEqual(coldSeconds.mean + 1e-9);
      for (const { hitRate } of priced) {
        expect(hitRate.low).toBeGreaterThanOrEqual(0);
        expect(hitRate.low).toBeLessThanOrEqual(hitRate.value);
        expect(hitRate.value).toBeLessThanOrEqual(hitRate.high);
        expect(hitRate.high).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("what a kept cache would save", () => {
  it("is the cold time less that with a cache and its transfer", () => {
    const { plan } = handPlan({ base: 1, manifests: 1, sources: 1 }, steps, builds);
    const cold = withPopulation(plan, { kind: "ci-cold" });
    const cached = estimatePlan(withPopulation(plan, { kind: "ci-cache", mode: "max" }));
    const kept = keptCache(cold, null);
    expect(kept?.seconds.mean).toBeCloseTo(62 - cached.expectedSeconds.mean, 6);
    expect(kept?.seconds.low).toBeLessThan(kept?.seconds.mean ?? 0);
    expect(kept).toMatchObject({ invocation: null, basis: "prior" });
  });

  it("may be less than nothing", () => {
    const { plan } = handPlan({ sources: 0 }, [{ name: "build", causes: ["sources"], seconds: 60 }]);
    expect(keptCache(withPopulation(plan, { kind: "ci-cold" }), null)?.seconds.high).toBeLessThan(0);
  });

  it.each(all.filter(({ kind }) => kind !== "ci-cold"))("is no question for %j", (population) => {
    expect(keptCache(withPopulation(handPlan(priors, steps).plan, population), null)).toBeNull();
  });
});
