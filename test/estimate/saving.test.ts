import { describe, expect, it } from "vitest";
import type { Probability } from "../../src/estimate/distribution.ts";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import type { Scale } from "../../src/estimate/plan.ts";
import { applyChange } from "../../src/estimate/plan-change.ts";
import { savingOf, savingsOn } from "../../src/estimate/saving.ts";
import { type HandStep, handPlan } from "./hand-plan.ts";

const causes = { base: 1, manifests: 0.8, sources: 0.25 };
const always: Probability = { kind: "point", value: 1 };
const half: Probability = { kind: "point", value: 0.5 };

const node: readonly HandStep[] = [
  { name: "from", kind: "FROM", causes: ["base"], seconds: 10 },
  { name: "copy", kind: "COPY", after: "from", causes: ["manifests", "sources"], seconds: 1 },
  { name: "apt", after: "copy", seconds: 20 },
  { name: "install", after: "apt", manifests: ["manifests"], seconds: 30 },
  { name: "build", after: "install", seconds: 12 },
];

function names(steps: ReturnType<typeof estimatePlan>["steps"]): string[] {
  return steps.map((step) => step.instruction);
}

describe("split-manifests", () => {
  it("saves the installs of builds in which only sources changed, less the small COPY", () => {
    const hand = handPlan(causes, node);
    const saving = savingOf(hand.plan, {
      kind: "split-manifests",
      copy: hand.step("copy"),
      installs: [hand.step("install")],
    });
    const smallCopy = 0.2 * Math.exp(0.5 ** 2 / 2);
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 0.75 * 30 - 0.2 * smallCopy, 9);
    expect(saving?.basis).toBe("prior");
  });

  it("puts the installs in their order above the copy and leaves the rest below", () => {
    const hand = handPlan(causes, [
      ...node,
      { name: "second", after: "build", manifests: ["manifests"], seconds: 5 },
    ]);
    const comparison = applyChange(hand.plan, {
      kind: "split-manifests",
      copy: hand.step("copy"),
      installs: [hand.step("install"), hand.step("second")],
    });
    const after = comparison?.after;
    expect(after && names(estimatePlan(after).steps)).toEqual([
      "from",
      "install",
      "second",
      "copy",
      "apt",
      "build",
    ]);
    expect(after?.vertices.map((vertex) => vertex.parent)).toEqual([null, 0, 6, 3, 5, 1, 2]);
    expect(after?.last).toBe(4);
  });

  it("has no small COPY to make where an install names its packages", () => {
    const hand = handPlan(
      causes,
      node.map((step) => ({ ...step, manifests: [] })),
    );
    const change = {
      kind: "split-manifests",
      copy: hand.step("copy"),
      installs: [hand.step("install")],
    } as const;
    expect(applyChange(hand.plan, change)?.after.vertices).toHaveLength(node.length);
    expect(savingOf(hand.plan, change)?.seconds.mean).toBeCloseTo(0.8 * 30, 9);
  });

  it("keeps what a stage hands on when the install was its last step", () => {
    const hand = handPlan(causes, [
      ...node.slice(0, 4).map((step) => ({ ...step, stage: "deps" })),
      { name: "out", kind: "COPY", reads: ["install"], seconds: 2, stage: "1" },
    ]);
    const copy = hand.step("copy");
    const after = applyChange(hand.plan, {
      kind: "split-manifests",
      copy,
      installs: [hand.step("install")],
    })?.after;
    expect(after?.vertices.at(-1)?.reads).toEqual([2]);
  });

  it("is nothing when the manifests are copied alone already", () => {
    const hand = handPlan(causes, [
      { name: "copy", causes: ["manifests"], seconds: 1 },
      { name: "install", after: "copy", manifests: ["manifests"], seconds: 30 },
    ]);
    const installs = [hand.step("install")];
    expect(savingOf(hand.plan, { kind: "split-manifests", copy: hand.step("copy"), installs })).toBeNull();
  });

  it("is nothing across stages, upside down, or for a step that is not built", () => {
    const hand = handPlan(
      causes,
      node.map((step, index) => ({ ...step, stage: index > 2 ? "1" : "0" })),
    );
    const split = (copy: string, install: string) =>
      savingOf(hand.plan, {
        kind: "split-manifests",
        copy: hand.step(copy),
        installs: [hand.step(install)],
      });
    expect(split("copy", "install")).toBeNull();
    expect(split("apt", "copy")).toBeNull();
    const elsewhere = handPlan(causes, node).step("install");
    expect(
      savingOf(hand.plan, { kind: "split-manifests", copy: hand.step("copy"), installs: [elsewhere] }),
    ).toBeNull();
  });
});

