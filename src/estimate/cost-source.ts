import type { Analysis } from "../analysis/fact.ts";
import { type StepCost, stepCosts } from "../analysis/step-costs.ts";
import type { Step } from "../model/build-file.ts";
import type { CostDistribution } from "./distribution.ts";

/** Where the costs of a plan come from. */
export interface CostSource {
  /** A RUN, COPY, ADD or WORKDIR. */
  ofStep(step: Step): CostDistribution;
  /** The pull of an image. */
  ofPull(image: string): CostDistribution;
}

/** What such steps took in public logs. */
export function priorCosts(analysis: Analysis): CostSource {
  const costs = analysis.use(stepCosts);
  const prior = ({ mu, tau }: StepCost): CostDistribution => ({ mu, tau, basis: "prior" });
  return { ofStep: (step) => prior(costs.ofStep(step)), ofPull: (image) => prior(costs.ofPull(image)) };
}
