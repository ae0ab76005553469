import type { InputProblem } from "../engine/result.ts";
import { harmless } from "../report/display-text.ts";
import { exitCodes } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** One line on standard error. */
export function say(message: string, terminal: Terminal): void {
  terminal.printError(`stowage: ${harmless(message)}\n`);
}

/** What could not be done, one line each: where, what, what to do. */
export function sayProblems(problems: readonly InputProblem[], terminal: Terminal): void {
  for (const { path, message } of problems) say(`${path}: ${message}`, terminal);
}

/** A command line that can't be followed: says why, one line for each reason, and gives the exit code. */
export function refuse(problems: string | readonly string[], terminal: Terminal): number {
  for (const problem of [problems].flat()) say(problem, terminal);
  terminal.printError("Run `stowage --help` to see what it takes.\n");
  return exitCodes.problem;
}
