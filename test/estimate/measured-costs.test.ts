import { describe, expect, it } from "vitest";
import { analyzeInput } from "../../src/engine/input.ts";
import { intervalOfCost, meanOfCost } from "../../src/estimate/distribution.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { posterior } from "../../src/estimate/measured-costs.ts";
import { buildFile } from "../../src/model/build-file.ts";
import { pullText, stepTexts } from "../../src/timings/step-text.ts";
import { addObservations, type DockerfileTimings, type Observation } from "../../src/timings/timings-file.ts";

/** Seconds by class of machine, of a step of a Dockerfile by its position, or of an image. */
type Taken = readonly [step: number | string, machine: string, ...seconds: readonly (number | null)[]];

/** Timings of a Dockerfile, as they were recorded when it was this one. */
function recorded(
  dockerfile: string,
  taken: readonly Taken[],
  machine: string | null = null,
): DockerfileTimings {
  const texts = stepTexts(buildFile("Dockerfile", dockerfile));
  const observations = taken.flatMap(([at, name, ...seconds]): Observation[] => {
    const { stage, text, digest } = typeof at === "string" ? pullText(at)! : texts[at]!;
    return seconds.map((each, index) => ({
      stage,
      text,
      digest,
      machine: name,
      sample: { date: "2026-01-31T12:00:00Z", build: `${name} ${index}`, seconds: each },
    }));
  });
  const all = addObservations({ dockerfiles: new Map() }, "D", observations, new Set());
  return { steps: all.dockerfiles.get("D")!, machine };
}

function estimateOf(text: string, timings: DockerfileTimings | null) {
  const { estimate } = analyzeInput({ path: "Dockerfile", text, timings }).use(estimates);
  const costs = Object.fromEntries(estimate!.steps.map(({ line, cost }) => [line, cost]));
  return { costs, blindSpots: estimate!.blindSpots, estimate: estimate! };
}

const dockerfile = "FROM node:24\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n";

describe("the posterior of a cost", () => {
  const prior = { mu: Math.log(18), tau: 1.25, basis: "prior" } as const;
  const times = (...seconds: number[]) => ({ seconds, isOfOtherMachine: false, likeness: 1 });

  it("is near what one build took, and nearer the more builds there are", () => {
    const one = posterior(prior, times(60));
    expect(Math.exp(one.mu)).toBeGreaterThan(55);
    expect(Math.exp(one.mu)).toBeLessThan(60);
    expect(one.basis).toBe("measured");
    const many = posterior(prior, times(...Array.from({ length: 10 }, () => 60)));
    expect(Math.exp(many.mu)).toBeCloseTo(60, 0);
    expect(many.tau).toBeLessThan(one.tau);
    expect(one.tau).toBeLessThan(prior.tau / 3);
  });

  it("has the weights of the cost model", () => {
    // One time at s = 0.25 against tau = 1.25 counts 0.96.
    const { mu } = posterior(prior, times(60));
    expect(mu).toBeCloseTo(0.9615 * Math.log(60) + 0.0385 * Math.log(18), 3);
  });

  it("is as wide as the times lie apart", () => {
    const near = posterior(prior, times(20, 21, 19, 20, 20, 21));
    const far = posterior(prior, times(5, 80, 12, 40, 7, 60));
    expect(far.tau).toBeGreaterThan(2 * near.tau);
    const { low, high } = intervalOfCost(far);
    expect(low).toBeLessThan(8);
    expect(high).toBeGreaterThan(60);
  });

  it("is wider for an edited step and for another machine", () => {
    const same = posterior(prior, times(60));
    const edited = posterior(prior, { ...times(60), likeness: 0.9 });
    const moreEdited = posterior(prior, { ...times(60), likeness: 0.5 });
    const other = posterior(prior, { ...times(60), isOfOtherMachine: true });
    expect(same.tau).toBeLessThan(edited.tau);
    expect(edited.tau).toBeLessThan(moreEdited.tau);
    expect(same.tau).toBeLessThan(other.tau);
    expect(meanOfCost(moreEdited)).toBeLessThan(2 * 60);
  });

  it("takes no time for what it is", () => {
    const { mu, tau } = posterior(prior, times(0, 0, 0));
    expect(Number.isFinite(mu) && Number.isFinite(tau)).toBe(true);
  });
});

