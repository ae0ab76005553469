import type { Position as LspPosition, Range as LspRange } from "vscode-languageserver";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/** How columns count: UTF-16 units unless client and server agree on bytes. */
export type Encoding = "utf-16" | "utf-8";

/** Places in a text as the protocol has them, lines and columns from 0. */
export interface Places {
  range(at: Range): LspRange;
  /** Places outside of the text are taken to its nearest place. */
  offset(position: LspPosition): number;
}

export function placesIn(lines: LineIndex, encoding: Encoding): Places {
  const { text, starts } = lines;
  const position = (offset: number): LspPosition => {
    const { line, column } = positionAt(lines, offset);
    const start = starts[line - 1]!;
    const character =
      encoding === "utf-16"
        ? column - 1
        : bytesOf(text.slice(start, Math.max(start, Math.min(offset, text.length))));
    return { line: line - 1, character };
  };
  return {
    range: ({ start, end }) => ({ start: position(start), end: position(end) }),
    offset({ line, character }) {
      if (line < 0) return 0;
      const start = starts[line];
      if (start === undefined) return text.length;
      const next = starts[line + 1];
      let end = next === undefined ? text.length : next - 1;
      if (next !== undefined && text[end - 1] === "\r" && end > start) end--;
      if (encoding === "utf-16") return Math.min(start + Math.max(character, 0), end);
      let at = start;
      for (let left = character; at < end; ) {
        const char = String.fromCodePoint(text.codePointAt(at)!);
        left -= bytesOf(char);
        if (left < 0) break;
        at += char.length;
      }
      return at;
    },
  };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
