import type { CostEvidence } from "./cost-evidence.ts";

/** A timing of a step: a row of `cost-samples.csv`. */
export interface CostSample {
  readonly family: string;
  /** The command as the log has it; what the log says of it in brackets, such as `[996 pkgs]`. */
  readonly command: string;
  readonly seconds: number;
  /** The log or the thread that it is from. */
  readonly source: string;
}

/** `ln seconds ~ N(ln median, tau²)` for one more project. */
export interface FittedCost {
  readonly median: number;
  readonly tau: number;
  readonly samples: number;
  readonly sources: number;
}

/** `seconds = factor · count^exponent`, with the standard deviation of the logarithm around it. */
export interface FittedCurve {
  readonly factor: number;
  readonly exponent: number;
  readonly tau: number;
  readonly samples: number;
}

/** How well the priors foretell a source that they were not fitted on. */
export interface HeldOutError {
  readonly families: number;
  readonly samples: number;
  /** Share of samples within the 90 % range; each family counts as much as any other. */
  readonly covered: number;
  /** Median of |ln(seconds / median)|, likewise. */
  readonly medianError: number;
}

/** Reads the table; a field in double quotes may hold commas. */
export function readSamples(csv: string): readonly CostSample[] {
  const [, ...lines] = csv.trim().split(/\r?\n/);
  return lines.map((line) => {
    const [family = "", command = "", seconds = "", source = ""] = [
      ...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
    ].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
    return { family, command, seconds: Number(seconds), source };
  });
}

/** Shorter times are below what logs tell. */
const leastSeconds = 0.1;
/** From so many samples on their median is the better centre: one long outlier among few would be drowned, among many it should be. */
const enoughForMedian = 5;
/** Samples that the spread common to all families counts as. */
const commonWeight = 5;
/** Families that say what that spread is. */
const enoughForSpread = 8;
/** Logs over-represent pain and toys: no family is known better than this. */
const leastTau = 0.4;
/** Projects differ by no more (cost model, §5.5); samples that lie further apart hold other work too, and would make the mean absurd. */
const mostTau = 1.5;

/** The standard deviation of the logarithm that families have in common: their median. */
export function commonSpread(samples: readonly CostSample[]): number {
  const spreads = [...byFamily(samples).values()]
    .filter((own) => own.length >= enoughForSpread)
    .map((own) => Math.sqrt(variance(own.map((sample) => logOf(sample)))));
  return spreads.length === 0 ? 1.2 : median(spreads);
}

/**
 * Fits one kind of work. The centre is the median of the logarithms (the mean where there are few), with the guess as so many more samples
 * as `guessWeight` says; the spread is that of the samples, drawn to `common`, and wider by what a centre of few samples may be off.
 */
export function fitCost(
  samples: readonly CostSample[],
  { families, guess, plus = 0, tau: given }: CostEvidence,
  { common, guessWeight }: { readonly common: number; readonly guessWeight: number },
): FittedCost {
  const own = samplesOf(samples, families);
  const logs = own.map((sample) => logOf(sample, plus));
  const count = logs.length;
  const guesses = guess === undefined ? 0 : guessWeight;
  const centre = count === 0 ? 0 : count < enoughForMedian ? mean(logs) : median(logs);
  const mu = (count * centre + guesses * Math.log(guess ?? 1)) / (count + guesses);
  const around = given ?? common;
  const spread = (count * variance(logs) + commonWeight * around ** 2) / (count + commonWeight);
  const tau = count === 0 ? around : Math.sqrt(spread * (1 + 1 / (count + guesses)));
  return {
    median: rounded(Math.exp(mu)),
    tau: rounded(Math.min(mostTau, Math.max(leastTau, tau))),
    samples: count,
    sources: new Set(own.map(({ source }) => source)).size,
  };
}

