import { isSpace } from "./characters.ts";

/**
 * The word grammar of BuildKit's own small shell lexer, without values: it finds the words of a line (to see which are heredoc
 * markers) and what is wrong with a word (open quotes, bad `${…}`). Variables are not resolved here.
 */
export interface LexOptions {
  readonly escapeChar: string;
  /** Keep quotes in the words. */
  readonly rawQuotes?: boolean;
  /** Keep escape characters in the words. */
  readonly rawEscapes?: boolean;
  /** Quotes mean nothing, as in heredoc bodies. */
  readonly plainQuotes?: boolean;
  /** Also report what is an error only where values are put in: `${x=y}`, bad patterns. */
  readonly strictModifiers?: boolean;
}

export interface LexedWord {
  readonly text: string;
  /** Offsets in the text that was read. */
  readonly start: number;
  readonly end: number;
}

export interface LexProblem {
  readonly kind:
    | "single-quote"
    | "double-quote"
    | "missing-brace"
    | "missing-slash"
    | "bad-substitution"
    | "modifier"
    | "pattern-escape";
  readonly start: number;
  readonly end: number;
}

export interface LexResult {
  /** Empty when there is a problem. */
  readonly words: readonly LexedWord[];
  /** The whole text with quotes and escapes handled; `null` when there is a problem. */
  readonly text: string | null;
  readonly problem: LexProblem | null;
}

interface State {
  readonly text: string;
  readonly escapeChar: string;
  readonly rawQuotes: boolean;
  readonly plainQuotes: boolean;
  readonly strictModifiers: boolean;
  rawEscapes: boolean;
  at: number;
  depth: number;
  /** Set when nesting is too deep to follow: then nothing is known, and nothing is reported. */
  tooDeep: boolean;
  problem: LexProblem | null;
  /** The word being collected. */
  word: string;
  inWord: boolean;
  wordStart: number;
  wordEnd: number;
  readonly words: LexedWord[];
}

/** `${a:-${b:-…}}` deeper than this is not looked into, so that no input can exhaust the stack. */
const depthLimit = 200;

/** Reads a text into words as BuildKit's lexer does. Linear. */
export function lexWords(text: string, options: LexOptions): LexResult {
  const state: State = {
    text,
    escapeChar: options.escapeChar,
    rawQuotes: options.rawQuotes ?? false,
    rawEscapes: options.rawEscapes ?? false,
    plainQuotes: options.plainQuotes ?? false,
    strictModifiers: options.strictModifiers ?? false,
    at: 0,
    depth: 0,
    tooDeep: false,
    problem: null,
    word: "",
    inWord: false,
    wordStart: 0,
    wordEnd: 0,
    words: [],
  };
  const result = readUntil(state, "", state.rawEscapes);
  if (result === null) return { words: [], text: null, problem: state.problem };
  endWord(state);
  return { words: state.words, text: result, problem: null };
}

