import { strictReaders, textFilters, verifiers } from "../knowledge/downloads.ts";
import type { Command, Enclosure, Pipeline, ShellScript } from "../shell/command.ts";
import { fetches } from "./downloads.ts";
import { defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { isOpaque } from "./opaque-commands.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";
import { shellOptions } from "./shell-options.ts";

/** A pipe whose status is that of its last member alone. */
export interface UnguardedPipeline {
  readonly run: RunScript;
  readonly pipeline: Pipeline;
  /** The first command in it. */
  readonly first: Command;
  /** What stands last: the command, or what kind of compound command it is. */
  readonly last: Command | Enclosure;
  /** The shell that a command of the RUN starts to run it in; `null` without one. */
  readonly shell: string | null;
  /** The member that may well fail and whose failure changes what is built without anybody noticing; `null` without one. */
  readonly hidden: Command | null;
}

/** The pipes of all RUNs that `pipefail` does not guard, in the order of the file. */
export const unguardedPipelines = defineFact("unguarded-pipelines", ({ use }): readonly UnguardedPipeline[] =>
  use(runScripts).flatMap((run) => {
    const { commands, pipelines } = run.script;
    if (pipelines.every(({ members }) => members.length < 2)) return [];
    const options = shellOptions(run);
    const shells = shellsInside(commands);
    return pipelines.flatMap((pipeline, at) => {
      const { members } = pipeline;
      const first = members[0] && commands[members[0].first];
      const end = members.at(-1);
      if (members.length < 2 || first === undefined || end === undefined) return [];
      if (options[first.index]!.pipefail) return [];
      const last = end.compound ?? commands[end.first];
      if (last === undefined) return [];
      const depth = pipeline.inside.lastIndexOf("nested-script");
      const shell = depth === -1 ? null : (shells.get(pipeline.levels[depth + 1]!) ?? "");
      return [{ run, pipeline, first, last, shell, hidden: hiddenFailure(run.script, at) }];
    });
  }),
);

/** The programs that run the scripts which commands hand to them, by the number of the script's list. */
function shellsInside(commands: readonly Command[]): ReadonlyMap<number, string> {
  const shells = new Map<number, string>();
  const lastAtDepth: string[] = [];
  for (const { levels, inside, name } of commands) {
    // A script follows the command that it is handed to.
    for (const [depth, enclosure] of inside.entries()) {
      const level = levels[depth + 1]!;
      if (enclosure === "nested-script" && !shells.has(level)) shells.set(level, lastAtDepth[depth] ?? "");
    }
    lastAtDepth[levels.length - 1] = name;
  }
  return shells;
}

function hiddenFailure(script: ShellScript, at: number): Command | null {
  const pipeline = script.pipelines[at]!;
  const { members, negated, inside } = pipeline;
  if (negated || inside.includes("condition")) return null;
  const end = members.at(-1)!;
  if (isHandled(script, at) || isDropped(script, pipeline) || isTested(script, end.end)) return null;
  if (isFetchedFor(script, pipeline)) return null;
  const last = script.commands.slice(end.first, end.end);
  // What reads the input of a compound command is one of the commands in it.
  if (last.some((command) => failsOnNothing(command)) || isOnlyShown(pipeline, last)) return null;
  const isLog = end.compound === null && last[0]?.name === "tee";
  return (
    members
      .slice(0, -1)
      .filter(({ compound }) => compound === null)
      .map(({ first }) => script.commands[first]!)
      .find((command) => mayFail(command, isLog)) ?? null
  );
}

/** Options by which `apt-get` only says what it would do. */
const simulations: ReadonlySet<string> = new Set([
  "-s",
  "--simulate",
  "--just-print",
  "--dry-run",
  "--no-act",
]);

function mayFail(command: Command, isLog: boolean): boolean {
  const { name, words } = command;
  if (words.some(({ text }) => text === "--version" || text === "--help")) return false;
  if (fetches(command)) return true;
  if (name === "git") return false;
  const call = readPackageCommand(command);
  if (words.some(({ text }) => simulations.has(text))) return false;
  if (call !== null && ["manifest", "packages", "project", "build", "upgrade"].includes(call.does))
    return true;
  // `make | tee build.log` is there for the log, and not for what comes through the pipe.
  return isLog && isOpaque(command);
}

/** `… | sha256sum -c -` and `… | tar xz` fail when nothing comes; `sha256sum` without `-c` does not. */
function failsOnNothing({ name, words }: Command): boolean {
  if (strictReaders.has(name)) return true;
  return verifiers.has(name) && words.some(({ text }) => /^(?:-\w*c|--check)/.test(text));
}

/** Whether what comes through the pipe goes to the log of the build, and nowhere else. */
function isOnlyShown({ inside }: Pipeline, [last, ...more]: readonly Command[]): boolean {
  if (last === undefined || more.length > 0 || last.redirects.length > 0 || inside.length > 0) return false;
  return (
    textFilters.has(last.name) &&
    !last.words.some(({ text }) => /^-\w*[io]\b|^--(?:in-place|output)/.test(text))
  );
}

/** As many are looked at around a pipe: what stands further away is no part of its line. */
const farthest = 50;

/** Whether `|| …` stands behind the pipe, behind what is joined to it with `&&`, or behind the group that it is in. */
function isHandled({ pipelines }: ShellScript, at: number): boolean {
  const { levels, inside } = pipelines[at]!;
  const around = pipelines.slice(at + 1, at + 1 + farthest);
  for (let depth = levels.length - 1; depth >= 0; depth--) {
    const behind = around.filter(
      (other) => other.levels.length === depth + 1 && other.levels[depth] === levels[depth],
    );
    const next = behind.find(({ connector }) => connector !== "&&");
    if (next?.connector === "||") return true;
    const enclosure = inside[depth - 1];
    if (enclosure !== "group" && enclosure !== "subshell") return false;
  }
  return false;
}

/** Whether a later command looks at what came: `[ -s /list ]`, `[ -n "$VERSION" ]`, `test ${PIPESTATUS[0]} -eq 0`. */
function isTested({ commands }: ShellScript, after: number): boolean {
  return commands
    .slice(after, after + farthest)
    .some(
      ({ name, words }) =>
        /^(?:\[|\[\[|test)$/.test(name) &&
        words.some(({ text }) => /^-[nsz]$|PIPESTATUS|pipestatus/.test(text)),
    );
}

/** Whether an address is made of what came: `V=$(curl … | cut …) && wget https://…/$V.tar.gz` finds nothing for an empty `V`. */
function isFetchedFor(script: ShellScript, pipeline: Pipeline): boolean {
  const names = holderOf(script, pipeline)?.assignments.map(({ name }) => name) ?? [];
  const after = pipeline.members.at(-1)!.end;
  return (
    names.length > 0 &&
    script.commands
      .slice(after, after + farthest)
      .some(
        (command) =>
          fetches(command) &&
          command.words.some(({ variables }) => variables.some((name) => names.includes(name))),
      )
  );
}

/** The status of `$(…)` counts only where an assignment is all there is around it. */
function isDropped(script: ShellScript, pipeline: Pipeline): boolean {
  if (!pipeline.inside.includes("substitution")) return false;
  const around = holderOf(script, pipeline);
  return around?.name !== "" || around.negated || around.inside.includes("condition");
}

/** The command in whose words the `$(…)` stands that holds a pipe. */
function holderOf(
  { commands }: ShellScript,
  { inside, levels: own, members }: Pipeline,
): Command | undefined {
  const depth = inside.lastIndexOf("substitution");
  if (depth === -1) return undefined;
  const start = members[0]!.first;
  return commands
    .slice(Math.max(0, start - farthest), start)
    .findLast(({ levels }) => levels.length === depth + 1 && levels[depth] === own[depth]);
}
