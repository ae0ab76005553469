import { isBeginning, type LoggedStep, outcomeOf, stepOfName, type UnnamedBuild } from "./build-log.ts";
import type { LogLine } from "./log-lines.ts";

/** Reads the lines of `--progress=plain`, one after the other: `#12 [build 3/5] RUN npm ci`, `#12 DONE 34.2s`. */
export interface PlainReader {
  /** Whether the line is one of them. */
  read(line: LogLine): boolean;
  /** The builds so far. */
  finish(): UnnamedBuild[];
}

interface Job {
  readonly name: string;
  seconds: number | null;
  cached: boolean;
  failed: boolean;
  pulled: boolean;
}

interface Build {
  time: number | null;
  /** Whether a step of a Dockerfile was named. */
  hasSteps: boolean;
  /** By number. */
  readonly jobs: Map<string, Job>;
}

export function plainReader(): PlainReader {
  const builds: Build[] = [];
  let current: Build | null = null;
  const begin = (time: number | null): Build => {
    current = { time, hasSteps: false, jobs: new Map() };
    builds.push(current);
    return current;
  };
  return {
    read({ text, time }) {
      const match = /^#(\d{1,6}) (.*)$/.exec(text);
      if (match === null) return false;
      const [, number = "", said = ""] = match;
      if (number === "0" && said.startsWith("building with ")) {
        begin(time);
        return true;
      }
      let build = current ?? begin(time);
      const job = build.jobs.get(number);
      if (job === undefined || isOther(job, said, build)) {
        // A log that begins in the midst of a build may say how something ended that it has not named.
        if (!isName(said)) return true;
        if (job !== undefined) build = begin(time);
        build.time ??= time;
        build.hasSteps ||= stepOfName(said) !== null;
        build.jobs.set(number, { name: said, seconds: null, cached: false, failed: false, pulled: false });
        return true;
      }
      readState(job, said);
      return true;
    },
    finish: () =>
      builds
        .filter(({ jobs }) => jobs.size > 0)
        .map(({ time, jobs }) => ({
          time,
          steps: [...jobs.values()].flatMap(stepOf),
        })),
  };
}

/** What stands behind a number that is no name: the output of commands has seconds in front of it. */
function isName(said: string): boolean {
  return !/^(?:\d+\.\d+ |DONE |CACHED$|CANCELED$|ERROR\b|\.\.\.$|sha256:|extracting |resolve )/.test(said);
}

/** Whether a number is used for something else, as it is in the next build of the same log. */
function isOther({ name }: Job, said: string, { hasSteps }: Build): boolean {
  if (said === name) return hasSteps && isBeginning(name);
  return said.startsWith("[") && (stepOfName(said) !== null || isBeginning(said));
}

function readState(job: Job, said: string): void {
  const done = /^DONE (\d+(?:\.\d+)?)s$/.exec(said);
  // The last one of several is the sum.
  if (done !== null) job.seconds = Math.max(job.seconds ?? 0, Number(done[1]));
  else if (said === "CACHED") job.cached = true;
  else if (said === "CANCELED" || /^ERROR(?:$|:| \d)/.test(said)) job.failed = true;
  else if (/^(?:extracting )?sha256:/.test(said)) job.pulled = true;
}

function stepOf({ name, seconds, cached, failed, pulled }: Job): readonly LoggedStep[] {
  const step = stepOfName(name);
  if (step === null) return [];
  const told = outcomeOf(step.text, { failed, finished: seconds !== null, cached, pulled });
  // The LINK of such a copy goes by the same name, and is done also where the copy is reused.
  const outcome = told === "ran" && /^(?:COPY|ADD) (?:.* )?--link\b/i.test(step.text) ? "unclear" : told;
  return [{ ...step, outcome, seconds: outcome === "ran" ? seconds : null }];
}
