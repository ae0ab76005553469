import type { Analysis } from "../../src/analysis/fact.ts";
import { noTransfer } from "../../src/estimate/cache-transfer.ts";
import type { Interval } from "../../src/estimate/estimate.ts";
import { estimatePlan } from "../../src/estimate/estimate-plan.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { type Evaluation, evaluate, expectedCost } from "../../src/estimate/evaluate.ts";
import { wallTime } from "../../src/estimate/graph.ts";
import type { BuildPlan, Cause } from "../../src/estimate/plan.ts";
import type { ReplayedStep } from "../../src/history/build-keys.ts";
import { stepOfName } from "../../src/timings/build-log.ts";
import { readLog } from "../../src/timings/read-log.ts";
import { recordOf } from "../../src/timings/record.ts";
import { addObservations, type StepTimings, type Timings } from "../../src/timings/timings-file.ts";

/** One build of an image, as long as it took and as it was foretold. */
export interface TimedBuild {
  /** From the start of the first step that ran to the end of the last. */
  readonly seconds: number;
  /** Whether its commit changes the Dockerfile or an ignore file: an estimate is about builds of today's. */
  readonly isEdit: boolean;
  /** Priced with the times of the first half; `null` in the first half. */
  readonly priced: Evaluation | null;
}

/** What was expected of the builds to come, after some builds. */
export interface Forecast {
  /** Builds that it knows. */
  readonly after: number;
  readonly expected: Interval;
  /** The baselines of the cost model, §10. */
  readonly baselines: Readonly<Record<Baseline, number>>;
}

export const baselines = ["last window", "all cold", "all warm", "independent", "one hit rate"] as const;
export type Baseline = (typeof baselines)[number];

