import { cleanPath, resolvePath } from "../text/posix-path.ts";
import { firstOperand } from "./arguments.ts";
import type { Command, Enclosure, ShellScript, ShellWord } from "./command.ts";

/**
 * The directory in which each command of a script starts, in the order of `script.commands`: absolute, cleaned, `null`
 * where it is not known. `start` is that of the script, absolute or `null`.
 *
 * A `cd` is taken to succeed. One that may not run (in a branch, a loop, a function, after `||` or a test) makes the
 * directory unknown from there on; one in a subshell, a substitution, a pipeline or another shell ends with it.
 */
export function workingDirectories(
  script: Pick<ShellScript, "commands">,
  start: string | null,
): readonly (string | null)[] {
  const outermost: List = {
    level: 0,
    enclosure: null,
    here: { directory: start === null ? null : cleanPath(start), previous: null, pushed: null },
    statement: null,
    isTested: false,
    mayHaveMoved: false,
    hasMoved: false,
    last: null,
  };
  const lists: List[] = [outermost];
  return script.commands.map((command) => {
    enterLists(lists, command);
    const list = lists.at(-1)!;
    startCommand(list, command);
    const { directory } = list.here;
    move(list, command);
    list.last = command;
    return directory;
  });
}

/** Where a shell stands. Never changed, so that it can be kept and gone back to. */
interface Location {
  readonly directory: string | null;
  /** What `cd -` goes back to. */
  readonly previous: string | null;
  /** The stack of `pushd`. */
  readonly pushed: Pushed | null;
}

interface Pushed {
  readonly directory: string | null;
  readonly below: Pushed | null;
}

/** A list of commands that is being walked. */
interface List {
  readonly level: number;
  readonly enclosure: Enclosure | null;
  here: Location;
  /** Where the current statement began; a statement in the background leaves the shell there. */
  statement: Location | null;
  /** A test stands before, joined with `&&`: what follows in the statement may not run. */
  isTested: boolean;
  /** Something that may not have run has moved the shell; holds from the next command on. */
  mayHaveMoved: boolean;
  hasMoved: boolean;
  last: Command | null;
}

const UNKNOWN: Location = { directory: null, previous: null, pushed: null };

/** Longest path that Linux takes (PATH_MAX); a longer one counts as unknown. */
const LONGEST_PATH = 4096;

const TESTS: readonly string[] = ["[", "test", "[[", "(("];

/** Leaves the lists that ended before a command and enters those that start with it. */
function enterLists(lists: List[], command: Command): void {
  const { levels, inside } = command;
  let shared = 1;
  while (shared < lists.length && lists[shared]!.level === levels[shared]) shared++;
  while (lists.length > shared) leave(lists.pop()!, lists.at(-1)!);
  for (let depth = shared; depth < levels.length; depth++) {
    const outer = lists.at(-1)!;
    const enclosure = inside[depth - 1]!;
    // Only the branches of one `if` exclude each other for sure; what one of them did does not count in the next.
    if (enclosure !== "if") settle(outer);
    lists.push({
      level: levels[depth]!,
      enclosure,
      here: startsElsewhere(enclosure, outer.last) ? UNKNOWN : outer.here,
      statement: null,
      isTested: false,
      mayHaveMoved: false,
      hasMoved: false,
      last: outer.last,
    });
  }
}

/** Whether a list starts in another directory than the list around it has reached. */
function startsElsewhere(enclosure: Enclosure, holder: Command | null): boolean {
  if (enclosure === "function") return true;
  // A login shell of another user starts in the home directory.
  return (
    enclosure === "nested-script" &&
    (holder?.name === "su" || holder?.name === "runuser") &&
    holder.words.some(({ text }) => text === "-" || text === "-l" || text === "--login")
  );
}

function leave(list: List, outer: List): void {
  settle(list);
  if (!list.hasMoved) return;
  switch (list.enclosure) {
    case "group":
    case "condition":
      outer.here = list.here;
      outer.hasMoved = true;
      break;
    case "nested-script":
      if (outer.last?.name !== "eval") break;
      outer.here = list.here;
      outer.hasMoved = true;
      break;
    case "if":
    case "loop":
    case "case":
    case "function":
      outer.mayHaveMoved = true;
      break;
  }
}

function settle(list: List): void {
  if (!list.mayHaveMoved) return;
  list.mayHaveMoved = false;
  list.hasMoved = true;
  list.here = UNKNOWN;
}

function startCommand(list: List, { connector }: Command): void {
  const isJoined = connector === "&&" || connector === "||" || connector === "|" || connector === "|&";
  if (!isJoined) {
    if (connector === "&" && list.statement !== null) {
      list.here = list.statement;
      list.mayHaveMoved = false;
    }
    list.isTested = false;
  }
  if (!isJoined || !list.isTested) settle(list);
  if (!isJoined) list.statement = list.here;
}

function move(list: List, command: Command): void {
  if (TESTS.includes(command.name)) list.isTested = true;
  const moved = command.pipeline === null ? locationAfter(list.here, command) : null;
  if (moved === null) return;
  list.hasMoved = true;
  list.here = command.connector === "||" ? UNKNOWN : moved;
  if (list.isTested) list.mayHaveMoved = true;
}

/** Where a command leaves its shell; `null` when it does not move it. */
function locationAfter(here: Location, command: Command): Location | null {
  const { name, words, wrappers } = command;
  if (name !== "cd" && name !== "pushd" && name !== "popd") return null;
  if (wrappers.some((wrapper) => wrapper.name !== "command" && wrapper.name !== "builtin")) return null;
  const operand = words[firstOperand(words, 1, {}, [])];
  if (name === "popd") {
    if (operand !== undefined || here.pushed === null) return UNKNOWN;
    const { directory, below } = here.pushed;
    return { directory, previous: here.directory, pushed: below };
  }
  // Without an operand, `pushd` swaps; `+1` picks from its stack.
  if (name === "pushd" && (operand === undefined || /^[-+]\d/.test(operand.text))) return UNKNOWN;
  const pushed = name === "pushd" ? { directory: here.directory, below: here.pushed } : here.pushed;
  return { directory: target(here, operand), previous: here.directory, pushed };
}

/** Where `cd` with this operand goes; `null` for the home directory and what a variable says. */
function target(here: Location, operand: ShellWord | undefined): string | null {
  if (operand?.literal !== true) return null;
  const { text } = operand;
  if (text === "-") return here.previous;
  if (text.startsWith("/")) return text.length > LONGEST_PATH ? null : cleanPath(text);
  if (here.directory === null || here.directory.length + text.length > LONGEST_PATH) return null;
  return resolvePath(here.directory, text);
}
