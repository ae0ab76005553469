import { describe, expect, test } from "vitest";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";
import { render } from "./render.ts";

/** Command; then its words: quotes undone, variables in braces, `~` before what is not literal. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  [
    "echo 'a b'\"c\"d\\ e \\$X '$X' \"\\$X\" $'\\x41\\n' $\"loc\" '' \"a\\b\"",
    ['echo: "a bcd e" $X $X $X "A\\n" loc "" a\\b'],
  ],
  [
    'echo $X ${X} ${X:-y} ${X#*/} ${#X} ${!X} $1 $@ $? $$ "${arr[@]}"',
    ["echo: ~${X} ~${X} ~${X:-y} ~${X#*/} ~${#X} ~${!X} ~${1} ~${@} ~${?} ~${$} ~${arr[@]}"],
  ],
  [
    'echo a* [ab] ? {a,b} ~/x a~b "*" \\* @(a|b) "~" {} a[ ]',
    ["echo: ~a* ~[ab] ~? ~{a,b} ~~/x a~b * * ~@(a|b) ~ {} a[ ]"],
  ],
  [
    'echo $((A+$B)) `date +%s` $(a "b") "$(a "b")"',
    [
      'echo: ~$((A+$B)) ~"$(date +%s)" ~"$(a \\"b\\")" ~"$(a \\"b\\")"',
      "[substitution] date: +%s",
      "[substitution] a: b",
      "[substitution] a: b",
    ],
  ],
  ['find . -name "*.c" -exec rm {} \\;', ["find: . -name *.c -exec rm {} ;"]],
  ['"a\nb" c\\\nd "e\\\nf"', ["a", "b: cd ef"]],
  ["./configure --prefix=/usr", ["configure: --prefix=/usr"]],
  ['"/usr/bin/apt-get" update', ["apt-get: update"]],
  ["\\apt-get update", ["apt-get: update"]],
  ["$JAVA_HOME/bin/java -jar x.jar", ["java: -jar x.jar"]],
  ['"${VENV}/bin/pip" install .', ["pip: install ."]],
  ["${X:-/bin/a} b", ["(~${X:-/bin/a}): b"]],
  ["$(which a)/b c", ["b: c", "[substitution] which: a"]],
  ["$X/bin/* c", ["(~${X}/bin/*): c"]],
];

describe("words", () => {
  test.each(cases)("%j", (text, expected) => {
    expect(render(parseShell(mappedText(text, 0))).split("\n")).toEqual(expected);
  });
});

describe("what is said about a word", () => {
  const words = (text: string) => parseShell(mappedText(`x ${text}`, 0)).commands[0]!.words.slice(1);

  test.each([
    ["a", false],
    ["'a'", true],
    ['a"b"', true],
    ["\\a", true],
    ["$'a'", true],
    ["$A", false],
    ['"$A"', true],
  ])("%s is quoted: %j", (text, quoted) => {
    expect(words(text)[0]!.quoted).toBe(quoted);
  });

  test.each([
    ["a", []],
    ["$A$B${A}", ["A", "B"]],
    ["\"$A\"'$B'", ["A"]],
    ["$1 $@", []],
    ["${A:-${B:-$C}}", ["A", "B", "C"]],
    ["${A/$B/$C}", ["A", "B", "C"]],
    ["${#A}", ["A"]],
    ["${!A}", ["A"]],
    ["${A[$B]}", ["A", "B"]],
    ["$((A+$B*2))", ["A", "B"]],
    ["$((${A}+${B:-1}+$(c $C)))", ["A", "B"]],
    ["$(a $A)$B", ["B"]],
    ["{$A,b}", ["A"]],
    ["*$A*", ["A"]],
    ["\\$A", []],
  ])("%s mentions %j", (text, variables) => {
    expect(words(text)[0]!.variables).toEqual(variables);
  });

  test("arguments of export mention theirs, arrays included", () => {
    const { commands } = parseShell(mappedText('export A="$B" C=($D "$E")', 0));
    expect(commands[0]!.words.map(({ variables }) => variables)).toEqual([[], ["B"], ["D", "E"]]);
  });
});
