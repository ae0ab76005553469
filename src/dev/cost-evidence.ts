/**
 * What a kind of work is priced from: families of `cost-samples.csv`, and a guess where these are few, toys, or of other work. The guess
 * counts as `guessWeight` samples, so that a few logs move it and many drown it.
 */
export interface CostEvidence {
  readonly families: readonly string[];
  /** Seconds that half of such work takes less than. */
  readonly guess?: number;
  /** Seconds that each sample lacks. */
  readonly plus?: number;
  /** Spread of a family for which there are no samples. */
  readonly tau?: number;
  /** Why the guess is what it is, or what is special about the samples. */
  readonly note?: string;
}

const from = (families: string, guess?: number, note?: string): CostEvidence => ({
  families: families.split(" "),
  ...(guess === undefined ? {} : { guess }),
  ...(note === undefined ? {} : { note }),
});
const guessed = (guess: number, tau: number, note: string): CostEvidence => ({
  families: [],
  guess,
  tau,
  note,
});

/** By key of `costPriors`. */
export const costEvidence = {
  "run-start": from("run-trivial"),
  unknown: guessed(3, 1.5, "between trivial commands and builds"),
  "npm-ci": from("npm-ci"),
  "npm-install": from("npm-install"),
  "node-global": from("npm-install-global", 3, "one tool with its dependencies"),
  "yarn-install": from("yarn-install"),
  "pnpm-install": from("pnpm-install", 20, "the logs are of large monorepos; npm is the better guide"),
  "pnpm-offline": from("pnpm-install-offline", 5, "links from the store"),
  "bun-install": from("bun-install", 5, "a fast npm"),
  "node-build": from("npm-run-build"),
  "pip-requirements": from("pip-install-r"),
  "pip-packages": from("pip-install-pkgs"),
  "pip-project": guessed(8, 1.1, "as packages, with a build of the project"),
  "uv-install": from("uv-sync", 5, "the logs had warm cache mounts"),
  "poetry-install": from("poetry-install", 18, "as pip, with the resolver"),
  "pipenv-install": guessed(20, 1.3, "as poetry; the one log, 4,000 s on a small board, is left out"),
  "conda-install": guessed(60, 1.1, "solver and large packages"),
  "python-venv": from("python-venv"),
  "apt-update": {
    families: ["apt-update.fetch"],
    plus: 3,
    note: "an eighth of 2,349 timings of the fetch (their median is 3 s too), and some 3 s of parsing",
  },
  "apt-install": from("apt-install"),
  "apk-add": from("apk-add"),
  "rpm-install": from("yum-install", 20, "as apt"),
  "zypper-install": guessed(20, 1.2, "as apt"),
  "pacman-install": from("pacman-install", 15, "as apt"),
  "index-update": guessed(2, 0.8, "apk and rpm lists are smaller than those of apt"),
  "os-upgrade": guessed(15, 1.2, "as an install of what is outdated"),
  "go-download": guessed(2, 1.5, "the 13 logs are of toys (median 0.4 s, one in ten 15 s)"),
  "go-build": from("go-build"),
  "go-install": guessed(9, 1.05, "as go build"),
  "cargo-fetch": from("cargo-fetch", 35, "one crate after the other"),
  "cargo-dependencies": from("cargo-deps-dummy", 85, "most of a build; the logs are of larger projects"),
  "cargo-build": from("cargo-build"),
  "cargo-own-crates": from("cargo-build-warm", 20, "12 and 220 s beside dependencies of 264 and 220 s"),
  "cargo-install": guessed(120, 1, "one tool with its dependencies"),
  "maven-offline": from("mvn-go-offline", 20, "most of a build; the logs are of larger projects"),
  "maven-build": from("mvn-package-cold maven.self"),
  "maven-warm": from("mvn-package-warm"),
  "gradle-dependencies": guessed(60, 1, "a build without compiling"),
  "gradle-build": from("gradle.self gradle-build"),
  "gradle-warm": from("gradle-build-warm", 40, "compiling and tasks remain"),
  sbt: from("sbt.self", 46, "as gradle, without its daemon"),
  "bundle-install": from("bundle-install", 32, "native gems decide"),
  "gem-install": from("gem-install", 10, "one tool with its dependencies"),
  "composer-install": from("composer-install", 11, "archives that are only unpacked"),
  "dotnet-restore": from("dotnet-restore dotnet-restore.self"),
  "dotnet-build": from("dotnet-build dotnet-build.self"),
  "dotnet-publish": from("dotnet-publish", 2.5, "as build, with copies"),
  "mix-deps": guessed(15, 1.2, "as composer, and compiling"),
  "mix-build": guessed(20, 1.2, "as a small compiled project"),
  "haskell-dependencies": guessed(300, 1.2, "as Cargo"),
  "haskell-build": guessed(200, 1.3, "as Cargo"),
  compile: from("make cmake-build", 15, "specific to the project"),
  test: from("test", 40, "specific to the project"),
  "git-clone": from("git-clone"),
  download: from("download-misc", 2, "small files; what is large says so in no log"),
  unpack: guessed(1, 1.2, "local work on some 50 MB"),
  "copy-context": from("copy-context"),
  "copy-files": guessed(0.2, 0.8, "a COPY of single files"),
  "copy-stage": from("copy-from-misc", 0.2, "the logs are of artefacts of some 100 MB; most are smaller"),
  "copy-dependencies": from("copy-from-node_modules"),
  workdir: guessed(0.1, 0.5, "makes one directory"),
  pull: from("from-pull"),
} as const satisfies Record<string, CostEvidence>;

/** Samples that a guess counts as. */
export const guessWeight = 3;
