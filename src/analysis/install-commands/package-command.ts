import type { ManagerAction, PackageManager, Switches } from "../../knowledge/package-manager.ts";
import {
  packageManagerNamed,
  packageManagerOfModule,
  packageManagerOfProgram,
} from "../../knowledge/package-managers.ts";
import { type Flag, readArguments } from "../../shell/arguments.ts";
import type { Command, ShellWord } from "../../shell/command.ts";
import { baseName } from "../../text/posix-path.ts";
import { goalsOf } from "./goals.ts";

/** A call of a package manager, whatever it does: `apt-get update`, `npm ci`, `pip cache purge`. */
export interface PackageCommand {
  readonly command: Command;
  readonly manager: PackageManager;
  /** The words that name the action: `install`, `mod download`, `pip install`; `""` for the bare program. */
  readonly action: string;
  readonly does: ManagerAction;
  readonly flags: readonly Flag[];
  /** Words after the action that are neither options nor their values. */
  readonly operands: readonly ShellWord[];
}

/** `python -m poetry run python -m pip …`: as many programs as are looked through. */
const deepest = 4;

const known = new WeakMap<Command, PackageCommand | null>();

/**
 * Reads a command as a call of a package manager: `python3 -m pip`, `corepack pnpm`, `./mvnw` included; `null` for any other. Many
 * facts ask, so each command is read once.
 */
export function readPackageCommand(command: Command): PackageCommand | null {
  let read = known.get(command);
  if (read === undefined) {
    read = readThrough(command);
    known.set(command, read);
  }
  return read;
}

function readThrough(command: Command): PackageCommand | null {
  let current = command;
  for (let depth = 0; depth < deepest; depth++) {
    const inner = programInside(current);
    if (inner === null) return readDirectly(current);
    current = inner;
  }
  return null;
}

/** Whether any of the switches is on for this command. `variable` gives the value of an environment variable, `null` when unset. */
export function isSwitchedOn(
  call: PackageCommand,
  switches: Switches | undefined,
  variable: (name: string) => string | null,
): boolean {
  if (switches === undefined) return false;
  return (
    switches.actions?.includes(call.action) === true ||
    switches.flags?.some((wanted) => hasFlag(call, wanted)) === true ||
    switches.variables?.some(({ name, values }) => isOn(variable(name), values)) === true
  );
}

/** The last value of any of these options; `null` without one. */
export function flagValue(call: PackageCommand, names: readonly string[]): ShellWord | null {
  const flag = call.flags.findLast(({ name, value }) => value !== null && names.includes(name));
  return flag === undefined ? null : flagWord(flag);
}

/** All values of these options, in order. */
export function flagValues(call: PackageCommand, names: readonly string[]): readonly ShellWord[] {
  return call.flags
    .filter(({ name, value }) => value !== null && names.includes(name))
    .map((flag) => flagWord(flag));
}

/** Whether one of these options is given, with or without a value. */
export function hasAnyFlag(call: PackageCommand, names: readonly string[]): boolean {
  return call.flags.some(({ name }) => names.includes(name));
}

function flagWord(flag: Flag): ShellWord {
  const word = flag.valueWord ?? flag.word;
  return word.text === flag.value ? word : { ...word, text: flag.value ?? "" };
}

const offValues = new Set(["", "0", "false", "no", "off", "n", "f"]);

function isOn(value: string | null, wanted: readonly string[] | undefined): boolean {
  if (value === null) return false;
  const lower = value.toLowerCase();
  if (wanted === undefined) return !offValues.has(lower);
  return lower.split(/[\s,:]+/).some((part) => wanted.includes(part));
}

/** `--omit=dev` fits `--omit=dev`, `--omit dev` and `--omit=optional,dev`; `--frozen` fits `--frozen` and `--frozen=true`. */
function hasFlag(call: PackageCommand, wanted: string): boolean {
  const equals = wanted.indexOf("=");
  const name = equals === -1 ? wanted : wanted.slice(0, equals);
  const part = equals === -1 ? null : wanted.slice(equals + 1).toLowerCase();
  return call.flags.some((flag) => {
    if (flag.name !== name) return false;
    const value = flag.value?.toLowerCase() ?? null;
    if (part === null) return value === null || !offValues.has(value);
    return value?.split(/[\s,:]+/).includes(part) === true;
  });
}

