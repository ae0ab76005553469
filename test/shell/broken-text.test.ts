import { describe, expect, test } from "vitest";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";
import { render } from "./render.ts";

/** Text that is no shell; then what is read of it all the same, and the problems. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['echo "abc', ["echo: abc", "! unterminated double quote 5-6"]],
  ["a 'b", ["a: b", "! unterminated single quote 2-3"]],
  ["a `b", ["a: ~$(b)", "[substitution] b:", "! unterminated backtick 2-3"]],
  ["a $(b", ["a: ~$(b", "[substitution] b:", "! unterminated command substitution 2-3"]],
  ["a ${b", ["a: ~${b", "! unterminated parameter expansion 2-3"]],
  ["a <(b", ["a: ~<(b", "[substitution] b:", "! unterminated process substitution 2-3"]],
  ["$((", ["(~$(():", "! unterminated arithmetic expansion 0-1"]],
  ["a $'b", ["a: b", "! unterminated ANSI-C quote 3-4"]],
  ["a <<E\nb", ['a: <<E"b"']],
  ["a )", ["a:", "! unexpected token ')' 2-3"]],
  ["a && ) b", ["a:", "! expected command after '&&' 4-5", "! unexpected token ')' 5-6"]],
  ["a; ; b", ["a:", "! unexpected token ';' 3-4"]],
  ["a &&", ["a:", "! expected command after '&&' 3-4"]],
  ["&& a", ["! unexpected token '&&' 0-1"]],
  ["if a", ["[condition] a:", "! expected 'then' 3-4", "! expected 'fi' to close 'if' 3-4"]],
  ["if a; then b", ["[condition] a:", "[if] b:", "! expected 'fi' to close 'if' 11-12"]],
  [
    "while a; do",
    ["[condition] a:", "! expected command after 'do' 10-11", "! expected 'done' to close 'while' 10-11"],
  ],
  ["for x in", ["! expected 'do' 7-8", "! expected 'done' to close 'for' 7-8"]],
  ["case a in b)", ["! expected 'esac' to close 'case' 11-12"]],
  ["(a", ["[subshell] a:", "! expected ')' to close subshell 1-2"]],
  ["{ a", ["[group] a:", "! expected '}' to close brace group 2-3"]],
  ["{ a; }}", ["[group] a:", "; [group] }}:", "! expected '}' to close brace group 6-7"]],
  [";;", ["! unexpected token ';;' 0-1"]],
  ["fi", ["! unexpected token 'fi' 0-1"]],
  ["<", ["<", "! expected redirect target 0-1"]],
  ["a\n)\nb", ["a:", "newline b:", "! unexpected token ')' 2-3"]],
  [
    "sh -c 'if a; then b'",
    [
      'sh: -c "if a; then b"',
      "[nested-script condition] a:",
      "[nested-script if] b:",
      "! expected 'fi' to close 'if' 18-19",
    ],
  ],
  [
    'sh -c "if $A; then b"',
    ['sh: -c ~"if ${A}; then b"', "[nested-script condition] (~${A}):", "[nested-script if] b:"],
  ],
  [
    'a "$(b \'c)"',
    [
      'a: ~"$(b \'c)\\""',
      '[substitution] b: "c)\\""',
      "! unterminated double quote 2-3",
      "! unterminated command substitution 3-4",
      "! unterminated single quote 7-8",
    ],
  ],
];

describe("unreadable text", () => {
  test.each(cases)("%j", (text, expected) => {
    expect(render(parseShell(mappedText(text, 0))).split("\n")).toEqual(expected);
  });
});

describe("text that is too deep to be read", () => {
  const problems = (text: string) => parseShell(mappedText(text, 0)).problems.map(({ message }) => message);

  test.each([
    ["commands", `echo ${"$(a ".repeat(120)}${")".repeat(120)}`, "commands stand too deep inside each other"],
    ["scripts", `${"eval ".repeat(20)}a`, "scripts stand too deep inside each other"],
    ["heredocs", `cat ${"<<A ".repeat(501)}\nA\n`, "too many heredocs on one line"],
    ["the parser's stack", "coproc ".repeat(100_000), "this shell text can't be read"],
  ])("%s", (_, text, message) => {
    expect(problems(text)).toEqual([message]);
  });

  test("what is less deep is read", () => {
    expect(problems(`echo ${"$(a ".repeat(90)}${")".repeat(90)}`)).toEqual([]);
    expect(problems(`${"eval ".repeat(8)}a`)).toEqual([]);
    expect(problems("cat <<A\nA\n".repeat(1000))).toEqual([]);
  });
});
