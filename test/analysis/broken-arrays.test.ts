import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BrokenArray, brokenArray } from "../../src/analysis/broken-arrays.ts";
import { parse } from "../../src/syntax/parse.ts";

function arrayOf(instruction: string): BrokenArray | null {
  return brokenArray(parse(`FROM scratch\n${instruction}\n`).instructions[1]!);
}

describe("a broken array", () => {
  it.each([
    ["CMD ['a', 'b c']", ["a", "b c"], "single quotes"],
    ["CMD [“a”, ”b”]", ["a", "b"], "typographic quotes"],
    ["CMD [a, b]", ["a", "b"], "no quotes"],
    ['CMD ["a" "b"]', ["a", "b"], "missing comma"],
    ['CMD ["a",]', ["a"], "extra comma"],
    ['CMD ["a", "b"', ["a", "b"], "missing bracket"],
    ['CMD ["C:\\app"]', ["C:\\app"], "backslashes"],
    ['HEALTHCHECK CMD ["a", b]', ["a", "b"], "no quotes"],
    ["VOLUME [/data]", ["/data"], "no quotes"],
    ["COPY ['a', 'b']", ["a", "b"], "single quotes"],
    ['CMD ["a", "b]', null, null],
    ['CMD ["a"] b', null, null],
  ])("is found in %j", (instruction, words, flaw) => {
    expect(arrayOf(instruction)).toMatchObject({ words, flaw });
  });

  it.each([
    'CMD ["a", "b"]',
    "CMD []",
    "CMD [",
    "CMD [ ]",
    "CMD a [b]",
    "RUN [ -f /a ]",
    'RUN [ "$A" = "b" ] && c',
    'RUN [ "$A" ] || c',
    "RUN [[ a == b ]]",
    "RUN [ -n a ] && b",
    "COPY [a-z] /",
    "COPY [a-z]",
    "COPY [a].txt [b]",
    'SHELL ["a"',
    "ENV [a] b",
  ])("is not found in %j", (instruction) => {
    expect(arrayOf(instruction)).toBeNull();
  });

  it("lies in the text, whatever that is, and takes linear time", () => {
    const parts = fc.constantFrom("[", "]", '"', "'", ",", " ", "a", "\\", "“", "”", "\\\n", "# ");
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 14 }), (value) => {
        const text = `FROM scratch\nCMD [${value.join("")}`;
        const array = brokenArray(parse(text).instructions[1]!);
        if (array !== null) expect(array.range.end).toBeLessThanOrEqual(text.length);
      }),
    );
    expect(arrayOf(`CMD [${"'a', ".repeat(10_000)}`)).not.toBeNull();
  });
});
