/**
 * The text that a program gets from a word, mapped back to the document, for words that are scripts themselves
 * (`sh -c "…"`). Quotes and escapes are undone; variables and substitutions stay as written, as their values are not known.
 */
import { joinMapped, type MappedText, sliceMapped, sourceOffset } from "../text/mapped-text.ts";
import type { HereDoc, Word, WordPart } from "./syntax-tree.ts";

/** Consecutive units of the document; the pieces of a content in order. */
export interface Piece {
  readonly text: string;
  readonly source: number;
}

/** Adds the content of a word to `pieces`. `source` is the text that the tree was read from. */
export function addWordContent(pieces: Piece[], source: MappedText, word: Word): void {
  const { parts } = word;
  if (parts) for (const part of parts) addPart(pieces, source, part);
  else addUnescaped(pieces, source, word.pos, word.end, BARE);
}

/** Adds the units `start` to `end` of a text as they are. */
export function addSlice(pieces: Piece[], source: MappedText, start: number, end: number): void {
  if (end <= start) return;
  if (source.segments.length === 1) {
    pieces.push({
      text: source.text.slice(start, end),
      source: source.segments[0]!.source + start,
    });
    return;
  }
  const slice = sliceMapped(source, start, end);
  for (let i = 0; i < slice.segments.length; i++) {
    const segment = slice.segments[i]!;
    const text = slice.text.slice(segment.at, slice.segments[i + 1]?.at);
    pieces.push({ text, source: segment.source });
  }
}

/**
 * The body of a heredoc with the tabs of `<<-` dropped. With `undoEscapes` also the escapes of an unquoted delimiter are
 * undone, which makes it the text that the program reads.
 */
export function heredocBody(source: MappedText, node: HereDoc, undoEscapes: boolean): MappedText {
  const { pos, end } = node.body;
  const escapes = undoEscapes && node.delimiter?.quoted !== true ? HEREDOC : null;
  if (node.operator === "<<" && escapes === null) return sliceMapped(source, pos, end);
  const pieces: Piece[] = [];
  for (let line = pos; line < end; ) {
    const feed = source.text.indexOf("\n", line);
    const next = feed === -1 || feed >= end ? end : feed + 1;
    let start = line;
    if (node.operator === "<<-") while (start < next && source.text[start] === "\t") start++;
    if (escapes === null) addSlice(pieces, source, start, next);
    else addUnescaped(pieces, source, start, next, escapes);
    line = next;
  }
  return pieces.length === 0 ? sliceMapped(source, pos, pos) : joinMapped(pieces);
}

/**
 * The script inside a pair of backticks, for the case that escapes had to be undone before it could be read; `decoded`
 * is that script as the parser read it.
 */
export function backtickScript(source: MappedText, start: number, end: number, decoded: string): MappedText {
  for (const escapes of [BACKTICK, BACKTICK_IN_QUOTES]) {
    const pieces: Piece[] = [];
    const last = source.text[end - 1] === "`" && end - 1 > start ? end - 1 : end;
    addUnescaped(pieces, source, start + 1, last, escapes);
    const script = joinMapped(pieces);
    if (script.text === decoded) return script;
  }
  // The parser knows better what the script is. Escapes only drop units, so every unit still falls between the backticks.
  return { text: decoded, segments: sliceMapped(source, start + 1, end).segments };
}

/** Which units a backslash escapes: the backslash goes and the unit stays, a line feed goes as well. `null` means any. */
type Escapes = string | null;
const BARE: Escapes = null;
const DOUBLE_QUOTED: Escapes = '$`"\\\n';
const HEREDOC: Escapes = "$`\\\n";
const BACKTICK: Escapes = "$`\\";
const BACKTICK_IN_QUOTES: Escapes = '$`\\"';

function addUnescaped(pieces: Piece[], source: MappedText, start: number, end: number, escapes: Escapes) {
  const { text } = source;
  let from = start;
  for (let at = text.indexOf("\\", start); at !== -1 && at + 1 < end; at = text.indexOf("\\", at)) {
    const escaped = text[at + 1]!;
    if (escapes === null || escapes.includes(escaped)) {
      addSlice(pieces, source, from, at);
      from = escaped === "\n" ? at + 2 : at + 1;
    }
    at += 2;
  }
  addSlice(pieces, source, from, end);
}

function addPart(pieces: Piece[], source: MappedText, part: WordPart): void {
  switch (part.type) {
    case "Literal":
      addUnescaped(pieces, source, part.pos, part.end, BARE);
      break;
    case "SingleQuoted":
      addSlice(pieces, source, part.pos + 1, part.pos + 1 + part.value.length);
      break;
    case "AnsiCQuoted":
      addAnsiC(pieces, source, part.pos + 2, part.end, part.value);
      break;
    case "DoubleQuoted":
    case "LocaleString":
      for (const inner of part.parts) {
        if (inner.type === "Literal") addUnescaped(pieces, source, inner.pos, inner.end, DOUBLE_QUOTED);
        else addSlice(pieces, source, inner.pos, inner.end);
      }
      break;
    default:
      addSlice(pieces, source, part.pos, part.end);
  }
}

const ANSI_C_ESCAPE = /\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|c.|.)/gs;

/** `$'…'`: the escapes are those of the Bash manual, "ANSI-C Quoting"; what each stands for is read off `value`. */
function addAnsiC(pieces: Piece[], source: MappedText, start: number, end: number, value: string): void {
  const raw = source.text.slice(start, end);
  let from = 0;
  let decoded = 0;
  for (const found of raw.matchAll(ANSI_C_ESCAPE)) {
    addSlice(pieces, source, start + from, start + found.index);
    decoded += found.index - from;
    from = found.index + found[0].length;
    // Each escape stands for one character: one unit, or two beyond the basic plane.
    const length = value.codePointAt(decoded)! > 0xffff ? 2 : 1;
    const units = value.slice(decoded, decoded + length);
    pieces.push({ text: units, source: sourceOffset(source, start + found.index) });
    decoded += length;
  }
  addSlice(pieces, source, start + from, start + from + Math.max(value.length - decoded, 0));
}
