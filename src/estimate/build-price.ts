import type { Instruction } from "../syntax/nodes.ts";
import type { Estimate } from "./estimate.ts";
import { estimatePlan } from "./estimate-plan.ts";
import type { BuildPlan, Cause } from "./plan.ts";

/**
 * Prices one build on a builder that holds the build before: `changed` are the instructions with new inputs of their own; what follows from that
 * follows. The costs of its steps are in `steps`, its time in `expectedSeconds`.
 */
export function priceBuild(plan: BuildPlan, changed: ReadonlySet<Instruction>): Estimate {
  const states = Int32Array.of(0, 1);
  const change: Cause = {
    source: { kind: "files", path: "." },
    unchanged: { kind: "point", value: 1 },
    states,
  };
  const vertices = plan.vertices.map((vertex) => ({
    ...vertex,
    causes: vertex.instruction !== null && changed.has(vertex.instruction) ? [0] : [],
  }));
  return estimatePlan({
    ...plan,
    vertices,
    causes: [change],
    population: { kind: "dev" },
    noCache: false,
    series: {
      kind: "builds",
      builds: [
        { id: "before", weight: 0 },
        { id: "this", weight: 1 },
      ],
    },
  });
}
