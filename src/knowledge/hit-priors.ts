/** A Beta distribution over a hit rate. Its mean is `alpha / (alpha + beta)`. */
export interface BetaPrior {
  readonly alpha: number;
  readonly beta: number;
  /** Number of repositories behind it; 0 for a judgement. */
  readonly repositories: number;
  readonly basis: string;
}

const replayed = "replay of up to 500 first-parent commits each, `no manifest or lockfile changed`, 2026-11";

/** By ecosystem, a key of `ecosystems.ts`. */
const manifestPriors = {
  node: { alpha: 3.7, beta: 2.1, repositories: 25, basis: replayed },
  go: { alpha: 6.2, beta: 1.1, repositories: 14, basis: replayed },
  rust: { alpha: 9.5, beta: 1.6, repositories: 8, basis: replayed },
  python: { alpha: 4.3, beta: 0.8, repositories: 6, basis: replayed },
} as const satisfies Record<string, BetaPrior>;

/**
 * How often the input of a step is the same as in the build before, on a builder that still holds that build. Those of manifests and
 * of the whole context come from mirrored public repositories (libraries and tools, bots included: active projects).
 */
export const hitPriors = {
  ...manifestPriors,
  /** Manifests of any other ecosystem, and of one that is not known. */
  manifests: { alpha: 3.4, beta: 1.1, repositories: 53, basis: replayed },
  /** `COPY . .`: no file of the context changed. */
  wholeContext: { alpha: 0.7, beta: 4.2, repositories: 53, basis: replayed },
  /** A single file that is no manifest: `COPY nginx.conf …`. 143 files at the top of the repositories. */
  file: {
    alpha: 6.4,
    beta: 0.14,
    repositories: 19,
    basis: "replay of 19 application repositories, `the file did not change`, 2026-11",
  },
} as const satisfies Record<string, BetaPrior>;

/**
 * A directory that holds this share of the context's files: its hit rate is exp(−share^0.75). 424 directories of the first two levels
 * in 19 application repositories, each over up to 500 first-parent commits: mean error 0, root mean square error 0.09. Half of the
 * files stay the same in 0.55 of the builds, a tenth in 0.84, a hundredth in 0.97.
 */
export function directoryHitPrior(share: number): BetaPrior {
  const mean = Math.exp(-(share ** directoryExponent));
  return {
    alpha: mean * directoryStrength,
    beta: (1 - mean) * directoryStrength,
    repositories: 19,
    basis: "replay of 19 application repositories, `no file of the directory changed`, 2026-11",
  };
}

const directoryExponent = 0.75;
/** From the scatter of directories of about the same share. */
const directoryStrength = 8;

/**
 * Hit prior of the manifests of an ecosystem, in a directory with this prior (`null` for the top of the context). They take the same
 * part in the changes of their directory as at the top. 44 directories below the top of 23 application repositories, each over up to
 * 500 first-parent commits, 2026-11: mean error 0.02, root mean square error 0.07 (0.21 and 0.24 with the rate of the top).
 */
export function manifestHitPrior(ecosystem: string, directory: BetaPrior | null = null): BetaPrior {
  const atTop = Object.hasOwn(manifestPriors, ecosystem)
    ? manifestPriors[ecosystem as keyof typeof manifestPriors]
    : hitPriors.manifests;
  if (directory === null) return atTop;
  const strength = atTop.alpha + atTop.beta;
  const changesBelow = directory.beta / (directory.alpha + directory.beta);
  const beta = atTop.beta * Math.min(1, changesBelow / changesAtTop);
  return { ...atTop, alpha: strength - beta, beta };
}

/** What {@link directoryHitPrior} has to say of the whole context. */
const changesAtTop = 1 - Math.exp(-1);
