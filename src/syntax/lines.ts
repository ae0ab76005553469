import {
  joinMapped,
  type MappedText,
  mappedText,
  sliceMapped,
  sourceOffset,
  sourceRange,
} from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import { skipSpace, trimSpaceEnd } from "./characters.ts";
import { directiveReader, escapeProblem } from "./directives.ts";
import { findHeredocMarkers, type PlacedMarker } from "./heredoc-marker.ts";
import { parseJsonArray } from "./json-array.ts";
import type { Comment, Directive, Heredoc, SyntaxProblem } from "./nodes.ts";
import { quote } from "./quote.ts";
import { keywordOf, type StatementParts, splitStatement } from "./statement.ts";

/** A Dockerfile cut into instructions, as BuildKit cuts it: exact, and linear in the text. */
export interface LineLayer {
  readonly escapeChar: "\\" | "`";
  readonly directives: readonly Directive[];
  readonly comments: readonly Comment[];
  readonly statements: readonly Statement[];
  /** Problems that belong to no instruction. */
  readonly problems: readonly SyntaxProblem[];
}

/** One instruction before its words are read. */
export interface Statement {
  readonly range: Range;
  /** The instruction on one line: continuations, comments and blank lines in it left out. */
  readonly line: MappedText;
  readonly parts: StatementParts;
  readonly heredocs: readonly Heredoc[];
  readonly emptyContinuations: readonly Range[];
  readonly problems: readonly SyntaxProblem[];
}

/** Go's scanner takes no line of 65,536 bytes or more, its line feed not counted. */
const maxLineBytes = 65_535;

/** Reads the physical lines one after the other. */
interface Cursor {
  readonly text: string;
  /** The current line, without CR and LF at its end. */
  start: number;
  end: number;
  /** Where the next line starts. */
  next: number;
  readonly problems: SyntaxProblem[];
}

function advance(cursor: Cursor): boolean {
  const { text } = cursor;
  if (cursor.next >= text.length) return false;
  cursor.start = cursor.next;
  const feed = text.indexOf("\n", cursor.start);
  let end = feed === -1 ? text.length : feed;
  cursor.next = feed === -1 ? text.length : feed + 1;
  // A unit takes three bytes at most.
  if ((end - cursor.start) * 3 > maxLineBytes && exceedsLineLimit(text, cursor.start, end)) {
    cursor.problems.push({
      code: "line-too-long",
      message: `the line is longer than ${maxLineBytes} bytes`,
      range: { start: cursor.start, end },
      help: "break the line with a continuation, or move the text into a file",
    });
  }
  while (end > cursor.start && text.charCodeAt(end - 1) === 0x0d) end--;
  cursor.end = end;
  return true;
}

function exceedsLineLimit(text: string, start: number, end: number): boolean {
  let bytes = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
    if (bytes > maxLineBytes) return true;
  }
  return false;
}

/** Cuts a text into directives, comments and instructions. Never throws. */
export function readLines(text: string): LineLayer {
  const problems: SyntaxProblem[] = [];
  const cursor: Cursor = { text, start: 0, end: 0, next: 0, problems };
  const comments: Comment[] = [];
  const statements: Statement[] = [];
  const directives = directiveReader();
  const terminators = terminatorFinder(text);
  let escapeChar: "\\" | "`" = "\\";
  let firstLine = true;
  while (advance(cursor)) {
    // A byte order mark is dropped; it must not become part of the keyword.
    if (firstLine && text.charCodeAt(0) === 0xfeff) cursor.start = Math.min(1, cursor.end);
    if (directives.open() && directives.read(text, cursor.start, cursor.end, firstLine)) {
      firstLine = false;
      const value = directives.escape()?.value;
      if (value === "\\" || value === "`") escapeChar = value;
      continue;
    }
    firstLine = false;
    const start = skipSpace(text, cursor.start, cursor.end);
    if (start >= cursor.end) continue;
    if (text.charCodeAt(start) === 0x23) comments.push(comment(text, start, cursor.end));
    else statements.push(readStatement({ cursor, escapeChar, comments, terminators }, start));
  }
  const escapeDirective = directives.escape();
  if (escapeDirective && escapeDirective.value !== "\\" && escapeDirective.value !== "`") {
    problems.push(escapeProblem(escapeDirective));
  }
  return {
    escapeChar,
    directives: directives.directives,
    comments,
    statements,
    problems: [...problems, ...directives.problems],
  };
}

