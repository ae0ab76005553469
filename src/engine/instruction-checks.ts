import type { Dockerfile } from "../syntax/nodes.ts";
import { type CheckOptions, checkComment } from "./foreign-comments.ts";

/** What a comment above an instruction asks of BuildKit. */
export interface InstructionCheck {
  /** Index of the instruction. */
  readonly instruction: number;
  /** Of the same kind, the one before it in the stage. */
  readonly later: number | null;
  readonly options: CheckOptions;
}

/**
 * `# check=…` above single instructions, as BuildKit reads them: at the start of a line; the first in the block of comments counts, also
 * when it is broken; blank lines and other comments do no harm, an empty comment forgets what is above it.
 */
export function instructionChecks(syntax: Dockerfile): readonly InstructionCheck[] {
  const { text, comments, instructions } = syntax;
  const found: InstructionCheck[] = [];
  const before = new Map<string, number>();
  let next = 0;
  instructions.forEach(({ kind, range }, index) => {
    let options: CheckOptions | null | undefined;
    for (; next < comments.length && comments[next]!.range.start < range.start; next++) {
      const comment = comments[next]!;
      const isIndented = comment.range.start > 0 && !/[\n\ufeff]/.test(text[comment.range.start - 1]!);
      if (comment.text.trim() === "") options = undefined;
      else if (options === undefined && !isIndented) options = checkComment(comment.text);
    }
    if (options) found.push({ instruction: index, later: before.get(kind) ?? null, options });
    // Comments inside the instruction belong to none.
    while (next < comments.length && comments[next]!.range.start < range.end) next++;
    if (kind === "FROM") before.clear();
    before.set(kind, index);
  });
  return found;
}
