import { type MappedText, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import { isSpace, trimSpaceEnd } from "./characters.ts";
import { parseJsonArray } from "./json-array.ts";
import type { Dockerfile, Instruction, InstructionKind, SyntaxProblem } from "./nodes.ts";
import { parse } from "./parse.ts";

/**
 * Text that its writer meant for a comment and the builder takes for arguments: `COPY . .  # the rest`. A comment has its `#`
 * at the start of a line.
 */
export interface TrailingComment {
  /** As written. */
  readonly instruction: Instruction;
  /** As meant: the same without the comments. Its `range` is the one as written. */
  readonly meant: Instruction;
  /** From `#` to the end of the line's text; more than one where an instruction goes over several lines. */
  readonly ranges: readonly Range[];
  /** What the builder rejects because of it; empty when it reads something else without a word. */
  readonly problems: readonly SyntaxProblem[];
}

/** The trailing comments of a file, in document order. Where there are any, the file is read once more without them. */
export function trailingComments(file: Dockerfile): readonly TrailingComment[] {
  const found = file.instructions
    .map((instruction) => ({ instruction, ranges: commentsOf(instruction, file.escape) }))
    .filter(({ ranges }) => ranges.length > 0);
  if (found.length === 0) return [];
  const ranges = found.flatMap((each) => each.ranges);
  const meant = parse(blanked(file.text, ranges)).instructions;
  // Blanks end no line and open no heredoc, so that the instructions stay the same ones.
  if (meant.length !== file.instructions.length) return [];
  return found.map(({ instruction, ranges }) => {
    const other = meant[instruction.index]!;
    const left = new Set(other.problems.map(({ code }) => code));
    return {
      instruction,
      meant: { ...other, range: instruction.range },
      ranges,
      problems: instruction.problems.filter(({ code }) => !left.has(code)),
    };
  });
}

/** How the words of an instruction are read, and how many it takes at least. */
interface Words {
  readonly least: number;
  /** Whether it is a path, in which a `#` may be part of a name. */
  readonly isPath?: true;
  /** Whether it may be `name value` with a value that goes on to the end of the line. */
  readonly isNamed?: true;
}

const wordKinds: { readonly [Kind in InstructionKind]?: Words } = {
  ADD: { least: 2, isPath: true },
  ARG: { least: 1 },
  COPY: { least: 2, isPath: true },
  ENV: { least: 1, isNamed: true },
  EXPOSE: { least: 1 },
  FROM: { least: 1 },
  LABEL: { least: 1, isNamed: true },
  STOPSIGNAL: { least: 1 },
  USER: { least: 1 },
  VOLUME: { least: 1, isPath: true },
  WORKDIR: { least: 1, isPath: true },
};

const jsonKinds: ReadonlySet<InstructionKind> = new Set([
  "ADD",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "RUN",
  "SHELL",
  "VOLUME",
]);

/** Half-open offsets in the text after the keyword. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function commentsOf(instruction: Instruction, escapeCharacter: string): readonly Range[] {
  if (instruction.kind === "ONBUILD") {
    return instruction.trigger === null ? [] : commentsOf(instruction.trigger, escapeCharacter);
  }
  const { rest, kind } = instruction;
  if (!rest.text.includes("#") || rest.text.includes("<<")) return [];
  const spans = jsonComments(instruction) ?? wordComments(rest, wordKinds[kind], escapeCharacter);
  return spans.map(({ start, end }) => sourceRange(rest, start, end));
}

/** Comments after, or between the lines of, a JSON array; `null` when that is not what the text is without them. */
function jsonComments({ kind, rest }: Instruction): readonly Span[] | null {
  if (!jsonKinds.has(kind)) return null;
  const start = kind === "HEALTHCHECK" ? (/^CMD\s+/i.exec(rest.text)?.[0].length ?? 0) : 0;
  if (rest.text.charAt(start) !== "[" || parseJsonArray(rest.text, start, rest.text.length) !== null)
    return null;
  const spans = candidates(rest, start, { quotes: '"', escapeCharacter: "\\" });
  const meant = blanked(rest.text, spans);
  return spans.length > 0 && parseJsonArray(meant, start, meant.length)?.bad === null ? spans : null;
}

function wordComments(rest: MappedText, words: Words | undefined, escapeCharacter: string): readonly Span[] {
  if (words === undefined) return [];
  const spans = candidates(rest, 0, { quotes: `"'`, escapeCharacter });
  const left = blanked(rest.text, spans)
    .split(/\s+/)
    .filter((word) => word !== "");
  const isFreeText = words.isNamed === true && left[0]?.includes("=") === false;
  if (left.length < (isFreeText ? 2 : words.least)) return [];
  return spans.every(({ start, end }) => isNote(rest.text.slice(start, end), words, isFreeText)) ? spans : [];
}

/** Whether it reads like a comment: `# note`, `#note`; but not `#1 of all` or a path such as `#old/file`. */
function isNote(text: string, { isPath }: Words, isFreeText: boolean): boolean {
  if (/^#+(?:\s|$)/.test(text)) return !isFreeText || /^#+\s+\p{L}/u.test(text);
  return !isFreeText && !(isPath && text.includes("/")) && /^#+[\p{L}[(<-]/u.test(text);
}

/** From each `#` that begins a word outside of quotes to the end of its line in the document. Linear. */
function candidates(
  rest: MappedText,
  from: number,
  { quotes, escapeCharacter }: { readonly quotes: string; readonly escapeCharacter: string },
): readonly Span[] {
  const { text } = rest;
  const lineStarts = rest.segments.map(({ at }) => at);
  const spans: Span[] = [];
  let line = 0;
  let quote = "";
  let escaped = -1;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === escapeCharacter && quote === '"') at++;
      else if (char === quote) quote = "";
    } else if (char === escapeCharacter) {
      at++;
      // An escaped blank is a part of the word.
      escaped = at;
    } else if (quotes.includes(char)) {
      quote = char;
    } else if (char === "#" && at > from && escaped !== at - 1 && isSpace(text.charCodeAt(at - 1))) {
      while (lineStarts[line]! <= at) line++;
      const lineEnd = lineStarts[line] ?? text.length;
      spans.push({ start: at, end: trimSpaceEnd(text, at, lineEnd) });
      at = lineEnd - 1;
    }
  }
  return spans;
}

/** The text with blanks in these places, so that every offset stays. */
function blanked(text: string, spans: readonly Span[]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of spans) {
    result += text.slice(at, start) + " ".repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}
