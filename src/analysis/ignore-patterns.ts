import { cleanPath } from "../text/posix-path.ts";
import type { Range } from "../text/range.ts";
import { type PathPattern, pathPattern } from "./path-pattern.ts";

/** One pattern of an ignore file. */
export interface IgnorePattern {
  /** As written, trimmed. */
  readonly text: string;
  readonly negated: boolean;
  /** What paths are compared with: cleaned, without `!` and leading `/`. */
  readonly path: string;
  /** 1-based line of the ignore file. */
  readonly line: number;
  readonly range: Range;
}

export interface IgnoreProblem {
  /** Present tense, code in back-ticks, no final full stop. */
  readonly message: string;
  /** 1-based line of the ignore file. */
  readonly line: number;
}

/** Patterns in order, each with its way to match. */
export interface IgnorePatterns {
  readonly patterns: readonly IgnorePattern[];
  /** Patterns for which the builder stops with an error; they are not among `patterns`. */
  readonly problems: readonly IgnoreProblem[];
  readonly matcher: PathMatcher;
}

/**
 * Decides path by path, from the top down, as the builder's walk does: what a pattern said of a directory is kept for what
 * lies below. This differs from asking each pattern about each parent of a path in isolation: a pattern that could not
 * change anything at the directory is not asked there, and so not inherited.
 */
export interface PathMatcher {
  /** Whether the patterns hit this path (`src/a.js`, no leading `/`) and none takes it back. They never hit the root, `.`. */
  matches(path: string): boolean;
  /** The same for one path whose directory was already looked at: how a walk asks. `above` is `null` at the top. */
  look(path: string, above: Verdict | null): Verdict;
  /** Whether a `!` pattern may take back anything below a directory that is hit. */
  mayTakeBackBelow(directory: string, verdict: Verdict): boolean;
}

/** What the patterns say of one path. */
export interface Verdict {
  readonly matched: boolean;
  /** For each pattern whether it hit this path or one above. */
  readonly hits: readonly boolean[];
}

/** The builder's line reader gives up on longer lines (bufio.MaxScanTokenSize). In bytes. */
const longestLine = 65_535;

/** Reads an ignore file as moby/patternmatcher's `ignorefile` and `New` do. Never fails: what the builder refuses is a problem. */
export function parseIgnoreFile(text: string): IgnorePatterns {
  const patterns: IgnorePattern[] = [];
  const compiled: PathPattern[] = [];
  const problems: IgnoreProblem[] = [];
  let offset = 0;
  for (const [index, rawLine] of text.split("\n").entries()) {
    const line = index + 1;
    const start = offset;
    offset += rawLine.length + 1;
    if (isTooLong(rawLine)) {
      problems.push({ message: `the line is longer than ${longestLine} bytes`, line });
      continue;
    }
    const skip = index === 0 && rawLine.startsWith("\ufeff") ? 1 : 0;
    // A comment has its `#` in the first column; after blanks it is a pattern.
    if (rawLine.startsWith("#", skip)) continue;
    const written = trimBlanks(rawLine.slice(skip));
    if (written === "") continue;
    const read = readPattern(written);
    if (read.problem !== undefined) {
      problems.push({ message: `the pattern \`${written}\` is not valid: ${read.problem}`, line });
      continue;
    }
    const at = start + rawLine.indexOf(written, skip);
    const { negated, path } = read;
    patterns.push({ text: written, negated, path, line, range: { start: at, end: at + written.length } });
    compiled.push(read.pattern);
  }
  return { patterns, problems, matcher: matcherOf(patterns, compiled) };
}

/**
 * A matcher for patterns that stand in a flag (`--exclude`, `--parents`): moby reads them without the ignore file's rules for
 * comments and for a leading `/`. Invalid ones are left out.
 */
export function flagMatcher(texts: readonly string[]): PathMatcher {
  const read = texts
    .map((text) => cleanPattern(trimBlanks(text)))
    .filter((each) => each.problem === undefined);
  return matcherOf(
    read,
    read.map((each) => each.pattern),
  );
}

type ReadPattern =
  | {
      readonly negated: boolean;
      readonly path: string;
      readonly pattern: PathPattern;
      readonly problem?: undefined;
    }
  | { readonly problem: string };

/** What `ignorefile.ReadAll` makes of a trimmed line: one `!` taken aside, the rest cleaned, one leading `/` dropped. */
function readPattern(written: string): ReadPattern {
  const negated = written.startsWith("!");
  let path = negated ? trimBlanks(written.slice(1)) : written;
  if (path !== "") path = cleanPath(path);
  if (path.length > 1 && path.startsWith("/")) path = path.slice(1);
  return cleanPattern(trimBlanks(negated ? `!${path}` : path));
}

/** What `patternmatcher.New` makes of it: so `/!a` and `./!a` end as `!a`, and `!/` as a lone `!`. */
function cleanPattern(text: string): ReadPattern {
  const cleaned = cleanPath(text);
  const negated = cleaned.startsWith("!");
  const path = negated ? cleaned.slice(1) : cleaned;
  if (path === "") return { problem: "nothing follows the `!`" };
  const { pattern, problem } = pathPattern(path);
  return problem === undefined ? { negated, path, pattern } : { problem };
}

function matcherOf(
  patterns: readonly { readonly negated: boolean }[],
  compiled: readonly PathPattern[],
): PathMatcher {
  const negations = patterns.map((each) => each.negated);
  const directories = new Map<string, Verdict>();

  function look(path: string, above: Verdict | null): Verdict {
    let matched = false;
    const hits: boolean[] = [];
    for (let i = 0; i < compiled.length; i++) {
      let hit = above?.hits[i] === true;
      // A pattern that would change nothing here is not asked, and so does not count as hit for what lies below.
      if (!hit && negations[i] === matched) hit = compiled[i]!.matches(path);
      hits.push(hit);
      if (hit) matched = !negations[i];
    }
    return { matched, hits };
  }

  function lookAbove(path: string): Verdict | null {
    const end = path.lastIndexOf("/");
    if (end === -1) return null;
    const known = directories.get(path.slice(0, end));
    if (known !== undefined) return known;
    let above: Verdict | null = null;
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      const directory = path.slice(0, slash);
      above = directories.get(directory) ?? look(directory, above);
      directories.set(directory, above);
    }
    return above;
  }

  return {
    matches: (path) => path !== "." && look(path, lookAbove(path)).matched,
    look,
    mayTakeBackBelow(directory, verdict) {
      // Patterns before the last one that decided for a hit are overruled by it everywhere below.
      const decisive = verdict.hits.findLastIndex((hit, i) => hit && !negations[i]);
      return compiled.some((each, i) => i > decisive && negations[i] && each.mayMatchBelow(directory));
    },
  };
}

function isTooLong(line: string): boolean {
  // No character takes more than three bytes for each of its units.
  if (line.length * 3 <= longestLine) return false;
  return new TextEncoder().encode(line).length > longestLine;
}

/** Go's `strings.TrimSpace`: what Unicode calls white space, so with U+0085 and without U+FEFF. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x85 || (code !== 0xfeff && String.fromCharCode(code).trim() === "");
}