interface Reading {
  readonly cursor: Cursor;
  readonly escapeChar: string;
  readonly comments: Comment[];
  readonly terminators: TerminatorFinder;
}

function comment(text: string, start: number, end: number): Comment {
  return { range: { start, end }, text: text.slice(start + 1, end) };
}

/** Reads one instruction whose first line is the cursor's current one and has its first character at `start`. */
function readStatement(reading: Reading, start: number): Statement {
  const { cursor, escapeChar, comments } = reading;
  const { text } = cursor;
  const emptyContinuations: Range[] = [];
  let end = trimSpaceEnd(text, start, cursor.end);
  let continuation = findContinuation(text, start, cursor.end, escapeChar);
  let line: MappedText;
  if (continuation === -1) {
    line = mappedText(text.slice(start, cursor.end), start);
  } else {
    const pieces = [{ text: text.slice(start, continuation), source: start }];
    while (continuation !== -1 && advance(cursor)) {
      const first = skipSpace(text, cursor.start, cursor.end);
      if (first >= cursor.end) {
        emptyContinuations.push({ start: cursor.start, end: cursor.end });
        continue;
      }
      if (text.charCodeAt(first) === 0x23) {
        comments.push(comment(text, first, cursor.end));
        continue;
      }
      continuation = findContinuation(text, cursor.start, cursor.end, escapeChar);
      const pieceEnd = continuation === -1 ? cursor.end : continuation;
      pieces.push({ text: text.slice(cursor.start, pieceEnd), source: cursor.start });
      end = trimSpaceEnd(text, cursor.start, cursor.end);
    }
    line = trimLine(joinMapped(pieces), start);
  }
  const parts = splitStatement(line.text, 0, line.text.length, escapeChar);
  const problems: SyntaxProblem[] = [];
  const heredocs: Heredoc[] = [];
  if (line.text.includes("<<") && mayHoldHeredocs(line, parts, escapeChar)) {
    for (const marker of findHeredocMarkers(line.text)) {
      const body = readBody(reading, line, marker);
      heredocs.push(body.heredoc);
      if (body.end > end) end = body.end;
      if (body.problem) problems.push(body.problem);
    }
  }
  return {
    range: { start: sourceOffset(line, parts.keywordStart), end },
    line,
    parts,
    heredocs,
    emptyContinuations,
    problems,
  };
}

/** Drops white space before the text; an instruction of nothing but continuations keeps its place. */
function trimLine(line: MappedText, start: number): MappedText {
  const from = skipSpace(line.text, 0, line.text.length);
  if (from >= line.text.length) return mappedText("", start);
  return from === 0 ? line : sliceMapped(line, from);
}

