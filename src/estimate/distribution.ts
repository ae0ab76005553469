import type { Basis, Interval } from "./estimate.ts";

/** Seconds that a step takes when it runs: a log-normal distribution, `ln seconds ~ N(mu, tau²)`. */
export interface CostDistribution {
  readonly mu: number;
  readonly tau: number;
  readonly basis: Basis;
}

/** A probability and how well it is known. */
export type Probability =
  | { readonly kind: "beta"; readonly alpha: number; readonly beta: number }
  /** Known for certain: an argument that changes in every build, a base pinned by digest. */
  | { readonly kind: "point"; readonly value: number };

/** Standard normal quantile of 0.95: a 90 % interval reaches this far to each side. */
const interval90 = 1.6448536269514722;

export function meanOfCost(cost: CostDistribution): number {
  return Math.exp(cost.mu + cost.tau ** 2 / 2);
}

/** Mean, and the 5 % and 95 % quantiles, in seconds. */
export function intervalOfCost(cost: CostDistribution): Interval {
  const mean = meanOfCost(cost);
  const reach = interval90 * cost.tau;
  return interval(mean, Math.exp(cost.mu - reach), Math.exp(cost.mu + reach));
}

export function betaOf({ alpha, beta }: { readonly alpha: number; readonly beta: number }): Probability {
  return { kind: "beta", alpha, beta };
}

export function meanOfProbability(probability: Probability): number {
  return probability.kind === "point"
    ? probability.value
    : probability.alpha / (probability.alpha + probability.beta);
}

/** An interval that holds its mean, also where a long tail carries the mean past the 95 % quantile. */
export function interval(mean: number, low: number, high: number): Interval {
  return { mean, low: Math.min(low, mean), high: Math.max(high, mean) };
}

/** The weaker of two: a number is only as good as the weakest number in it. */
export function weakerBasis(one: Basis, other: Basis): Basis {
  const strength = { prior: 0, history: 1, measured: 2 };
  return strength[one] <= strength[other] ? one : other;
}
