import { downloaders } from "../knowledge/downloads.ts";
import type { BuildFile } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
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
}

/** The first such command of each RUN that does work which matters to the image. */
export const lostFailures = defineFact("lost-failures", ({ file, use }): readonly LostFailure[] =>
  use(runScripts).flatMap((run) => {
    const lost = firstLost(run, file);
    return lost === null ? [] : [lost];
  }),
);

function firstLost(run: RunScript, file: BuildFile): LostFailure | null {
  const { commands, problems } = run.script;
  if (problems.length > 0 || commands.length < 2 || commands.some(isCmdlet)) return null;
  const options = shellOptions(run);
  let statement: Command[] = [];
  let end = 0;
  let inCompound = false;
  for (const command of commands) {
    if (command.range.start < end || command.inside.includes("function")) continue;
    const isTop = command.inside.length === 0;
    if (isTop || !inCompound) {
      // What joins a compound command to what stands before it is seen only in the text.
      const starts = isTop ? endsStatement(command) : !/[&|]/.test(file.text.slice(end, command.range.start));
      if (starts) {
        const lost = statement.find((one) => !options[one.index]!.errexit && matters(one));
        if (lost !== undefined) return { run, command: lost, next: command };
        statement = [];
      }
      const isHandled = command.negated || command.connector === "||" || (!isTop && !starts);
      if (isTop && !isHandled) statement.push(command);
      // `a || b`, and `a && if …` of which no one can say whether it handles the failure: nothing is said of that statement.
      if (isHandled) statement = [];
    }
    inCompound = !isTop;
    end = command.range.end;
  }
  return null;
}

/** PowerShell, where the image sets it as its shell. */
function isCmdlet({ name }: Command): boolean {
  return /^[A-Z][a-z]+-[A-Z]/.test(name);
}

function endsStatement({ connector }: Command): boolean {
  return connector === ";" || connector === "newline";
}

const fileWork: ReadonlySet<string> = new Set([
  ...["cp", "mv", "tar", "unzip", "patch", "gcc", "g++", "cc", "dpkg", "rpm", "gpg", "install"],
]);

function matters(command: Command): boolean {
  if (command.background || command.pipeline !== null) return false;
  if (downloaders.has(command.name) || fileWork.has(command.name)) return true;
  const call = readPackageCommand(command);
  return call === null ? isOpaque(command) : !["clean", "other", "remove"].includes(call.does);
}
