import { mkdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { stageGraph } from "../analysis/stage-graph.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { nodeHost } from "../host/node-host.ts";
import type { Stage } from "../model/build-file.ts";
import { harmless } from "../report/display-text.ts";
import { count } from "../report/quantities.ts";
import { readLog } from "../timings/read-log.ts";
import { type LogRecord, recordOf } from "../timings/record.ts";
import { addObservations, writeTimings } from "../timings/timings-file.ts";
import type { Invocation } from "./arguments.ts";
import { readBuilding, readInput } from "./building.ts";
import { findDockerfile } from "./find-dockerfile.ts";
import { exitCodes } from "./options.ts";
import { kindOf, type Source, shownPath } from "./read-inputs.ts";
import { buildWord, runBuild } from "./run-build.ts";
import { refuse, say, sayProblems } from "./say.ts";
import { codeOf, type Terminal } from "./terminal.ts";
import { newPlace, pathWithin, timingsBook } from "./timings.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Takes from logs what each step of a Dockerfile took. Resolves to the exit code; of a build that it runs that is the build's own, whatever becomes
 * of the recording.
 */
export async function record(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { operands, program } = invocation;
  if (operands.length > 0 && program.length > 0)
    return refuse("`record` reads logs, or runs a build behind `--`; not both", terminal);
  if (operands.length === 0 && program.length === 0)
    return refuse(
      "`record` needs a log: a file, `-` for standard input, or `--` and a build to run",
      terminal,
    );
  const source = await dockerfileOf(invocation, terminal);
  // What stands in the way of recording is said before a build is started.
  const target = source === null ? null : await openTarget(source, invocation, terminal);
  if (target === null) return exitCodes.problem;
  if (program.length > 0) {
    const build = await runBuild(program, terminal);
    if (typeof build === "string") return refuse(build, terminal);
    keep(target, [{ name: "the build", text: build.log, time: Date.now() / 1000 }], invocation, terminal);
    return build.exitCode;
  }
  const logs: Log[] = [];
  for (const operand of operands) {
    const log = await readLogFile(operand, terminal);
    if (log === null) return exitCodes.problem;
    logs.push(log);
  }
  return keep(target, logs, invocation, terminal) ? exitCodes.clean : exitCodes.problem;
}

/** The Dockerfile that builds are of: as named, else by the words of the build, else the one in the context. */
async function dockerfileOf(invocation: Invocation, terminal: Terminal): Promise<Source | null> {
  const named = invocation.text("dockerfile") ?? dockerfileOfBuild(invocation.program, terminal);
  const found = await findDockerfile(named ?? invocation.text("context") ?? ".", null, terminal);
  if (found?.file === null) {
    say("`--dockerfile -`: times are kept beside a file; name it", terminal);
    return null;
  }
  return found;
}

/** `-f FILE` of a build of Docker, else its context: the folder that it ends with, or one that is no value of an option. */
function dockerfileOfBuild(words: readonly string[], terminal: Terminal): string | null {
  const at = buildWord(words);
  if (at === null || words[at] === "bake") return null;
  for (let index = at + 1; index < words.length; index++) {
    const [, value] = /^(?:--file=|-f=?)(.+)$/.exec(words[index]!) ?? [];
    if (value !== undefined) return value;
    if (words[index] === "-f" || words[index] === "--file") return words[index + 1] ?? null;
  }
  const isFolder = (word: string): boolean => kindOf(resolve(terminal.workingDirectory, word)) === "folder";
  const after = words.slice(at + 1);
  const last = after.at(-1);
  if (last !== undefined && isFolder(last)) return last;
  return after.find((word, index) => isFolder(word) && !after[index - 1]?.startsWith("-")) ?? null;
}

/** A Dockerfile and the file that its times go to. */
interface Target {
  readonly source: Source;
  readonly input: LintInput;
  readonly place: ReturnType<typeof newPlace>;
}

async function openTarget(
  source: Source,
  invocation: Invocation,
  terminal: Terminal,
): Promise<Target | null> {
  const host = nodeHost();
  const given = readBuilding(invocation, terminal);
  const { input, problem } = readInput(source, given, host, terminal);
  const problems = problem === null ? given.problems : [...given.problems, problem];
  if (input === null || problems.length > 0) {
    sayProblems(problems, terminal);
    return null;
  }
  const book = timingsBook(invocation, host, terminal);
  const near = await book.near(source.file!);
  if (book.problems.length > 0) {
    sayProblems(book.problems, terminal);
    return null;
  }
  return { source, input, place: near ?? newPlace(source.file!, host) };
}

interface Log {
  readonly name: string;
  readonly text: string;
  /** When it was written, in seconds since 1970. */
  readonly time: number;
}

/** Longer logs are none of builds. */
const mostBytes = 256 * 1024 * 1024;

async function readLogFile(operand: string, terminal: Terminal): Promise<Log | null> {
  const decoder = new TextDecoder();
  if (operand === "-")
    return {
      name: "standard input",
      text: decoder.decode(await terminal.readInput()),
      time: Date.now() / 1000,
    };
  const file = resolve(terminal.workingDirectory, operand);
  const name = shownPath(file, terminal);
  try {
    const { size, mtimeMs } = statSync(file);
    if (size > mostBytes) {
      say(`${name}: the log is too large (over 256 MiB); give the part of the build`, terminal);
      return null;
    }
    return { name, text: decoder.decode(await readFile(file)), time: mtimeMs / 1000 };
  } catch (error) {
    const reason = codeOf(error);
    say(
      reason === "ENOENT" ? `${name}: there is no such log` : `${name}: the log can't be read (${reason})`,
      terminal,
    );
    return null;
  }
}

/** Adds what logs say to the file, and tells what that was. False when there was nothing, or it can't be written. */
function keep(target: Target, logs: readonly Log[], invocation: Invocation, terminal: Terminal): boolean {
  const { source, input, place } = target;
  const analysis = analyzeInput(input);
  const graph = analysis.use(stageGraph);
  const path = pathWithin(place.folder, source.file!);
  let { timings } = place;
  let found = 0;
  for (const log of logs) {
    const read = readLog(log.text);
    const machine = invocation.text("machine") ?? (read.isOfCi || isCi(terminal) ? "ci" : "local");
    const taken = recordOf(read, analysis.file, { machine, time: log.time, dateOf });
    found += taken.observations.length;
    for (const sentence of sentencesOf(log, read.isSummary, taken, source.path, machine))
      terminal.printError(`${harmless(sentence)}\n`);
    if (!invocation.has("quiet"))
      for (const line of detailsOf(taken, (stage) => graph.isReachable(stage)))
        terminal.printError(`${harmless(line)}\n`);
    timings = addObservations(timings, path, taken.observations, taken.current);
  }
  if (found === 0) return false;
  try {
    mkdirSync(dirname(place.file), { recursive: true });
    writeWhole(place.file, writeTimings(timings));
    if (!invocation.has("quiet")) terminal.printError(`kept in ${shownPath(place.file, terminal)}\n`);
    return true;
  } catch (error) {
    const reason = codeOf(error);
    if (reason === "") throw error;
    say(`${shownPath(place.file, terminal)}: the times can't be written (${reason})`, terminal);
    return false;
  }
}

function isCi({ environment: { CI } }: Terminal): boolean {
  return CI !== undefined && CI !== "" && CI !== "false" && CI !== "0";
}

function dateOf(time: number): string {
  return `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
}

/** What became of a log, for people. */
function sentencesOf(
  log: Log,
  isSummary: boolean,
  taken: LogRecord,
  path: string,
  machine: string,
): readonly string[] {
  const { builds, times, reuses, sizes, otherBuilds, strangers } = taken;
  if (isSummary)
    return [
      `${log.name}: this says how long the build took, not its steps; \`docker buildx history logs\` does`,
    ];
  const others = otherBuilds.map(
    ({ matched, steps }) =>
      `${log.name}: a build is left out: ${path} has ${matched} of its ${count(steps, "step")}, so it is of another Dockerfile (\`--dockerfile\`)`,
  );
  if (builds === 0 && sizes === 0) {
    return others.length > 0
      ? others
      : [
          `${log.name}: there are no steps of a build in it; what is read is \`--progress=rawjson\` or \`plain\`, \`docker buildx history logs\` and \`docker history\``,
        ];
  }
  const parts = [
    ...(builds > 0 ? [count(builds, "build"), count(times, "time"), count(reuses, "reuse")] : []),
    ...(sizes > 0 ? [count(sizes, "layer size")] : []),
    ...(strangers.length > 0 ? [`${count(strangers.length, "step")} that ${path} doesn't have`] : []),
  ];
  return [...others, `${log.name}: ${parts.join(", ")}${builds > 0 ? ` on \`${machine}\`` : ""}`];
}

/** Steps shown of each kind. */
const mostShown = 10;

/** The steps that were not found, on both sides. */
function detailsOf(
  { strangers, unseen, builds }: LogRecord,
  isNeeded: (stage: Stage) => boolean,
): readonly string[] {
  if (builds === 0) return [];
  const list = (heading: string, names: readonly string[]): readonly string[] => {
    if (names.length === 0) return [];
    const more = names.length > mostShown ? [`  and ${names.length - mostShown} more`] : [];
    return [heading, ...names.slice(0, mostShown).map((name) => `  ${shorten(name)}`), ...more];
  };
  return [
    ...list("in the log only:", strangers),
    ...list(
      "in the Dockerfile only:",
      unseen.filter(({ step }) => isNeeded(step!.stage)).map(({ stage, text }) => `${stage}: ${text}`),
    ),
  ];
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
