import { resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import type { ReadProblem } from "../host/host.ts";
import { hostPath, readTextFile } from "../host/node-host.ts";
import type { Invocation } from "./arguments.ts";
import type { CheckedRun, Placed } from "./checked-run.ts";
import { deliverRun } from "./deliver-run.ts";
import { exitCodeOf } from "./exit-code.ts";
import { exitCodes } from "./options.ts";
import { tool } from "./package-files.ts";
import { readProblem } from "./read-inputs.ts";
import { type RunPart, restorePart } from "./run-part.ts";
import { refuse, say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Puts the results of `check --shard` together, prints them like one run, and resolves to the exit code that this would have had. */
export async function merge(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { operands, outputs } = invocation;
  if (operands.length === 0)
    return refuse(
      "`merge` takes results of `stowage check --shard I/N --format json --output FILE`",
      terminal,
    );
  const { version } = tool();
  const parts: RunPart[] = [];
  const problems: string[] = [];
  for (const operand of operands) {
    const read = readTextFile(hostPath(resolve(terminal.workingDirectory, operand)), mostPartBytes);
    const part = read.text === undefined ? partProblem(read.problem) : restorePart(read.text, version, rules);
    if (typeof part === "string") problems.push(`${operand}: ${part}`);
    else parts.push(part);
  }
  problems.push(...missingParts(parts));
  const run = joined(parts);
  problems.push(...contradictions(run));
  if (problems.length > 0) {
    for (const problem of problems) say(problem, terminal);
    return exitCodes.problem;
  }
  const isDelivered = await deliverRun(run, { outputs, invocation, terminal });
  return exitCodeOf(run, isDelivered, terminal);
}

/** Results of many thousand files; a longer text is none for JavaScript. */
const mostPartBytes = 500 * 1024 * 1024;

function partProblem(problem: ReadProblem): string {
  return problem === "too-large"
    ? "the result is too large (over 500 MiB); split the search over more shards"
    : readProblem(problem);
}

/** A part of a search that nobody gives would be missed by nobody. */
function missingParts(parts: readonly RunPart[]): readonly string[] {
  const searches = new Map<string, { readonly of: number; readonly given: Set<number> }>();
  for (const { shard, search } of parts) {
    const key = `${search} ${shard.of}`;
    const known = searches.get(key) ?? { of: shard.of, given: new Set() };
    known.given.add(shard.index);
    searches.set(key, known);
  }
  return [...searches.values()].flatMap(({ of, given }) => {
    const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !given.has(index));
    return missing.length === 0
      ? []
      : [`the result of \`--shard ${missing[0]}/${of}\` is missing; put all parts of a search together`];
  });
}

/** The runs one after the other, each in the order of its own files; what several of them say of the same path counts once. */
function joined(parts: readonly RunPart[]): CheckedRun {
  const searches = [...new Set(parts.map(({ search }) => search))];
  const offsets = new Map<string, number>();
  let next = 0;
  for (const search of searches) {
    offsets.set(search, next);
    const places = parts.filter((part) => part.search === search).flatMap(({ run }) => placesOf(run));
    next += 1 + places.reduce((most, at) => Math.max(most, at), -1);
  }
  const moved = <Value>(search: string, { at, value }: Placed<Value>): Placed<Value> => ({
    at: at === null ? null : at + offsets.get(search)!,
    value,
  });
  const ran = new Set(parts.flatMap(({ run }) => run.rules));
  return {
    rules: rules.filter((rule) => ran.has(rule)),
    files: distinct(
      parts.flatMap(({ search, run }) => run.files.map((file) => ({ ...file, ...moved(search, file) }))),
      ({ value }) => `${value.path}\n${value.lines.text}`,
    ),
    leftOut: distinct(
      parts.flatMap(({ search, run }) => run.leftOut.map((one) => moved(search, one))),
      ({ value }) => `${value.path}\n${value.reason}`,
    ),
    problems: distinct(
      parts.flatMap(({ search, run }) => run.problems.map((one) => moved(search, one))),
      ({ value }) => `${value.path}\n${value.message}`,
    ),
  };
}

function placesOf({ files, leftOut, problems }: CheckedRun): readonly number[] {
  return [...files, ...leftOut, ...problems].flatMap(({ at }) => at ?? []);
}

function distinct<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  const seen = new Map<string, Value>();
  for (const value of values) {
    const key = keyOf(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

/** Two files of one path are of two folders: nobody could tell their findings apart. */
function contradictions({ files }: CheckedRun): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { value } of files) {
    if (seen.has(value.path)) twice.add(value.path);
    seen.add(value.path);
  }
  return Array.from(
    twice,
    (path) =>
      `two results have another ${path}; run \`check\` in a folder above all of them, so that paths differ`,
  );
}
