import type { MappedText } from "../text/mapped-text.ts";
import { sourceRange } from "../text/mapped-text.ts";
import { findBlank, isSpace, skipBlanks } from "./characters.ts";
import type { Instruction, KeyValue, SyntaxProblem } from "./nodes.ts";
import { common, missingArgument, type Reading, report } from "./reading.ts";
import { wordProblem } from "./word-problems.ts";
import { wordAt } from "./words.ts";

interface NameValues {
  readonly pairs: readonly KeyValue[];
  readonly legacy: boolean;
  readonly problems: readonly SyntaxProblem[];
}

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

/** Reads the arguments of ENV or LABEL: `name=value …`, or the old `name value` when the first word has no `=`. */
function readPairs(
  keyword: string,
  line: MappedText,
  from: number,
  to: number,
  escapeChar: string,
): NameValues {
  const words = splitWords(line.text, from, to, escapeChar);
  const first = words[0];
  if (first === undefined) return { pairs: [], legacy: false, problems: [] };
  if (!line.text.slice(first.start, first.end).includes("=")) return readLegacyPair(keyword, line, from, to);
  const problems: SyntaxProblem[] = [];
  const pairs = words.flatMap((word) => {
    const equals = line.text.slice(word.start, word.end).indexOf("=");
    if (equals > 0) return pairAt(line, word, equals);
    problems.push(equals === 0 ? blankName(keyword, line, word) : missingEquals(keyword, line, word));
    return equals === 0 ? pairAt(line, word, equals) : [];
  });
  return { pairs, legacy: false, problems };
}

function readLegacyPair(keyword: string, line: MappedText, from: number, to: number): NameValues {
  const keyEnd = findBlank(line.text, from, to);
  const key = wordAt(line, from, keyEnd);
  if (keyEnd < to) {
    const value = wordAt(line, skipBlanks(line.text, keyEnd, to), to);
    return { pairs: [{ key, value, range: sourceRange(line, from, to) }], legacy: true, problems: [] };
  }
  const problem: SyntaxProblem = {
    code: "missing-value",
    message: `\`${key.text}\` of \`${keyword}\` has no value`,
    range: key.range,
    help: `Write \`${keyword} ${key.text}=value\``,
  };
  return { pairs: [{ key, value: null, range: key.range }], legacy: true, problems: [problem] };
}

/** Reads the arguments of ARG: `name` or `name=value`, as many as one likes. */
function readArguments(line: MappedText, from: number, to: number, escapeChar: string): NameValues {
  const problems: SyntaxProblem[] = [];
  const pairs = splitWords(line.text, from, to, escapeChar).map((word) => {
    const equals = line.text.slice(word.start, word.end).indexOf("=");
    if (equals === 0) problems.push(blankName("ARG", line, word));
    return pairAt(line, word, equals);
  });
  return { pairs, legacy: false, problems };
}

function pairAt(line: MappedText, word: Span, equals: number): KeyValue {
  const keyEnd = equals === -1 ? word.end : word.start + equals;
  return {
    key: wordAt(line, word.start, keyEnd),
    value: equals === -1 ? null : wordAt(line, keyEnd + 1, word.end),
    range: sourceRange(line, word.start, word.end),
  };
}

function missingEquals(keyword: string, line: MappedText, word: Span): SyntaxProblem {
  const { text, range } = wordAt(line, word.start, word.end);
  return {
    code: "missing-equals",
    message: `\`${text}\` of \`${keyword}\` has no \`=\``,
    range,
    help: "Write `name=value`, and put a value with blanks in quotes",
  };
}

function blankName(keyword: string, line: MappedText, word: Span): SyntaxProblem {
  const { text, range } = wordAt(line, word.start, word.end);
  return {
    code: "blank-name",
    message: `\`${text}\` of \`${keyword}\` has no name`,
    range,
    help: "Write `name=value` without blanks around `=`",
  };
}

/** Reads ENV or LABEL. */
export function readNameValues(
  keyword: "ENV" | "LABEL",
  reading: Reading,
): { pairs: readonly KeyValue[]; legacy: boolean } {
  const { line, parts, escapeChar } = reading.draft;
  const { pairs, legacy, problems } = readPairs(keyword, line, parts.restStart, parts.restEnd, escapeChar);
  if (pairs.length === 0 && problems.length === 0) report(reading, missingArgument(reading, "`name=value`"));
  reading.problems.push(...problems, ...pairProblems(pairs, reading));
  return { pairs, legacy };
}

/** Reads ARG. */
export function readArg(reading: Reading): Instruction {
  const { line, parts, escapeChar } = reading.draft;
  const { pairs, problems } = readArguments(line, parts.restStart, parts.restEnd, escapeChar);
  if (pairs.length === 0) report(reading, missingArgument(reading, "a name, or `name=value`"));
  reading.problems.push(...problems, ...pairProblems(pairs, reading));
  return { kind: "ARG", ...common(reading), pairs };
}

/** Keys of ARG are used as written; those of ENV and LABEL may hold variables. */
function pairProblems(pairs: readonly KeyValue[], reading: Reading): SyntaxProblem[] {
  const { draft } = reading;
  const options = { escapeChar: draft.escapeChar };
  const isArg = draft.ast.keyword === "ARG";
  let at = draft.parts.restStart;
  const problems: (SyntaxProblem | null)[] = [];
  for (const { key, value } of pairs) {
    const keyStart = draft.line.text.indexOf(key.text, at);
    const keyEnd = keyStart + key.text.length;
    if (!isArg) problems.push(wordProblem(draft.line, keyStart, keyEnd, options));
    at = keyEnd;
    if (value === null) continue;
    const valueStart = draft.line.text.indexOf(value.text, at);
    at = valueStart + value.text.length;
    problems.push(wordProblem(draft.line, valueStart, at, options));
  }
  return problems.filter((problem) => problem !== null);
}
