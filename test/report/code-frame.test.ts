import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeFrame } from "../../src/report/code-frame.ts";
import { displayWidth } from "../../src/report/display-text.ts";
import { plainPalette } from "../../src/report/palette.ts";
import { lineIndex } from "../../src/text/line-index.ts";

const style = (text: string): string => text;

function frame(text: string, start: number, end: number, width = 60): string[] {
  return codeFrame(lineIndex(text), { start, end }, [], { palette: plainPalette, style, width });
}

describe("underlines", () => {
  const cases: [what: string, text: string, marked: string, expected: string[]][] = [
    ["a word", "RUN a b", "a", ["1 │ RUN a b", "  │     ^"]],
    ["after a tab", "\tRUN\tx", "x", ["1 │     RUN x", "  │         ^"]],
    ["a tab itself", "a\tb", "\t", ["1 │ a   b", "  │  ^^^"]],
    ["wide characters", "RUN 世界 x", "x", ["1 │ RUN 世界 x", "  │          ^"]],
    ["under wide characters", "RUN 世界 x", "世界", ["1 │ RUN 世界 x", "  │     ^^^^"]],
    ["an emoji", "RUN 😀 x", "😀", ["1 │ RUN 😀 x", "  │     ^^"]],
    ["after a combining mark", "e\u0301 x", "x", ["1 │ e\u0301 x", "  │   ^"]],
    ["before CRLF", "RUN a\r\nRUN b\r\n", "RUN b\r\n", ["2 │ RUN b", "  │ ^^^^^"]],
  ];
  test.each(cases)("%s", (_, text, marked, expected) => {
    const start = text.indexOf(marked);
    expect(frame(text, start, start + marked.length)).toEqual(expected);
  });

  test("an empty range, also at the end of the text and in no text", () => {
    expect(frame("RUN a", 4, 4)).toEqual(["1 │ RUN a", "  │     ^"]);
    expect(frame("RUN a\n", 6, 6)).toEqual(["2 │", "  │ ^"]);
    expect(frame("", 0, 0)).toEqual(["1 │", "  │ ^"]);
  });

  test("each line of a range, without blank lines and the middle of long ones", () => {
    const text = Array.from({ length: 20 }, (_, i) => (i === 1 ? "" : `  line${i + 1}`)).join("\n");
    expect(frame(text, 2, text.length)).toEqual([
      " 1 │   line1",
      "   │   ^^^^^",
      " 2 │",
      " 3 │   line3",
      "   │   ^^^^^",
      " 4 │   line4",
      "   │   ^^^^^",
      "   ⋮",
      "20 │   line20",
      "   │   ^^^^^^",
    ]);
  });

  test("related places far away, before and after", () => {
    const text = "FROM a\n\n\nCOPY b c\n\nRUN d\n";
    const at = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + 1 });
    const lines = codeFrame(
      lineIndex(text),
      at("COPY"),
      [
        { at: at("RUN"), message: "after" },
        { at: at("FROM"), message: "before" },
      ],
      { palette: plainPalette, style, width: 60 },
    );
    expect(lines).toEqual([
      "1 │ FROM a",
      "  │ - before",
      "  ⋮",
      "4 │ COPY b c",
      "  │ ^",
      "5 │",
      "6 │ RUN d",
      "  │ - after",
    ]);
  });

  test("the part of a long line that matters", () => {
    const text = `${"a".repeat(100)}X${"b".repeat(100)}`;
    const [source, marks] = frame(text, 100, 101, 40);
    expect(source).toBe(`1 │ …${"a".repeat(12)}X${"b".repeat(21)}…`);
    expect(marks).toBe(`  │ ${" ".repeat(13)}^`);
    expect(frame(text, 0, text.length, 40)).toEqual([`1 │ ${"a".repeat(35)}…`, `  │ ${"^".repeat(36)}`]);
  });
});

test("no line is wider than asked for, whatever the text and the range", () => {
  const unit = fc.constantFrom("a", " ", "\t", "\n", "\r", "世", "😀", "\u0301", "\u0000", "\ud800");
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 200 }), fc.nat(210), fc.nat(210), (units, a, b) => {
      const text = units.join("");
      for (const line of frame(text, Math.min(a, b), Math.max(a, b), 40))
        expect(displayWidth(line)).toBeLessThanOrEqual(40);
    }),
  );
});

test("a line of a megabyte is cut, not copied into the report", () => {
  const text = "x".repeat(1_000_000);
  const lines = frame(text, 500_000, 1_000_000, 80);
  expect(lines.join("").length).toBeLessThan(400);
});
