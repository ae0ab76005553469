import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkContext } from "../../src/analysis/context-listing.ts";
import { flagMatcher, parseIgnoreFile, type Verdict } from "../../src/analysis/ignore-patterns.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { contextFiles, ignoreCases } from "./recorded-ignore-files.ts";

describe("what real builds left out", () => {
  const host = memoryHost(Object.fromEntries(contextFiles.map((path) => [`/c/${path}`, ""])));
  const sorted = [...contextFiles].sort();

  test.each(ignoreCases)("%j", (text, kind, names) => {
    const { matcher, problems } = parseIgnoreFile(text);
    if (kind === "error") {
      expect(problems).not.toEqual([]);
      return;
    }
    expect(problems).toEqual([]);
    const named = names === "" ? [] : names.split("  ");
    const sent = kind === "sent" ? named.sort() : sorted.filter((path) => !named.includes(path));
    expect(walkContext(host, "/c", matcher).files.map((file) => file.path)).toEqual(sent);
    expect(sorted.filter((path) => !matcher.matches(path))).toEqual(sent);
  });
});

describe("reading an ignore file", () => {
  test("patterns carry their line, their place and what they compare", () => {
    const text = "\ufeff# header\r\n  *.log \n\n! /keep/ \n";
    const { patterns, problems } = parseIgnoreFile(text);
    expect(problems).toEqual([]);
    expect(
      patterns.map(({ range, ...rest }) => ({ ...rest, at: text.slice(range.start, range.end) })),
    ).toEqual([
      { text: "*.log", negated: false, path: "*.log", line: 2, at: "*.log" },
      { text: "! /keep/", negated: true, path: "keep", line: 4, at: "! /keep/" },
    ]);
  });

  test.each([
    ["a\n[\n", 2, "the pattern `[` is not valid: a `[` has no matching `]`"],
    ["!", 1, "the pattern `!` is not valid: nothing follows the `!`"],
    ["x\\", 1, "the pattern `x\\` is not valid: nothing follows the last `\\`"],
    ["\n\n*\\o", 3, "the pattern `*\\o` is not valid: `\\o` is no escape"],
    ["[z-a]", 1, "the pattern `[z-a]` is not valid: a range in `[…]` ends before it begins"],
    ["*{2}", 1, "the pattern `*{2}` is not valid: a repetition is repeated"],
    ["?{1001}", 1, "the pattern `?{1001}` is not valid: a repetition count is out of range"],
    ["?|{2}", 1, "the pattern `?|{2}` is not valid: a repetition has nothing to repeat"],
    ["[[:nope:]]", 1, "the pattern `[[:nope:]]` is not valid: `[:nope:]` is no class of characters"],
    ["?\\p{Nope}", 1, "the pattern `?\\p{Nope}` is not valid: `\\p{` names no class of characters"],
    [`a\n${"é".repeat(40_000)}`, 2, "the line is longer than 65535 bytes"],
    [`?${"a{1000}".repeat(200)}`, 1, expect.stringContaining("is not valid: the pattern is too large")],
  ])("a broken line is a problem, the others count: %.40j", (text, line, message) => {
    const { problems, matcher } = parseIgnoreFile(`${text}\nother`);
    expect(problems).toEqual([{ line, message }]);
    expect(matcher.matches("other")).toBe(true);
  });

  test("a line of 65,535 bytes is read", () => {
    const { patterns, problems } = parseIgnoreFile("a".repeat(65_535));
    expect([patterns.length, problems.length]).toEqual([1, 0]);
  });
});

describe("expressions that reach Go", () => {
  test.each([
    ["\\d", "1", "a"],
    ["\\D", "a", "1"],
    ["x\\w?", "x_é", "x-é"],
    ["\\pL", "é", "1"],
    ["\\PL", "1", "é"],
    ["\\p{Greek}", "λ", "l"],
    ["\\p{^Greek}", "l", "λ"],
    ["[[:^digit:]]", "a", "1"],
    ["[\\d_]", "7", "\\"],
    ["\\x61", "a", "x61"],
    ["\\x{1F600}", "😀", "x"],
    ["\\141", "a", "141"],
    ["?", "😀", "ab"],
    ["\\Qa[b\\E]?", "a[b]c", "abc"],
    ["a{2,}*", "aa", "a"],
    ["a{2,3}?", "aaaa", "aaaaa"],
    ["a{,2}?", "a{,2}x", "aa"],
    ["a{02}?", "a{02}x", "aax"],
    ["?\\b-\\b?", "a-b", "---"],
    ["?\\B?", "ab", "a-"],
    ["a|b?", "a/below/too", "c"],
    ["?^", "", "a"],
  ])("%s", (pattern, hit, miss) => {
    const { matcher, problems } = parseIgnoreFile(pattern);
    expect(problems).toEqual([]);
    if (hit !== "") expect(matcher.matches(hit)).toBe(true);
    expect(matcher.matches(miss)).toBe(false);
  });
});

