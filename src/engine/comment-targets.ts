import type { Dockerfile, Instruction } from "../syntax/nodes.ts";

/**
 * For each comment the index of the instruction that it stands in, or directly above with nothing but comment lines between;
 * `null` where there is none. One pass from the end.
 */
export function commentTargets(syntax: Dockerfile): readonly (number | null)[] {
  const { comments, instructions, text } = syntax;
  const targets: (number | null)[] = new Array(comments.length).fill(null);
  let next = instructions.length - 1;
  let below: { readonly start: number; readonly target: number | null } | null = null;
  for (let index = comments.length - 1; index >= 0; index--) {
    const { range } = comments[index]!;
    while (next >= 0 && instructions[next]!.range.start > range.start) {
      below = { start: instructions[next]!.range.start, target: next };
      next--;
    }
    const around = next >= 0 && range.start < instructions[next]!.range.end ? next : null;
    const isDirectlyAbove: boolean = below !== null && isNextLine(text, range.end, below.start);
    const target: number | null = around ?? (isDirectlyAbove ? below!.target : null);
    targets[index] = target;
    below = { start: range.start, target };
  }
  return targets;
}

/** Whether only one line break and blanks stand between two offsets. */
export function isNextLine(text: string, from: number, to: number): boolean {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    const unit = text[at]!;
    if (unit === "\n") breaks++;
    else if (unit !== " " && unit !== "\t" && unit !== "\r") return false;
    if (breaks > 1) return false;
  }
  return breaks === 1;
}

/** The instruction whose range holds an offset, its end included. */
export function instructionAt(instructions: readonly Instruction[], offset: number): number | null {
  let low = 0;
  let high = instructions.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const { range } = instructions[middle]!;
    if (offset < range.start) high = middle - 1;
    else if (offset > range.end) low = middle + 1;
    else return middle;
  }
  return null;
}
