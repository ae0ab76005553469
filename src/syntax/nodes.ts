import type { MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** A whole Dockerfile as written: nothing resolved, nothing left out. */
export interface Dockerfile {
  readonly text: string;
  /** The continuation character, from `# escape=` or `\`. */
  readonly escape: "\\" | "`";
  readonly directives: readonly Directive[];
  /** Every comment line, also those inside continued instructions; heredoc bodies have none. In document order. */
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  /** What BuildKit would reject, and where; in document order. The rest of the file is parsed all the same. */
  readonly problems: readonly SyntaxProblem[];
}

export interface SyntaxProblem {
  /** A stable kebab-case name of the kind of mistake, such as `unknown-instruction`. */
  readonly code: string;
  /** Present tense, code in back-ticks, no final full stop. */
  readonly message: string;
  readonly range: Range;
  /** What to do, where that is not plain from the message; starts with a verb. */
  readonly help?: string;
}

/** A parser directive in the first lines: `# syntax=`, `# escape=`, `# check=`. */
export interface Directive {
  /** Lower-cased. */
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly range: Range;
  readonly valueRange: Range;
}

export interface Comment {
  /** From `#` to the end of the line. */
  readonly range: Range;
  /** The text after `#`, not trimmed. */
  readonly text: string;
}

/** One word of an instruction: BuildKit's line joining is done, quotes, escapes and variables are as written. */
export interface Word {
  readonly text: string;
  readonly range: Range;
}

/** `--name`, `--name=value`; quotes and escapes in it are undone, as BuildKit does; variables are as written. */
export interface Flag {
  /** Without the dashes, as written. */
  readonly name: string;
  /** `null` when there is no `=`. */
  readonly value: string | null;
  readonly range: Range;
  readonly valueRange: Range | null;
  /** `value` and where its units stand. */
  readonly mapped: MappedText | null;
}

export interface Heredoc {
  /** The marker word as written, with `<<`: `<<-"EOF"`, `3<<EOF`. */
  readonly marker: Word;
  /** The delimiter without quotes. */
  readonly name: string;
  /** False when any part of the delimiter was quoted. */
  readonly expand: boolean;
  /** True for `<<-`: leading tabs of body and terminator are dropped. */
  readonly chomp: boolean;
  /** File descriptor before `<<`, if any. */
  readonly descriptor: number | null;
  /** The body with `<<-` tabs dropped, up to and with the line feed before the terminator line. */
  readonly body: MappedText;
  /** All body lines as they stand in the document, without the terminator line. */
  readonly bodyRange: Range;
  /** The terminator word; `null` when the heredoc is not terminated: then the body ends where the next instruction seems to begin. */
  readonly terminator: Range | null;
}

/** `["a", "b"]`: BuildKit's JSON form. */
export interface ExecForm {
  readonly form: "exec";
  readonly strings: readonly JsonString[];
  readonly range: Range;
}

export interface JsonString {
  /** The decoded text. */
  readonly value: string;
  /** With its quotes. */
  readonly range: Range;
  /** The decoded text and where its units stand; escapes map to their first unit. */
  readonly mapped: MappedText;
}

/** Text handed to the shell as it is, or the single bare heredoc of a RUN. */
export interface ShellForm {
  readonly form: "shell";
  /** The script after line joining. For `RUN <<EOF` this is the marker's line; the body is in `heredocs`. */
  readonly script: MappedText;
  readonly range: Range;
}

export type CommandForm = ExecForm | ShellForm;

export interface KeyValue {
  readonly key: Word;
  /** As written, quotes included; `null` for `ARG name` without value. */
  readonly value: Word | null;
  readonly range: Range;
}

interface InstructionBase<Kind extends string> {
  readonly kind: Kind;
  /** Position among the instructions of the file. */
  readonly index: number;
  /** From the keyword to the end of the last line's text, heredoc bodies and terminators included. */
  readonly range: Range;
  /** As written. */
  readonly keyword: Word;
  readonly flags: readonly Flag[];
  /** All text after keyword and flags, after line joining, without heredoc bodies; trailing blanks trimmed. */
  readonly rest: MappedText;
  /** In the order of their markers. Those of an ONBUILD trigger are in both instructions. */
  readonly heredocs: readonly Heredoc[];
  /** Blank lines inside the continuation: BuildKit's NoEmptyContinuation. */
  readonly emptyContinuations: readonly Range[];
  /** What BuildKit rejects in this instruction; also in the file's `problems`. */
  readonly problems: readonly SyntaxProblem[];
}

export interface From extends InstructionBase<"FROM"> {
  /** `null` when there is no argument at all. */
  readonly image: Word | null;
  /** The word `AS` as written, and the stage name as written. */
  readonly as: Word | null;
  readonly name: Word | null;
}

export interface Run extends InstructionBase<"RUN"> {
  readonly command: CommandForm;
}

export interface Cmd extends InstructionBase<"CMD"> {
  readonly command: CommandForm;
}

export interface Entrypoint extends InstructionBase<"ENTRYPOINT"> {
  readonly command: CommandForm;
}

export interface Shell extends InstructionBase<"SHELL"> {
  /** `null` when it is not a JSON array. */
  readonly command: ExecForm | null;
}

export interface Healthcheck extends InstructionBase<"HEALTHCHECK"> {
  /** `null` for `HEALTHCHECK NONE`. */
  readonly command: CommandForm | null;
}

interface Transfer<Kind extends string> extends InstructionBase<Kind> {
  /** Heredoc markers are not among the sources: see `heredocs`. */
  readonly sources: readonly Word[];
  readonly destination: Word | null;
  /** Whether the words stand in a JSON array; then `text` is the decoded string. */
  readonly json: boolean;
}

export interface Copy extends Transfer<"COPY"> {}
export interface Add extends Transfer<"ADD"> {}

export interface Env extends InstructionBase<"ENV"> {
  readonly pairs: readonly KeyValue[];
  /** `ENV key value`. */
  readonly legacy: boolean;
}

export interface Label extends InstructionBase<"LABEL"> {
  readonly pairs: readonly KeyValue[];
  readonly legacy: boolean;
}

export interface Arg extends InstructionBase<"ARG"> {
  readonly pairs: readonly KeyValue[];
}

export interface Expose extends InstructionBase<"EXPOSE"> {
  readonly ports: readonly Word[];
}

export interface User extends InstructionBase<"USER"> {
  /** The whole argument: BuildKit takes one. */
  readonly user: Word | null;
}

export interface Workdir extends InstructionBase<"WORKDIR"> {
  readonly path: Word | null;
}

export interface Volume extends InstructionBase<"VOLUME"> {
  readonly paths: readonly Word[];
  readonly json: boolean;
}

export interface Stopsignal extends InstructionBase<"STOPSIGNAL"> {
  readonly signal: Word | null;
}

export interface Maintainer extends InstructionBase<"MAINTAINER"> {}

export interface Onbuild extends InstructionBase<"ONBUILD"> {
  /**
   * The instruction that runs in the child image; its `index` is that of the ONBUILD. `null` when there is none. Its `problems` are
   * what BuildKit rejects when the child image is built; what it rejects at once is in those of the ONBUILD too.
   */
  readonly trigger: Instruction | null;
}

/** A keyword that BuildKit does not know. */
export interface Unknown extends InstructionBase<"UNKNOWN"> {}

export type Instruction =
  | Add
  | Arg
  | Cmd
  | Copy
  | Entrypoint
  | Env
  | Expose
  | From
  | Healthcheck
  | Label
  | Maintainer
  | Onbuild
  | Run
  | Shell
  | Stopsignal
  | Unknown
  | User
  | Volume
  | Workdir;

export type InstructionKind = Instruction["kind"];
export type InstructionOf<Kind extends InstructionKind> = Extract<Instruction, { kind: Kind }>;
