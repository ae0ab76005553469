import type { TrailingComment } from "../syntax/trailing-comment.ts";
import type { TextEdit } from "../text/edit.ts";

/**
 * Moves trailing comments to lines of their own above the instruction. `null` where the builder would take the first of them for a
 * directive, as it takes `# escape=x` on the first line.
 */
export function ownLineEdits(
  text: string,
  { instruction, ranges }: TrailingComment,
): readonly TextEdit[] | null {
  const { start } = instruction.range;
  const comments = ranges.map((range) => text.slice(range.start, range.end));
  if (instruction.index === 0 && comments.some((comment) => /^#\s*\w+\s*=/.test(comment))) return null;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indentation = text.slice(lineStart, start);
  const lineEnding = /\r?\n/.exec(text)?.[0] ?? "\n";
  return [
    {
      range: { start, end: start },
      text: comments.map((comment) => comment + lineEnding + indentation).join(""),
    },
    ...ranges.map((range) => ({ range: { start: endOfWords(text, range.start), end: range.end }, text: "" })),
  ];
}

/** Where the blanks before a comment begin. */
function endOfWords(text: string, comment: number): number {
  let at = comment;
  while (/[^\S\n]/.test(text.charAt(at - 1))) at--;
  return at;
}