/** The offset of the escape character that joins the next line to this one; -1 when none does. */
function findContinuation(text: string, start: number, end: number, escapeChar: string): number {
  let at = end - 1;
  while (at >= start && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at--;
  if (at < start || text.charAt(at) !== escapeChar) return -1;
  return at > start && text.charAt(at - 1) === escapeChar ? -1 : at;
}

const heredocKeywords: ReadonlySet<string> = new Set(["run", "copy", "add"]);

function mayHoldHeredocs(line: MappedText, parts: StatementParts, escapeChar: string): boolean {
  let inner = parts;
  if (keywordOf(line, parts) === "onbuild")
    inner = splitStatement(line.text, parts.restStart, parts.restEnd, escapeChar);
  if (!heredocKeywords.has(keywordOf(line, inner))) return false;
  return parseJsonArray(line.text, inner.restStart, inner.restEnd) === null;
}

interface Body {
  readonly heredoc: Heredoc;
  readonly end: number;
  readonly problem: SyntaxProblem | null;
}

/** Reads the lines of a heredoc up to its terminator. */
function readBody(reading: Reading, line: MappedText, placed: PlacedMarker): Body {
  const { cursor } = reading;
  const { text } = cursor;
  const { name, expand, chomp, descriptor } = placed;
  const range = sourceRange(line, placed.start, placed.end);
  const marker = { text: line.text.slice(placed.start, placed.end), range };
  const bodyStart = cursor.next;
  const terminated = reading.terminators.exists(name, chomp, bodyStart);
  const stop = terminated ? null : recoveryStop(line.text);
  let bodyEnd = bodyStart;
  let terminator: Range | null = null;
  let end = range.end;
  while (cursor.next < text.length) {
    if (stop?.(text, cursor.next)) break;
    advance(cursor);
    const word = chomp ? skipTabs(text, cursor.start, cursor.end) : cursor.start;
    if (isText(text, word, cursor.end, name)) {
      terminator = { start: word, end: cursor.end };
      end = cursor.end;
      break;
    }
    if (stop !== null && isNearTerminator(text, cursor.start, cursor.end, name)) {
      end = cursor.end;
      break;
    }
    bodyEnd = cursor.next;
    end = Math.max(end, cursor.end);
  }
  const heredoc: Heredoc = {
    marker,
    name,
    expand,
    chomp,
    descriptor,
    body: chomp ? chompBody(text, bodyStart, bodyEnd) : mappedText(text.slice(bodyStart, bodyEnd), bodyStart),
    bodyRange: { start: bodyStart, end: bodyEnd },
    terminator,
  };
  return {
    heredoc,
    end,
    problem: terminated ? null : unterminated(heredoc, end > bodyEnd && end > range.end),
  };
}

function unterminated(heredoc: Heredoc, isNear: boolean): SyntaxProblem {
  return {
    code: "unterminated-heredoc",
    message: `the heredoc ${quote(heredoc.marker.text)} has no line ${quote(heredoc.name)} that ends it`,
    range: heredoc.marker.range,
    help: isNear
      ? `write ${quote(heredoc.name)} on a line without blanks around it`
      : `add a line that is exactly ${quote(heredoc.name)} after the text, or quote ${quote(heredoc.marker.text)} if it is no heredoc`,
  };
}

function isText(text: string, start: number, end: number, wanted: string): boolean {
  return end - start === wanted.length && text.startsWith(wanted, start);
}

/** The delimiter with blanks around it: surely meant as the end. */
function isNearTerminator(text: string, start: number, end: number, name: string): boolean {
  const from = skipSpace(text, start, end);
  return isText(text, from, trimSpaceEnd(text, from, end), name);
}

function skipTabs(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === 0x09) at++;
  return at;
}

function chompBody(text: string, start: number, end: number): MappedText {
  const pieces: { text: string; source: number }[] = [];
  for (let at = start; at < end; ) {
    const feed = text.indexOf("\n", at);
    const next = feed === -1 || feed >= end ? end : feed + 1;
    const from = skipTabs(text, at, next);
    pieces.push({ text: text.slice(from, next), source: from });
    at = next;
  }
  if (pieces.length === 0) pieces.push({ text: "", source: start });
  return joinMapped(pieces);
}

/**
 * Where the body of a heredoc without terminator is taken to end: at the next line that begins like an instruction, so that the
 * rest of the file is still read. Keywords in lower case count only where the instruction itself is in lower case, since
 * `from x import y` is more likely part of a script.
 */
function recoveryStop(line: string): (text: string, at: number) => boolean {
  const keywords =
    "FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL";
  const isLower = /^[a-z]/.test(line);
  const pattern = new RegExp(
    `(?:${isLower ? `${keywords}|${keywords.toLowerCase()}` : keywords})[ \\t]`,
    "y",
  );
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text);
  };
}

/** Tells whether a line that ends a heredoc comes at or after an offset. */
interface TerminatorFinder {
  exists(name: string, chomp: boolean, from: number): boolean;
}

/**
 * Many heredocs without terminator must not cost a scan to the end of the file each: the last place of every line's text is
 * looked up in an index that is made once, when first needed.
 */
function terminatorFinder(text: string): TerminatorFinder {
  let plain: Map<string, number> | null = null;
  let chomped: Map<string, number> | null = null;
  return {
    exists(name, chomp, from) {
      if (chomp) chomped ??= lastLines(text, true);
      else plain ??= lastLines(text, false);
      return ((chomp ? chomped : plain)?.get(name) ?? -1) >= from;
    },
  };
}

function lastLines(text: string, chomp: boolean): Map<string, number> {
  const last = new Map<string, number>();
  const cursor: Cursor = { text, start: 0, end: 0, next: 0, problems: [] };
  while (advance(cursor)) {
    const from = chomp ? skipTabs(text, cursor.start, cursor.end) : cursor.start;
    last.set(text.slice(from, cursor.end), cursor.start);
  }
  return last;
}
