/**
 * The patterns of `${name#pattern}` and its kin: `*` any text, `?` one character, `\` before `*`, `?` or `\` takes it as it is.
 * There are no bracket expressions. Semantics: BuildKit `frontend/dockerfile/shell/lex.go` (read 2026-08).
 */
export interface ShellPattern {
  /** What stands between the stars, one more than there are stars. `null` is any one character. */
  readonly runs: readonly (readonly (string | null)[])[];
}

/** Reads a pattern; `null` when it ends in an escape or escapes another character. */
export function parseShellPattern(text: string): ShellPattern | null {
  const characters = Array.from(text);
  let run: (string | null)[] = [];
  const runs = [run];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === "*") {
      run = [];
      runs.push(run);
    } else if (character === "?") {
      run.push(null);
    } else if (character === "\\") {
      const next = characters[++i];
      if (next === undefined || !"*?\\/}".includes(next)) return null;
      run.push(next);
    } else {
      run.push(character);
    }
  }
  return { runs };
}

/** `value` without the shortest, or longest, start that matches; unchanged when none does. */
export function trimStart(value: string, pattern: ShellPattern, longest: boolean): string {
  const characters = Array.from(value);
  const end = matchAt(characters, 0, pattern.runs, longest);
  return end === null ? value : characters.slice(end).join("");
}

/** `value` without the shortest, or longest, end that matches; unchanged when none does. */
export function trimEnd(value: string, pattern: ShellPattern, longest: boolean): string {
  const characters = Array.from(value).reverse();
  const runs = pattern.runs.map((run) => [...run].reverse()).reverse();
  const end = matchAt(characters, 0, runs, longest);
  return end === null ? value : characters.slice(end).reverse().join("");
}

/** `value` with the first match, or all that do not overlap, replaced; a star takes as much as it can. */
export function replaceMatches(
  value: string,
  pattern: ShellPattern,
  replacement: string,
  all: boolean,
): string {
  const characters = Array.from(value);
  const first = pattern.runs[0]!;
  let result = "";
  let copied = 0;
  let from = 0;
  let lastEnd = -1;
  while (from <= characters.length) {
    const start = find(characters, first, from);
    const end = start === null ? null : matchAt(characters, start, pattern.runs, true);
    if (start === null || end === null) break;
    const touchesLast = start === end && start === lastEnd;
    if (!touchesLast) {
      result += characters.slice(copied, start).join("") + replacement;
      copied = end;
      lastEnd = end;
      if (!all) break;
    }
    from = end > start ? end : end + 1;
  }
  return result + characters.slice(copied).join("");
}

/** Where a match that starts at `start` ends. The runs between stars are taken as early as possible, so one pass decides. */
function matchAt(
  characters: readonly string[],
  start: number,
  runs: ShellPattern["runs"],
  longest: boolean,
): number | null {
  const first = runs[0]!;
  if (!standsAt(characters, first, start)) return null;
  let end = start + first.length;
  for (let i = 1; i < runs.length; i++) {
    const run = runs[i]!;
    const isLast = i === runs.length - 1;
    const at = isLast && longest ? findLast(characters, run, end) : find(characters, run, end);
    if (at === null) return null;
    end = at + run.length;
  }
  return end;
}

function find(characters: readonly string[], run: readonly (string | null)[], from: number): number | null {
  for (let at = from; at + run.length <= characters.length; at++) {
    if (standsAt(characters, run, at)) return at;
  }
  return null;
}

function findLast(
  characters: readonly string[],
  run: readonly (string | null)[],
  from: number,
): number | null {
  for (let at = characters.length - run.length; at >= from; at--) {
    if (standsAt(characters, run, at)) return at;
  }
  return null;
}

function standsAt(characters: readonly string[], run: readonly (string | null)[], at: number): boolean {
  if (at + run.length > characters.length) return false;
  return run.every((expected, i) => expected === null || expected === characters[at + i]);
}
