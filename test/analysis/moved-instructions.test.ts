import fc from "fast-check";
import { expect, test } from "vitest";
import { editsToMoveBelow } from "../../src/analysis/moved-instructions.ts";
import { buildFile } from "../../src/model/build-file.ts";
import { applyEdits } from "../../src/text/edit.ts";

/** Moves the instructions at `moved` to below the one at `below`. */
function move(text: string, moved: readonly number[], below: number): string {
  const file = buildFile("Dockerfile", text);
  const { instructions } = file.syntax;
  const edits = editsToMoveBelow(
    file,
    moved.map((at) => instructions[at]!),
    instructions[below]!,
  );
  return applyEdits(text, edits);
}

const cases: readonly (readonly [
  title: string,
  text: string,
  moved: readonly number[],
  below: number,
  after: string,
])[] = [
  ["one line", "FROM a\nARG A\nRUN x\nRUN y\n", [1], 2, "FROM a\nRUN x\nARG A\nRUN y\n"],
  ["to the open end", "FROM a\nARG A\nRUN x", [1], 2, "FROM a\nRUN x\nARG A"],
  ["to the end", "FROM a\nARG A\nRUN x\n", [1], 2, "FROM a\nRUN x\nARG A\n"],
  [
    "below a heredoc",
    "FROM a\nARG A\nRUN <<E\nx\nE\nRUN y\n",
    [1],
    2,
    "FROM a\nRUN <<E\nx\nE\nARG A\nRUN y\n",
  ],
  [
    "with its comments",
    "FROM a\n\n# one\n# two\nARG A\nRUN x\n",
    [1],
    2,
    "FROM a\n\nRUN x\n# one\n# two\nARG A\n",
  ],
  ["not a comment further up", "FROM a\n# one\n\nARG A\nRUN x\n", [1], 2, "FROM a\n# one\n\nRUN x\nARG A\n"],
  ["continued lines", "FROM a\nENV A=1 \\\n  B=2\nRUN x\n", [1], 2, "FROM a\nRUN x\nENV A=1 \\\n  B=2\n"],
  ["two in order", "FROM a\nARG A\nARG B\nRUN x\n", [1, 2], 3, "FROM a\nRUN x\nARG A\nARG B\n"],
  ["Windows line ends", "FROM a\r\nARG A\r\nRUN x\r\n", [1], 2, "FROM a\r\nRUN x\r\nARG A\r\n"],
];

test.each(cases)("%s", (_, text, moved, below, after) => {
  expect(move(text, moved, below)).toBe(after);
});

test("keeps every instruction, whatever moves", () => {
  const line = fc.constantFrom(
    "ARG A",
    "ENV B=1",
    "RUN x",
    "# note\nLABEL c=d",
    "RUN <<E\ny\nE",
    "\nRUN z \\\n  && y",
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 2, maxLength: 8 }), fc.boolean(), (lines, ends) => {
      const text = ["FROM a", ...lines].join("\n") + (ends ? "\n" : "");
      const kinds = (source: string) =>
        buildFile("Dockerfile", source).syntax.instructions.map(({ kind }) => kind);
      const before = kinds(text);
      const after = kinds(move(text, [1], before.length - 1));
      expect(after).toEqual([before[0], ...before.slice(2), before[1]]);
    }),
  );
});