/** Theil and Sen's line through the logarithms: the median of all slopes, which outliers don't move. */
export function fitCurve(
  points: readonly { readonly count: number; readonly seconds: number }[],
): FittedCurve {
  const logs = points.map(({ count, seconds }) => [Math.log(count), Math.log(seconds)] as const);
  const slopes = logs.flatMap(([x, y], at) =>
    logs.slice(0, at).flatMap(([u, v]) => (u === x ? [] : [(y - v) / (x - u)])),
  );
  const exponent = median(slopes);
  const level = median(logs.map(([x, y]) => y - exponent * x));
  const residuals = logs.map(([x, y]) => y - exponent * x - level);
  return {
    factor: rounded(Math.exp(level)),
    exponent: rounded(exponent),
    tau: rounded(Math.sqrt(mean(residuals.map((residual) => residual ** 2)))),
    samples: points.length,
  };
}

/** Fewer packages are a tool, not a project. */
const fewestPackages = 10;

/** Packages that a log counts in the install of a project, with its seconds. */
export function countedPackages(samples: readonly CostSample[], family: string) {
  return samples.flatMap(({ family: own, command, seconds }) => {
    const count = Number(/\[(\d+) pkgs\]/.exec(command)?.[1] ?? 0);
    return own === family && count >= fewestPackages && seconds >= leastSeconds ? [{ count, seconds }] : [];
  });
}

/** Packages that the command line of an install names, with its seconds. */
export function namedPackages(samples: readonly CostSample[], family: string) {
  return samples.flatMap(({ family: own, command, seconds }) => {
    if (own !== family || seconds < leastSeconds) return [];
    const calls = command.replace(/\[.*?\]/g, "").matchAll(/\b(?:install|add)\s+([^&;|]*)/g);
    const count = [...calls]
      .flatMap(([, words = ""]) => words.split(/\s+/))
      .filter((word) => /^[\w$]/.test(word)).length;
    return count > 0 ? [{ count, seconds }] : [];
  });
}

/** Fits each family without the samples of one source after the other, and asks what it would have said of them. */
export function heldOutError(
  samples: readonly CostSample[],
  evidence: readonly CostEvidence[],
  settings: { readonly common: number; readonly guessWeight: number },
): HeldOutError {
  const families = evidence.flatMap((entry) => {
    const own = samplesOf(samples, entry.families);
    const sources = new Set(own.map(({ source }) => source));
    if (sources.size < 3) return [];
    const errors = [...sources].flatMap((source) => {
      const others = own.filter((sample) => sample.source !== source);
      const { median: expected, tau } = fitCost(others, entry, settings);
      return own
        .filter((sample) => sample.source === source)
        .map((sample) => ({ error: Math.abs(logOf(sample, entry.plus) - Math.log(expected)), tau }));
    });
    const covered = errors.filter(({ error, tau }) => error <= 1.645 * tau).length / errors.length;
    return [{ samples: errors.length, covered, error: median(errors.map(({ error }) => error)) }];
  });
  return {
    families: families.length,
    samples: families.reduce((sum, { samples: own }) => sum + own, 0),
    covered: mean(families.map(({ covered }) => covered)),
    medianError: median(families.map(({ error }) => error)),
  };
}

function byFamily(samples: readonly CostSample[]): ReadonlyMap<string, readonly CostSample[]> {
  const found = new Map<string, CostSample[]>();
  for (const sample of samples) {
    const own = found.get(sample.family);
    if (own) own.push(sample);
    else found.set(sample.family, [sample]);
  }
  return found;
}

function samplesOf(samples: readonly CostSample[], families: readonly string[]): readonly CostSample[] {
  return samples.filter(({ family }) => families.includes(family));
}

function logOf({ seconds }: CostSample, plus = 0): number {
  return Math.log(Math.max(seconds, leastSeconds) + plus);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}

function variance(numbers: readonly number[]): number {
  const centre = mean(numbers);
  return mean(numbers.map((number) => (number - centre) ** 2));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** Two digits are more than these numbers know. */
function rounded(number: number): number {
  return Number(number.toPrecision(2));
}
