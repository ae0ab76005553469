import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expand, type Scope, type Variable } from "../../src/model/variables.ts";

/** `undefined` is declared without a value, `null` is set to something unknown. */
const values: Record<string, string | null | undefined> = {
  NAME: "web",
  EMPTY: "",
  PATHS: "/opt/app/bin/run.sh",
  DOTS: "1.22.3",
  STARS: "a*b*c",
  LINES: "one\ntwo",
  ÄPFEL: "obst",
  UNSET: undefined,
  UNKNOWN: null,
};

function scopeOf(isClosed: boolean, names: Record<string, string | null | undefined> = values): Scope {
  return {
    isClosed,
    lookup(name): Variable | null {
      if (!Object.hasOwn(names, name)) return null;
      const value = names[name];
      return { name, source: "arg", value: value ?? null, isSet: value !== undefined, declaredAt: null };
    },
  };
}

const closed = scopeOf(true);
const open = scopeOf(false);

describe("words with known values", () => {
  test.each([
    ["plain", "plain"],
    ["$NAME", "web"],
    ["${NAME}", "web"],
    ["a$NAME.b", "aweb.b"],
    ["a${NAME}b", "awebb"],
    ["$NAME$NAME", "webweb"],
    ["$", "$"],
    ["a$", "a$"],
    ["$ b", "$ b"],
    ["$.x", "$.x"],
    ["$ÄPFEL", "obst"],
    ["-$1-", "--"],
    ["$12x", "x"],
    ["$@$#$?$$$!$-$*", ""],
    ["${1:-x}", "x"],
    ["$EMPTY", ""],
    // Quotes and escapes
    ["'$NAME'", "$NAME"],
    ['"$NAME"', "web"],
    [`"'$NAME'"`, "'web'"],
    [`a"b c"d'e f'`, "ab cde f"],
    ["\\$NAME", "$NAME"],
    ["\\\\$NAME", "\\web"],
    ['"\\$NAME"', "$NAME"],
    ['"a\\n"', "a\\n"],
    ["a\\n", "an"],
    ["'a\\n'", "a\\n"],
    ['"\\""', '"'],
    ["tail\\", "tail"],
    ["C:\\app", "C:app"],
    ["<<EOF", "<<EOF"],
    // Defaults and alternatives
    ["${NAME:-x}", "web"],
    ["${EMPTY:-x}", "x"],
    ["${EMPTY-x}", ""],
    ["${UNSET:-x}", "x"],
    ["${UNSET-x}", "x"],
    ["${UNSET:-${NAME}}", "web"],
    ["${UNSET:-${UNSET:-$NAME!}}", "web!"],
    ["${UNSET:-'}'}", "}"],
    ["${UNSET:-\\}}", "}"],
    ["${UNSET:-}", ""],
    ["${NAME:+x}", "x"],
    ["${EMPTY:+x}", ""],
    ["${EMPTY+x}", "x"],
    ["${UNSET+x}", ""],
    ["${UNSET:+x}", ""],
    ["${NAME:?no}", "web"],
    ["${EMPTY?no}", ""],
    ["${UNKNOWN+x}", "x"],
    // Only what is used has to be known.
    ["${NAME:-$UNKNOWN}", "web"],
    ["${EMPTY:+$UNKNOWN}", ""],
    // Patterns
    ["${PATHS#*/}", "opt/app/bin/run.sh"],
    ["${PATHS##*/}", "run.sh"],
    ["${PATHS%/*}", "/opt/app/bin"],
    ["${PATHS%%/*}", ""],
    ["${PATHS%.sh}", "/opt/app/bin/run"],
    ["${PATHS#/opt}", "/app/bin/run.sh"],
    ["${PATHS#opt}", "/opt/app/bin/run.sh"],
    ["${DOTS%.*}", "1.22"],
    ["${DOTS%%.*}", "1"],
    ["${DOTS#?.}", "22.3"],
    ["${DOTS##*.*2}", ".3"],
    ["${STARS#a\\*}", "b*c"],
    ["${NAME#$NAME}", ""],
    ["${NAME#}", "web"],
    ["${UNSET:-v}${DOTS#*.}", "v22.3"],
    ["${DOTS/./-}", "1-22.3"],
    ["${DOTS//./-}", "1-22-3"],
    ["${DOTS//2/}", "1..3"],
    ["${PATHS//\\//_}", "_opt_app_bin_run.sh"],
    ["${PATHS/*bin/x}", "x/run.sh"],
    ["${DOTS/?2/x}", "1x2.3"],
    ["${NAME//x/y}", "web"],
    ["${NAME///-}", "-w-e-b-"],
    ["${NAME//*/all}", "all"],
    ["${NAME/$NAME/${DOTS%%.*}}", "1"],
  ])("%s → %s", (text, value) => {
    expect(expand(text, closed, "\\")).toMatchObject({ value, complete: true, problem: null });
  });
});