/** Whether there is a `$` that begins a variable: in `$(` and at the end it stands for itself. */
export function holdsVariable(word: string): boolean {
  return /\$[\p{L}\p{Nd}_{@*#?$!-]/u.test(word);
}

/** What a word stands for: quotes and escapes undone; `null` when it holds a variable or stays open. */
export function literalText(word: string, escapeChar: string): string | null {
  if (word.includes("$") && holdsVariable(word)) return null;
  return word.includes("'") || word.includes('"') || word.includes(escapeChar)
    ? lexWords(word, { escapeChar }).text
    : word;
}

/**
 * Reads up to `stop` (or the end, for `""`), and returns what it read with quotes and escapes handled; `null` on a problem.
 * Only the outermost call collects words. A nested one empties the word that was being collected, as BuildKit's does: its
 * levels share one buffer.
 */
function readUntil(state: State, stop: string, rawEscapes: boolean): string | null {
  const nested = stop !== "";
  const open = state.at;
  const outerEscapes = state.rawEscapes;
  state.rawEscapes = rawEscapes;
  if (nested) state.word = "";
  let result = "";
  while (state.at < state.text.length) {
    const start = state.at;
    const char = state.text.charAt(start);
    if (char === stop) {
      state.at++;
      state.rawEscapes = outerEscapes;
      return result;
    }
    let piece: string | null;
    if (char === "$") {
      piece = readDollar(state);
      if (piece !== null && !nested) for (const unit of piece) addUnit(state, unit, start);
    } else if (char === "<") {
      piece = readLess(state);
      if (!nested) addRaw(state, piece, start);
    } else if (!state.plainQuotes && char === "'") {
      piece = readSingleQuotes(state);
      if (piece !== null && !nested) addRaw(state, piece, start);
    } else if (!state.plainQuotes && char === '"') {
      piece = readDoubleQuotes(state);
      if (piece !== null && !nested) addRaw(state, piece, start);
    } else if (char === state.escapeChar) {
      const escaped = state.text.charAt(start + 1);
      piece = (state.rawEscapes ? char : "") + escaped;
      state.at = Math.min(start + 2, state.text.length);
      if (piece !== "" && !nested) addRaw(state, piece, start);
    } else {
      piece = char;
      state.at++;
      if (!nested) addUnit(state, char, start);
    }
    if (piece === null) return null;
    result += piece;
  }
  if (!nested) return result;
  return fail(state, stop === "/" ? "missing-slash" : "missing-brace", open);
}

function addUnit(state: State, unit: string, start: number): void {
  if (isSpace(unit.charCodeAt(0))) endWord(state);
  else addRaw(state, unit, start);
}

function addRaw(state: State, text: string, start: number): void {
  if (state.word === "") state.wordStart = start;
  state.word += text;
  state.wordEnd = state.at;
}

function endWord(state: State): void {
  if (state.word === "") return;
  state.words.push({ text: state.word, start: state.wordStart, end: state.wordEnd });
  state.word = "";
}

function fail(state: State, kind: LexProblem["kind"], start: number): null {
  if (!state.tooDeep) state.problem ??= { kind, start, end: state.at };
  return null;
}

function readLess(state: State): string {
  const start = state.at;
  state.at++;
  if (state.text.charAt(state.at) !== "<") return "<";
  state.at++;
  while (/[\t\r ]/.test(state.text.charAt(state.at))) state.at++;
  return state.text.slice(start, state.at);
}

function readSingleQuotes(state: State): string | null {
  const start = state.at;
  const close = state.text.indexOf("'", start + 1);
  if (close === -1) {
    state.at = state.text.length;
    return fail(state, "single-quote", start);
  }
  state.at = close + 1;
  return state.rawQuotes ? state.text.slice(start, state.at) : state.text.slice(start + 1, close);
}

function readDoubleQuotes(state: State): string | null {
  const start = state.at;
  state.at++;
  let result = state.rawQuotes ? '"' : "";
  while (state.at < state.text.length) {
    const char = state.text.charAt(state.at);
    if (char === '"') {
      state.at++;
      return state.rawQuotes ? `${result}"` : result;
    }
    if (char === "$") {
      const value = readDollar(state);
      if (value === null) return null;
      result += value;
      continue;
    }
    state.at++;
    if (char !== state.escapeChar) {
      result += char;
      continue;
    }
    if (state.rawEscapes) result += char;
    const next = state.text.charAt(state.at);
    if (next === "") break;
    if (next === '"' || next === "$" || next === state.escapeChar) {
      state.at++;
      result += next;
    } else result += char;
  }
  return fail(state, "double-quote", start);
}

function readDollar(state: State): string | null {
  if (state.depth >= depthLimit) {
    state.tooDeep = true;
    return null;
  }
  state.depth++;
  const result = readVariable(state);
  state.depth--;
  return result;
}

function readVariable(state: State): string | null {
  const { text } = state;
  const start = state.at;
  state.at++;
  if (text.charAt(state.at) !== "{") return `$${readName(state)}`;
  state.at++;
  const first = text.charAt(state.at);
  if (first === "") return fail(state, "missing-brace", start);
  if (first === "{" || first === "}" || first === ":") return fail(state, "bad-substitution", start);
  const name = readName(state);
  let modifier = text.charAt(state.at);
  state.at = Math.min(state.at + 1, text.length);
  if (modifier === "}") return `\${${name}}`;
  if (modifier === "/") return readReplacement(state, name, start);
  const colon = modifier === ":";
  if (colon) {
    modifier = text.charAt(state.at);
    state.at = Math.min(state.at + 1, text.length);
  } else if (!/^[-+?#%]$/.test(modifier)) {
    return fail(state, modifier === "" ? "missing-brace" : "modifier", start);
  }
  const pattern = modifier === "#" || modifier === "%";
  if (colon && pattern) return fail(state, "modifier", start);
  const word = readUntil(state, "}", pattern);
  if (word === null) return null;
  if (state.strictModifiers && !/^[-+?#%]$/.test(modifier)) return fail(state, "modifier", start);
  if (pattern && isBadPattern(state, word)) return fail(state, "pattern-escape", start);
  return `\${${name}${colon ? ":" : ""}${modifier}${word}}`;
}

function readReplacement(state: State, name: string, start: number): string | null {
  if (state.text.charAt(state.at) === "/") state.at++;
  const pattern = readUntil(state, "/", true);
  const replacement = pattern === null ? null : readUntil(state, "}", true);
  if (replacement === null) {
    if (state.problem) state.problem = { ...state.problem, start };
    return null;
  }
  if (pattern !== null && isBadPattern(state, pattern)) return fail(state, "pattern-escape", start);
  return `\${${name}/${pattern}/${replacement}}`;
}

/** In a pattern, `\` may only stand before `*`, `?`, `\`, `}` and `/`. One that holds a variable is not judged. */
function isBadPattern(state: State, pattern: string): boolean {
  return state.strictModifiers && !pattern.includes("$") && /\\/.test(pattern.replace(/\\[*?\\}/]/g, ""));
}

function readName(state: State): string {
  const { text } = state;
  const start = state.at;
  const first = text.charAt(start);
  if (isDigit(first)) {
    while (isDigit(text.charAt(state.at))) state.at++;
  } else if (first !== "" && "@*#?-$!0".includes(first)) {
    state.at++;
  } else {
    for (;;) {
      const char = text.charAt(state.at);
      if (/^[A-Za-z0-9_]$/.test(char)) state.at++;
      else if (char > "\u007f") {
        const point = String.fromCodePoint(text.codePointAt(state.at) ?? 0);
        if (!/^[\p{L}\p{Nd}]$/u.test(point)) break;
        state.at += point.length;
      } else break;
    }
  }
  return text.slice(start, state.at);
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}