describe("costs of a file", () => {
  it("are measured where builds are recorded, and priors elsewhere", () => {
    const timings = recorded(dockerfile, [
      [1, "ci", 60, 62, null],
      ["node:24", "ci", 9],
    ]);
    const { costs, blindSpots } = estimateOf(dockerfile, timings);
    expect(costs[3]).toMatchObject({ basis: "measured" });
    expect(costs[3]!.seconds).toBeGreaterThan(55);
    expect(costs[3]!.seconds).toBeLessThan(70);
    expect(costs[1]).toMatchObject({ basis: "measured" });
    expect([costs[2]!.basis, costs[4]!.basis, costs[5]!.basis]).toEqual(["prior", "prior", "prior"]);
    expect(blindSpots[0]).toMatch(/^\d+ % of what a cold build takes is priors from public build logs/);
  });

  it("are priors for a step that was only reused", () => {
    const { costs, blindSpots } = estimateOf(dockerfile, recorded(dockerfile, [[1, "ci", null, null]]));
    expect(costs[3]!.basis).toBe("prior");
    expect(blindSpots[0]).toContain("Costs are priors");
  });

  it("say nothing of priors where there are none", () => {
    const timings = recorded(dockerfile, [
      ...[0, 1, 2, 3].map((step): Taken => [step, "ci", 1]),
      ["node:24", "ci", 9],
    ]);
    const { blindSpots, estimate } = estimateOf(dockerfile, timings);
    expect(blindSpots.join()).not.toContain("public build logs");
    expect(new Set(estimate.steps.map(({ cost }) => cost.basis))).toEqual(new Set(["measured"]));
    expect(estimate.coldSeconds.mean).toBeGreaterThan(12);
    expect(estimate.coldSeconds.mean).toBeLessThan(17);
  });

  it("stay with a step that moves, and with one in another stage", () => {
    const timings = recorded(dockerfile, [[1, "ci", 60]]);
    const moved = "FROM node:24 AS deps\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\n";
    expect(estimateOf(moved, timings).costs[4]).toMatchObject({ basis: "measured" });
    expect(estimateOf(moved, timings).blindSpots.join()).not.toContain("Edited");
  });

  it("are those of its own stage where a step stands in two", () => {
    const both = "FROM node AS a\nRUN make\nFROM node AS b\nCOPY --from=a /x /x\nRUN make\n";
    const { costs } = estimateOf(
      both,
      recorded(both, [
        [0, "ci", 10],
        [2, "ci", 100],
      ]),
    );
    expect(costs[2]!.seconds).toBeLessThan(15);
    expect(costs[5]!.seconds).toBeGreaterThan(80);
  });

  it("stay with a step that is edited, with a wider interval, and say so", () => {
    const timings = recorded(dockerfile, [
      [1, "ci", 60, 60, 60],
      [3, "ci", 5],
    ]);
    const before = estimateOf(dockerfile, timings).costs[3]!;
    const { costs, blindSpots } = estimateOf(dockerfile.replace("npm ci", "npm ci --omit=dev"), timings);
    expect(costs[3]!.basis).toBe("measured");
    expect(costs[3]!.high / costs[3]!.low).toBeGreaterThan(1.5 * (before.high / before.low));
    expect(blindSpots.join("\n")).toContain(
      "Edited since they were recorded, so taken for what they cost before, less surely: line 3",
    );
    // Another command is no edit.
    expect(estimateOf(dockerfile.replace("npm ci", "make all docs"), timings).costs[3]!.basis).toBe("prior");
  });

  it("follow the body of a heredoc", () => {
    const text = (body: string): string => `FROM node\nRUN <<E\n${body}E\n`;
    const timings = recorded(text("set -e\nmake\n"), [[0, "ci", 30]]);
    expect(estimateOf(text("set -e\nmake\n"), timings).blindSpots.join()).not.toContain("Edited");
    expect(estimateOf(text("set -e\nmake all\n"), timings).blindSpots.join()).toContain("Edited");
  });

  it("are of the machine that is asked about, else of the one with most builds", () => {
    const taken: readonly Taken[] = [
      [1, "ci", 60, 60],
      [1, "laptop", 20],
      [3, "laptop", 4],
    ];
    const cost = (machine: string | null) => estimateOf(dockerfile, recorded(dockerfile, taken, machine));
    expect(cost(null).costs[3]!.seconds).toBeGreaterThan(40);
    expect(cost("laptop").costs[3]!.seconds).toBeLessThan(30);
    expect(cost("ci").blindSpots.join("\n")).toContain("Recorded on other machines than `ci` only: line 5");
    expect(cost("laptop").blindSpots.join("\n")).not.toContain("other machines");
  });

  it("come with how often a step was reused, where ten builds or more tell", () => {
    const builds = (count: number, reused: number): readonly (number | null)[] =>
      Array.from({ length: count }, (_, index) => (index < reused ? null : 60));
    const timings = recorded(dockerfile, [
      [1, "ci", ...builds(12, 9)],
      [3, "ci", ...builds(9, 3)],
    ]);
    const { steps } = estimateOf(dockerfile, timings).estimate;
    expect(steps.map(({ line, recorded: reuses }) => [line, reuses])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, { builds: 12, reused: 9 }],
      [4, undefined],
      [5, undefined],
    ]);
  });

  it("have in them what a cache mount spared", () => {
    const mounted = "FROM node:24\nCOPY package.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n";
    const { costs, blindSpots } = estimateOf(mounted, recorded(mounted, [[1, "ci", 10, 10, 10]]));
    expect(costs[3]!.seconds).toBeGreaterThan(9.5);
    expect(costs[3]!.seconds).toBeLessThan(11);
    expect(blindSpots.join("\n")).toContain("what their cache mounts held then");
  });
});
