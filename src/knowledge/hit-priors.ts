/** A Beta distribution over a hit rate. Its mean is `alpha / (alpha + beta)`. */
export interface BetaPrior {
  readonly alpha: number;
  readonly beta: number;
  /** Number of repositories behind it; 0 for a judgement. */
  readonly repositories: number;
  readonly basis: string;
}

const replayed = "replay of up to 500 first-parent commits each, `no manifest or lockfile changed`, 2026-11";

/**
 * How often the input of a step is the same as in the build before, on a builder that still holds that build.
 * The first five come from a replay of mirrored public repositories (libraries and tools, bots included: active projects).
 */
export const hitPriors = {
  node: { alpha: 3.7, beta: 2.1, repositories: 25, basis: replayed },
  go: { alpha: 6.2, beta: 1.1, repositories: 14, basis: replayed },
  rust: { alpha: 9.5, beta: 1.6, repositories: 8, basis: replayed },
  python: { alpha: 4.3, beta: 0.8, repositories: 6, basis: replayed },
  /** Manifests of any other ecosystem, and of one that is not known. */
  manifests: { alpha: 3.4, beta: 1.1, repositories: 53, basis: replayed },
  /** `COPY . .`: no file of the context changed. */
  wholeContext: { alpha: 0.7, beta: 4.2, repositories: 53, basis: replayed },
} as const satisfies Record<string, BetaPrior>;

/** Hit prior of the manifests of an ecosystem (a key of `ecosystems.ts`). */
export function manifestHitPrior(ecosystem: string): BetaPrior {
  return Object.hasOwn(hitPriors, ecosystem) && ecosystem !== "wholeContext"
    ? hitPriors[ecosystem as keyof typeof hitPriors]
    : hitPriors.manifests;
}
