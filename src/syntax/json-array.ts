import { skipSpace } from "./characters.ts";

/** One string of a JSON array; offsets in the text that was read, quotes included. */
export interface JsonItem {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Where the units of `value` come from: runs of units that stand one after the other; `null` when it has no escapes. */
  readonly runs: readonly JsonRun[] | null;
}

export interface JsonRun {
  readonly text: string;
  readonly at: number;
}

export interface JsonArray {
  readonly items: readonly JsonItem[];
  /** The first element that is not a string: BuildKit rejects it. */
  readonly bad: { readonly start: number; readonly end: number } | null;
}

/**
 * Reads a JSON array of strings that fills `start`…`end`, as Go's decoder does; `null` when it is not JSON or no array, which
 * BuildKit silently takes for shell form.
 */
export function parseJsonArray(text: string, start: number, end: number): JsonArray | null {
  let at = skipSpace(text, start, end);
  if (text.charAt(at) !== "[" || at >= end) return null;
  const items: JsonItem[] = [];
  at = skipJsonSpace(text, at + 1, end);
  if (at < end && text.charAt(at) === "]")
    return skipJsonSpace(text, at + 1, end) === end ? { items, bad: null } : null;
  for (;;) {
    if (at >= end) return null;
    if (text.charAt(at) !== '"')
      return isJson(text.slice(start, end)) ? { items, bad: badElement(text, at, end) } : null;
    const item = parseString(text, at, end);
    if (item === null) return null;
    items.push(item);
    at = skipJsonSpace(text, item.end, end);
    const separator = at < end ? text.charAt(at) : "";
    at = skipJsonSpace(text, at + 1, end);
    if (separator === "]") return at >= end ? { items, bad: null } : null;
    if (separator !== ",") return null;
  }
}

function parseString(text: string, start: number, end: number): JsonItem | null {
  const runs: JsonRun[] = [];
  let value = "";
  let run = start + 1;
  let at = run;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20) return null;
    if (unit === 0x22) {
      const tail = text.slice(run, at);
      if (runs.length === 0) return { value: tail, start, end: at + 1, runs: null };
      runs.push({ text: tail, at: run });
      return { value: value + tail, start, end: at + 1, runs };
    }
    if (unit !== 0x5c) {
      at++;
      continue;
    }
    const length = text.charAt(at + 1) === "u" ? unicodeEscapeLength(text, at, end) : 2;
    const decoded = at + length > end ? null : decodeEscape(text.slice(at, at + length));
    if (decoded === null) return null;
    const before = text.slice(run, at);
    runs.push({ text: before, at: run }, { text: decoded, at });
    value += before + decoded;
    at += length;
    run = at;
  }
  return null;
}

/** 12 for a surrogate pair, else 6. */
function unicodeEscapeLength(text: string, at: number, end: number): number {
  const pair =
    at + 12 <= end &&
    /^\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}$/.test(text.slice(at, at + 12));
  return pair ? 12 : 6;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

function decodeEscape(sequence: string): string | null {
  if (sequence.charAt(1) !== "u") return simpleEscapes[sequence.charAt(1)] ?? null;
  if (sequence.length === 12) return JSON.parse(`"${sequence}"`) as string;
  if (!/^\\u[0-9a-fA-F]{4}$/.test(sequence)) return null;
  const unit = Number.parseInt(sequence.slice(2), 16);
  // A lone surrogate becomes the replacement character in Go.
  return String.fromCharCode(unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit);
}

function skipJsonSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && " \t\n\r".includes(text.charAt(at))) at++;
  return at;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A number or literal by itself; an object or array with all that follows it. */
function badElement(text: string, start: number, end: number): { start: number; end: number } {
  const open = text.charAt(start);
  if (open === "[" || open === "{") return { start, end };
  let at = start;
  while (at < end && !" \t\n\r,]".includes(text.charAt(at))) at++;
  return { start, end: at };
}
