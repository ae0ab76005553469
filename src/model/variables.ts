import type { Range } from "../text/range.ts";
import { parseShellPattern, replaceMatches, type ShellPattern, trimEnd, trimStart } from "./shell-pattern.ts";

/** Variables at one place of the build: what ENV and ARG set in the stage so far, over what base stages set. */
export interface Scope {
  /** What the file says of a name here; `null` when it says nothing (the base image may). */
  lookup(name: string): Variable | null;
  /** True when nothing but the file sets variables here: before the first FROM, and in stages that start from scratch. */
  readonly isClosed: boolean;
}

export interface Variable {
  readonly name: string;
  readonly source: "env" | "arg" | "global-arg" | "platform";
  /** `null` for an ARG without default and without build argument, or when it depends on such a one. */
  readonly value: string | null;
  /** False for an ARG without default and without build argument: a build without arguments finds it unset. */
  readonly isSet: boolean;
  /** Where it was declared; `null` for predefined ones. */
  readonly declaredAt: Range | null;
}

export interface Expansion {
  /** Quotes and escapes undone, variables replaced; those without a known value stand as `${NAME}`. */
  readonly value: string;
  /** True when every variable that matters had a known value, or a default that stands in for it. */
  readonly complete: boolean;
  /** In the order in which they end; those inside `${a:-$b}` before the one they stand in. */
  readonly references: readonly VariableReference[];
  /** What BuildKit rejects in the word, such as a quote that is not closed; then `value` is the word as written. */
  readonly problem: ExpansionProblem | null;
}

export interface VariableReference {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`; `null` for a plain one. */
  readonly modifier: string | null;
  /** Offsets within the word's text. */
  readonly start: number;
  readonly end: number;
  readonly variable: Variable | null;
}

export interface ExpansionProblem {
  /** Present tense, no final full stop. */
  readonly message: string;
  /** Offset within the word's text. */
  readonly start: number;
}

/** Linux takes no longer string in an environment (MAX_ARG_STRLEN, `include/uapi/linux/binfmts.h`); a longer value counts as unknown. */
const longestValue = 131_072;
/** Bounds the work of one pattern: units of the value times units of the pattern. */
const patternWork = 65_536;
/** `${a:-${b:-…}}` deeper than this is not followed. */
const deepestNesting = 100;

/**
 * Expands a word as BuildKit's shell lexer does (`frontend/dockerfile/shell/lex.go`, read 2026-08): quotes, escapes, `$name`,
 * `${name}` and its modifiers. Linear in the word; never throws.
 *
 * An ARG that nobody set counts as unset, as in a build without arguments: `${X:-d}` gives `d`, but a plain `$X` stays. A name
 * that the file does not declare is unset only in a closed scope; else the base image may have it, so a default is a guess.
 */
export function expand(text: string, scope: Scope, escapeCharacter: "\\" | "`"): Expansion {
  const reader: Reader = { text, scope, escapeCharacter, at: 0, depth: 0, references: [], problem: null };
  const piece = readUntil(reader, null, false);
  const { references, problem } = reader;
  if (problem !== null) return { value: text, complete: false, references, problem };
  return { value: piece.value, complete: piece.isKnown, references, problem };
}

interface Reader {
  readonly text: string;
  readonly scope: Scope;
  readonly escapeCharacter: string;
  at: number;
  depth: number;
  readonly references: VariableReference[];
  problem: ExpansionProblem | null;
}

interface Piece {
  value: string;
  isKnown: boolean;
}

/** Reads up to and over `stop`, or to the end for `null`. `keepEscapes` is for patterns, which have escapes of their own. */
function readUntil(reader: Reader, stop: string | null, keepEscapes: boolean): Piece {
  const { text, escapeCharacter } = reader;
  const start = reader.at;
  const piece: Piece = { value: "", isKnown: true };
  while (reader.at < text.length) {
    const character = text[reader.at]!;
    if (character === stop) {
      reader.at++;
      return piece;
    }
    if (character === "$") {
      append(piece, readDollar(reader));
    } else if (character === "'") {
      append(piece, { value: readSingleQuoted(reader), isKnown: true });
    } else if (character === '"') {
      append(piece, readDoubleQuoted(reader, keepEscapes));
    } else if (character === escapeCharacter) {
      if (keepEscapes) piece.value += character;
      piece.value += text[reader.at + 1] ?? "";
      reader.at += 2;
    } else {
      piece.value += character;
      reader.at++;
    }
  }
  if (stop !== null) fail(reader, `\`${stop}\` is missing`, start);
  return piece;
}

