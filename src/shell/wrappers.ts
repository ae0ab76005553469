/** Programs that run another program, and how their own arguments end. */
import { type Flag, type FlagSyntax, firstOperand } from "./arguments.ts";
import type { Assignment, ShellWord, Wrapper } from "./command.ts";

interface WrapperSyntax extends FlagSyntax {
  /** Operands of its own before the program: the duration of `timeout`, the user of `gosu`. */
  readonly operands?: number;
  /** Takes `NAME=value` words before the program. */
  readonly assignments?: boolean;
  /** Flags with which it runs no program, or finds it another way. */
  readonly otherwise?: readonly string[];
}

/** Source: the manual pages of sudo 1.9, doas, GNU coreutils 9, util-linux 2.39, Bash 5.2, and the READMEs of the others. */
const WRAPPERS: ReadonlyMap<string, WrapperSyntax> = new Map<string, WrapperSyntax>([
  [
    "sudo",
    {
      valued: [
        ...["-C", "-D", "-g", "-h", "-p", "-R", "-r", "-T", "-t", "-U", "-u"],
        ...["--close-from", "--chdir", "--group", "--host", "--prompt", "--chroot", "--role"],
        ...["--command-timeout", "--type", "--other-user", "--user"],
      ],
      assignments: true,
      otherwise: ["-e", "--edit", "-l", "--list", "-v", "--validate", "-V", "--version"],
    },
  ],
  ["doas", { valued: ["-C", "-u"], otherwise: ["-C", "-L"] }],
  [
    "env",
    {
      valued: ["-u", "-C", "-S", "--unset", "--chdir", "--split-string"],
      assignments: true,
      otherwise: ["-S", "--split-string"],
    },
  ],
  ["exec", { valued: ["-a"] }],
  ["command", { otherwise: ["-v", "-V"] }],
  ["builtin", {}],
  ["time", { valued: ["-f", "-o", "--format", "--output"] }],
  ["nice", { valued: ["-n", "--adjustment"] }],
  [
    "ionice",
    { valued: ["-c", "-n", "-p", "-P", "-u", "--class", "--classdata"], otherwise: ["-p", "-P", "-u"] },
  ],
  ["nohup", {}],
  ["setsid", {}],
  ["stdbuf", { valued: ["-i", "-o", "-e", "--input", "--output", "--error"] }],
  ["timeout", { valued: ["-k", "-s", "--kill-after", "--signal"], operands: 1 }],
  ["gosu", { operands: 1 }],
  ["su-exec", { operands: 1 }],
  ["eatmydata", {}],
  ["busybox", { otherwise: ["--install", "--list", "--list-full", "--help"] }],
  ["tini", { valued: ["-e", "-p"] }],
  ["dumb-init", { valued: ["-r", "--rewrite"] }],
]);

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

export interface Unwrapped {
  readonly wrappers: readonly Wrapper[];
  /** Variables set for the program, as in `env A=1 program`. */
  readonly assignments: readonly Assignment[];
  /** Position of the program's word. */
  readonly program: number;
}

const NOTHING: Unwrapped = { wrappers: [], assignments: [], program: 0 };

/** Finds the program that words run in the end. A wrapper with nothing to run is the program itself. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  if (words.length < 2 || !WRAPPERS.has(programName(words[0]!))) return NOTHING;
  const wrappers: Wrapper[] = [];
  const assignments: Assignment[] = [];
  let program = 0;
  for (;;) {
    const name = programName(words[program]!);
    const syntax = WRAPPERS.get(name);
    if (syntax === undefined) break;
    const flags: Flag[] = [];
    let next = firstOperand(words, program + 1, syntax, flags);
    if (syntax.otherwise && flags.some((flag) => syntax.otherwise!.includes(flag.name))) break;
    const settings: Assignment[] = [];
    for (; syntax.assignments === true && next < words.length; next++) {
      const setting = assignmentIn(words[next]!);
      if (setting === null) break;
      settings.push(setting);
    }
    next += syntax.operands ?? 0;
    if (next >= words.length) break;
    wrappers.push({
      name,
      range: { start: words[program]!.range.start, end: words[next - 1]!.range.end },
    });
    for (const setting of settings) assignments.push(setting);
    program = next;
  }
  return { wrappers, assignments, program };
}

/** Reads `NAME=value` out of one word. The value's range is that of the whole word, as quotes may stand anywhere in it. */
function assignmentIn(word: ShellWord): Assignment | null {
  const name = ASSIGNMENT.exec(word.text)?.[1];
  if (name === undefined) return null;
  const text = word.text.slice(name.length + 1);
  return { name, value: text === "" ? null : { ...word, text }, range: word.range };
}

/** What may follow the last slash of a path whose folder is a variable: no end of an expansion, no glob. */
const PLAIN_NAME = /^[\w.+-]+$/;

/** Base name of the program that a word names; `""` when that is not known. */
export function programName(word: ShellWord): string {
  const name = word.text.slice(word.text.lastIndexOf("/") + 1);
  return word.literal || (name.length < word.text.length && PLAIN_NAME.test(name)) ? name : "";
}
