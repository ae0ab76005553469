import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placesIn } from "../../src/lsp/places.ts";
import { lineIndex } from "../../src/text/line-index.ts";

const text = fc.string({ unit: fc.constantFrom("a", "é", "𝄞", "\n", "\r\n", "€"), maxLength: 30 });

describe.each(["utf-16", "utf-8"] as const)("places in %s", (encoding) => {
  it("lead back to where they came from", () => {
    fc.assert(
      fc.property(text, (sample) => {
        const places = placesIn(lineIndex(sample), encoding);
        let offset = 0;
        for (const char of [...sample, ""]) {
          // Between CR and LF nothing can be pointed at.
          const isInside = sample[offset] === "\n" && sample[offset - 1] === "\r";
          const { start } = places.range({ start: offset, end: offset });
          if (!isInside) expect(places.offset(start)).toBe(offset);
          offset += char.length;
        }
      }),
    );
  });

  it("outside of the text are taken to its nearest place", () => {
    const places = placesIn(lineIndex("ab\r\ncd"), encoding);
    expect(places.offset({ line: 0, character: 99 })).toBe(2);
    expect(places.offset({ line: 9, character: 0 })).toBe(6);
    expect(places.offset({ line: -1, character: 5 })).toBe(0);
    expect(places.offset({ line: 1, character: 99 })).toBe(6);
  });
});

it("counts bytes where that was agreed on", () => {
  const at = { start: 5, end: 6 };
  expect(placesIn(lineIndex("é𝄞€ab"), "utf-8").range(at).start).toEqual({ line: 0, character: 10 });
  expect(placesIn(lineIndex("é𝄞€ab"), "utf-16").range(at).start).toEqual({ line: 0, character: 5 });
});
