import type { BetaPrior } from "./hit-priors.ts";

/**
 * Seconds that kinds of work take in a build, before anything is known of the project: log-normal, `ln seconds ~ N(ln median, tau²)`.
 * The median is not the mean: that is `median · exp(tau² / 2)`, twice the median for tau 1.2.
 *
 * Source: 3,504 timings of BuildKit logs in public repositories and issue threads, and of failing builds (Shipwright, ICSE 2021),
 * gathered 2026-11. Logs in issues over-represent pain and tutorials over-represent toys, so tau stays wide; the user's own logs
 * outweigh all of this. `samples` 0 marks a judgement.
 */
export interface CostPrior {
  readonly median: number;
  readonly tau: number;
  readonly samples: number;
  /** Where few timings or only similar ones are behind it: why it is what it is. */
  readonly note?: string;
}

const row = (median: number, tau: number, samples: number, note?: string): CostPrior => ({
  median,
  tau,
  samples,
  ...(note === undefined ? {} : { note }),
});

export const costPriors = {
  /** Start-up of any RUN; all other families come on top. */
  "run-start": row(0.5, 1.1, 18),
  /** A program that is not known: a script of the project. */
  unknown: row(3, 1.5, 0, "between trivial commands and builds"),
  "npm-ci": row(18, 1.25, 13),
  "npm-install": row(28, 1.25, 11),
  "node-global": row(3.2, 1.2, 2),
  "yarn-install": row(25, 1.25, 7),
  "pnpm-install": row(30, 1.25, 3, "the logs are of one large monorepo (61 s); npm is the better guide"),
  "pnpm-offline": row(5, 1.2, 1),
  "bun-install": row(4, 1.2, 1),
  "node-build": row(7.5, 1.4, 14),
  "pip-requirements": row(9.9, 1.1, 21),
  "pip-packages": row(9.8, 1.1, 10),
  "pip-project": row(8, 1.1, 0, "as packages, with a build of the project"),
  "uv-install": row(3, 1.2, 2, "the logs had warm cache mounts (1.5 s)"),
  "poetry-install": row(18, 1.3, 3),
  "pipenv-install": row(20, 1.3, 1, "as poetry; the one log is an outlier of 4,000 s"),
  "conda-install": row(60, 1.1, 0, "solver and large packages"),
  "python-venv": row(3.7, 0.4, 5),
  "apt-update": row(5, 0.6, 2349, "3 s fetch, 2-4 s parsing"),
  "apt-install": row(20, 1.2, 19),
  "apk-add": row(3.1, 1.2, 15),
  "rpm-install": row(20, 1.2, 1, "as apt"),
  "zypper-install": row(20, 1.2, 0, "as apt"),
  "pacman-install": row(25, 1.3, 1),
  "index-update": row(2, 0.8, 0, "apk and rpm lists are smaller than those of apt"),
  "os-upgrade": row(15, 1.2, 0, "as an install of what is outdated"),
  "go-download": row(2, 1.5, 13, "median 0.4 s, of toys; p90 15 s"),
  "go-build": row(9, 1.05, 10),
  "go-install": row(9, 1.05, 0, "as go build"),
  "cargo-fetch": row(40, 0.9, 2),
  "cargo-dependencies": row(
    130,
    1,
    2,
    "most of a build; the logs (240 s) are of larger projects than those of builds",
  ),
  "cargo-build": row(170, 1.3, 5),
  "cargo-own-crates": row(50, 1.4, 3, "12 and 220 s beside dependencies of 264 and 220 s"),
  "cargo-install": row(120, 1, 0, "one tool with its dependencies"),
  "maven-offline": row(
    40,
    1.1,
    4,
    "most of a build; the logs (118 s) are of larger projects than those of builds",
  ),
  "maven-build": row(43, 1, 6, "tau from 33 timings that Maven reports itself: 10 / 53 / 158 s"),
  "maven-warm": row(11, 1, 5),
  "gradle-dependencies": row(60, 1, 0, "a build without compiling"),
  "gradle-build": row(96, 0.9, 10),
  "gradle-warm": row(25, 1.2, 1),
  sbt: row(46, 0.9, 3),
  "bundle-install": row(32, 1, 4),
  "gem-install": row(9.9, 1.1, 3),
  "composer-install": row(11, 1.2, 2),
  "dotnet-restore": row(5, 0.75, 25),
  "dotnet-build": row(2.5, 1.3, 12),
  "dotnet-publish": row(2.2, 0.9, 4),
  "mix-deps": row(15, 1.2, 0, "as composer, and compiling"),
  "mix-build": row(20, 1.2, 0, "as a small compiled project"),
  "haskell-dependencies": row(300, 1.2, 0, "as Cargo"),
  "haskell-build": row(200, 1.3, 0, "as Cargo"),
  compile: row(15, 1.3, 8, "make, cmake: project-specific"),
  test: row(40, 1, 4),
  "git-clone": row(5, 1.1, 6),
  download: row(2.1, 1, 4),
  unpack: row(1, 1.2, 0, "local work on some 50 MB"),
  "copy-context": row(0.7, 1.3, 18),
  "copy-files": row(0.2, 0.8, 0, "a COPY of single files"),
  "copy-stage": row(0.7, 1.3, 4, "the logs are of artefacts of some 100 MB (4.5 s); most are smaller"),
  "copy-dependencies": row(3.4, 1.4, 6),
  workdir: row(0.1, 0.5, 0, "makes one directory"),
  pull: row(6, 1.5, 6),
} as const satisfies Record<string, CostPrior>;

export type CostFamily = keyof typeof costPriors;

/**
 * npm: seconds ≈ 0.36 · packages^0.71 over 170 timings, residual standard deviation of the logarithm 0.64. The other managers are
 * npm's curve with a factor: yarn like npm; pnpm 61 s for 3,573 packages where npm would take 120 s; bun by its only log.
 */
export const packageCountCurve = {
  exponent: 0.71,
  npm: { factor: 0.36, tau: 0.64 },
  yarn: { factor: 0.36, tau: 0.8 },
  pnpm: { factor: 0.18, tau: 0.9 },
  bun: { factor: 0.05, tau: 1 },
} as const;

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
