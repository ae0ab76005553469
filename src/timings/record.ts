import type { BuildFile } from "../model/build-file.ts";
import type { BuildLog } from "./build-log.ts";
import { isOfFile, type MatchedBuild, outcomesOf, stepMatcher } from "./match-steps.ts";
import type { StepText } from "./step-text.ts";
import type { Observation } from "./timings-file.ts";

/** What a log says of the steps of a Dockerfile. */
export interface LogRecord {
  readonly observations: readonly Observation[];
  /** Digests of all steps that the Dockerfile has. */
  readonly current: ReadonlySet<string>;
  /** Builds of which something was taken. */
  readonly builds: number;
  readonly times: number;
  readonly reuses: number;
  /** Layers of images that were told apart. */
  readonly sizes: number;
  /** Steps of these builds that the Dockerfile doesn't have, as the builder shows them. */
  readonly strangers: readonly string[];
  /** Builds that are not of this Dockerfile. */
  readonly otherBuilds: readonly { readonly matched: number; readonly steps: number }[];
  /** Steps of the Dockerfile of which the log says nothing; pulls are not among them. The builder makes equal ones of two stages once. */
  readonly unseen: readonly StepText[];
}

/** `time` is that of the log, for builds that don't tell theirs. Of a build that failed, the steps that ran to their end count. */
export function recordOf(
  log: BuildLog,
  file: BuildFile,
  given: {
    readonly machine: string;
    /** Seconds since 1970. */
    readonly time: number;
    /** Such a time as `2026-01-31T12:00:00Z`. */
    dateOf(time: number): string;
  },
): LogRecord {
  const matcher = stepMatcher(file);
  const observations: Observation[] = [];
  const strangers = new Set<string>();
  const otherBuilds: LogRecord["otherBuilds"][number][] = [];
  const seen = new Set<string>();
  const counts = { builds: 0, times: 0, reuses: 0, sizes: 0 };
  for (const build of log.builds) {
    const matched = matcher.match(build);
    const own = matched.filter(isOfFile);
    otherBuilds.push(...matched.filter((one) => !isOfFile(one)).map(sizeOf));
    const outcomes = outcomesOf(own);
    if (own.length > 0) counts.builds++;
    for (const logged of own.flatMap((one) => one.strangers)) strangers.add(logged.text);
    const date = given.dateOf(build.time ?? given.time);
    for (const [text, seconds] of outcomes) {
      seen.add(text.digest);
      if (seconds === null) counts.reuses++;
      else counts.times++;
      observations.push({
        ...wordsOf(text),
        machine: given.machine,
        sample: { date, build: build.id, seconds: seconds === null ? null : rounded(seconds) },
      });
    }
  }
  for (const layer of log.layers) {
    const text = matcher.ofLayer(layer);
    if (text === null) continue;
    counts.sizes++;
    observations.push({ ...wordsOf(text), bytes: layer.bytes });
  }
  return {
    observations,
    current: new Set(matcher.texts.map(({ digest }) => digest)),
    ...counts,
    strangers: [...strangers],
    otherBuilds,
    unseen: matcher.texts.filter((text) => text.step !== null && !seen.has(text.digest)),
  };
}

function sizeOf({ matches, strangers }: MatchedBuild): LogRecord["otherBuilds"][number] {
  return { matched: matches.length, steps: matches.length + strangers.length };
}

function wordsOf({ stage, text, digest }: StepText): Pick<Observation, "stage" | "text" | "digest"> {
  return { stage, text, digest };
}

/** Milliseconds are all that a file for people needs. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
