import { rules } from "../../rules/index.ts";
import type { Analysis } from "../analysis/fact.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import type { Host } from "../host/host.ts";
import { nodeHost } from "../host/node-host.ts";
import { rememberingHost } from "../host/remembering-host.ts";
import type { FoundInvocations } from "../invocations/build-invocation.ts";
import { type BuildPractice, buildPractice } from "../invocations/build-practice.ts";
import { populationNamed } from "../invocations/population.ts";
import type { Invocation } from "./arguments.ts";
import { readBuilding, readInput } from "./building.ts";
import { withDeclaredContext } from "./declared-build.ts";
import { overwrittenSource } from "./deliver.ts";
import { findDockerfile } from "./find-dockerfile.ts";
import { configuration } from "./load-config.ts";
import { countingHost, type Progress } from "./progress.ts";
import type { Source } from "./read-inputs.ts";
import { type Repositories, repositories } from "./repository.ts";
import { refuse, sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";
import { timingsBook } from "./timings.ts";

/** One Dockerfile with all that its price depends on. */
export interface PricedBuild {
  readonly source: Source;
  readonly input: LintInput;
  readonly past: Repositories;
}

/** Reads the Dockerfile that the command line names, or the one in the working directory. @returns `null` after saying what is wrong. */
export async function readPricedBuild(
  invocation: Invocation,
  progress: Progress,
  terminal: Terminal,
): Promise<PricedBuild | null> {
  const { command, operands } = invocation;
  const wrong = (complaint: Parameters<typeof refuse>[0]): null => {
    progress.clear();
    refuse(complaint, terminal);
    return null;
  };
  if (operands.length > 1) return wrong(`\`${command}\` takes one Dockerfile`);
  const source = await findDockerfile(operands[0] ?? ".", invocation.text("stdin-filename"), terminal);
  if (source === null) return null;
  const given = readBuilding(invocation, terminal);
  const configured = await configuration(invocation, terminal, rules).configure(source.file);
  if (configured.problems.length > 0) {
    sayProblems(configured.problems, terminal);
    return null;
  }
  const building = { ...given, context: given.context ?? configured.context };
  const overwritten = overwrittenSource([source], invocation.text("output"), terminal);
  if (overwritten !== null) return wrong(overwritten);
  progress.begin("pricing the steps");
  const host = rememberingHost(countingHost(nodeHost(), progress));
  const { input, problem } = readInput(source, building, host, terminal);
  const problems = problem === null ? building.problems : [...building.problems, problem];
  if (input === null || problems.length > 0) {
    progress.clear();
    sayProblems(problems, terminal);
    return null;
  }
  progress.begin("reading the git history");
  const past = repositories(invocation, terminal);
  const repository = source.file === null ? null : await past.around(source.file);
  if (past.problems.length > 0) return wrong(past.problems);
  const book = timingsBook(invocation, nodeHost(), terminal);
  const timings = source.file === null ? null : await book.of(source.file);
  if (book.problems.length > 0) {
    progress.clear();
    sayProblems(book.problems, terminal);
    return null;
  }
  const found = await readFound(source.file, host);
  const practice = readPractice(found, invocation);
  const declared = found === null ? input : withDeclaredContext(input, found, terminal);
  return { source, input: { ...declared, repository, timings, practice }, past };
}

/** What builds the file; `null` for text without a place. */
async function readFound(file: string | null, host: Host): Promise<FoundInvocations | null> {
  if (file === null) return null;
  const { readInvocations } = await import("../invocations/read-invocations.ts");
  return readInvocations(host, file);
}

/** How it is built; `null` where nobody says. */
function readPractice(found: FoundInvocations | null, invocation: Invocation): BuildPractice | null {
  const name = invocation.text("population");
  const named = name === null ? null : populationNamed(name);
  if (found === null && named === null) return null;
  return buildPractice(found ?? { invocations: [], blindSpots: [] }, named);
}

/** The stage that the invocation builds is the target, where the user names none and the file has it. */
export function analyzeBuild(input: LintInput): Analysis {
  const target = input.practice?.invocation?.target;
  const isTold = typeof target === "string" && (input.practice?.targets.length ?? 0) === 0;
  if ((input.target ?? null) !== null || !isTold) return analyzeInput(input);
  const analysis = analyzeInput({ ...input, target });
  return analysis.file.unknownTarget === null ? analysis : analyzeInput(input);
}
