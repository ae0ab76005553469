import type { BuildPractice } from "../invocations/build-practice.ts";
import { weakerBasis } from "./distribution.ts";
import type { KeptCache } from "./estimate.ts";
import { evaluate, expectedWall, intervalOver } from "./evaluate.ts";
import { type BuildPlan, basisOfHits } from "./plan.ts";
import { comparable, difference } from "./plan-difference.ts";

/**
 * What builds on machines that hold nothing would save if they kept a cache (`type=gha`, `mode=max`), its transfer paid; `null` for a plan of other
 * builds, and for one that executes nothing.
 */
export function keptCache(plan: BuildPlan, practice: BuildPractice | null): KeptCache | null {
  if (plan.population.kind !== "ci-cold" || plan.vertices.length === 0) return null;
  const cached: BuildPlan = { ...plan, population: { kind: "ci-cache", mode: "max" }, noCache: false };
  const { before, after } = comparable(evaluate(plan), evaluate(cached));
  const wall = expectedWall(before, before.replay);
  const afterwards = [after.replay, after.cutOffReplay].filter((replay) => replay !== null);
  const invocation = practice?.invocation ?? null;
  const basis = plan.vertices.reduce(
    (weakest, { cost }) => weakerBasis(weakest, cost.basis),
    basisOfHits(plan),
  );
  return {
    invocation: invocation === null ? null : { path: invocation.path, line: invocation.line },
    seconds: intervalOver(afterwards.map((replay) => difference(wall, expectedWall(after, replay)))),
    basis,
  };
}