test("flags know no comments and keep a leading slash", () => {
  const matcher = flagMatcher(["#a", "/b", "c/", "!c/d", "["]);
  const paths = ["#a", "b", "c", "c/e", "c/d"];
  expect(paths.filter((path) => matcher.matches(path))).toEqual(["#a", "c", "c/e"]);
});

describe("for any patterns", () => {
  const path = fc
    .array(fc.constantFrom("a", "b", "ab", "a.b", ".a", "*"), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join("/"));
  const simplePattern = fc
    .array(fc.constantFrom("a", "b", ".", "/", "*", "**", "**/", "/**", "?", "[ab]"), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) => parts.join(""));
  const lines = fc.array(fc.tuple(fc.constantFrom("", "", "!"), simplePattern), {
    minLength: 1,
    maxLength: 5,
  });

  test("the verdict is that of the documented rules", () => {
    fc.assert(
      fc.property(lines, path, (patterns, candidate) => {
        const text = patterns.map(([negation, pattern]) => negation + pattern).join("\n");
        expect(parseIgnoreFile(text).matcher.matches(candidate)).toBe(matchesByTheRules(text, candidate));
      }),
      { numRuns: 3000 },
    );
  });

  test("nothing comes back below a directory that is said to be done with", () => {
    fc.assert(
      fc.property(lines, path, (patterns, candidate) => {
        const { matcher } = parseIgnoreFile(patterns.map((each) => each.join("")).join("\n"));
        let above: Verdict | null = null;
        for (const directory of parentsOf(candidate)) {
          above = matcher.look(directory, above);
          if (above.matched && !matcher.mayTakeBackBelow(directory, above)) {
            expect(matcher.matches(candidate)).toBe(true);
            return;
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("any text is read, any path gets an answer", () => {
    const units = fc.constantFrom(...'ab/*?[]{}|^$\\!#-.,:dpQExw1 \n\t"é😀');
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: units, maxLength: 60 }));
    fc.assert(
      fc.property(text, fc.string({ unit: units }), (file, candidate) => {
        const { matcher, patterns, problems } = parseIgnoreFile(file);
        expect(typeof matcher.matches(candidate)).toBe("boolean");
        for (const { range, text } of patterns) expect(file.slice(range.start, range.end)).toBe(text);
        for (const { line } of problems) expect(line).toBeLessThanOrEqual(file.split("\n").length);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [`${"*a".repeat(500)}b`, "a".repeat(4000)],
    [`${"**/".repeat(500)}*b`, "a/".repeat(2000)],
    [`${"?*".repeat(500)}[b]`, "a".repeat(4000)],
    [`*${"a{1000}".repeat(50)}`, "a".repeat(4000)],
    ["[[:".repeat(20_000), "a"],
    ["\\Qa\\E{2}".repeat(2000), "a".repeat(3999)],
  ])("patterns made to be slow are not: %.20j", (pattern, candidate) => {
    expect(parseIgnoreFile(pattern).matcher.matches(candidate)).toBe(false);
  });
});

/** The rules as the documentation and moby's source tell them, one pattern and one directory after the other. */
function matchesByTheRules(text: string, path: string): boolean {
  const patterns = text.split("\n").map((line) => {
    let pattern = line.replace(/^!/, "");
    pattern = pattern.startsWith("/") ? pattern.replace(/^\/+/, "/") : pattern;
    pattern = cleaned(pattern).replace(/^\/(?=.)/, "");
    return { negated: line.startsWith("!"), expression: toExpression(pattern) };
  });
  let inherited = patterns.map(() => false);
  let matched = false;
  for (const each of [...parentsOf(path), path]) {
    matched = false;
    inherited = patterns.map(({ negated, expression }, i) => {
      const hit = inherited[i]! || (negated === matched && expression.test(each));
      if (hit) matched = !negated;
      return hit;
    });
  }
  return matched;
}

function parentsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

function cleaned(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split("/")) {
    if (part === "..") {
      if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else if (!pattern.startsWith("/")) parts.push("..");
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return (pattern.startsWith("/") ? "/" : "") + parts.join("/") || ".";
}

function toExpression(pattern: string): RegExp {
  let expression = "";
  for (let rest = pattern; rest !== ""; ) {
    const piece = /^(\*\*\/?|\*|\?|\[ab\]|.)/.exec(rest)![0];
    rest = rest.slice(piece.length);
    if (piece.startsWith("**")) expression += rest === "" ? ".*" : "(?:.*/)?";
    else if (piece === "*") expression += "[^/]*";
    else if (piece === "?") expression += "[^/]";
    else expression += piece === "." ? "\\." : piece;
  }
  // A leading `**` with plain text behind it is a comparison of endings: `**a` also hits `ba`.
  const ending = /^\*\*(\/?[^*?[\]]*)$/.exec(pattern);
  if (ending !== null)
    return new RegExp(`${escaped(ending[1]!)}$|^${escaped(ending[1]!.replace(/^\//, ""))}$`);
  return new RegExp(`^${expression}$`);
}

function escaped(text: string): string {
  return text.replaceAll(".", "\\.");
}
