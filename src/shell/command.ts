import type { MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** A shell script read into the simple commands that it may run. All ranges are in the Dockerfile. */
export interface ShellScript {
  /** In the order in which they stand, those inside substitutions, loops, `sh -c '…'` included. */
  readonly commands: readonly Command[];
  /** Text that could not be read as shell; what could be read is in `commands`. */
  readonly problems: readonly ShellProblem[];
}

export interface ShellProblem {
  readonly message: string;
  readonly range: Range;
}

/**
 * One simple command, seen through wrappers: `sudo -E env A=1 /usr/bin/apt-get install x` is the command `apt-get` with
 * the words `apt-get install x` and the wrappers `sudo` and `env`.
 */
export interface Command {
  /** Position in `ShellScript.commands`. */
  readonly index: number;
  /** Base name of the program; `""` when there are only assignments or redirects, or the name is not literal. */
  readonly name: string;
  /** The program's word as written and all its arguments; wrappers and their own arguments are left out. */
  readonly words: readonly ShellWord[];
  /** Everything: wrappers, assignments, words, redirects. */
  readonly range: Range;
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirect[];
  readonly wrappers: readonly Wrapper[];
  /** How it is joined to the command before it on the same level; `null` for the first one of its level. */
  readonly connector: Connector | null;
  /** What it stands inside, outermost first. */
  readonly inside: readonly Enclosure[];
  /** Commands with the same number are members of one pipeline of two or more; `null` otherwise. */
  readonly pipeline: number | null;
  /** Negated with `!`. */
  readonly negated: boolean;
  /** Sent to the background with `&`. */
  readonly background: boolean;
}

export type Connector = "&&" | "||" | ";" | "&" | "|" | "|&" | "newline";

export type Enclosure =
  | "condition"
  | "if"
  | "loop"
  | "case"
  | "subshell"
  | "group"
  | "function"
  | "substitution"
  /** The string argument of `sh -c`, `bash -lc`, `eval`, or a heredoc fed to a shell. */
  | "nested-script";

/** A program that runs another: `sudo`, `env`, `exec`, `time`, `nice`, `nohup`, `command`, `xargs` is not one. */
export interface Wrapper {
  readonly name: string;
  readonly range: Range;
}

export interface ShellWord {
  /** Quotes and escapes undone; `$NAME` and `${NAME…}` as written with braces (`${NAME}`), substitutions as `$(…)`. */
  readonly text: string;
  /** True when the shell would use exactly `text`: no variable, substitution or unquoted glob in it. */
  readonly literal: boolean;
  /** Whether any part of it was quoted. */
  readonly quoted: boolean;
  readonly range: Range;
  /** Names of the variables it mentions. */
  readonly variables: readonly string[];
}

export interface Assignment {
  readonly name: string;
  /** `null` for `NAME=`. */
  readonly value: ShellWord | null;
  readonly range: Range;
}

export interface Redirect {
  /** `>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `>&`, `&>` … */
  readonly operator: string;
  readonly descriptor: number | null;
  readonly target: ShellWord | null;
  /** Body of `<<`. */
  readonly heredoc: MappedText | null;
  readonly range: Range;
}
