import type { BuildFile } from "../model/build-file.ts";
import type { Comment, Instruction } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";

/** The comment line that BuildKit takes for the description of what an instruction defines. */
export interface DefinitionComment {
  readonly range: Range;
  readonly firstWord: string;
  /** Whether it says something to a tool, and not to people. */
  readonly isForTool: boolean;
}

/** Comments that say something to a tool. */
const pragma =
  /^\s*(?:check\s*=|hadolint\b|stowage\b|tally\b|trivy:|checkov:|kics-scan\b|dockerfile-utils:)/i;

/**
 * The last comment line above an instruction; `null` without one. A line that is only `#` cuts off what stands above it. BuildKit
 * (`parser/parser.go`, read 2026-08) also looks across empty lines and at comments for tools; `isLiteral` asks for that.
 */
export function definitionComment(
  { text, syntax }: BuildFile,
  instruction: Instruction,
  isLiteral: boolean,
): DefinitionComment | null {
  const comment = lastCommentBefore(syntax.comments, instruction.range.start);
  const previous = syntax.instructions[instruction.index - 1];
  if (comment === null || (previous !== undefined && comment.range.start < previous.range.end)) return null;
  const content = comment.text.trim();
  if (content === "") return null;
  const between = text.slice(comment.range.end, instruction.range.start);
  const isForTool = pragma.test(content);
  if (!isLiteral && (isForTool || /\n[^\S\n]*\n/.test(between))) return null;
  return { range: comment.range, firstWord: content.split(" ", 1)[0]!, isForTool };
}

/** By binary search: there may be as many comments as instructions. */
function lastCommentBefore(comments: readonly Comment[], offset: number): Comment | null {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comments[middle]!.range.start < offset) low = middle + 1;
    else high = middle;
  }
  return comments[low - 1] ?? null;
}
