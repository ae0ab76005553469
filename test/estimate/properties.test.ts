import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Probability } from "../../src/estimate/distribution.ts";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import { evaluate, expectedWall } from "../../src/estimate/evaluate.ts";
import type { BuildPlan } from "../../src/estimate/plan.ts";
import { replay } from "../../src/estimate/replay.ts";
import { savingOf } from "../../src/estimate/saving.ts";
import { type HandStep, handPlan } from "./hand-plan.ts";

const probability: fc.Arbitrary<number | Probability> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.record({
    kind: fc.constant("beta" as const),
    alpha: fc.double({ min: 0.3, max: 9, noNaN: true }),
    beta: fc.double({ min: 0.3, max: 9, noNaN: true }),
  }),
);

/** Any graph: each step follows an earlier one, or none, and may read others. */
function planOf(causeCount: number): fc.Arbitrary<BuildPlan> {
  const names = Array.from({ length: causeCount }, (_, index) => `cause ${index}`);
  return fc
    .tuple(
      fc.array(probability, { minLength: causeCount, maxLength: causeCount }),
      fc.array(
        fc.record({
          parent: fc.integer({ min: -1, max: 30 }),
          reads: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 2 }),
          causes: fc.subarray(names, { maxLength: 3 }),
          follows: fc.boolean(),
          seconds: fc.double({ min: 0.1, max: 100, noNaN: true }),
          tau: fc.constantFrom(0, 0.5, 1.2),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    )
    .map(([chances, drafts]) => {
      const steps = drafts.map((draft, index): HandStep => {
        const parent = draft.parent < 0 || index === 0 ? null : draft.parent % index;
        return {
          name: String(index),
          ...(parent === null ? {} : { after: String(parent) }),
          reads: index === 0 ? [] : draft.reads.map((read) => String(read % index)),
          causes: draft.causes,
          follows: draft.follows || draft.reads.length > 0,
          seconds: draft.seconds,
          tau: draft.tau,
        };
      });
      return handPlan(Object.fromEntries(names.map((name, at) => [name, chances[at] ?? 1])), steps).plan;
    });
}

const closeTo = 1 + 1e-9;

describe.each([
  { name: "few causes, enumerated", causes: 4, method: "enumerated" },
  { name: "many causes", causes: 40, method: null },
])("any plan with $name", ({ causes, method }) => {
  it("never hits a step more often than its parent", () => {
    fc.assert(
      fc.property(planOf(causes), (plan) => {
        const rates = estimatePlan(plan).steps.map((step) => step.hitRate.value);
        for (const [index, vertex] of plan.vertices.entries()) {
          if (vertex.parent === null || !vertex.followsParent) continue;
          const parent = plan.vertices[vertex.parent];
          // A COPY --link may hit above a change of what it stands on.
          if (!parent?.followsParent) continue;
          expect(rates[index]).toBeLessThanOrEqual((rates[vertex.parent] ?? 0) + 1e-9);
        }
      }),
    );
  });

  it("takes at most the time of a cold build, and at most the work of its steps", () => {
    fc.assert(
      fc.property(planOf(causes), (plan) => {
        const estimate = estimatePlan(plan);
        const all = estimate.steps.reduce((sum, step) => sum + step.cost.seconds, 0);
        const expected = estimate.steps.reduce((sum, step) => sum + step.expectedSeconds, 0);
        expect(estimate.expectedSeconds.mean).toBeLessThanOrEqual(estimate.coldSeconds.mean * closeTo);
        expect(estimate.coldSeconds.mean).toBeLessThanOrEqual(all * closeTo);
        expect(estimate.expectedSeconds.mean).toBeLessThanOrEqual(
          estimate.expectedWorkSeconds.mean * closeTo + 1e-9,
        );
        expect(estimate.expectedWorkSeconds.mean).toBeCloseTo(expected, 6);
      }),
    );
  });

  it("has intervals that hold their mean", () => {
    fc.assert(
      fc.property(planOf(causes), (plan) => {
        const estimate = estimatePlan(plan);
        const rates = estimate.steps.map(({ hitRate }) => ({ mean: hitRate.value, ...hitRate }));
        for (const { low, mean, high } of [
          estimate.expectedSeconds,
          estimate.expectedWorkSeconds,
          estimate.coldSeconds,
          ...rates,
        ]) {
          expect(low).toBeLessThanOrEqual(mean);
          expect(high).toBeGreaterThanOrEqual(mean);
          expect(low).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("has no saving in a change that changes nothing", () => {
    fc.assert(
      fc.property(planOf(causes), fc.nat(), (plan, pick) => {
        const vertex = plan.vertices[pick % plan.vertices.length];
        const instruction = vertex?.instruction;
        if (!instruction) return;
        const one = { kind: "point", value: 1 } as const;
        const scale = { part: 1, ratio: one, share: one, when: "always" } as const;
        expect(savingOf(plan, { kind: "scale-cost", step: { instruction }, scale })).toBeNull();
        const cause = { kind: "argument", name: "never seen" } as const;
        expect(savingOf(plan, { kind: "remove-input", step: { instruction }, cause })).toBeNull();
      }),
    );
  });

  if (method) {
    it("samples what enumeration gives", () => {
      fc.assert(
        fc.property(planOf(causes), (plan) => {
          const exact = evaluate(plan);
          const sampled = evaluate(plan, "sampled");
          expect(exact.replay.method).toBe(method);
          expect(sampled.replay.method).toBe("sampled");
          const all = exact.meanCosts.reduce((sum, seconds) => sum + seconds, 0);
          const difference =
            expectedWall(exact, exact.replay).mean - expectedWall(sampled, sampled.replay).mean;
          expect(Math.abs(difference)).toBeLessThan(0.15 * all);
        }),
        { seed: 7, numRuns: 60 },
      );
    });
  }
});

describe("enumeration", () => {
  /** The definition: every set of causes, one after the other. */
  function expectedByDefinition(plan: BuildPlan): number {
    let sum = 0;
    for (let set = 0; set < 1 << plan.causes.length; set += 1) {
      let weight = 1;
      for (const [index, { unchanged }] of plan.causes.entries()) {
        const stays =
          unchanged.kind === "point" ? unchanged.value : unchanged.alpha / (unchanged.alpha + unchanged.beta);
        weight *= (set >> index) & 1 ? 1 - stays : stays;
      }
      const ends: number[] = [];
      const changed: boolean[] = [];
      for (const [index, vertex] of plan.vertices.entries()) {
        const own =
          vertex.causes.some((cause) => (set >> cause) & 1) || vertex.reads.some((read) => changed[read]);
        const above = vertex.parent !== null && (changed[vertex.parent] ?? false);
        changed[index] = own || above;
        const missed = own || (vertex.followsParent && above);
        const chain = vertex.parent === null ? 0 : (ends[vertex.parent] ?? 0);
        const start = Math.max(
          vertex.followsParent ? chain : 0,
          ...vertex.reads.map((read) => ends[read] ?? 0),
        );
        const seconds = Math.exp(vertex.cost.mu + vertex.cost.tau ** 2 / 2);
        ends[index] = Math.max(chain, start + (missed ? seconds : 0));
      }
      sum += weight * (ends.at(-1) ?? 0);
    }
    return sum;
  }

  it("is the mean over all sets of causes", () => {
    fc.assert(
      fc.property(planOf(5), (plan) => {
        expect(estimatePlan(plan).expectedSeconds.mean).toBeCloseTo(expectedByDefinition(plan), 6);
      }),
    );
  });
});

describe("splitting manifests", () => {
  it("never costs more than the small COPY", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const seconds = fc.double({ min: 0.5, max: 200, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, seconds, seconds, (base, manifests, sources, install, build) => {
        const steps: HandStep[] = [
          { name: "from", causes: ["base"], seconds: 5 },
          { name: "copy", after: "from", causes: ["manifests", "sources"], seconds: 1 },
          { name: "install", after: "copy", manifests: ["manifests"], seconds: install },
          { name: "build", after: "install", seconds: build },
        ];
        const hand = handPlan({ base, manifests, sources }, steps);
        const saving = savingOf(hand.plan, {
          kind: "split-manifests",
          copy: hand.step("copy"),
          installs: [hand.step("install")],
        });
        const gain = base * manifests * (1 - sources) * install;
        const smallCopy = (1 - base * manifests) * 0.2 * Math.exp(0.125);
        if (gain - smallCopy > 0.51) expect(saving?.seconds.mean).toBeCloseTo(gain - smallCopy, 6);
        if (gain - smallCopy <= 0) expect(saving).toBeNull();
      }),
    );
  });
});

describe("large plans", () => {
  /** Work of a replay: builds times segments. */
  function work(plan: BuildPlan): number {
    const { graph, replay: population, draws } = evaluate(plan);
    return graph.size * population.builds.length + plan.vertices.length * draws + graph.size * draws;
  }

  /** Stages with a base image and a COPY of their own, each read by the next. */
  function stages(count: number): BuildPlan {
    const causes: Record<string, number> = {};
    const steps: HandStep[] = [];
    for (let index = 0; index < count; index += 1) {
      causes[`image ${index}`] = 0.9;
      causes[`files ${index}`] = 0.5;
      steps.push(
        { name: `from ${index}`, causes: [`image ${index}`], seconds: 5 },
        {
          name: `copy ${index}`,
          after: `from ${index}`,
          reads: index === 0 ? [] : [`copy ${index - 1}`],
          causes: [`files ${index}`],
          seconds: 1,
        },
        { name: `run ${index}`, after: `copy ${index}`, seconds: 10 },
      );
    }
    return handPlan(causes, steps).plan;
  }

  it("need work that grows with their length, stage by stage", () => {
    const small = work(stages(1_000));
    const large = work(stages(4_000));
    expect(large / small).toBeLessThan(5);
  });

  it("need work that grows with their length, step by step", () => {
    const chain = (length: number) =>
      handPlan(
        { files: 0.5 },
        Array.from(
          { length },
          (_, index): HandStep => ({
            name: String(index),
            ...(index === 0 ? { causes: ["files"] } : { after: String(index - 1) }),
            seconds: 1,
          }),
        ),
      ).plan;
    expect(work(chain(40_000)) / work(chain(10_000))).toBeLessThan(5);
    // A chain without inputs is one segment.
    expect(evaluate(chain(10_000)).graph.size).toBe(1);
  });

  it("are sampled, and with a cause that all share stay consistent", () => {
    const plan = stages(500);
    const population = replay(evaluate(plan).graph, false);
    expect(population.method).toBe("sampled");
    const estimate = estimatePlan(plan);
    expect(estimate.expectedSeconds.mean).toBeLessThanOrEqual(estimate.coldSeconds.mean * closeTo);
    expect(estimate.steps.at(-1)?.hitRate.value).toBeLessThan(0.01);
  });
});