describe("other changes", () => {
  const argument: readonly HandStep[] = [
    { name: "from", kind: "FROM", seconds: 10 },
    { name: "install", after: "from", causes: ["sha", "manifests"], seconds: 30 },
    { name: "copy", kind: "COPY", after: "install", causes: ["manifests", "sources"], seconds: 1 },
    { name: "build", after: "copy", seconds: 12 },
  ];
  const withSha = { ...causes, sha: 0 };

  it("move-arguments-below: only the RUN after it has them", () => {
    const hand = handPlan(withSha, argument);
    const saving = savingOf(hand.plan, {
      kind: "move-arguments-below",
      names: ["sha"],
      below: hand.step("install"),
    });
    // Install and COPY hit as their own files allow; the build still misses each time.
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 30 + 0.8 * 0.25 * 1, 9);
    const none = savingOf(hand.plan, {
      kind: "move-arguments-below",
      names: ["date"],
      below: hand.step("install"),
    });
    expect(none).toBeNull();
  });

  it("remove-input: the step no longer has the argument", () => {
    const hand = handPlan(withSha, argument);
    const saving = savingOf(hand.plan, {
      kind: "remove-input",
      step: hand.step("install"),
      cause: hand.cause("sha"),
    });
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 30 + 0.8 * 0.25 * 13, 9);
  });

  it("remove-cause: files that the ignore file keeps out change nothing", () => {
    const hand = handPlan(
      { ...causes, git: 0 },
      node.map((step) =>
        step.name === "copy" ? { ...step, causes: ["manifests", "sources", "git"] } : step,
      ),
    );
    const saving = savingOf(hand.plan, { kind: "remove-cause", cause: hand.cause("git") });
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 0.25 * 63, 9);
    expect(savingOf(hand.plan, { kind: "remove-cause", cause: hand.cause("other") })).toBeNull();
  });

  it("remove-cause works on builds of the past as well", () => {
    const past = [
      { weight: 1, causes: ["git"] },
      { weight: 1, causes: ["git", "sources"] },
    ];
    const steps: HandStep[] = [{ name: "copy", causes: ["git", "sources"], seconds: 8 }];
    const hand = handPlan({ git: 0, sources: 0.5 }, steps, past);
    const saving = savingOf(hand.plan, { kind: "remove-cause", cause: hand.cause("git") });
    expect(saving?.seconds.mean).toBeCloseTo(4, 9);
    expect(saving?.basis).toBe("prior");
  });

  it("scale-cost: a warm cache mount", () => {
    const hand = handPlan(causes, node);
    const step = hand.step("install");
    const scale = { part: 1, ratio: half, share: always, when: "always" } as const;
    const meanOf = (changed: Partial<Scale>) =>
      savingOf(hand.plan, { kind: "scale-cost", step, scale: { ...scale, ...changed } })?.seconds.mean;
    expect(meanOf({})).toBeCloseTo(0.8 * 15, 9);
    expect(meanOf({ part: 0.4 })).toBeCloseTo(0.8 * 0.4 * 15, 9);
    expect(meanOf({ when: "warm" })).toBeCloseTo(0.8 * 15, 9);
    expect(meanOf({ share: { kind: "point", value: 0 } })).toBeUndefined();
    const unknown = { ...scale, share: { kind: "beta", alpha: 1, beta: 1 } } as const;
    const wide = savingOf(hand.plan, { kind: "scale-cost", step, scale: unknown });
    expect(wide?.seconds.mean).toBeCloseTo(0.8 * 7.5, 9);
    expect(wide?.seconds.low).toBeLessThan(2);
    expect(wide?.seconds.high).toBeGreaterThan(10);
  });

  it("scale-cost: a cache mount spares a cold build nothing", () => {
    const hand = handPlan(causes, node);
    const step = hand.step("install");
    const cold = (when: Scale["when"]) => {
      const scale = { part: 1, ratio: half, share: always, when };
      const changed = applyChange(hand.plan, { kind: "scale-cost", step, scale });
      return changed && estimatePlan(changed.after).coldSeconds.mean;
    };
    expect(cold("warm")).toBeCloseTo(73, 9);
    expect(cold("always")).toBeCloseTo(58, 9);
  });

  it("fetch-before-copy: dependencies above the copy, the build below it", () => {
    const steps: readonly HandStep[] = [
      { name: "copy", kind: "COPY", causes: ["manifests", "sources"], seconds: 1 },
      { name: "package", after: "copy", manifests: ["manifests"], seconds: 60 },
    ];
    const hand = handPlan(causes, steps);
    const quarter = { kind: "point", value: 0.25 } as const;
    const change = {
      kind: "fetch-before-copy",
      copy: hand.step("copy"),
      build: hand.step("package"),
      rest: quarter,
    } as const;
    const smallCopy = 0.2 * Math.exp(0.5 ** 2 / 2);
    expect(savingOf(hand.plan, change)?.seconds.mean).toBeCloseTo(0.8 * 0.75 * 45 - 0.2 * smallCopy, 9);
    const after = applyChange(hand.plan, change)?.after;
    expect(after && estimatePlan(after).coldSeconds.mean).toBeCloseTo(61 + smallCopy, 9);
    expect(savingOf(hand.plan, { ...change, build: hand.step("copy") })).toBeNull();

    // Both parts are one unknown cost, split by one unknown ratio: a cold build stays as long as it was in every draw.
    const vague = handPlan(
      causes,
      steps.map((step) => ({ ...step, tau: 1.2 })),
    );
    const before = estimatePlan(vague.plan).coldSeconds;
    const split = applyChange(vague.plan, {
      kind: "fetch-before-copy",
      copy: vague.step("copy"),
      build: vague.step("package"),
      rest: { kind: "beta", alpha: 2.5, beta: 7.5 },
    });
    const cold = split && estimatePlan(split.after).coldSeconds;
    expect(cold?.high).toBeCloseTo(before.high + smallCopy, 0);
    expect(cold?.low).toBeCloseTo(before.low + smallCopy, 0);
  });

  it("merge-steps: one start-up less, and what follows has the inputs of both", () => {
    const hand = handPlan(causes, node);
    const saving = savingOf(hand.plan, {
      kind: "merge-steps",
      steps: [hand.step("apt"), hand.step("install")],
    });
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 0.4 * Math.exp(0.4 ** 2 / 2), 9);
    const together = applyChange(hand.plan, {
      kind: "merge-steps",
      steps: [hand.step("apt"), hand.step("build")],
    });
    expect(together && names(estimatePlan(together.after).steps)).toEqual([
      "from",
      "copy",
      "apt",
      "build",
      "install",
    ]);
  });

  it("move-above: a step that needs none of the files copied before it", () => {
    const hand = handPlan(causes, node);
    const saving = savingOf(hand.plan, {
      kind: "move-above",
      step: hand.step("apt"),
      above: hand.step("copy"),
    });
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 20, 9);
  });

  it("drop-bytes: each miss moves less", () => {
    const hand = handPlan(causes, node);
    const saving = savingOf(hand.plan, { kind: "drop-bytes", step: hand.step("copy"), bytes: 500e6 });
    expect(saving?.seconds.mean).toBeCloseTo(0.8 * 5, 9);
    expect(saving?.seconds.high).toBeGreaterThan(8);
    expect(savingOf(hand.plan, { kind: "drop-bytes", step: hand.step("copy"), bytes: 1e6 })).toBeNull();
    expect(savingOf(hand.plan, { kind: "drop-bytes", step: hand.step("copy"), bytes: 0 })).toBeNull();
  });
});