describe("words with unknown values", () => {
  test.each([
    ["$UNSET", "${UNSET}"],
    ["a${UNKNOWN}b", "a${UNKNOWN}b"],
    ["$OTHER", "${OTHER}"],
    ["$NAME:$OTHER", "web:${OTHER}"],
    ["${UNSET:?give it}", "${UNSET}"],
    ["${UNKNOWN:-x}", "${UNKNOWN}"],
    ["${UNKNOWN:+x}", "${UNKNOWN}"],
    ["${UNKNOWN#x}", "${UNKNOWN}"],
    ["${UNSET#x}", "${UNSET}"],
    ["${UNSET:-$UNKNOWN}", "${UNKNOWN}"],
    ["${NAME#$UNKNOWN}", "${NAME}"],
    ["${NAME/e/$UNKNOWN}", "${NAME}"],
    ["${LINES#*e}", "${LINES}"],
    ["${NAME//e/\\$1}", "${NAME}"],
  ])("%s → %s", (text, value) => {
    expect(expand(text, closed, "\\")).toMatchObject({ value, complete: false, problem: null });
  });

  test.each([
    ["${OTHER:-x}", "x", false],
    ["${OTHER+x}", "", false],
    ["${UNSET:-x}", "x", true],
  ])("in an open scope %s → %s, certain: %s", (text, value, complete) => {
    expect(expand(text, open, "\\")).toMatchObject({ value, complete, problem: null });
  });
});

describe("words that BuildKit rejects", () => {
  test.each([
    ["'a", "a single quote is not closed", 0],
    ['a"b', "a double quote is not closed", 1],
    ['"a\\"', "a double quote is not closed", 0],
    ["${", "`}` is missing", 0],
    ["a${}", "a variable's name is missing after `${`", 1],
    ["${{x}}", "a variable's name is missing after `${`", 0],
    ["${:-x}", "a variable's name is missing after `${`", 0],
    ["${NAME", "`}` or a modifier is missing after a variable's name", 0],
    ["${NAME:=x}", "`}` or a modifier is missing after a variable's name", 0],
    ["${NAME=x}", "`}` or a modifier is missing after a variable's name", 0],
    ["${NAME:#x}", "`}` or a modifier is missing after a variable's name", 0],
    ["${NAME^^}", "`}` or a modifier is missing after a variable's name", 0],
    ["${.}", "`}` or a modifier is missing after a variable's name", 0],
    ["${NAME:-x", "`}` is missing", 8],
    ["${NAME/x}", "`/` is missing", 7],
    ["${EMPTY:?no}", "`EMPTY` is empty, which `:?` forbids", 0],
    ["${NAME#\\x}", "`\\x` is no valid pattern", 10],
  ])("%s: %s", (text, message, start) => {
    expect(expand(text, closed, "\\")).toMatchObject({
      value: text,
      complete: false,
      problem: { message, start },
    });
  });
});

test("the back-tick escapes where it is the escape character", () => {
  expect(expand("C:\\app\\`$NAME\\$NAME", closed, "`").value).toBe("C:\\app\\$NAME\\web");
});

test("references carry modifier and place, those inside first", () => {
  const { references } = expand("a$NAME-${UNSET:-x${OTHER}}${DOTS%%.*}${DOTS//1/2}", closed, "\\");
  expect(references.map(({ name, modifier, start, end }) => [name, modifier, start, end])).toEqual([
    ["NAME", null, 1, 6],
    ["OTHER", null, 17, 25],
    ["UNSET", ":-", 7, 26],
    ["DOTS", "%%", 26, 37],
    ["DOTS", "//", 37, 49],
  ]);
});

describe("bounds", () => {
  test("values that no process could hold are unknown", () => {
    const long = "x".repeat(100_000);
    const result = expand("$LONG$LONG", scopeOf(true, { LONG: long }), "\\");
    expect(result.complete).toBe(false);
    expect(result.value).toBe(long);
  });

  test("deep nesting is a problem, not a crash", () => {
    const depth = 30_000;
    const text = "${UNSET:-".repeat(depth) + "}".repeat(depth);
    expect(expand(text, closed, "\\").problem?.message).toBe("variables are nested too deeply");
  });
});

const pieces = [
  "$",
  "${",
  "}",
  "NAME",
  "UNSET",
  "EMPTY",
  ":-",
  "-",
  "+",
  "?",
  "#",
  "%",
  "/",
  "\\",
  '"',
  "'",
  "*",
  "x",
  " ",
  "ä",
  "🙂",
];

test("expand never throws, and its references lie in the text", () => {
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.oneof(text, fc.string({ unit: "binary" })),
      fc.constantFrom("\\", "`" as const),
      (word, escapeCharacter) => {
        const { references, problem, value, complete } = expand(word, closed, escapeCharacter as "\\" | "`");
        for (const { start, end } of references)
          expect(0 <= start && start < end && end <= word.length).toBe(true);
        if (problem !== null) {
          expect(complete).toBe(false);
          expect(value).toBe(word);
          expect(problem.start).toBeLessThanOrEqual(word.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("text without special characters stands for itself", () => {
  const text = fc.string({ unit: "binary" }).filter((word) => !/[$'"\\]/.test(word));
  fc.assert(
    fc.property(text, (word) => {
      expect(expand(word, open, "\\")).toEqual({
        value: word,
        complete: true,
        references: [],
        problem: null,
      });
    }),
  );
});

test("single quotes keep everything", () => {
  const text = fc.string({ unit: "binary" }).filter((word) => !word.includes("'"));
  fc.assert(
    fc.property(text, (word) => {
      expect(expand(`'${word}'`, open, "\\").value).toBe(word);
    }),
  );
});

test.each<[text: string, names: string[]]>([
  ["$a1_b-c", ["a1_b"]],
  ["$aä1 b", ["aä1"]],
  ["$äa", ["äa"]],
  ["$a🙂", ["a"]],
  ["$12ä", ["12"]],
  ["$١٢x", ["١٢"]],
  ["$_é${名前}$@ü", ["_é", "名前", "@"]],
])("the names in %s are %j, whatever letters they have", (text, names) => {
  expect(expand(text, open, "\\").references.map(({ name }) => name)).toEqual(names);
});
