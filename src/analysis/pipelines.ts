import { downloaders, strictReaders, verifiers } from "../knowledge/downloads.ts";
import type { Command } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { isOpaque } from "./opaque-commands.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";
import { shellOptions } from "./shell-options.ts";

/** A pipe whose status is that of its last command alone. */
export interface UnguardedPipeline {
  readonly run: RunScript;
  readonly members: readonly Command[];
  /** The member that may well fail and whose failure changes what is built without anybody noticing; `null` without one. */
  readonly hidden: Command | null;
}

/** The pipes of all RUNs that `pipefail` does not guard, in the order of the file. */
export const unguardedPipelines = defineFact("unguarded-pipelines", ({ use }): readonly UnguardedPipeline[] =>
  use(runScripts).flatMap((run) => {
    const { commands } = run.script;
    if (commands.every(({ pipeline }) => pipeline === null)) return [];
    const options = shellOptions(run);
    const byNumber = new Map<number, Command[]>();
    for (const command of commands) {
      if (command.pipeline === null) continue;
      const members = byNumber.get(command.pipeline);
      if (members === undefined) byNumber.set(command.pipeline, [command]);
      else members.push(command);
    }
    return [...byNumber.values()]
      .filter(([first]) => !options[first!.index]!.pipefail)
      .map((members) => ({ run, members, hidden: hiddenFailure(members, commands) }));
  }),
);

function hiddenFailure(members: readonly Command[], commands: readonly Command[]): Command | null {
  const [first] = members;
  const last = members.at(-1)!;
  if (first === undefined || first === last || first.negated || first.inside.includes("condition"))
    return null;
  if (isHandled(last, commands) || isDropped(first, commands) || failsOnNothing(last)) return null;
  return members.find((command) => command !== last && mayFail(command, last)) ?? null;
}

function mayFail(command: Command, last: Command): boolean {
  const { name, words } = command;
  if (words.some(({ text }) => text === "--version" || text === "--help")) return false;
  if (name === "git") return words.some(({ text }) => /^(?:clone|fetch|ls-remote|archive)$/.test(text));
  if (downloaders.has(name)) return true;
  const call = readPackageCommand(command);
  if (call !== null && ["manifest", "packages", "project", "build", "upgrade"].includes(call.does))
    return true;
  // `make | tee build.log` is there for the log, and not for what comes through the pipe.
  return last.name === "tee" && isOpaque(command);
}

/** `… | sha256sum -c -` and `… | tar xz` fail when nothing comes; `sha256sum` without `-c` does not. */
function failsOnNothing({ name, words }: Command): boolean {
  if (strictReaders.has(name)) return true;
  return verifiers.has(name) && words.some(({ text }) => /^(?:-\w*c|--check)/.test(text));
}

/** As many commands are looked at around a pipe: what stands further away is no part of its line. */
const farthest = 50;

/** Whether `|| …` stands behind the pipe, or behind what is joined to it with `&&`. */
function isHandled(last: Command, commands: readonly Command[]): boolean {
  const level = last.levels.at(-1);
  for (const { levels, connector } of commands.slice(last.index + 1, last.index + 1 + farthest)) {
    if (levels.at(-1) !== level) continue;
    if (connector === "||") return true;
    if (connector !== "&&" && connector !== "|" && connector !== "|&") return false;
  }
  return false;
}

/** The status of `$(…)` counts only where an assignment is all there is around it. */
function isDropped(first: Command, commands: readonly Command[]): boolean {
  const depth = first.inside.lastIndexOf("substitution");
  if (depth === -1) return false;
  const around = commands
    .slice(Math.max(0, first.index - farthest), first.index)
    .findLast(({ levels }) => levels.length === depth + 1 && levels[depth] === first.levels[depth]);
  return around?.name !== "" || around.negated || around.inside.includes("condition");
}
