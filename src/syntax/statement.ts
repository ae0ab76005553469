import type { MappedText } from "../text/mapped-text.ts";
import {
  findBlank,
  isAsciiSpace,
  skipAsciiSpace,
  skipBlanks,
  skipSpace,
  trimSpaceEnd,
} from "./characters.ts";

/** The parts of one logical line; all offsets are in that line. */
export interface StatementParts {
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly flags: readonly FlagPart[];
  /** What follows keyword and flags, without white space around it. */
  readonly restStart: number;
  readonly restEnd: number;
}

export interface FlagPart {
  /** Quotes and escapes undone. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Which units of the line make up `text`, as half-open runs; `null` when it is `start`…`end` as it stands. */
  readonly runs: readonly (readonly [number, number])[] | null;
}

/**
 * Splits a logical line into keyword, flags and rest, as BuildKit does: the keyword ends at a blank; flags are the words right after
 * it that begin with `--`; `--` alone ends them.
 */
export function splitStatement(line: string, from: number, to: number, escapeChar: string): StatementParts {
  const keywordStart = skipSpace(line, from, to);
  const end = trimSpaceEnd(line, keywordStart, to);
  const keywordEnd = findBlank(line, keywordStart, end);
  let at = skipBlanks(line, keywordEnd, end);
  const flags: FlagPart[] = [];
  while (line.startsWith("--", at) && at + 1 < end) {
    const flag = readFlag(line, at, end, escapeChar);
    at = flag.end;
    if (flag.text === "--") break;
    flags.push(flag);
    at = skipAsciiSpace(line, at, end);
  }
  const restStart = skipSpace(line, at, end);
  return { keywordStart, keywordEnd, flags, restStart, restEnd: Math.max(end, restStart) };
}

/** An open quote is no error here: the flag then reaches to the end of the line. */
function readFlag(line: string, start: number, end: number, escapeChar: string): FlagPart {
  const runs: [number, number][] = [];
  let run = start;
  let quote = "";
  let at = start;
  const cut = (next: number): void => {
    if (at > run) runs.push([run, at]);
    run = next;
  };
  for (; at < end; at++) {
    const char = line.charAt(at);
    if (char === quote) {
      cut(at + 1);
      quote = "";
    } else if (quote === "" && (char === "'" || char === '"')) {
      cut(at + 1);
      quote = char;
    } else if (char === escapeChar) {
      cut(at + 1);
      if (at + 1 < end) at++;
    } else if (quote === "" && isAsciiSpace(line.charCodeAt(at))) break;
    else if (quote === "" && endsFlag(line.codePointAt(at) ?? 0)) {
      at += (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      break;
    }
  }
  if (runs.length === 0 && run === start) return { text: line.slice(start, at), start, end: at, runs: null };
  if (at > run) runs.push([run, at]);
  return { text: runs.map(([a, b]) => line.slice(a, b)).join(""), start, end: at, runs };
}

/**
 * BuildKit looks at bytes here: a character outside of ASCII whose UTF-8 form holds the byte 0xA0 or 0x85 (as that of the
 * no-break space does) ends the flag.
 */
function endsFlag(point: number): boolean {
  if (point < 0x80) return false;
  const isEnd = (bits: number): boolean => (bits & 0x3f) === 0x20 || (bits & 0x3f) === 0x05;
  return isEnd(point) || (point >= 0x800 && isEnd(point >> 6)) || (point > 0xffff && isEnd(point >> 12));
}

/** The keyword of a part in lower case. */
export function keywordOf(line: MappedText, parts: StatementParts): string {
  return line.text.slice(parts.keywordStart, parts.keywordEnd).toLowerCase();
}
