import type { Finding } from "../rule/finding.ts";
import type { Range } from "../text/range.ts";

/**
 * What is said of a text while it is typed: of lines that have not changed since the last full look what that look found, at their new places; of
 * those that have, what the text alone shows. Mistakes that the builder stops at count wherever they are. Fixes are left out: they wait for the next
 * full look.
 */
export function findingsWhileTyping(
  before: { readonly text: string; readonly findings: readonly Finding[] },
  now: { readonly text: string; readonly findings: readonly Finding[] },
): readonly Finding[] {
  const { old, fresh } = changedLines(before.text, now.text);
  const shift = now.text.length - before.text.length;
  const move = ({ start, end }: Range): Range | null => {
    if (end < old.start || (end === old.start && start < end)) return { start, end };
    return start >= old.end ? { start: start + shift, end: end + shift } : null;
  };
  const carried = before.findings.flatMap(({ fix: _, ...finding }): Finding[] => {
    const at = move(finding.at);
    if (at === null) return [];
    const related = finding.related?.flatMap(({ at: place, message }) => {
      const moved = move(place);
      return moved === null ? [] : [{ at: moved, message }];
    });
    return [{ ...finding, at, ...(related && { related }) }];
  });
  const keyOf = ({ rule, at }: Finding): string => `${rule} ${at.start} ${at.end}`;
  const known = new Set(carried.map(keyOf));
  const touches = ({ start, end }: Range): boolean =>
    start <= fresh.end &&
    end >= fresh.start &&
    (start < fresh.end || start === end || fresh.start === fresh.end);
  const found = now.findings.filter(
    (finding) => (touches(finding.at) || finding.severity === "error") && !known.has(keyOf(finding)),
  );
  return [...carried, ...found].sort((one, other) => one.at.start - other.at.start);
}

/** The lines that differ, as one range of each text: from the first to the last. */
function changedLines(before: string, after: string): { readonly old: Range; readonly fresh: Range } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  const lineStart = start === 0 ? 0 : before.lastIndexOf("\n", start - 1) + 1;
  const isAtLine = (text: string): boolean =>
    text.length - tail === 0 || text[text.length - tail - 1] === "\n";
  const areLinesWhole = start === lineStart && isAtLine(before) && isAtLine(after);
  const lineEnd = (text: string): number => {
    if (areLinesWhole) return text.length - tail;
    const found = text.indexOf("\n", Math.max(text.length - tail, lineStart));
    return found === -1 ? text.length : found;
  };
  return {
    old: { start: lineStart, end: lineEnd(before) },
    fresh: { start: lineStart, end: lineEnd(after) },
  };
}
