import type { Analysis } from "../analysis/fact.ts";
import type { CostSource } from "./build-plan.ts";
import type { CostDistribution } from "./distribution.ts";

const seconds = (median: number, tau: number): CostDistribution => ({
  mu: Math.log(median),
  tau,
  basis: "prior",
});

export function costSource(_analysis: Analysis): CostSource {
  return {
    ofStep: ({ instruction }) => {
      if (instruction.kind === "RUN") return seconds(10, 1.2);
      return instruction.kind === "WORKDIR" ? seconds(0.1, 0.5) : seconds(0.7, 1.1);
    },
    ofPull: () => seconds(6, 1.4),
  };
}