describe("what a saving counts", () => {
  it("is wall time: nothing beside a longer stage, although the machine works less", () => {
    const hand = handPlan({ sources: 0 }, [
      { name: "short", causes: ["sources"], seconds: 10, stage: "short" },
      { name: "long", causes: ["sources"], seconds: 60, stage: "long" },
      { name: "copy", reads: ["short", "long"], seconds: 1 },
    ]);
    const step = hand.step("short");
    const scale = { part: 1, ratio: half, share: always, when: "always" } as const;
    expect(savingOf(hand.plan, { kind: "scale-cost", step, scale })).toBeNull();
  });

  it("is above zero for certain where the change can only help, however uncertain costs are", () => {
    const hand = handPlan(
      { ...causes, sources: { kind: "beta", alpha: 0.7, beta: 4.2 } },
      node.map((step) => ({ ...step, tau: 1.2 })),
    );
    const saving = savingOf(hand.plan, {
      kind: "split-manifests",
      copy: hand.step("copy"),
      installs: [hand.step("install")],
    });
    // Common draws: the cost of the build and of apt is the same on both sides.
    expect(saving?.seconds.low).toBeGreaterThan(0.5);
    expect(saving?.seconds.high).toBeLessThan(200);
  });

  it("is none where the interval includes zero: one build of many is no rule", () => {
    const past = Array.from({ length: 40 }, (_, at) => ({ weight: 1, causes: at === 20 ? ["git"] : [] }));
    const of = (builds: typeof past) => {
      const hand = handPlan({ git: 0 }, [{ name: "copy", causes: ["git"], seconds: 80 }], builds);
      return savingOf(hand.plan, { kind: "remove-cause", cause: hand.cause("git") });
    };
    expect(of(past)).toBeNull();
    expect(of(past.map((build) => ({ ...build, causes: ["git"] })))?.seconds.mean).toBeCloseTo(80, 9);
  });

  it("is the same whether asked alone or with others", () => {
    const hand = handPlan(
      causes,
      node.map((step) => ({ ...step, tau: 1 })),
    );
    const change = { kind: "move-above", step: hand.step("apt"), above: hand.step("copy") } as const;
    const savings = savingsOn(hand.plan);
    expect(savings(change)).toEqual(savingOf(hand.plan, change));
    expect(savings(change)).toEqual(savings(change));
  });
});
