import fc from "fast-check";
import { expect, test } from "vitest";
import { parseShellPattern, replaceMatches, trimEnd, trimStart } from "../../src/model/shell-pattern.ts";

/** The same as regular expressions, which is how the builder does it. */
function regularExpression(pattern: string, star: string, anchored: boolean, flags = ""): RegExp {
  const source = Array.from(pattern, (c) =>
    c === "*" ? star : c === "?" ? "." : c.replace(/[.]/, "\\."),
  ).join("");
  return new RegExp(`${anchored ? "^" : ""}${source}`, `su${flags}`);
}

const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "🙂"), maxLength: 12 });
const patterns = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 6 });
const reversed = (text: string): string => Array.from(text).reverse().join("");

test("trimming and replacing equal what regular expressions do", () => {
  fc.assert(
    fc.property(letters, patterns, fc.boolean(), (value, pattern, longest) => {
      const parsed = parseShellPattern(pattern)!;
      const star = longest ? ".*" : ".*?";
      const anchored = regularExpression(pattern, star, true);
      expect(trimStart(value, parsed, longest)).toBe(value.replace(anchored, ""));
      const backwards = regularExpression(reversed(pattern), star, true);
      expect(trimEnd(value, parsed, longest)).toBe(reversed(reversed(value).replace(backwards, "")));
      expect(replaceMatches(value, parsed, "-", false)).toBe(
        value.replace(regularExpression(pattern, ".*", false), "-"),
      );
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["aXbX", "X", "-", "a-b-"],
  ["abc", "", "-", "-a-b-c-"],
  ["", "", "-", "-"],
  ["abab", "a*", "-", "-"],
  ["abab", "a?", "-", "--"],
  ["aaa", "aa", "-", "-a"],
  // An empty match right after another match does not count.
  ["ab", "*", "-", "-"],
])("all of %s with %s replaced by %s → %s", (value, pattern, replacement, expected) => {
  expect(replaceMatches(value, parseShellPattern(pattern)!, replacement, true)).toBe(expected);
});

test.each(["\\", "\\x", "a\\\\\\"])("%s is no pattern", (text) => {
  expect(parseShellPattern(text)).toBeNull();
});

test.each([
  ["\\*", "*x", "x"],
  ["\\?", "?x", "x"],
  ["\\\\", "\\x", "x"],
  ["\\}", "}x", "x"],
  ["\\/", "/x", "x"],
])("%s is taken as it is", (pattern, value, rest) => {
  expect(trimStart(value, parseShellPattern(pattern)!, false)).toBe(rest);
});
