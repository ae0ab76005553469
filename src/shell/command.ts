import type { MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** A shell script read into the simple commands that it may run. All ranges are in the Dockerfile. */
export interface ShellScript {
  /**
   * In the order in which they stand, those inside substitutions, loops, `sh -c '…'` included: what stands in the words
   * of a command follows it, and so do the commands of a heredoc that it runs.
   */
  readonly commands: readonly Command[];
  /** Everything that a list joins, in the order in which it begins; for what the commands alone don't tell. */
  readonly pipelines: readonly Pipeline[];
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
  /**
   * Base name of the program; `""` when there are only assignments or redirects, or the name is not known. That of
   * `$VENV/bin/pip` is known. `[[` and `((` are commands too: the words of the first are its operands and their
   * operators, the second has one word.
   */
  readonly name: string;
  /** The program's word as written and all its arguments; wrappers and their own arguments are left out. */
  readonly words: readonly ShellWord[];
  /** Everything: wrappers, assignments, words, redirects. */
  readonly range: Range;
  /** `A=1 program`, also `env A=1 program` and `sudo A=1 program`. */
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirect[];
  readonly wrappers: readonly Wrapper[];
  /** How it is joined to what stands before it in its list; `null` for the first command of a list. */
  readonly connector: Connector | null;
  /**
   * Numbers of the lists of commands that it stands in, outermost first: `levels[0]` is the whole script, `levels[i + 1]`
   * the list that `inside[i]` is about. Commands of one list have equal last numbers.
   */
  readonly levels: readonly number[];
  /** What it stands inside, outermost first. */
  readonly inside: readonly Enclosure[];
  /** Position in `ShellScript.pipelines` of the pipeline that it is a member of, with others; `null` for one alone. */
  readonly pipeline: number | null;
  /** Negated with `!`; set on all members of a negated pipeline. */
  readonly negated: boolean;
  /** Sent to the background with `&`, alone or with what it stands inside. */
  readonly background: boolean;
}

/** Commands joined with `|`, simple ones and compound ones; most often one alone. */
export interface Pipeline {
  /** How it is joined to what stands before it in its list; `null` for the first of a list. */
  readonly connector: Connector | null;
  /** Numbers of the lists that it stands in, as those of a command. */
  readonly levels: readonly number[];
  readonly inside: readonly Enclosure[];
  readonly negated: boolean;
  readonly background: boolean;
  /** In their order; some may be missing where the text can't be read. */
  readonly members: readonly PipelineMember[];
}

export interface PipelineMember {
  /** What a compound command is; `null` for a simple one. */
  readonly compound: Enclosure | null;
  /** Its commands in `ShellScript.commands`: from `first` up to `end`, those in its words included. */
  readonly first: number;
  readonly end: number;
}

export type Connector = "&&" | "||" | ";" | "&" | "|" | "|&" | "newline";

export type Enclosure =
  /** What `if`, `elif`, `while` or `until` asks; for `elif` inside an `if`. */
  | "condition"
  /** A branch, that of `else` included. */
  | "if"
  | "loop"
  | "case"
  | "subshell"
  | "group"
  | "function"
  | "substitution"
  /** The string argument of `sh -c`, `bash -lc`, `eval`, or a heredoc fed to a shell. */
  | "nested-script";

/** A program that runs another: `sudo`, `env`, `exec`, `time`, `nice`, `nohup`, `command`; `xargs` is not one. */
export interface Wrapper {
  readonly name: string;
  /** From its name to its last own argument. */
  readonly range: Range;
}

export interface ShellWord {
  /** Quotes and escapes undone; `$NAME` and `${NAME…}` as written with braces (`${NAME}`), substitutions as `$(…)`. */
  readonly text: string;
  /** True when the shell would use exactly `text`: no variable, substitution or unquoted glob in it. */
  readonly literal: boolean;
  /** Whether any part of it was quoted or escaped. */
  readonly quoted: boolean;
  readonly range: Range;
  /** Names of the variables it mentions, each once; those inside `$(…)` belong to the commands there. */
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
  /** For `<<` the delimiter: when it is `quoted`, the body is taken as it is. `null` when it is missing. */
  readonly target: ShellWord | null;
  /** Body of `<<`, without the tabs that `<<-` drops; escapes and variables as written. */
  readonly heredoc: MappedText | null;
  readonly range: Range;
}
