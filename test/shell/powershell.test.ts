import { expect, test } from "vitest";
import { powerShellStatements } from "../../src/shell/powershell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";

function statementsOf(text: string): readonly string[] | null {
  const found = powerShellStatements(mappedText(text, 7));
  for (const { text: statement, range } of found ?? []) {
    expect(text.slice(range.start - 7, range.end - 7)).toBe(statement);
  }
  return found?.map(({ text: statement }) => statement) ?? null;
}

const cases: readonly (readonly [script: string, statements: readonly string[] | null])[] = [
  ["", []],
  ["a", ["a"]],
  [" a b ;; c; ", ["a b", "c"]],
  ["a\nb\r\nc", ["a", "b", "c"]],
  ["a 'x;y''z;' ; b", ["a 'x;y''z;'", "b"]],
  ['a "x;`";""y" ; b', ['a "x;`";""y"', "b"]],
  ['a "$(b; "c;d")" ; e', ['a "$(b; "c;d")"', "e"]],
  ["foreach ($x in 1;2) { a; b\nc } ; d", ["foreach ($x in 1;2) { a; b\nc }", "d"]],
  ["@(a;b)[0;1]; c", ["@(a;b)[0;1]", "c"]],
  ["a `; b; c", ["a `; b", "c"]],
  ["a `\n  -b\nc", ["a `\n  -b", "c"]],
  ["a |\n b\nc", ["a |\n b", "c"]],
  ["a\n  | b\nc", ["a\n  | b", "c"]],
  ["$x = 1,\n 2\nc", ["$x = 1,\n 2", "c"]],
  ["# a; b\nc # d; 'e\nf", ["c # d; 'e", "f"]],
  ["a#b; c", ["a#b", "c"]],
  ["<# a; b #> c; d", ["<# a; b #> c", "d"]],
  ["@'\na; 'b\n'@ | c; d", ["@'\na; 'b\n'@ | c", "d"]],
  ['$x = @"\na; "b\n"@\nd', ['$x = @"\na; "b\n"@', "d"]],
  ["a 'b", null],
  ['a "b', null],
  ["a (b; c", null],
  ["a ) b", null],
  ["a <# b", null],
  ["@'\na", null],
];

test.each(cases)("%j", (script, statements) => {
  expect(statementsOf(script)).toEqual(statements);
});
