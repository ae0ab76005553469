import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HclData, isMap, Uncomputed } from "../../src/invocations/hcl-data.ts";
import { evaluate, type HclScope } from "../../src/invocations/hcl-evaluate.ts";
import { parseHcl } from "../../src/invocations/parse-hcl.ts";

const names: Readonly<Record<string, HclData>> = {
  list: ["a", "b", "c"],
  map: new Map<string, HclData>([
    ["x", 1],
    ["y", new Map([["z", "deep"]])],
  ]),
  text: "Some Text",
  no: false,
};
const scope: HclScope = {
  lookup: (name) => {
    const value = names[name];
    if (value === undefined) throw new Uncomputed(`\`${name}\` is no variable`);
    return value;
  },
  functionOf: () => null,
};

function computed(written: string): unknown {
  const body = parseHcl(`a = ${written}\n`);
  if ("message" in body) return `${body.message} at ${body.at}`;
  try {
    return plain(evaluate(body.attributes.get("a")!, scope));
  } catch (error) {
    if (error instanceof Uncomputed) return error;
    throw error;
  }
}

function plain(value: HclData): unknown {
  if (isMap(value)) return Object.fromEntries([...value].map(([key, one]) => [key, plain(one)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

describe("evaluate", () => {
  it.each<[string, unknown]>([
    ["1 + 2 * 3 - -4", 11],
    ["(1 + 2) * 3 % 4", 1],
    ["7 / 2", 3.5],
    ["1 < 2 && !(2 >= 3) || no", true],
    ['1 == 1 ? "same" : "other"', "same"],
    ['1 == "1"', false],
    ['"${text}!"', "Some Text!"],
    ['"${list}"', ["a", "b", "c"]],
    ['"a\\n\\"\\\\\\u0041"', 'a\n"\\A'],
    ['"$${x} %%{y} $z %z"', "${x} %{y} $z %z"],
    ['"%{ if no }a%{ else }b%{ endif }c"', "bc"],
    ['"%{ for x in list ~}  <${x}>  %{~ endfor }."', "<a><b><c>."],
    ['"%{ for i, x in list }${i}${x}%{ endfor }"', "0a1b2c"],
    ["<<E\n  a ${text}\n  b\nE", "  a Some Text\n  b\n"],
    ["<<-E\n    a\n\n      b\n    E", "a\n\n  b\n"],
    ["list[1]", "b"],
    ["map.y.z", "deep"],
    ['map["x"]', 1],
    ["[{n = 1}, {n = 2}].*.n", [1, 2]],
    ["[{n = 1}, {n = 2}][*].n", [1, 2]],
    ["[for x in list : upper(x)]", ["A", "B", "C"]],
    ['[for x in list : x if x != "b"]', ["a", "c"]],
    ["{for i, x in list : x => i}", { a: 0, b: 1, c: 2 }],
    ["{for x in list : length(list) => x...}", { 3: ["a", "b", "c"] }],
    ['{\n  a = 1 # one\n  "b" : 2,\n  (text) = 3\n}', { a: 1, b: 2, "Some Text": 3 }],
    ["[\n  1,\n  2,\n]", [1, 2]],
    ["concat(list, [1]...)", new Uncomputed()],
    ["concat([list, [1]]...)", ["a", "b", "c", 1]],
    ["max([1, 3, 2]...)", 3],
    ['try(map.none, "other")', "other"],
    ["can(map.none)", false],
    ['join("-", ["a", 1, true])', "a-1-true"],
    ['split(",", "a,b")', ["a", "b"]],
    ['substr("hello", 1, 3)', "ell"],
    ['substr("hello", -2, -1)', "lo"],
    ['trimprefix("v1.2", "v")', "1.2"],
    ['trim("xxaxx", "x")', "a"],
    ['replace("a.b.c", ".", "-")', "a-b-c"],
    ['sanitize("a/b.c")', "a_b_c"],
    ['title("hello world")', "Hello World"],
    ["range(1, 7, 2)", [1, 3, 5]],
    ["keys(map)", ["x", "y"]],
    ['lookup(map, "none", 9)', 9],
    ["merge(map, {x = 2}).x", 2],
    ["flatten([1, [2, [3]]])", [1, 2, 3]],
    ["distinct([1, 2, 1])", [1, 2]],
    ['compact(["a", "", null])', ["a"]],
    ['coalesce(null, "a")', "a"],
    ['format("%s-%d%%", "a", 3)', "a-3%"],
    ["element(list, 4)", "b"],
    ["slice(list, 1, 2)", ["b"]],
    ['zipmap(["a"], [1])', { a: 1 }],
    ["timestamp()", new Uncomputed()],
    ["none", new Uncomputed()],
    ["list[7]", new Uncomputed()],
    ["1 +", "a value is missing at 7"],
    ['"a', "a text has no end at 6"],
    ["[1 2]", "`]` is missing at 7"],
    ["<<E\na\n", "a heredoc has no end at 4"],
  ])("%s", (written, expected) => {
    const value = computed(written);
    if (expected instanceof Uncomputed) expect(value).toBeInstanceOf(Uncomputed);
    else expect(value).toEqual(expected);
  });
});

describe("parseHcl", () => {
  const pieces = fc.constantFrom(
    ...[
      "a",
      " ",
      "\n",
      "=",
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      '"',
      "${",
      "%{",
      "<<E\n",
      "\nE\n",
      "?",
      ":",
      ",",
      "...",
    ],
    ...["if", "for", "in", "endif", "1", "#", "/*", "*/", "\\", ".", "!", "-", "=>", "target"],
  );

  it("never fails, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const body = parseHcl(parts.join(""));
        if ("message" in body) return body.at >= 0;
        for (const expression of body.attributes.values()) {
          try {
            evaluate(expression, scope);
          } catch (error) {
            if (!(error instanceof Uncomputed)) throw error;
          }
        }
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["brackets", "[".repeat(20_000)],
    ["texts in texts", '"${'.repeat(20_000)],
    ["blocks", "a {\n".repeat(20_000)],
    ["signs", `a = ${"-".repeat(20_000)}1`],
  ])("stops at too many %s", (_, text) => {
    expect(parseHcl(text)).toHaveProperty("message");
  });
});
