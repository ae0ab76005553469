import { meanOfCost } from "./distribution.ts";
import type { Vertex } from "./plan.ts";

/** How much of a build is priced by priors, as a sentence for a reader; none where everything was measured. */
export function costBlindSpots(vertices: readonly Vertex[]): readonly string[] {
  let all = 0;
  let guessed = 0;
  for (const { cost } of vertices) {
    const mean = meanOfCost(cost);
    all += mean;
    if (cost.basis === "prior") guessed += mean;
  }
  if (guessed === 0) return [];
  const priors = "priors from public build logs, each a factor 6 to 12 wide";
  if (guessed === all)
    return [`Costs are ${priors}: one log of your own build says more (\`stowage record\`)`];
  const share = Math.max(1, Math.round((100 * guessed) / all));
  return [`${share} % of what a cold build takes is ${priors}: of these steps no run is recorded`];
}
