import type { CostDistribution, Probability } from "../../src/estimate/distribution.ts";
import type { BuildPlan, BuildSeries, Cause, CauseSource, Vertex } from "../../src/estimate/plan.ts";
import type { Instruction } from "../../src/syntax/nodes.ts";

/** Plans written by hand: steps by name, causes by name with the probability that they stay away. */
export interface HandStep {
  readonly name: string;
  readonly kind?: Instruction["kind"];
  readonly after?: string;
  readonly reads?: readonly string[];
  readonly causes?: readonly string[];
  readonly manifests?: readonly string[];
  readonly follows?: boolean;
  readonly seconds: number;
  /** Spread of the cost; 0 makes it exact. */
  readonly tau?: number;
  readonly stage?: string;
}

export interface HandPlan {
  readonly plan: BuildPlan;
  step(name: string): { readonly instruction: Instruction };
  cause(name: string): CauseSource;
}

export function handPlan(
  causes: Readonly<Record<string, number | Probability>>,
  steps: readonly HandStep[],
  builds?: readonly { readonly weight: number; readonly causes: readonly string[] }[],
): HandPlan {
  const names = Object.keys(causes);
  const causeIds = (given: readonly string[] = []) => given.map((name) => names.indexOf(name));
  const ids = new Map(steps.map((step, index) => [step.name, index]));
  const id = (name: string): number => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`no step ${name}`);
    return found;
  };
  const vertices: Vertex[] = steps.map((step, index) => ({
    id: index,
    instruction: { kind: step.kind ?? "RUN", index } as Instruction,
    label: { stage: step.stage ?? "0", line: index + 1, text: step.name },
    parent: step.after === undefined ? null : id(step.after),
    followsParent: step.follows ?? true,
    reads: (step.reads ?? []).map(id),
    causes: causeIds(step.causes),
    manifests: causeIds(step.manifests),
    cost: costOf(step.seconds, step.tau ?? 0),
    scales: [],
    seed: index,
  }));
  // A build that weighs nothing fills the cache.
  const series: BuildSeries = builds
    ? {
        kind: "builds",
        builds: [{ id: "0", weight: 0 }, ...builds.map(({ weight }, at) => ({ id: `${at + 1}`, weight }))],
      }
    : { kind: "independent" };
  /** A new state each time that it occurs. */
  const statesOf = (name: string, past: NonNullable<typeof builds>): Int32Array => {
    let state = 0;
    return Int32Array.from([0, ...past.map(({ causes }) => (causes.includes(name) ? ++state : state))]);
  };
  const sourceOf = (name: string): CauseSource => ({ kind: "argument", name });
  const plan: BuildPlan = {
    target: "final",
    vertices,
    last: vertices.at(-1)?.id ?? null,
    causes: names.map((name): Cause => {
      const given = causes[name] ?? 1;
      const unchanged: Probability = typeof given === "number" ? { kind: "point", value: given } : given;
      const recorded = builds === undefined ? {} : { states: statesOf(name, builds) };
      return { source: sourceOf(name), unchanged, ...recorded };
    }),
    series,
    population: { kind: "dev" },
    noCache: false,
    blindSpots: [],
  };
  return {
    plan,
    step: (name) => ({ instruction: vertices[id(name)]?.instruction as Instruction }),
    cause: sourceOf,
  };
}

/** With this mean. */
function costOf(seconds: number, tau: number): CostDistribution {
  return { mu: Math.log(seconds) - tau ** 2 / 2, tau, basis: "prior" };
}
