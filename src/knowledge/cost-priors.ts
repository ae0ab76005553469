import { costPriors, namedPackagesExponent, npmCurve } from "./fitted-costs.ts";
import type { BetaPrior } from "./hit-priors.ts";

/**
 * Seconds that a kind of work takes in a build, before anything is known of the project: log-normal, `ln seconds ~ N(ln median, tau²)`.
 * The median is not the mean: that is `median · exp(tau² / 2)`, twice the median for tau 1.2.
 *
 * Fitted on timings of BuildKit logs in public repositories and issue threads, and of failing builds (Shipwright, ICSE 2021). Logs in
 * issues over-represent pain and tutorials over-represent toys, so tau stays wide; the user's own logs outweigh all of this.
 */
export interface CostPrior {
  readonly median: number;
  readonly tau: number;
  /** 0 marks a judgement. */
  readonly samples: number;
  /** Logs and threads that these are from, where they were counted. */
  readonly sources?: number;
  /** Where few timings or only similar ones are behind it: why it is what it is. */
  readonly note?: string;
}

export { costPriors };

export type CostFamily = keyof typeof costPriors;

/**
 * Seconds over the packages of a lockfile. The other managers are npm's curve with a factor: yarn like npm; pnpm 61 s for 3,573 packages
 * where npm would take twice as long; bun by its only log.
 */
export const packageCountCurve = {
  exponent: npmCurve.exponent,
  npm: { factor: npmCurve.factor, tau: npmCurve.tau },
  yarn: { factor: npmCurve.factor, tau: 0.8 },
  pnpm: { factor: npmCurve.factor / 2, tau: 0.9 },
  bun: { factor: npmCurve.factor / 7, tau: 1 },
} as const;

/**
 * Seconds over the packages that an install of the system's names: as many times its family's as `(names / usual)^exponent`; the logs
 * behind the families name two on average. No log has more than 40.
 */
export const namedPackagesCurve = { exponent: namedPackagesExponent, usual: 2, most: 40 } as const;

/**
 * Bytes and files against seconds of a COPY: 188 MB of artefacts 5.3 s, 297 MB of context in 1.2 s on one machine, node_modules
 * 0.3 to 9.9 s. A judgement from those three: 0.15 s, and a second for each 10,000 files and each 60 MB.
 */
export const copyCurve = { floor: 0.15, filesPerSecond: 10_000, bytesPerSecond: 60e6, tau: 0.9 } as const;

/**
 * Megabytes of a compressed image against seconds of pull and unpacking: 30 MB in 0.6 to 1.3 s, 42 MB in 5.1 s; 8–50 MB/s download and
 * 6–15 MB/s unpacking.
 */
export const pullCurve = { floor: 0.5, megabytesPerSecond: 12, tau: 0.8 } as const;

/**
 * What remains of an install's or a build's cost when its downloads (and compiled results, where they are kept) are there
 * already: a warm cache mount, or dependencies fetched by a step above. Pairs of timings of one project each; few, so kept wide.
 */
export const warmRatios: Readonly<Record<string, BetaPrior>> = {
  npm: ratio(5, 5, "linking and scripts remain"),
  yarn: ratio(5, 5, "linking and scripts remain"),
  pnpm: ratio(1.5, 8.5, "61 s cold, 5 s from the store"),
  bun: ratio(3, 7, "linking remains"),
  pip: ratio(4, 6, "a site with 37 % less for the whole build"),
  uv: ratio(2, 8, "wheels are linked"),
  poetry: ratio(5, 5, "as pip, with the resolver"),
  pipenv: ratio(5, 5, "as pip, with the resolver"),
  conda: ratio(5, 5, "the solver remains"),
  go: ratio(1.5, 6.5, "9 s cold, 0.6 s with warm mounts"),
  cargo: ratio(3, 7, "dependencies 220–264 s, own crates 12–220 s"),
  maven: ratio(2.5, 7.5, "43 s cold, 11 s after the download"),
  gradle: ratio(2.5, 7.5, "as Maven; one log 4.7 s warm"),
  sbt: ratio(4, 6, "compiling remains"),
  bundler: ratio(5, 5, "native extensions are built again"),
  composer: ratio(3, 7, "unpacking remains"),
  dotnet: ratio(4, 6, "5 s restore, 2.5 s build"),
  mix: ratio(6, 4, "compiling remains"),
  cabal: ratio(3, 7, "as Cargo"),
  stack: ratio(3, 7, "as Cargo"),
  "apt-get": ratio(6, 4, "unpacking dominates"),
  apk: ratio(5, 5, "unpacking remains"),
  dnf: ratio(6, 4, "unpacking dominates"),
  microdnf: ratio(6, 4, "unpacking dominates"),
  yum: ratio(6, 4, "unpacking dominates"),
  zypper: ratio(6, 4, "unpacking dominates"),
  pacman: ratio(6, 4, "unpacking dominates"),
};

function ratio(alpha: number, beta: number, basis: string): BetaPrior {
  return { alpha, beta, repositories: 0, basis };
}
