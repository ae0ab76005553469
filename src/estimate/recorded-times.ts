import type { StepText } from "../timings/step-text.ts";
import { likeness } from "../timings/text-likeness.ts";
import { mostSamples, type PartOfStep, type StepTimings, shortened } from "../timings/timings-file.ts";

/** How long a step took in recorded builds. */
export interface RecordedTimes {
  /** Seconds, at least one. */
  readonly seconds: readonly number[];
  /** Whether all of them are of another class of machine than the one that is asked about. */
  readonly isOfOtherMachine: boolean;
  /** How much the step they were recorded for has in common with this one; 1 for the same text. */
  readonly likeness: number;
  /** Whether that step had cache mounts, and so whatever they held. */
  readonly hadMounts: boolean;
}

/** The class of machine with the most recorded runs; of several the first by name. `null` without any. */
export function mostUsedMachine(steps: readonly StepTimings[]): string | null {
  const runs = new Map<string, number>();
  for (const { machines } of steps)
    for (const [machine, samples] of machines)
      runs.set(machine, (runs.get(machine) ?? 0) + samples.filter(({ seconds }) => seconds !== null).length);
  const [most] = [...runs].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}

/** What is recorded of a text. */
export interface Records {
  /** In the same stage, else in any. */
  timesOf(text: StepText): RecordedTimes | null;
  /** On the machine that is asked about; `null` for a text with too few builds to say something. */
  reusesOf(text: StepText): RecordedReuses | null;
}

/** In how many of the last builds a step was reused. */
export interface RecordedReuses {
  readonly builds: number;
  readonly reused: number;
}

/** Fewer builds say nothing about how often a step is reused. */
const fewestBuilds = 10;

export function recordsByText(
  steps: readonly StepTimings[],
  machine: string | null,
  parts: readonly PartOfStep[] = [],
): Records {
  const byDigest = new Map<string, StepTimings[]>();
  for (const step of steps) {
    const same = byDigest.get(step.digest);
    if (same) same.push(step);
    else byDigest.set(step.digest, [step]);
  }
  const ofStage = ({ stage, digest }: Pick<StepText, "stage" | "digest">): readonly StepTimings[] =>
    (byDigest.get(digest) ?? []).filter((step) => step.stage === stage);
  const recorded = (text: Pick<StepText, "stage" | "digest">): RecordedTimes | null =>
    timesOf(ofStage(text), machine, 1) ?? timesOf(byDigest.get(text.digest) ?? [], machine, 1);
  const partOf = new Map(parts.map((part) => [`${part.stage} ${part.digest}`, part]));
  return {
    timesOf(text) {
      const part = partOf.get(`${text.stage} ${text.digest}`);
      return part === undefined ? recorded(text) : shareOf(recorded({ ...text, digest: part.whole }), part);
    },
    reusesOf(text) {
      if (machine === null) return null;
      // Older samples are of runs only.
      const samples = ofStage(text).flatMap(({ machines }) =>
        (machines.get(machine) ?? []).slice(0, mostSamples),
      );
      const reused = samples.filter(({ seconds }) => seconds === null).length;
      return samples.length < fewestBuilds ? null : { builds: samples.length, reused };
    },
  };
}

function timesOf(
  steps: readonly StepTimings[],
  machine: string | null,
  similar: number,
): RecordedTimes | null {
  const secondsWhere = (isAsked: (name: string) => boolean): readonly number[] =>
    steps.flatMap(({ machines }) =>
      [...machines].flatMap(([name, samples]) =>
        isAsked(name) ? samples.flatMap(({ seconds }) => (seconds === null ? [] : [seconds])) : [],
      ),
    );
  const own = secondsWhere((name) => name === machine);
  const seconds = own.length > 0 ? own : secondsWhere(() => true);
  if (seconds.length === 0) return null;
  const hadMounts = steps.some(({ text }) => /^RUN (?:--\S+ )*--mount=\S*type=cache/.test(text));
  return { seconds, isOfOtherMachine: own.length === 0, likeness: similar, hadMounts };
}

/** Which part of a step took how long is told by priors: as unsure as after a small edit. */
const likenessOfPart = 0.8;

function shareOf(whole: RecordedTimes | null, { share }: PartOfStep): RecordedTimes | null {
  if (whole === null || share === 1) return whole;
  const likeness = Math.min(whole.likeness, likenessOfPart);
  return { ...whole, seconds: whole.seconds.map((seconds) => seconds * share), likeness };
}

/** Texts that have less in common are two steps. */
const leastLikeness = 0.5;
/** Pairs of texts that are compared at most. */
const mostPairs = 20_000;

/**
 * For texts without times those of a step that is gone from the Dockerfile, of the same stage, by the same instruction, with the most in
 * common: it was most likely edited. `current` are the texts of today.
 */
export function timesBeforeEdit(
  texts: readonly StepText[],
  {
    steps,
    machine,
    current,
  }: {
    readonly steps: readonly StepTimings[];
    readonly machine: string | null;
    readonly current: ReadonlySet<string>;
  },
): ReadonlyMap<StepText, RecordedTimes> {
  const gone = steps.filter(({ digest, stage }) => stage !== null && !current.has(digest));
  if (gone.length * texts.length > mostPairs) return new Map();
  const pairs = texts.flatMap((text) =>
    gone.flatMap((step) => {
      if (step.stage !== text.stage || keywordOf(step.text) !== keywordOf(text.text)) return [];
      // Where the words are the same their order is not, or the body of a heredoc.
      const similar = Math.min(likeness(step.text, shortened(text.text)), 0.99);
      const times = similar < leastLikeness ? null : timesOf([step], machine, similar);
      return times === null ? [] : [{ text, step, times }];
    }),
  );
  pairs.sort((a, b) => b.times.likeness - a.times.likeness);
  const found = new Map<StepText, RecordedTimes>();
  const taken = new Set<StepTimings>();
  for (const { text, step, times } of pairs) {
    if (found.has(text) || taken.has(step)) continue;
    found.set(text, times);
    taken.add(step);
  }
  return found;
}

function keywordOf(text: string): string {
  return text.split(" ", 1)[0]!;
}
