import type { Step } from "../../model/build-file.ts";
import type { Command, ShellWord } from "../../shell/command.ts";
import { workingDirectories } from "../../shell/working-directory.ts";
import { relativePath } from "../../text/posix-path.ts";
import { type ConfiguredVariable, configuredVariables } from "./manager-configuration.ts";
import { readPackageCommand } from "./package-command.ts";

/** What one command of a RUN finds set. */
export interface CommandSetting {
  readonly step: Step;
  /** Working directory: WORKDIR, and `cd` before it; absolute and cleaned. `null` when unknown. */
  readonly directory: string | null;
  /**
   * Relative to WORKDIR where that is not known (no WORKDIR in the file): `.` before any `cd`; `null` when `directory` is set
   * or when a `cd` leads to an unknown place.
   */
  readonly belowUnknownWorkdir: string | null;
  /**
   * Value of an environment variable: assignments and `export` before it, ENV and ARG, then what a manager was configured to, unless that
   * counts for more. `null` when unset or unknown.
   */
  variable(name: string): string | null;
}

/** Values set so far, newest first. */
export interface Settled {
  readonly name: string;
  readonly value: string | null;
  readonly wins: boolean;
  readonly before: Settled | null;
}

/**
 * The settings of all commands of one RUN, in order, and the configuration of package managers that they leave behind for
 * later RUNs of the stage. `inherited` is what earlier RUNs left. Linear in the commands.
 */
export function commandSettings(
  step: Step,
  commands: readonly Command[],
  inherited: Settled | null = null,
): CommandSettings {
  if (inherited !== null) return readSettings(step, commands, inherited);
  let read = known.get(commands);
  if (read === undefined) {
    read = readSettings(step, commands, null);
    known.set(commands, read);
  }
  return read;
}

interface CommandSettings {
  readonly settings: readonly CommandSetting[];
  readonly settled: Settled | null;
}

/** Several facts ask for the same script, which belongs to one step. */
const known = new WeakMap<readonly Command[], CommandSettings>();

function readSettings(step: Step, commands: readonly Command[], inherited: Settled | null): CommandSettings {
  let exported: Settled | null = null;
  let settled = inherited;
  const variables = commands.map((command) => {
    const variable = variableReader(step, command, exported, settled);
    if (command.name === "export" || command.name === "") exported = remember(command, exported, variable);
    for (const configured of configuration(command)) settled = { ...configured, before: settled };
    return variable;
  });
  const workdir = step.state.workdir.path;
  const expanded = commands.map((command, at) => withKnownDirectory(command, variables[at]!));
  const directories = workingDirectories({ commands: expanded }, workdir ?? unknownWorkdir);
  const settings = variables.map((variable, at) => ({ step, ...placeOf(directories[at] ?? null), variable }));
  return { settings, settled };
}

/**
 * The text of a word after replacing the variables whose values are known; `null` when something in it stays unknown.
 * Globs stay as they are.
 */
export function expandWord(word: ShellWord, variable: (name: string) => string | null): string | null {
  if (word.literal) return word.text;
  if (word.text.includes("$(") || word.text.includes("`")) return null;
  let unknown = false;
  const text = word.text.replace(/\$\{(\w+)(?::?-([^${}]*))?\}/g, (_, name: string, fallback?: string) => {
    const value = variable(name);
    if (value !== null && (value !== "" || fallback === undefined)) return value;
    if (fallback !== undefined) return fallback;
    if (name === "HOME") return "~";
    if (name === "PWD") return ".";
    unknown = true;
    return "";
  });
  return unknown || text.includes("$") ? null : text;
}

/** Stands for a WORKDIR that is not known, so that `cd` can be followed from there; no path holds a NUL. */
const unknownWorkdir = "/\0";

function placeOf(directory: string | null): Pick<CommandSetting, "directory" | "belowUnknownWorkdir"> {
  const below = directory === null ? null : relativePath(directory, unknownWorkdir);
  return below === null
    ? { directory, belowUnknownWorkdir: null }
    : { directory: null, belowUnknownWorkdir: below };
}

/** A `cd` with its variables replaced where their values are known. */
function withKnownDirectory(command: Command, variable: (name: string) => string | null): Command {
  if (command.name !== "cd" && command.name !== "pushd") return command;
  const words = command.words.map((word) => {
    const text = word.variables.length === 0 ? null : expandWord(word, variable);
    return text === null || text.startsWith("~") ? word : { ...word, text, literal: true };
  });
  return { ...command, words };
}

function configuration(command: Command): readonly ConfiguredVariable[] {
  const call = readPackageCommand(command);
  return call === null ? [] : configuredVariables(call);
}

function remember(
  command: Command,
  before: Settled | null,
  variable: (name: string) => string | null,
): Settled | null {
  let exported = before;
  for (const { name, value } of command.assignments) {
    exported = {
      name,
      value: value === null ? "" : expandWord(value, variable),
      wins: false,
      before: exported,
    };
  }
  for (const word of command.name === "export" ? command.words.slice(1) : []) {
    const equals = word.text.indexOf("=");
    if (equals <= 0) continue;
    const value = expandWord({ ...word, text: word.text.slice(equals + 1) }, variable);
    exported = { name: word.text.slice(0, equals), value, wins: false, before: exported };
  }
  return exported;
}

/** Looked at only a bounded way back: scripts that set thousands of names are made to be slow. */
const longestMemory = 200;

function recall(memory: Settled | null, name: string): Settled | null {
  let left = longestMemory;
  for (let entry = memory; entry !== null && left > 0; entry = entry.before, left--) {
    if (entry.name === name) return entry;
  }
  return null;
}

function variableReader(
  step: Step,
  command: Command,
  exported: Settled | null,
  settled: Settled | null,
): (name: string) => string | null {
  const fromOutside = (name: string): string | null => {
    const configured = recall(settled, name);
    if (configured?.wins) return configured.value;
    const set = recall(exported, name);
    if (set !== null) return set.value;
    return step.state.scope.lookup(name)?.value ?? configured?.value ?? null;
  };
  return (name) => {
    const assigned = command.assignments.findLast((assignment) => assignment.name === name);
    if (assigned === undefined || command.name === "") return fromOutside(name);
    return assigned.value === null ? "" : expandWord(assigned.value, fromOutside);
  };
}
