import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalsForm } from "../../src/analysis/legacy-pairs.ts";
import { type BuildFile, buildFile } from "../../src/model/build-file.ts";
import { applyEdits } from "../../src/text/edit.ts";

function fileWith(instruction: string): BuildFile {
  return buildFile("Dockerfile", `FROM scratch\nENV USED=known\n${instruction}\n`);
}

/** The file with an equals sign; `null` where that is not offered. */
function rewritten(file: BuildFile): BuildFile | null {
  const instruction = file.stages[0]?.steps[1]?.instruction;
  if (instruction?.kind !== "ENV" && instruction?.kind !== "LABEL") return null;
  const edits = equalsForm(file, instruction);
  return edits && buildFile("Dockerfile", applyEdits(file.text, edits));
}

function nameIn(file: BuildFile): string | null | undefined {
  return file.stages[0]?.end.scope.lookup("NAME")?.value;
}

describe("the form with an equals sign", () => {
  it.each([
    ["ENV NAME value", "ENV NAME=value"],
    ["env NAME \t value", "env NAME=value"],
    ["ENV NAME \\\n  value", "ENV NAME=value"],
    ["ENV NAME one two", 'ENV NAME="one two"'],
    ["ENV NAME a=b c", 'ENV NAME="a=b c"'],
    ['ENV NAME "one two"', 'ENV NAME="one two"'],
    ["ENV NAME one\\ two", "ENV NAME=one\\ two"],
    ["LABEL NAME $USED too", 'LABEL NAME="$USED too"'],
  ])("of %j is %j", (before, after) => {
    expect(rewritten(fileWith(before))?.text).toBe(fileWith(after).text);
  });

  it.each([
    "ENV NAME 'one' two",
    "ENV NAME one\\two three",
    "ENV NAME value # note",
    "ENV NAME \\\n# note\n  value",
    "ENV NAME=value",
    "ENV NAME it's",
    "ENV NAME",
  ])("of %j is left to people", (before) => {
    expect(rewritten(fileWith(before))).toBeNull();
  });

  it("has the same value", () => {
    const parts = fc.constantFrom(
      "a",
      "=",
      " ",
      "\t",
      "'",
      '"',
      "\\",
      "$USED",
      "${USED:-b c}",
      "#",
      "\\\n",
      "$",
      "\u00e9",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (value) => {
        const before = fileWith(`ENV NAME ${value.join("")}`);
        const after = rewritten(before);
        fc.pre(after !== null && before.syntax.problems.length === 0);
        expect(after.syntax.problems).toEqual([]);
        expect(nameIn(after)).toBe(nameIn(before));
      }),
      { numRuns: 2000 },
    );
  });
});
