/**
 * Reads the arguments of a command the way `getopt` does: flags in any order, `-qy` as `-q -y`, `--name=value`,
 * `--name value` and `-tvalue` where the flag is known to take a value, nothing but operands after `--`.
 */
import type { Command, ShellWord } from "./command.ts";

/** What has to be known about a program to tell its flags, their values and its operands apart. */
export interface FlagSyntax {
  /** Flags that take a value, with their dashes: `["-t", "--target-release"]`. */
  readonly valued?: readonly string[];
  /** One dash starts a long flag, as in `go build -o out -ldflags=-s`: there are no clusters. */
  readonly singleDash?: boolean;
}

export interface Flag {
  /** With its dashes and without a value: `-y`, `--yes`. */
  readonly name: string;
  /** The text after `=`, the rest of the cluster or the next word; `null` when there is none. */
  readonly value: string | null;
  /** The word in which the flag stands; flags of one cluster share it. */
  readonly word: ShellWord;
  /** The word that holds the value; `word` itself unless the value is a word of its own. */
  readonly valueWord: ShellWord | null;
}

export interface Arguments {
  readonly flags: readonly Flag[];
  /** The words that are neither flags nor values of flags, without `--`. */
  readonly operands: readonly ShellWord[];
}

const NO_SYNTAX: FlagSyntax = {};

/** Sorts the words after the program's name. */
export function readArguments(command: Command, syntax: FlagSyntax = NO_SYNTAX): Arguments {
  const { words } = command;
  const flags: Flag[] = [];
  const operands: ShellWord[] = [];
  for (let i = 1; i < words.length; ) {
    const word = words[i]!;
    if (word.text === "--") {
      operands.push(...words.slice(i + 1));
      break;
    }
    const next = readFlag(words, i, syntax, flags);
    if (next === i) operands.push(word);
    i = Math.max(next, i + 1);
  }
  return { flags, operands };
}

/**
 * Reads flags from `words[start]` up to the first operand and adds them to `flags`.
 * @returns the position of the first operand, behind a `--`.
 */
export function firstOperand(
  words: readonly ShellWord[],
  start: number,
  syntax: FlagSyntax,
  flags: Flag[],
): number {
  for (let i = start; i < words.length; ) {
    if (words[i]!.text === "--") return i + 1;
    const next = readFlag(words, i, syntax, flags);
    if (next === i) return i;
    i = next;
  }
  return words.length;
}

/** Reads the flag or cluster at `words[i]`. @returns the position after it and its value; `i` when it is none. */
function readFlag(words: readonly ShellWord[], i: number, syntax: FlagSyntax, flags: Flag[]): number {
  const word = words[i]!;
  const { text } = word;
  if (text.length < 2 || text[0] !== "-") return i;
  const valued = syntax.valued ?? [];
  if (text[1] === "-" || syntax.singleDash === true) {
    const equals = text.indexOf("=");
    if (equals !== -1) {
      flags.push({ name: text.slice(0, equals), value: text.slice(equals + 1), word, valueWord: word });
      return i + 1;
    }
    return addFlag(words, i, text, valued.includes(text), flags);
  }
  for (let at = 1; at < text.length; at++) {
    // What a variable in the cluster stands for is not known.
    if (!word.literal && text[at] === "$") return i + 1;
    const name = `-${text[at]}`;
    const takesValue = valued.includes(name);
    if (at === text.length - 1) return addFlag(words, i, name, takesValue, flags);
    // Some programs that are not strict about dashes take `-o=value`.
    const equals = text[at + 1] === "=";
    if (takesValue || equals) {
      flags.push({ name, value: text.slice(at + (equals ? 2 : 1)), word, valueWord: word });
      return i + 1;
    }
    flags.push({ name, value: null, word, valueWord: null });
  }
  return i + 1;
}

function addFlag(
  words: readonly ShellWord[],
  i: number,
  name: string,
  takesValue: boolean,
  flags: Flag[],
): number {
  const word = words[i]!;
  const valueWord = takesValue ? words[i + 1] : undefined;
  flags.push({ name, value: valueWord?.text ?? null, word, valueWord: valueWord ?? null });
  return valueWord === undefined ? i + 1 : i + 2;
}
