import { join, resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import type { Analysis } from "../analysis/fact.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import type { Host } from "../host/host.ts";
import { nodeHost } from "../host/node-host.ts";
import { rememberingHost } from "../host/remembering-host.ts";
import { type BuildPractice, buildPractice } from "../invocations/build-practice.ts";
import { populationNamed } from "../invocations/population.ts";
import { reportEstimateText } from "../report/estimate-table.ts";
import { count } from "../report/quantities.ts";
import type { Invocation } from "./arguments.ts";
import { readBuilding, readInput } from "./building.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver, overwrittenSource } from "./deliver.ts";
import { configuration } from "./load-config.ts";
import { exitCodes } from "./options.ts";
import { countingHost, startProgress } from "./progress.ts";
import { fileSource, kindOf, type Source, shownPath, standardInput } from "./read-inputs.ts";
import { type Repositories, repositories } from "./repository.ts";
import { refuse, say, sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";
import { timingsBook } from "./timings.ts";

/** Prices the steps of one Dockerfile and resolves to the exit code. */
export async function estimate(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { operands } = invocation;
  if (operands.length > 1) return refuse("`estimate` takes one Dockerfile", terminal);
  const source = await findDockerfile(operands[0] ?? ".", invocation.text("stdin-filename"), terminal);
  if (source === null) return exitCodes.problem;
  const given = readBuilding(invocation, terminal);
  const configured = await configuration(invocation, terminal, rules).configure(source.file);
  if (configured.problems.length > 0) {
    sayProblems(configured.problems, terminal);
    return exitCodes.problem;
  }
  const building = { ...given, context: given.context ?? configured.context };
  const output = invocation.text("output");
  const overwritten = overwrittenSource([source], output, terminal);
  if (overwritten !== null) return refuse(overwritten, terminal);
  const progress = startProgress(terminal, invocation.has("quiet"));
  progress.begin("pricing the steps");
  const host = rememberingHost(countingHost(nodeHost(), progress));
  const { input, problem } = readInput(source, building, host, terminal);
  const problems = problem === null ? building.problems : [...building.problems, problem];
  if (input === null || problems.length > 0) {
    progress.clear();
    sayProblems(problems, terminal);
    return exitCodes.problem;
  }
  progress.begin("reading the git history");
  const past = repositories(invocation, terminal);
  const repository = source.file === null ? null : await past.around(source.file);
  if (past.problems.length > 0) {
    progress.clear();
    return refuse(past.problems, terminal);
  }
  const book = timingsBook(invocation, nodeHost(), terminal);
  const timings = source.file === null ? null : await book.of(source.file);
  if (book.problems.length > 0) {
    progress.clear();
    sayProblems(book.problems, terminal);
    return exitCodes.problem;
  }
  const practice = await readPractice(source.file, host, invocation);
  const analysis = analyzeBuild({ ...input, repository, timings, practice });
  const mistakes = analysis.file.syntax.problems.length;
  const today = analysis.use(estimates).estimate;
  const priced =
    today !== null && invocation.has("trend")
      ? { ...today, trend: await readTrend(analysis, { ...input, repository, timings, practice }, past) }
      : today;
  progress.clear();
  if (priced === null) {
    say(
      `${source.path}: there is nothing to build, so nothing to price; a Dockerfile needs a FROM`,
      terminal,
    );
    return exitCodes.problem;
  }
  if (mistakes > 0)
    say(
      `${source.path}: the builder rejects this file (${count(mistakes, "syntax error")}); \`stowage check\` shows where`,
      terminal,
    );
  const format = invocation.text("format");
  let text: string;
  if (format === "json") {
    const { reportEstimateJson } = await import("../report/json.ts");
    text = reportEstimateJson(priced);
  } else if (format === "html") {
    const { reportEstimateHtml } = await import("../report/html-estimate.ts");
    const { buildPicture } = await import("../estimate/build-picture.ts");
    text = await reportEstimateHtml(source.path, priced, buildPicture(analysis.use(estimates).plan!));
  } else {
    text = reportEstimateText(source.path, priced, {
      palette: await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal)),
      width: terminal.columns() ?? defaultWidth,
      quiet: invocation.has("quiet"),
    });
  }
  return deliver(text, output, terminal) ? exitCodes.clean : exitCodes.problem;
}

/** What earlier versions of the file took. */
async function readTrend(
  analysis: Analysis,
  input: LintInput,
  past: Repositories,
): Promise<NonNullable<Estimate["trend"]>> {
  const git = input.dockerfile == null ? null : await past.git(input.dockerfile);
  return (await import("./trend.ts")).pastVersions(analysis, input, git);
}

/** How the file is built; `null` for text without a place. */
async function readPractice(
  file: string | null,
  host: Host,
  invocation: Invocation,
): Promise<BuildPractice | null> {
  const name = invocation.text("population");
  const named = name === null ? null : populationNamed(name);
  if (file === null) return named === null ? null : buildPractice({ invocations: [], blindSpots: [] }, named);
  const { readInvocations } = await import("../invocations/read-invocations.ts");
  return buildPractice(await readInvocations(host, file), named);
}

/** The stage that the invocation builds is the target, where the user names none and the file has it. */
function analyzeBuild(input: LintInput): Analysis {
  const target = input.practice?.invocation?.target;
  const isTold = typeof target === "string" && (input.practice?.targets.length ?? 0) === 0;
  if ((input.target ?? null) !== null || !isTold) return analyzeInput(input);
  const analysis = analyzeInput({ ...input, target });
  return analysis.file.unknownTarget === null ? analysis : analyzeInput(input);
}

/** Cells of a line where there is no terminal to ask: the table needs room. */
const defaultWidth = 120;

/** The names that builders look for in a folder. */
const standardNames = ["Dockerfile", "Containerfile"];

/** The Dockerfile that an operand means: a file, or the one in a folder. Says why there is none. */
export async function findDockerfile(
  operand: string,
  stdinName: string | null,
  terminal: Terminal,
): Promise<Source | null> {
  if (operand === "-") return standardInput(stdinName, terminal);
  const absolute = resolve(terminal.workingDirectory, operand);
  const kind = kindOf(absolute);
  if (kind === "file") return fileSource(absolute, terminal);
  const path = shownPath(absolute, terminal);
  if (kind === "missing") {
    say(`${path}: there is no such file or folder`, terminal);
    return null;
  }
  const name = standardNames.find((candidate) => kindOf(join(absolute, candidate)) === "file");
  if (name !== undefined) return fileSource(join(absolute, name), terminal);
  say(`${path}: this folder has no file Dockerfile or Containerfile; name the file to price`, terminal);
  return null;
}