/** The program that a command runs in its place; `null` when it is no such runner. */
function programInside(command: Command): Command | null {
  const { name, words } = command;
  if (/^(python|pypy)[\d.]*$/.test(name)) {
    const at = words.findIndex((word) => word.text === "-m");
    const module = at === -1 ? undefined : words[at + 1]?.text;
    // A file before `-m` takes all that follows.
    if (module === undefined || words.slice(1, at).some((word) => !word.text.startsWith("-"))) return null;
    return packageManagerOfModule(module) === null ? null : from(command, at + 1);
  }
  if (name === "corepack") {
    const program = words[1]?.text.split("@")[0] ?? "";
    return ["npm", "pnpm", "yarn"].includes(program) ? from(command, 1, program) : null;
  }
  if (name === "php") {
    const at = words.findIndex((word, index) => index > 0 && !word.text.startsWith("-"));
    return at > 0 && /^composer(\.phar)?$/.test(baseName(words[at]!.text)) ? from(command, at) : null;
  }
  if (["sh", "bash", "ash", "dash"].includes(name)) {
    // `sh ./gradlew build` where the wrapper's file mode was lost.
    const at = words.findIndex((word, index) => index > 0 && !word.text.startsWith("-"));
    return at > 0 && /^(gradlew|mvnw)$/.test(baseName(words[at]!.text)) ? from(command, at) : null;
  }
  if (["poetry", "pipenv", "conda", "mamba", "micromamba"].includes(name)) {
    const read = readDirectly(command);
    if (read === null || read.does !== "other" || read.action !== "run") return null;
    const inner = read.operands[0];
    return inner === undefined ? null : from(command, words.indexOf(inner));
  }
  return null;
}

function from(command: Command, at: number, name = baseName(command.words[at]?.text ?? "")): Command {
  return { ...command, name, words: command.words.slice(at) };
}

function readDirectly(command: Command): PackageCommand | null {
  if (/^python[\d.]*$/.test(command.name)) return readSetupScript(command);
  const manager = packageManagerOfProgram(command.name) ?? packageManagerOfModule(command.name);
  if (manager === null) return null;
  const { flags, operands } = readArguments(command, {
    valued: manager.valueFlags,
    singleDash: manager.singleDash ?? false,
  });
  if (asksForHelp(flags, manager.name)) {
    return { command, manager, action: "help", does: "other", flags, operands: [] };
  }
  const read = { command, manager, flags };
  if (manager.name === "pacman") return { ...read, ...pacmanAction(flags, operands) };
  const goals = goalsOf(manager.name, operands);
  if (goals !== null) return { ...read, ...goals };
  if (command.name === "pip-sync") return { ...read, action: "sync", does: "manifest", operands };
  // `cargo +nightly build`: the first word names a toolchain.
  const words = operands.filter((word, at) => at > 0 || !word.text.startsWith("+"));
  return { ...read, ...findAction(manager, words) };
}

function findAction(
  manager: PackageManager,
  words: readonly ShellWord[],
): Pick<PackageCommand, "action" | "does" | "operands"> {
  for (let length = Math.min(3, words.length); length >= 0; length--) {
    const action = words
      .slice(0, length)
      .map((word) => word.text)
      .join(" ");
    if (length === 0 && words.length > 0) break;
    if (Object.hasOwn(manager.actions, action)) {
      return { action, does: manager.actions[action]!, operands: words.slice(length) };
    }
  }
  return { action: words[0]?.text ?? "", does: "other", operands: words.slice(1) };
}

function asksForHelp(flags: readonly Flag[], manager: string): boolean {
  return flags.some(({ name, value }) => {
    if (value !== null) return false;
    return name === "--help" || name === "--version" || (manager === "maven" && name === "-v");
  });
}

/** `python setup.py install` installs the project with setuptools. */
function readSetupScript(command: Command): PackageCommand | null {
  const script = command.words.findIndex((word, at) => at > 0 && !word.text.startsWith("-"));
  if (script < 1 || baseName(command.words[script]!.text) !== "setup.py") return null;
  const action = command.words[script + 1]?.text ?? "";
  const manager = packageManagerNamed("pip");
  if (manager === null || !["install", "develop", "bdist_wheel", "build"].includes(action)) return null;
  return { command, manager, action: `setup.py ${action}`, does: "project", flags: [], operands: [] };
}

/** Pacman names its actions by options: `-S`, `-Sy`, `-Syu`, `-Scc`, `-R`, `-U`. */
function pacmanAction(
  flags: readonly Flag[],
  operands: readonly ShellWord[],
): Pick<PackageCommand, "action" | "does" | "operands"> {
  const has = (...names: string[]): boolean => flags.some(({ name }) => names.includes(name));
  if (has("-S", "--sync")) {
    if (has("-c", "--clean")) return { action: "-Sc", does: "clean", operands };
    if (operands.length > 0) return { action: "-S", does: "packages", operands };
    if (has("-u", "--sysupgrade")) return { action: "-Su", does: "upgrade", operands };
    return { action: "-Sy", does: has("-y", "--refresh") ? "index" : "other", operands };
  }
  if (has("-U", "--upgrade")) return { action: "-U", does: "packages", operands };
  if (has("-R", "--remove")) return { action: "-R", does: "remove", operands };
  return { action: "", does: "other", operands };
}
