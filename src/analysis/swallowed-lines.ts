import { firstComment } from "../shell/comment.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { TextEdit } from "../text/edit.ts";
import { sourceOffset } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import { commandOf, commands } from "./commands.ts";
import type { Analysis } from "./fact.ts";

/** A comment of the shell in the middle of a continued instruction: the lines after it are a part of it. */
export interface SwallowingComment {
  /** From `#` to the end of the text of its line, without the continuation. */
  readonly at: Range;
  /** What stands below and never runs. */
  readonly swallowed: Range;
  /** Move the comment to a line of its own, where the builder takes it out. */
  readonly edits: readonly TextEdit[];
}

/**
 * The shell gets a continued instruction as one line, in which a comment goes on to the end. `null` without such a comment, and where
 * nothing follows it.
 */
export function swallowingComment(
  { file, use }: Pick<Analysis, "file" | "use">,
  instruction: Instruction,
): SwallowingComment | null {
  const command = commandOf(instruction);
  if (command?.form !== "shell" || instruction.heredocs.length > 0) return null;
  const { script } = command;
  if (script.segments.length < 2 || !script.text.includes("#")) return null;
  const at = firstComment(script.text);
  const next = at === -1 ? undefined : script.segments.find((segment) => segment.at > at);
  if (next === undefined) return null;
  const rest = script.text.slice(next.at);
  const below = rest.trimStart();
  if (below === "") return null;
  const start = sourceOffset(script, at);
  const read = use(commands).of(instruction);
  // Where a command is read there, or the language is another one, it is no comment.
  if (read.unread !== null || read.commands.some(({ range }) => range.end > start)) return null;

  const written = script.text.slice(at, next.at).trimEnd();
  const end = start + written.length;
  return {
    at: { start, end },
    swallowed: { start: sourceOffset(script, next.at + rest.length - below.length), end: command.range.end },
    edits: moveAbove(file.text, written, { start, end }),
  };
}

function moveAbove(text: string, comment: string, { start, end }: Range): readonly TextEdit[] {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  const indentation = /^\s*/.exec(before)![0];
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const isFollowedByBlank = /\s/.test(text.charAt(end));
  return [
    { range: { start: lineStart, end: lineStart }, text: indentation + comment + lineEnd },
    { range: { start: lineStart + before.trimEnd().length, end }, text: isFollowedByBlank ? "" : " " },
  ];
}
