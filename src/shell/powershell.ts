/**
 * Cuts PowerShell into statements, no deeper: that is all that is asked of it here.
 * Source: about_Parsing, about_Quoting_Rules, about_Comments of PowerShell 7 (read 2026-11).
 */
import type { MappedText } from "../text/mapped-text.ts";
import { sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

export interface PowerShellStatement {
  /** Trimmed; comments inside of it are left in. */
  readonly text: string;
  readonly range: Range;
}

/** What closes what is open, innermost last. `"` stands for a string that holds variables and `$(…)`. */
type Open = ")" | "]" | "}" | '"';

const closers: Readonly<Record<string, Open>> = { "(": ")", "[": "]", "{": "}" };

/** The statements of a script that stand in no block; `null` when a quote or a bracket is not closed. Linear. */
export function powerShellStatements(script: MappedText): readonly PowerShellStatement[] | null {
  const { text } = script;
  const statements: PowerShellStatement[] = [];
  const open: Open[] = [];
  /** Where the statement begins; `null` between two of them. */
  let start: number | null = null;
  let at = 0;
  const end = (to: number): void => {
    if (start === null) return;
    const statement = text.slice(start, to).trimEnd();
    statements.push({ text: statement, range: sourceRange(script, start, start + statement.length) });
    start = null;
  };
  /** Goes on behind the next `closer`; false when there is none. */
  const skipTo = (closer: string): boolean => {
    const found = text.indexOf(closer, at);
    at = found === -1 ? text.length : found + closer.length;
    return found !== -1;
  };
  while (at < text.length) {
    const character = text[at]!;
    const inString = open.at(-1) === '"';
    const begin = at++;
    if (character === "`") {
      at += text.startsWith("\r\n", at) ? 2 : 1;
    } else if (character === '"' && inString) {
      if (text[at] === '"') at++;
      else open.pop();
    } else if (inString) {
      if (character === "$" && text[at] === "(") {
        open.push(")");
        at++;
      }
    } else if (character === "@" && /^['"][ \t]*\r?\n/.test(text.slice(at, at + 80))) {
      if (!skipTo(`\n${text[at]}@`)) return null;
    } else if (character === '"') {
      open.push('"');
    } else if (character === "'") {
      if (!skipTo("'")) return null;
    } else if (character === "<" && text[at] === "#") {
      if (!skipTo("#>")) return null;
    } else if (character === "#" && /^$|[\s;|({[&]/.test(text[begin - 1] ?? "")) {
      const feed = text.indexOf("\n", at);
      at = feed === -1 ? text.length : feed;
      continue;
    } else if (closers[character] !== undefined) {
      open.push(closers[character]);
    } else if (character === ")" || character === "]" || character === "}") {
      if (open.pop() !== character) return null;
    } else if (open.length === 0 && (character === ";" || (character === "\n" && !isContinued(begin)))) {
      end(begin);
      continue;
    }
    if (!/\s/.test(character)) start ??= begin;
  }
  if (open.length > 0) return null;
  end(text.length);
  return statements;

  /** Whether a line goes on below: it ends with an operator, or the next one begins with a pipe. */
  function isContinued(feed: number): boolean {
    let before = feed - 1;
    while (before >= 0 && /[ \t\r]/.test(text[before]!)) before--;
    if (start !== null && /[|,=+&]/.test(text[before] ?? "")) return true;
    let next = feed + 1;
    while (next < text.length && /[ \t]/.test(text[next]!)) next++;
    return text[next] === "|";
  }
}
