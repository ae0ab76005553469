import type { MappedText } from "../text/mapped-text.ts";
import { sourceRange } from "../text/mapped-text.ts";
import { findBlank, isSpace, skipBlanks } from "./characters.ts";
import type { Instruction, KeyValue, SyntaxProblem } from "./nodes.ts";
import { quote } from "./quote.ts";
import { common, missingArgument, type Reading, report } from "./reading.ts";
import { wordProblem } from "./word-problems.ts";
import { wordAt } from "./words.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The words of ENV, LABEL and ARG: divided by white space outside of quotes; quotes and escapes stay in them. Quotes may stay
 * open here. An escape character at the very end belongs to no word.
 */
function splitWords(text: string, from: number, to: number, escapeChar: string): Span[] {
  const words: Span[] = [];
  let start = -1;
  let quote = "";
  let end = to;
  for (let at = from; at < to; at++) {
    const char = text.charAt(at);
    if (start === -1) {
      if (isSpace(text.charCodeAt(at))) continue;
      start = at;
    }
    if (quote === "" && isSpace(text.charCodeAt(at))) {
      words.push({ start, end: at });
      start = -1;
    } else if (char === escapeChar && quote !== "'") {
      if (at + 1 === to) end = at;
      at++;
    } else if (char === quote) quote = "";
    else if (quote === "" && (char === "'" || char === '"')) quote = char;
  }
  if (start !== -1 && start < end) words.push({ start, end });
  return words;
}

/** Reads ENV or LABEL: `name=value …`, or the old `name value` when the first word has no `=`. */
export function readNameValues(
  keyword: "ENV" | "LABEL",
  reading: Reading,
): { pairs: readonly KeyValue[]; legacy: boolean } {
  const { line, parts, escapeChar } = reading.draft;
  const words = splitWords(line.text, parts.restStart, parts.restEnd, escapeChar);
  const first = words[0];
  if (first === undefined) {
    report(reading, missingArgument(reading, "`name=value`"));
    return { pairs: [], legacy: false };
  }
  if (findEquals(line, first) === -1) return { pairs: [readLegacyPair(keyword, reading)], legacy: true };
  const pairs: KeyValue[] = [];
  for (const word of words) {
    const equals = findEquals(line, word);
    if (equals === -1) {
      report(reading, missingEquals(keyword, line, word));
      continue;
    }
    if (equals === word.start) report(reading, blankName(keyword, line, word));
    report(reading, wordProblem(line, word.start, equals, { escapeChar }));
    report(reading, wordProblem(line, equals + 1, word.end, { escapeChar }));
    pairs.push(pairAt(line, word, equals));
  }
  return { pairs, legacy: false };
}

function readLegacyPair(keyword: string, reading: Reading): KeyValue {
  const { line, parts, escapeChar } = reading.draft;
  const { restStart: from, restEnd: to } = parts;
  const keyEnd = findBlank(line.text, from, to);
  const key = wordAt(line, from, keyEnd);
  const keyProblem = wordProblem(line, from, keyEnd, { escapeChar });
  if (keyEnd === to) {
    report(reading, keyProblem);
    report(reading, {
      code: "missing-value",
      message: `${quote(key.text)} of \`${keyword}\` has no value`,
      range: key.range,
      help: `write ${quote(`${keyword} ${key.text}=value`)}`,
    });
    return { key, value: null, range: key.range };
  }
  const valueStart = skipBlanks(line.text, keyEnd, to);
  // A quote that goes on over the first blank is open on both sides of it.
  report(reading, keyProblem ?? wordProblem(line, valueStart, to, { escapeChar }));
  return { key, value: wordAt(line, valueStart, to), range: sourceRange(line, from, to) };
}

/** Reads ARG: `name` or `name=value`, as many as one likes. Names are used as written, so that nothing in them is wrong. */
export function readArg(reading: Reading): Instruction {
  const { line, parts, escapeChar } = reading.draft;
  const words = splitWords(line.text, parts.restStart, parts.restEnd, escapeChar);
  if (words.length === 0) report(reading, missingArgument(reading, "a name, or `name=value`"));
  const pairs = words.map((word) => {
    const equals = findEquals(line, word);
    if (equals === word.start) report(reading, blankName("ARG", line, word));
    if (equals !== -1) report(reading, wordProblem(line, equals + 1, word.end, { escapeChar }));
    return pairAt(line, word, equals);
  });
  return { kind: "ARG", ...common(reading), pairs };
}

function findEquals(line: MappedText, word: Span): number {
  const offset = line.text.slice(word.start, word.end).indexOf("=");
  return offset === -1 ? -1 : word.start + offset;
}

function pairAt(line: MappedText, word: Span, equals: number): KeyValue {
  return {
    key: wordAt(line, word.start, equals === -1 ? word.end : equals),
    value: equals === -1 ? null : wordAt(line, equals + 1, word.end),
    range: sourceRange(line, word.start, word.end),
  };
}

function missingEquals(keyword: string, line: MappedText, word: Span): SyntaxProblem {
  const { text, range } = wordAt(line, word.start, word.end);
  return {
    code: "missing-equals",
    message: `${quote(text)} of \`${keyword}\` has no \`=\``,
    range,
    help: "write `name=value`, and put a value with blanks in quotes",
  };
}

function blankName(keyword: string, line: MappedText, word: Span): SyntaxProblem {
  const { text, range } = wordAt(line, word.start, word.end);
  return {
    code: "blank-name",
    message: `${quote(text)} of \`${keyword}\` has no name`,
    range,
    help: "write `name=value` without blanks around `=`",
  };
}
