import type { MappedText } from "../text/mapped-text.ts";
import type { Assignment, Redirect } from "./command.ts";
import type { AssignmentNode, Redirection } from "./syntax-tree.ts";
import { heredocBody } from "./word-content.ts";
import { arrayWord, literalWord, nodeRange, shellWord } from "./words.ts";

/** `NAME=value` before a command. `source` is the text that the tree was read from. */
export function assignment(source: MappedText, node: AssignmentNode): Assignment {
  const range = nodeRange(source, node);
  const { name, value } = node;
  if (value.type === "ArrayValue") return { name, value: arrayWord(source, node), range };
  return { name, value: value.end > value.pos ? shellWord(source, value) : null, range };
}

/** A redirect, with the body of a heredoc. `source` is the text that the tree was read from. */
export function redirect(source: MappedText, node: Redirection): Redirect {
  const { operator, descriptor } = node;
  const range = nodeRange(source, node);
  const number = descriptor?.type === "FileDescriptor" ? descriptor.value : null;
  if (node.type !== "HereDoc") {
    const target = node.target ? shellWord(source, node.target) : null;
    return { operator, descriptor: number, target, heredoc: null, range };
  }
  const { delimiter } = node;
  const target = delimiter
    ? {
        ...literalWord(source, delimiter.pos, delimiter.end),
        text: delimiter.value,
        quoted: delimiter.quoted,
      }
    : null;
  return { operator, descriptor: number, target, heredoc: heredocBody(source, node, false), range };
}
