/** Commands that are handed a shell script: where in their arguments it stands. */
import type { ShellWord } from "./command.ts";
import { isReadableShell } from "./dialect.ts";

export type NestedScript =
  /** One word is the script. */
  | { readonly kind: "word"; readonly at: number }
  /** All words from `from` on, joined with blanks, are the script: `eval`. */
  | { readonly kind: "words"; readonly from: number }
  /** The script is what the command reads. */
  | { readonly kind: "input" };

/** Long options of Bash that take a value. */
const VALUED_LONG: readonly string[] = ["--rcfile", "--init-file"];

/**
 * Finds the script in the words of a command; `words[program]` is the program and `name` its base name. `null` when it is
 * handed none.
 */
export function nestedScript(
  name: string,
  words: readonly ShellWord[],
  program: number,
): NestedScript | null {
  const first = program + 1;
  if (name === "eval") {
    const from = words[first]?.text === "--" ? first + 1 : first;
    return from < words.length ? { kind: "words", from } : null;
  }
  if (name === "su" || name === "runuser") return switchUserScript(words, first);
  return isReadableShell(name) ? shellScript(words, first) : null;
}

/** `sh -c script`, also `bash -euxo pipefail -c script`; no operand, or `-s`, makes the shell read its input. */
function shellScript(words: readonly ShellWord[], first: number): NestedScript | null {
  let isCommand = false;
  let isInput = false;
  let at = first;
  while (at < words.length) {
    const { text } = words[at]!;
    if (text === "--" || text === "-") {
      at++;
      break;
    }
    if (!/^[-+]./.test(text)) break;
    at++;
    if (text.startsWith("--")) {
      if (VALUED_LONG.includes(text)) at++;
      continue;
    }
    for (const letter of text.slice(1)) {
      if (letter === "c" && text[0] === "-") isCommand = true;
      else if (letter === "s" && text[0] === "-") isInput = true;
      // `-o pipefail` and `-O extglob` take a word each, also out of a cluster.
      else if (letter === "o" || letter === "O") at++;
    }
  }
  if (isCommand) return at < words.length ? { kind: "word", at } : null;
  return isInput || at >= words.length ? { kind: "input" } : null;
}

/** `su [-] user -c script`: flags and the user may stand in any order. */
function switchUserScript(words: readonly ShellWord[], first: number): NestedScript | null {
  for (let at = first; at < words.length - 1; at++) {
    const { text } = words[at]!;
    if (text === "--") return null;
    if (text === "--command" || text === "--session-command" || /^-[a-z]*c$/.test(text)) {
      return { kind: "word", at: at + 1 };
    }
  }
  return null;
}
