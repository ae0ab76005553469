import type { Instruction } from "../syntax/nodes.ts";
import { type MappedText, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** Text that is meant for a JSON array of strings and that the builder does not read as one. */
export interface BrokenArray {
  readonly range: Range;
  /** The words as they are meant; `null` when that is not plain. */
  readonly words: readonly string[] | null;
  /** The first thing wrong with it; `null` when that is not plain either. */
  readonly flaw: Flaw | null;
}

export type Flaw =
  | "single quotes"
  | "typographic quotes"
  | "no quotes"
  | "backslashes"
  | "extra comma"
  | "missing comma"
  | "missing bracket";

/** The broken array of an instruction; `null` when it has none, or is none of those that take an array instead of words. */
export function brokenArray(instruction: Instruction): BrokenArray | null {
  const text = textOf(instruction);
  if (text === null || !text.text.startsWith("[") || instruction.heredocs.length > 0) return null;
  const range = sourceRange(text, 0, text.text.length);
  const read = readLoosely(text.text);
  // `[ -f /a ]` and `[a-z]*` are no arrays.
  if (read !== null && isArray(read, instruction)) return { range, words: read.words, flaw: read.flaw };
  return /^\[["'“”‘’]/.test(text.text) ? { range, words: null, flaw: null } : null;
}

/** The text in which an array may stand, where the builder found none. */
function textOf(instruction: Instruction): MappedText | null {
  switch (instruction.kind) {
    case "CMD":
    case "ENTRYPOINT":
    case "RUN":
    case "HEALTHCHECK":
      return instruction.command?.form === "shell" ? instruction.command.script : null;
    case "ADD":
    case "COPY":
    case "VOLUME":
      return instruction.json ? null : instruction.rest;
    default:
      return null;
  }
}

interface LooseArray {
  readonly words: readonly string[];
  readonly flaw: Flaw | null;
  readonly hasQuotes: boolean;
}

function isArray({ words, hasQuotes }: LooseArray, { kind, rest }: Instruction): boolean {
  if (hasQuotes || words.length > 1) return true;
  return words.length === 1 && kind !== "COPY" && kind !== "ADD" && !/^\[\s/.test(rest.text);
}

const closing: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "”": "”",
  "‘": "’",
  "’": "’",
};

/** Reads what people write for an array: any quotes or none, commas too many or too few. `null` for anything else. Linear. */
function readLoosely(text: string): LooseArray | null {
  const words: string[] = [];
  const flaws: Flaw[] = [];
  let hasQuotes = false;
  let wasQuoted = false;
  let wasComma = true;
  let at = 1;
  for (;;) {
    at = skipSpace(text, at);
    const char = text.charAt(at);
    if (char === "" || char === "]") {
      if (char === "" ? wasComma : at + 1 < text.length) return null;
      if (char === "") flaws.push("missing bracket");
      else if (wasComma && words.length > 0) flaws.push("extra comma");
      return words.length === 0 ? null : { words, flaw: flaws[0] ?? null, hasQuotes };
    }
    if (char === ",") {
      if (wasComma) return null;
      wasComma = true;
      at++;
      continue;
    }
    const isQuoted = Object.hasOwn(closing, char);
    if (!wasComma) {
      if (!isQuoted || !wasQuoted) return null;
      flaws.push("missing comma");
    }
    const word = isQuoted ? quotedWord(text, at) : bareWord(text, at);
    if (word === null) return null;
    words.push(word.value);
    if (word.flaw !== null) flaws.push(word.flaw);
    hasQuotes ||= isQuoted;
    wasQuoted = isQuoted;
    wasComma = false;
    at = word.end;
  }
}

interface LooseWord {
  readonly value: string;
  readonly end: number;
  readonly flaw: Flaw | null;
}

function quotedWord(text: string, start: number): LooseWord | null {
  const open = text.charAt(start);
  const close = closing[open]!;
  let end = start + 1;
  while (end < text.length && text.charAt(end) !== close)
    end += open === '"' && text.charAt(end) === "\\" ? 2 : 1;
  if (end >= text.length) return null;
  const inner = text.slice(start + 1, end);
  if (open !== '"') {
    return { value: inner, end: end + 1, flaw: open === "'" ? "single quotes" : "typographic quotes" };
  }
  try {
    return { value: JSON.parse(text.slice(start, end + 1)) as string, end: end + 1, flaw: null };
  } catch {
    // `C:\app`: a backslash before anything but what JSON knows.
    return { value: inner, end: end + 1, flaw: "backslashes" };
  }
}

function bareWord(text: string, start: number): LooseWord | null {
  let end = start;
  while (end < text.length && !/[\s,\]["'“”‘’`(){};&|<>*?!=]/.test(text.charAt(end))) end++;
  return end === start ? null : { value: text.slice(start, end), end, flaw: "no quotes" };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}
