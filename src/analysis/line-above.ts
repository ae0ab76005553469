/**
 * Where a new line can be put above an instruction that starts at `start`: above the comments that stand directly over it, too. `null`
 * when something else stands in front of it.
 */
export function lineAbove(text: string, start: number): number | null {
  let at = text.lastIndexOf("\n", start - 1) + 1;
  if (text.slice(at, start).trim() !== "") return null;
  while (at > 0) {
    const previous = text.lastIndexOf("\n", at - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(previous, at))) return at;
    at = previous;
  }
  return at;
}
