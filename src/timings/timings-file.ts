/** What builds of a repository took: the content of `.stowage/timings.json`. */
export interface Timings {
  /** By the path of the Dockerfile, relative to the folder that holds `.stowage`. */
  readonly dockerfiles: ReadonlyMap<string, readonly StepTimings[]>;
}

/** What is known of the steps of one Dockerfile. */
export interface DockerfileTimings {
  readonly steps: readonly StepTimings[];
  /** The class of machine that is asked about; `null` for the one with the most builds. */
  readonly machine: string | null;
  /** Steps that were never built, and what they are made of. */
  readonly parts?: readonly PartOfStep[];
}

/** A step that is a recorded one in other words, or a part of it. */
export interface PartOfStep {
  /** Name of the stage, or its index as text. */
  readonly stage: string | null;
  /** Of the text that it has now. */
  readonly digest: string;
  /** Of the text that was recorded. */
  readonly whole: string;
  /** Of the time of the whole; 1 for the same commands. */
  readonly share: number;
}

/** What is known of one step, or of the pull of an image. */
export interface StepTimings {
  /** Name of the stage, or its index as text; `null` for a pull. */
  readonly stage: string | null;
  /** On one line, variables as written; a long one is cut. */
  readonly text: string;
  /** Names the whole text. */
  readonly digest: string;
  /** Size of the layer, where an image was looked at. */
  readonly bytes: number | null;
  /** By class of machine. The newest comes first. */
  readonly machines: ReadonlyMap<string, readonly Sample[]>;
}

/** One step in one build. */
export interface Sample {
  /** `2026-01-31T12:00:00Z`. */
  readonly date: string;
  /** Names the build. */
  readonly build: string;
  /** `null` when it was reused. */
  readonly seconds: number | null;
}

/** Of each step and class of machine the newest builds are kept, and the newest in which it ran. */
export const mostSamples = 20;
const mostRuns = 10;
/** What is not in the Dockerfile any more is kept as long: it may come back, or tell what an edited step takes. */
const keptDays = 90;
const longestText = 200;

/** What a build says of one step. */
export interface Observation {
  readonly stage: string | null;
  readonly text: string;
  readonly digest: string;
  readonly bytes?: number;
  readonly machine?: string;
  readonly sample?: Sample;
}

/**
 * Adds observations of a Dockerfile to what is known; the same ones, in any order and any number of times, give the same result. `current` are
 * the steps that it has today.
 */
export function addObservations(
  timings: Timings,
  path: string,
  observations: readonly Observation[],
  current: ReadonlySet<string>,
): Timings {
  const steps = new Map((timings.dockerfiles.get(path) ?? []).map((step) => [keyOf(step), step]));
  for (const observation of observations) {
    const key = keyOf(observation);
    const { stage, digest, bytes, machine, sample } = observation;
    const known = steps.get(key) ?? {
      stage,
      text: shortened(observation.text),
      digest,
      bytes: null,
      machines: new Map<string, readonly Sample[]>(),
    };
    const machines = new Map(known.machines);
    if (machine !== undefined && sample !== undefined)
      machines.set(machine, newest([...(machines.get(machine) ?? []), sample]));
    steps.set(key, { ...known, bytes: bytes ?? known.bytes, machines });
  }
  const dockerfiles = new Map(timings.dockerfiles);
  dockerfiles.set(path, withoutOld([...steps.values()], current));
  return { dockerfiles };
}

function keyOf({ stage, digest }: { readonly stage: string | null; readonly digest: string }): string {
  return `${stage === null ? "" : `${stage} `}${digest}`;
}

export function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

/** The samples that are kept, each once, the newest first. */
export function newest(samples: readonly Sample[]): readonly Sample[] {
  const distinct = new Map<string, Sample>();
  for (const sample of samples) {
    const key = `${sample.build} ${sample.seconds}`;
    const known = distinct.get(key);
    // A log that doesn't tell its time gets a later one each time that it is copied.
    if (known === undefined || sample.date < known.date) distinct.set(key, sample);
  }
  const sorted = [...distinct.values()].sort(
    (a, b) => compare(b.date, a.date) || compare(a.build, b.build) || (a.seconds ?? -1) - (b.seconds ?? -1),
  );
  let runs = 0;
  return sorted.filter(({ seconds }, index) => {
    if (seconds !== null) runs++;
    return index < mostSamples || (seconds !== null && runs <= mostRuns);
  });
}

function withoutOld(steps: readonly StepTimings[], current: ReadonlySet<string>): readonly StepTimings[] {
  const latest = steps.map(lastDate).sort().at(-1) ?? "";
  const limit = Date.parse(latest) - keptDays * 86_400_000;
  return steps.filter((step) => current.has(step.digest) || !(Date.parse(lastDate(step)) < limit));
}

function lastDate({ machines }: StepTimings): string {
  const dates = Array.from(machines.values(), ([first]) => first?.date ?? "");
  return dates.sort().at(-1) ?? "";
}

/** The content of the file: one sample a line, everything in a fixed order, so that a change of it can be read. */
export function writeTimings({ dockerfiles }: Timings): string {
  const files = [...dockerfiles]
    .sort(([a], [b]) => compare(a, b))
    .map(([path, steps]) => {
      const sorted = [...steps].sort(
        (a, b) =>
          compare(a.stage ?? "", b.stage ?? "") || compare(a.text, b.text) || compare(a.digest, b.digest),
      );
      return `    ${JSON.stringify(path)}: ${block("[", sorted.map(writeStep), "]", 4)}`;
    });
  const parts = [
    `  "$schema": "https://unpkg.com/stowage/schema/timings.json"`,
    `  "version": ${version}`,
    `  "dockerfiles": ${block("{", files, "}", 2)}`,
  ];
  return `${block("{", parts, "}", 0)}\n`;
}

function writeStep({ stage, text, digest, bytes, machines }: StepTimings): string {
  const samples = [...machines]
    .sort(([a], [b]) => compare(a, b))
    .map(([machine, list]) => {
      const lines = list.map(
        ({ date, build, seconds }) =>
          `            { "date": ${JSON.stringify(date)}, "build": ${JSON.stringify(build)}, ${
            seconds === null ? '"cached": true' : `"seconds": ${seconds}`
          } }`,
      );
      return `          ${JSON.stringify(machine)}: ${block("[", lines, "]", 10)}`;
    });
  const parts = [
    ...(stage === null ? [] : [`        "stage": ${JSON.stringify(stage)}`]),
    `        "text": ${JSON.stringify(text)}`,
    `        "digest": ${JSON.stringify(digest)}`,
    ...(bytes === null ? [] : [`        "bytes": ${bytes}`]),
    `        "machines": ${block("{", samples, "}", 8)}`,
  ];
  return `      ${block("{", parts, "}", 6)}`;
}

function block(open: string, parts: readonly string[], close: string, indent: number): string {
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${parts.join(",\n")}\n${" ".repeat(indent)}${close}`;
}

export const version = 1;

/** By code units, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
