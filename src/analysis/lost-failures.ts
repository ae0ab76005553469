import { familyOfProgram } from "../knowledge/command-costs.ts";
import type { Command, Pipeline, ShellScript } from "../shell/command.ts";
import { fetches } from "./downloads.ts";
import { defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { isOpaque } from "./opaque-commands.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";
import { shellOptions } from "./shell-options.ts";

/** A command whose failure does not stop its step, because the shell goes on behind it. */
export interface LostFailure {
  readonly run: RunScript;
  readonly command: Command;
  /** The command that runs all the same. */
  readonly next: Command;
  /** Whether it stands in front of `&&`, where `set -e` does not look. */
  readonly isInFront: boolean;
  /** Whether `set -e` is in force. */
  readonly hasErrexit: boolean;
}

/** The first such command of each RUN that does work which matters to the image. */
export const lostFailures = defineFact("lost-failures", ({ use }): readonly LostFailure[] =>
  use(runScripts).flatMap((run) => {
    const lost = firstLost(run);
    return lost === null ? [] : [lost];
  }),
);

function firstLost(run: RunScript): LostFailure | null {
  const { commands, problems } = run.script;
  if (problems.length > 0 || commands.length < 2 || commands.some(isCmdlet)) return null;
  const options = shellOptions(run);
  /** What is joined with `&&` since the last place where the script would go on anyway; `null` for what nothing is said of. */
  let statement: (Command | null)[] = [];
  for (const { connector, negated, background, members } of mainList(run.script)) {
    const end = members.at(-1);
    const next = members[0] && commands[members[0].first];
    if (end === undefined || next === undefined || end.compound === "function") continue;
    if (connector === ";" || connector === "newline") {
      const isMeant =
        (end.compound === null && forgives(next)) || commands.slice(next.index, end.end).some(looksAtStatus);
      const last = statement.length - 1;
      for (const [at, command] of isMeant ? [] : statement.entries()) {
        if (command === null || !(at === last ? matters(command) : mattersInFront(command))) continue;
        const hasErrexit = options[command.index]!.errexit;
        if (at < last || !hasErrexit) return { run, command, next, isInFront: at < last, hasErrexit };
      }
      statement = [];
    }
    // Somebody looks at the failure of `a || b` and `! a`; a job has none.
    if (negated || connector === "||" || connector === "&") statement = [];
    const isPlain = !negated && !background && connector !== "||" && end.compound === null;
    statement.push(isPlain ? commands[end.first]! : null);
  }
  return null;
}

/** The list that does the work of a script: that of `bash -c '…'` or `bash <<EOF` where this is all there is. */
function mainList({ pipelines }: ShellScript): readonly Pipeline[] {
  let list = pipelines.filter(({ levels }) => levels.length === 1);
  for (let depth = 2; list.length === 1; depth++) {
    const inner = pipelines.filter(
      ({ levels, inside }) => levels.length === depth && inside.every((one) => one === "nested-script"),
    );
    if (inner.length === 0) break;
    list = inner;
  }
  return list;
}

/** `; true`, `; exit 0`: whatever came before, the step is to succeed. */
function forgives({ name, words }: Command): boolean {
  return name === "true" || name === ":" || (name === "exit" && words[1]?.text === "0");
}

function looksAtStatus({ words, assignments }: Command): boolean {
  return [...words, ...assignments.map(({ value }) => value)].some((word) => word?.text.includes("${?}"));
}

/** PowerShell, where the image sets it as its shell. */
function isCmdlet({ name }: Command): boolean {
  return /^[A-Z][a-z]+-[A-Z]/.test(name);
}

const fileWork: ReadonlySet<string> = new Set([
  ...["cp", "mv", "tar", "unzip", "patch", "gcc", "g++", "cc", "dpkg", "rpm", "gpg", "install"],
]);

/** In front of `&&` a program that is not known may be a question. */
function mattersInFront(command: Command): boolean {
  if (!matters(command)) return false;
  return readPackageCommand(command) !== null || familyOfProgram(command.name) !== undefined;
}

function matters(command: Command): boolean {
  if (command.words.some(({ text }) => /^(?:--?version|--?help|-[vV])$/.test(text))) return false;
  if (fetches(command) || fileWork.has(command.name)) return true;
  if (command.name === "git") return false;
  const call = readPackageCommand(command);
  return call === null ? isOpaque(command) : !["clean", "configure", "other", "remove"].includes(call.does);
}
