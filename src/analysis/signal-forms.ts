import type { Command, ShellWord } from "../shell/command.ts";

/** How a script in shell form can be written so that its program gets the signals that the container gets. */
export type SignalForm =
  /** It is one program with fixed arguments: exec form runs the same. */
  | { readonly kind: "exec-form"; readonly words: readonly string[]; readonly command: Command }
  /** `exec` at the offset `at` lets its last program take the place of the shell. */
  | { readonly kind: "exec-command"; readonly command: Command; readonly at: number };

/** The better way to write a script; `null` when it is good as it is, or there is no simple one (pipelines, loops, jobs). */
export function signalForm(commands: readonly Command[]): SignalForm | null {
  const [only] = commands;
  if (only !== undefined && commands.length === 1 && isPlain(only)) {
    return { kind: "exec-form", words: only.words.map(({ text }) => text), command: only };
  }
  const last = lastOfScript(commands);
  if (
    last === null ||
    needsShell.has(last.name) ||
    waiting.has(last.name) ||
    last.wrappers[0]?.name === "exec"
  )
    return null;
  const program = last.wrappers[0] ?? last.words[0];
  return program === undefined ? null : { kind: "exec-command", command: last, at: program.range.start };
}

/** Builtins and keywords for which there is no program of that name. */
const needsShell: ReadonlySet<string> = new Set(
  ". : [[ (( alias bg builtin cd declare eval exit export fg local popd pushd read return set shift source trap ulimit umask unset wait".split(
    " ",
  ),
);

/** Programs that only keep a container there: as its first process they take no notice of the signal either. */
const waiting: ReadonlySet<string> = new Set(["tail", "sleep"]);

function isPlain(command: Command): boolean {
  const { inside, redirects, assignments, wrappers, background, negated, words, name } = command;
  const parts = [inside, redirects, assignments, wrappers];
  if (parts.some(({ length }) => length > 0) || background || negated) return false;
  return words.length > 0 && !needsShell.has(name) && words.every(isFixed);
}

/** Whether a program gets the word as it stands: no tilde, no braces for Bash to expand. */
function isFixed({ literal, quoted, text }: ShellWord): boolean {
  return literal && (quoted || !/^~|[{}]/.test(text));
}

/** The command that the script ends with, if it runs whenever the ones before it went well. */
function lastOfScript(commands: readonly Command[]): Command | null {
  const at = commands.findLastIndex(({ inside }) => inside.length === 0);
  const last = commands[at];
  // What stands in the words of a command follows it.
  if (last === undefined || commands.slice(at + 1).some(({ inside }) => inside[0] !== "substitution")) {
    return null;
  }
  if (last.background || last.negated || last.pipeline !== null || last.connector === "||") return null;
  return last;
}