/** Adds what a log says to what is known of an image. */
export function learn(
  known: readonly StepTimings[],
  log: string,
  { file }: Analysis,
  build: number,
): readonly StepTimings[] {
  const dateOf = (time: number): string => `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
  const now = Date.now() / 1000;
  const { observations, current } = recordOf(readLog(log), file, {
    machine: "check",
    time: now + build,
    dateOf,
  });
  const before: Timings = { dockerfiles: new Map([[file.path, known]]) };
  const after = addObservations(before, file.path, observations, current);
  return after.dockerfiles.get(file.path) ?? [];
}

/** Seconds from the start of the first step that ran to the end of the last, in a log with `--progress=rawjson`. */
export function secondsOfSteps(log: string): number {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const line of log.split("\n")) {
    if (!line.startsWith("{")) continue;
    for (const { name, started, completed, cached } of JSON.parse(line).vertexes ?? []) {
      if (stepOfName(name ?? "") === null || !started || !completed || cached) continue;
      start = Math.min(start, Date.parse(started) / 1000);
      end = Math.max(end, Date.parse(completed) / 1000);
    }
  }
  return Math.max(0, end - start);
}

/** The base image of these builds is made once and never pulled. */
function withFixedBase(plan: BuildPlan): BuildPlan {
  const fixed = (cause: Cause): Cause =>
    cause.source.kind === "image" ? { ...cause, unchanged: { kind: "point", value: 1 } } : cause;
  return { ...plan, causes: plan.causes.map(fixed) };
}

function planOf(analysis: Analysis): BuildPlan {
  const { plan } = analysis.use(estimates);
  if (plan === null) throw new Error("there is nothing to build");
  return withFixedBase(plan);
}

export function price(analysis: Analysis): Evaluation {
  return evaluate(planOf(analysis));
}

/** What is expected after the builds so far; `analysis` has the history and the times of these. */
export function forecast(analysis: Analysis, builds: readonly TimedBuild[]): Forecast {
  const plan = planOf(analysis);
  const { expectedSeconds, coldSeconds, steps } = estimatePlan(plan);
  const pulls = steps.filter(({ instruction }) => /^FROM /i.test(instruction));
  const pulled = pulls.reduce((sum, { cost }) => sum + cost.seconds, 0);
  const own = steps.filter((step) => !pulls.includes(step));
  const rate = own.reduce((sum, { hitRate }) => sum + hitRate.value, 0) / Math.max(1, own.length);
  const cost = own.reduce((sum, step) => sum + step.cost.seconds, 0);
  return {
    after: builds.length,
    expected: expectedSeconds,
    baselines: {
      "last window": mean(
        builds
          .slice(1)
          .filter(isOfToday)
          .map(({ seconds }) => seconds),
      ),
      "all cold": coldSeconds.mean - pulled,
      "all warm": 0,
      independent: productOfRates(plan),
      "one hit rate": (1 - rate) * cost,
    },
  };
}

/** Σ (1 − Π own hit rates of the steps that it is built on) × cost: as if inputs changed independently of each other, and nothing ran beside anything. */
function productOfRates(plan: BuildPlan): number {
  const rates = new Map<number, number>();
  let sum = 0;
  for (const vertex of plan.vertices) {
    const parent = vertex.parent === null || !vertex.followsParent ? 1 : (rates.get(vertex.parent) ?? 1);
    const reads = vertex.reads.reduce((product, id) => product * (rates.get(id) ?? 1), 1);
    const rate = parent * reads * ownRate(plan, vertex.causes);
    rates.set(vertex.id, rate);
    sum += (1 - rate) * expectedCost(vertex, "warm");
  }
  return sum;
}

/** Share of builds in which what a step reads by itself was there before. */
function ownRate({ causes, series }: BuildPlan, own: readonly number[]): number {
  if (series.kind !== "builds") return 1;
  const states = own.flatMap((cause) => causes[cause]!.states ?? []);
  if (own.length === 0 || states.length === 0) return 1;
  const seen = new Set<string>();
  let hits = 0;
  for (let build = 0; build < series.builds.length; build += 1) {
    const key = own.map((cause) => causes[cause]!.states?.[build]).join(" ");
    if (build > 0 && seen.has(key)) hits += 1;
    seen.add(key);
  }
  return hits / (series.builds.length - 1);
}

/** Seconds of a build whose steps miss as the replay says, at the costs that are known. */
export function secondsAtHits({ graph, meanCosts }: Evaluation, steps: readonly ReplayedStep[]): number {
  const missed = new Uint8Array(graph.size);
  const missing = new Set(steps.filter(({ hits }) => !hits).map(({ step }) => step.instruction.range.start));
  for (const [position, { instruction }] of graph.plan.vertices.entries()) {
    if (instruction !== null && missing.has(instruction.range.start)) missed[graph.segmentOf[position]!] = 1;
  }
  const classOf = Int32Array.from({ length: graph.size }, (_, segment) => segment);
  return wallTime(graph, meanCosts, 0, missed, classOf, new Float64Array(graph.size), noTransfer);
}

const isOfToday = ({ isEdit }: TimedBuild): boolean => !isEdit;

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}

/** An image with what was foretold of it and what came. */
export interface TimedImage {
  readonly name: string;
  readonly builds: readonly TimedBuild[];
  readonly forecasts: readonly Forecast[];
  /** For each build of the second half the seconds that its own hits and misses make. */
  readonly replayed: readonly number[];
}

/** Prints how far the seconds of the second half were off, beside the baselines. */
export function printSeconds(images: readonly TimedImage[]): void {
  const heads = ["took", "replayed", "off", "foretold", "low–high", "off", ...baselines];
  console.log(`\n${"seconds a build".padEnd(36)}${heads.map((head) => head.padStart(14)).join("")}`);
  const offs = new Map<string, number[]>();
  let inside = 0;
  let all = 0;
  for (const { name, builds, forecasts, replayed } of images) {
    const half = builds.length / 2;
    const took = mean(builds.slice(half).map(({ seconds }) => seconds));
    const atHits = mean(replayed);
    const cells = [took.toFixed(2), atHits.toFixed(2), percent(note(offs, "replayed", atHits, took))];
    for (const { after, expected, baselines: others } of forecasts) {
      const later = builds.slice(after).filter(isOfToday);
      const seconds = later.map((build) => build.seconds);
      const came = mean(seconds);
      all += 1;
      if (holds(expected, seconds)) inside += 1;
      if (after !== half) continue;
      const span = `${expected.low.toFixed(2)}–${expected.high.toFixed(2)}`;
      cells.push(expected.mean.toFixed(2), span, `${percent(note(offs, "foretold", expected.mean, came))}`);
      for (const baseline of baselines) cells.push(percent(note(offs, baseline, others[baseline], came)));
    }
    console.log(`${name.padEnd(36)}${cells.map((cell) => cell.padStart(14)).join("")}`);
  }
  for (const [name, values] of offs)
    console.log(`median error, ${name.padEnd(14)} ${(100 * median(values.map(Math.abs))).toFixed(1)} %`);
  console.log(
    `90 % intervals that hold what came, but for the chance in the mean of so few builds: ${inside} of ${all}`,
  );
}

/** Whether the mean of some builds lies in the interval of the mean of all, made wider by what a mean of so few varies. */
function holds({ mean: expected, low, high }: Interval, seconds: readonly number[]): boolean {
  const came = mean(seconds);
  const variance = mean(seconds.map((one) => (one - came) ** 2)) / seconds.length;
  const own = came < expected ? expected - low : high - expected;
  return Math.abs(came - expected) <= Math.sqrt(own ** 2 + 1.645 ** 2 * variance);
}

function note(offs: Map<string, number[]>, name: string, expected: number, came: number): number {
  const off = expected / came - 1;
  offs.set(name, [...(offs.get(name) ?? []), off]);
  return off;
}

function percent(share: number): string {
  return `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(0)} %`;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
