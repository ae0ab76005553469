import { describe, expect, test } from "vitest";
import { lineIndex, lineText, positionAt } from "../../src/text/line-index.ts";

describe("positions", () => {
  test.each<[what: string, text: string, offset: number, line: number, column: number]>([
    ["the beginning", "FROM a", 0, 1, 1],
    ["a line feed belongs to the line it ends", "a\nb", 1, 1, 2],
    ["the beginning of a line", "a\nb", 2, 2, 1],
    ["the end of the text", "a\nb", 3, 2, 2],
    ["an empty last line", "a\n", 2, 2, 1],
    ["beyond the end", "a\nb", 99, 2, 2],
    ["before the beginning", "a\nb", -1, 1, 1],
    ["a pair of surrogates is two columns", "\u{1f600}x", 2, 1, 3],
    ["a byte order mark is no column", "\ufeffFROM a", 6, 1, 6],
    ["the mark itself", "\ufeffFROM a", 0, 1, 1],
    ["lines below a mark", "\ufeffa\nb", 3, 2, 1],
    ["nothing but a mark", "\ufeff", 1, 1, 1],
  ])("%s", (_, text, offset, line, column) => {
    expect(positionAt(lineIndex(text), offset)).toEqual({ line, column });
  });
});

test("the text of a line is without its ending and without a mark", () => {
  const lines = lineIndex("\ufeffFROM a\r\nRUN b\nCMD c");
  expect([0, 1, 2, 3, 4].map((line) => lineText(lines, line))).toEqual(["", "FROM a", "RUN b", "CMD c", ""]);
});