function readSingleQuoted(reader: Reader): string {
  const start = reader.at + 1;
  const end = reader.text.indexOf("'", start);
  if (end === -1) {
    fail(reader, "a single quote is not closed", reader.at);
    return "";
  }
  reader.at = end + 1;
  return reader.text.slice(start, end);
}

function readDoubleQuoted(reader: Reader, keepEscapes: boolean): Piece {
  const { text, escapeCharacter } = reader;
  const start = reader.at++;
  const piece: Piece = { value: "", isKnown: true };
  while (reader.at < text.length) {
    const character = text[reader.at]!;
    if (character === '"') {
      reader.at++;
      return piece;
    }
    if (character === "$") {
      append(piece, readDollar(reader));
      continue;
    }
    if (character === escapeCharacter) {
      if (keepEscapes) piece.value += character;
      const next = text[reader.at + 1];
      if (next === '"' || next === "$" || next === escapeCharacter) reader.at++;
    }
    piece.value += text[reader.at]!;
    reader.at++;
  }
  fail(reader, "a double quote is not closed", start);
  return piece;
}

/** Reads `$name`, `${…}` or a lone `$`. */
function readDollar(reader: Reader): Piece {
  const start = reader.at++;
  if (reader.text[reader.at] !== "{") {
    const name = readName(reader);
    return name === "" ? known("$") : plain(addReference(reader, name, null, start));
  }
  reader.at++;
  const next = reader.text[reader.at];
  if (next === undefined) return fail(reader, "`}` is missing", start);
  if ("{}:".includes(next)) return fail(reader, "a variable's name is missing after `${`", start);
  if (reader.depth >= deepestNesting) return fail(reader, "variables are nested too deeply", start);

  const name = readName(reader);
  if (reader.text[reader.at] === "}") {
    reader.at++;
    return plain(addReference(reader, name, null, start));
  }
  reader.depth++;
  const piece = readModified(reader, name, start);
  reader.depth--;
  return piece;
}

