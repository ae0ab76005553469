import { expect, it } from "vitest";
import { ownLineEdits } from "../../src/analysis/own-line-comment.ts";
import { parse } from "../../src/syntax/parse.ts";
import { trailingComments } from "../../src/syntax/trailing-comment.ts";
import { applyEdits } from "../../src/text/edit.ts";

it.each([
  ["COPY . .  # all\n", "# all\nCOPY . .\n"],
  ["  COPY . .\t#all", "  #all\n  COPY . ."],
  ["FROM a\r\nUSER b # c\r\n", "FROM a\r\n# c\r\nUSER b\r\n"],
  ["ENV A=1 # one \\\n  # real\n B=2 # two\n", "# one\n# two\nENV A=1 \\\n  # real\n B=2\n"],
  ["FROM a # syntax=b\n", null],
  ["# a\nFROM a\nUSER b # syntax=b\n", "# a\nFROM a\n# syntax=b\nUSER b\n"],
])("%j becomes %j", (text, expected) => {
  const [comment] = trailingComments(parse(text));
  const edits = ownLineEdits(text, comment!);
  expect(edits && applyEdits(text, edits)).toBe(expected);
});
