import { type PatternMachine, patternMachine } from "./pattern-machine.ts";
import { type CharacterTest, type Piece, program } from "./pattern-program.ts";

export type GlobResult =
  | { readonly pieces: readonly Piece[]; readonly problem?: undefined }
  | {
      readonly pieces?: undefined;
      readonly problem: string;
      /** Whether Go notices when it compares the pattern with `.`: it reads no further than the first part that differs. */
      readonly noticed: boolean;
    };

const notSlash: CharacterTest = (code) => code !== 0x2f;

/**
 * Reads a pattern as Go's `filepath.Match` does on Linux: `*` and `?` stop at `/`, `[a-z]` and `[^a-z]` are classes (`!` is an
 * ordinary character there), `\` takes the next character as it is, `**` is two stars. Linear.
 */
export function fileGlob(text: string): GlobResult {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const pieces: Piece[] = [];
  const starts: number[] = [];
  const bad = (problem: string): GlobResult => ({ problem, noticed: isReached(pieces, starts) });
  for (let at = 0; at < codes.length; ) {
    const code = codes[at++]!;
    if (code === star) {
      if (pieces.at(-1)?.kind !== "repeat") starts.push(pieces.length);
      pieces.push({ kind: "repeat", part: { kind: "read", test: notSlash }, least: 0, most: null });
    } else if (code === questionMark) {
      pieces.push({ kind: "read", test: notSlash });
    } else if (code === openBracket) {
      const found = readClass(codes, at);
      if (found === null) return bad("a `[` has no matching `]`");
      pieces.push({ kind: "read", test: found.test });
      at = found.end;
    } else {
      const wanted = code === backslash ? codes[at++] : code;
      if (wanted === undefined) return bad("nothing follows the last `\\`");
      pieces.push({ kind: "read", test: (each) => each === wanted });
    }
  }
  return { pieces };
}

/** Go goes on behind a star only where what stands before it has matched; `starts` are the runs of stars among the pieces. */
function isReached(pieces: readonly Piece[], starts: readonly number[]): boolean {
  const later = starts.filter((start) => start > 0);
  if (later.length === 0) return true;
  const first = pieces.slice(0, later[0]).filter((piece) => piece.kind === "read");
  return later.length === 1 && first.length === 1 && first[0]!.test(0x2e);
}

/** A machine for the whole text; `null` for a pattern that Go refuses, which then matches nothing. */
export function globMachine(text: string): PatternMachine | null {
  const glob = fileGlob(text);
  if (glob.problem !== undefined) return null;
  const compiled = program([
    [{ kind: "assert", place: "start" }, ...glob.pieces, { kind: "assert", place: "end" }],
  ]);
  return compiled === null ? null : patternMachine(compiled);
}

/** Whether BuildKit takes a source for a pattern: an unescaped `*`, `?` or `[`. */
export function hasWildcard(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "\\") at += 1;
    else if (character === "*" || character === "?" || character === "[") return true;
  }
  return false;
}

const star = 0x2a;
const questionMark = 0x3f;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const backslash = 0x5c;
const hyphen = 0x2d;
const caret = 0x5e;

/** A class from behind its `[`; `null` where Go finds its syntax bad: empty, not closed, or `-` without both ends. */
function readClass(
  codes: readonly number[],
  start: number,
): { readonly test: CharacterTest; readonly end: number } | null {
  let at = start;
  const negated = codes[at] === caret;
  if (negated) at += 1;
  const ranges: (readonly [low: number, high: number])[] = [];
  const readOne = (): number | null => {
    let code = codes[at++];
    if (code === undefined || code === hyphen || code === closeBracket) return null;
    if (code === backslash) code = codes[at++];
    // A class that ends with the pattern has no `]`.
    return code === undefined || at >= codes.length ? null : code;
  };
  while (ranges.length === 0 || codes[at] !== closeBracket) {
    const low = readOne();
    if (low === null) return null;
    let high: number | null = low;
    if (codes[at] === hyphen) {
      at += 1;
      high = readOne();
      if (high === null) return null;
    }
    ranges.push([low, high]);
  }
  return {
    test: (code) => ranges.some(([low, high]) => code >= low && code <= high) !== negated,
    end: at + 1,
  };
}