/** Letters, digits and `_`; or digits only; or one special parameter such as `@`. */
const asciiName = /\d+|[@*#?\-$!]|[A-Za-z_]\w*/y;

function readName(reader: Reader): string {
  const name = matchAt(asciiName, reader);
  const isWhole = !(reader.text.charCodeAt(reader.at + name.length) > 0x7f);
  // Tables of all letters take longer to make than most files to read, so they are made when a text needs them.
  const found = isWhole ? name : matchAt(/\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy, reader);
  reader.at += found.length;
  return found;
}

function matchAt(grammar: RegExp, { text, at }: Reader): string {
  grammar.lastIndex = at;
  return grammar.exec(text)?.[0] ?? "";
}

/** Reads on after `${name` when no `}` follows. */
function readModified(reader: Reader, name: string, start: number): Piece {
  const modifier = readModifier(reader);
  if (modifier === null) return fail(reader, "`}` or a modifier is missing after a variable's name", start);
  const end = modifier.at(-1);
  if (end === "/") return readReplacement(reader, name, modifier, start);
  if (end === "#" || end === "%") {
    const pattern = readUntil(reader, "}", true);
    const trim = end === "#" ? trimStart : trimEnd;
    return withPattern(reader, addReference(reader, name, modifier, start), pattern, (value, parsed) =>
      trim(value, parsed, modifier.length === 2),
    );
  }
  const word = readUntil(reader, "}", false);
  const found = addReference(reader, name, modifier, start);
  const emptyIsUnset = modifier.length === 2;
  if (end === "-") return withDefault(found, word, emptyIsUnset);
  if (end === "+") return withAlternative(found, word, emptyIsUnset);
  if (emptyIsUnset && found.value === "")
    return fail(reader, `\`${name}\` is empty, which \`:?\` forbids`, start);
  return plain(found);
}

const modifierGrammar = /:?[-+?]|##?|%%?|\/\/?/y;

function readModifier(reader: Reader): string | null {
  modifierGrammar.lastIndex = reader.at;
  const modifier = modifierGrammar.exec(reader.text)?.[0] ?? null;
  reader.at += modifier?.length ?? 0;
  return modifier;
}

function readReplacement(reader: Reader, name: string, modifier: string, start: number): Piece {
  const pattern = readUntil(reader, "/", true);
  const replacement = readUntil(reader, "}", true);
  const found = addReference(reader, name, modifier, start);
  const isAll = modifier === "//";
  // With `//` the builder's library would take `$` in the replacement for the number of a group.
  if (!replacement.isKnown || (isAll && replacement.value.includes("$"))) return unknown(name);
  return withPattern(reader, found, pattern, (value, parsed) =>
    replaceMatches(value, parsed, replacement.value, isAll),
  );
}

/** A name as the scope has it. */
interface Found {
  readonly name: string;
  readonly isSet: boolean;
  /** `null` when it is not set, or set to something that is not known here. */
  readonly value: string | null;
  /** Not set by the file, but perhaps by the base image. */
  readonly isGuess: boolean;
}

function addReference(reader: Reader, name: string, modifier: string | null, start: number): Found {
  const variable = reader.scope.lookup(name);
  reader.references.push({ name, modifier, start, end: Math.min(reader.at, reader.text.length), variable });
  if (variable?.isSet) return { name, isSet: true, value: variable.value, isGuess: false };
  // Nothing sets `$1`, `$@` and the like while a Dockerfile is read.
  if (!isWord(name)) return { name, isSet: true, value: "", isGuess: false };
  return { name, isSet: false, value: null, isGuess: variable === null && !reader.scope.isClosed };
}

/** Whether a name begins as those of ARG and ENV do. */
function isWord(name: string): boolean {
  return /^[A-Za-z_]/.test(name) || (name.charCodeAt(0) > 0x7f && /^\p{L}/u.test(name));
}

function plain({ name, value }: Found): Piece {
  return value === null ? unknown(name) : known(value);
}

function withDefault({ name, isSet, value, isGuess }: Found, word: Piece, emptyIsUnset: boolean): Piece {
  if (!isSet || (emptyIsUnset && value === "")) return { ...word, isKnown: word.isKnown && !isGuess };
  return value === null ? unknown(name) : known(value);
}

function withAlternative({ name, isSet, value, isGuess }: Found, word: Piece, emptyIsUnset: boolean): Piece {
  if (!isSet) return { value: "", isKnown: !isGuess };
  if (!emptyIsUnset) return word;
  if (value === null) return unknown(name);
  return value === "" ? known("") : word;
}

function withPattern(
  reader: Reader,
  found: Found,
  pattern: Piece,
  change: (value: string, pattern: ShellPattern) => string,
): Piece {
  const { value } = found;
  if (!pattern.isKnown) return unknown(found.name);
  const parsed = parseShellPattern(pattern.value);
  if (parsed === null) return fail(reader, `\`${pattern.value}\` is no valid pattern`, reader.at);
  // Stars stop at line ends in the builder's library; such values are not worth a matcher of their own.
  if (value === null || value.includes("\n")) return unknown(found.name);
  if (value.length * (pattern.value.length + 1) > patternWork) return unknown(found.name);
  return known(change(value, parsed));
}

function append(piece: Piece, next: Piece): void {
  if (piece.value.length + next.value.length > longestValue) piece.isKnown = false;
  else piece.value += next.value;
  piece.isKnown &&= next.isKnown;
}

function known(value: string): Piece {
  return { value, isKnown: true };
}

function unknown(name: string): Piece {
  return { value: `\${${name}}`, isKnown: false };
}

/** Notes the first problem and ends the reading: every loop stops at the end of the text. */
function fail(reader: Reader, message: string, start: number): Piece {
  reader.problem ??= { message, start: Math.min(start, reader.text.length) };
  reader.at = reader.text.length;
  return { value: "", isKnown: false };
}
