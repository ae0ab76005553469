import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readArguments } from "../../src/shell/arguments.ts";
import type { Command, ShellScript } from "../../src/shell/command.ts";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { workingDirectories } from "../../src/shell/working-directory.ts";
import { joinMapped, type MappedText, mappedText } from "../../src/text/mapped-text.ts";
import type { Range } from "../../src/text/range.ts";

/** The script of a RUN as the builder joins it: without `RUN `, comment lines, and backslashes at line ends. */
function joined(document: string): MappedText {
  const pieces: { text: string; source: number }[] = [];
  let at = document.startsWith("RUN ") ? 4 : 0;
  for (const line of document.slice(at).split("\n")) {
    const isContinued = line.endsWith("\\");
    if (!line.trimStart().startsWith("#")) {
      pieces.push({ text: isContinued ? line.slice(0, -1) : line, source: at });
    }
    at += line.length + 1;
  }
  return joinMapped(pieces);
}

function excerpts(document: string, ranges: readonly Range[]): readonly string[] {
  return ranges.map(({ start, end }) => document.slice(start, end));
}

describe("ranges are those of the document", () => {
  const document = String.raw`RUN apt-get update \
  # refresh
  && sudo apt-\
get install -y \
    "curl=$V" \
 && A=1 sh -c "cd \"/a b\" \
    && npm ci"`;
  const { commands } = parseShell(joined(document));

  test("of commands", () => {
    expect(
      excerpts(
        document,
        commands.map(({ range }) => range),
      ),
    ).toEqual([
      "apt-get update",
      'sudo apt-\\\nget install -y \\\n    "curl=$V"',
      'A=1 sh -c "cd \\"/a b\\" \\\n    && npm ci"',
      'cd \\"/a b\\"',
      "npm ci",
    ]);
  });

  test("of words, with their quotes", () => {
    const ranges = commands.flatMap(({ words }) => words.map(({ range }) => range));
    expect(excerpts(document, ranges)).toEqual([
      ...["apt-get", "update"],
      ...["apt-\\\nget", "install", "-y", '"curl=$V"'],
      ...["sh", "-c", '"cd \\"/a b\\" \\\n    && npm ci"'],
      // The backslash before an escaped unit is no part of the word.
      ...["cd", '"/a b\\"'],
      ...["npm", "ci"],
    ]);
  });

  test.each<readonly [string, (command: Command) => readonly (Range | undefined)[], string[]]>([
    ["x A=1; B='2 3' y", ({ assignments }) => assignments.map(({ range }) => range), ["B='2 3'"]],
    ["B='2 3' C= y", ({ assignments }) => assignments.map(({ value }) => value?.range), ["'2 3'"]],
    [
      "sudo -u a env -i B=2 nice x",
      ({ wrappers }) => wrappers.map(({ range }) => range),
      ["sudo -u a", "env -i B=2", "nice"],
    ],
    ["! time -p x y", ({ wrappers }) => wrappers.map(({ range }) => range), ["time -p"]],
    ["! time -p x y", ({ range }) => [range], ["time -p x y"]],
    ["env 'B=2' x", ({ assignments }) => assignments.map(({ range }) => range), ["'B=2'"]],
    [
      "2>&1 x > 'f g' <<< y",
      ({ redirects }) => redirects.map(({ range }) => range),
      ["2>&1", "> 'f g'", "<<< y"],
    ],
    ["x > 'f g' <<A\nA", ({ redirects }) => redirects.map(({ target }) => target?.range), ["'f g'", "A"]],
    [
      "[[ -f 'a' && b != c ]]",
      ({ words }) => words.map(({ range }) => range),
      ["[[", "-f", "'a'", "b", "!=", "c"],
    ],
    ["(( a + 1 ))", ({ words }) => words.map(({ range }) => range), ["(( a + 1 ))"]],
    [
      'x `a "\\`b  \\\\$c\\`"` y',
      ({ words }) => words.map(({ range }) => range),
      ["x", '`a "\\`b  \\\\$c\\`"`', "y"],
    ],
  ])("of parts: %j", (text, parts, expected) => {
    const command = parseShell(mappedText(text, 0)).commands.findLast(({ inside }) => inside.length === 0)!;
    const ranges = parts(command).filter((range) => range !== undefined);
    expect(excerpts(text, ranges)).toEqual(expected);
  });

  test.each([
    ['x `a "\\`b  c\\`" d`', ["a", '"\\`b  c\\`"', "d", "b", "c"]],
    ['x "`a \\"b c\\" \\\\$d`"', ["a", '"b c\\"', "\\$d"]],
    ["sh -c 'a  '\"b \\$c\"' d'", ["a", "b", "$c", "d"]],
    ["bash -c $'a \\x62c\\n\\u00e9 \\'d e\\''", ["a", "\\x62c", "\\", "\\'d e\\"]],
    ["bash -c $'\\U0001F600 a \\\\b'", ["\\U", "a", "\\\\b"]],
    ["eval a  'b c'\\ d", ["a", "b", "c", "d"]],
    ["sh <<-A\n\ta \\$b \\\n\tc\n\tA", ["a", "$b", "c"]],
    ["sh -c 'sh -c \"a \\\\$b\"'", ["sh", "-c", '"a \\\\$b"', "a", "\\$b"]],
  ])("of words that come out of quotes: %j", (text, expected) => {
    const inner = parseShell(mappedText(`${text}`, 0)).commands.filter(({ inside }) => inside.length > 0);
    const ranges = inner.flatMap(({ words }) => words.map(({ range }) => range));
    expect(excerpts(text, ranges)).toEqual(expected);
  });

  test("of heredoc bodies", () => {
    const text = "cat <<-A\n\tb $c\n\t\td\n\tA\n";
    const { heredoc } = parseShell(mappedText(text, 7)).commands[0]!.redirects[0]!;
    expect(heredoc).toEqual({
      text: "b $c\nd\n",
      segments: [
        { at: 0, source: 17 },
        { at: 5, source: 24 },
      ],
    });
  });
});

/** Every range of a script, with the range that it must lie in. */
function* allRanges(script: ShellScript, whole: Range): Generator<readonly [Range, Range]> {
  for (const command of script.commands) {
    yield [command.range, whole];
    for (const { range } of [
      ...command.words,
      ...command.assignments,
      ...command.wrappers,
      ...command.redirects,
    ]) {
      yield [range, command.range];
    }
    for (const { value, range } of command.assignments) if (value) yield [value.range, range];
    for (const { target, range } of command.redirects) if (target) yield [target.range, range];
    for (const { heredoc } of command.redirects) {
      if (!heredoc) continue;
      for (const { at, source } of heredoc.segments) {
        if (at < heredoc.text.length) yield [{ start: source, end: source + 1 }, whole];
      }
    }
  }
  for (const { range } of script.problems) yield [range, whole];
}

function check(text: string): void {
  const whole = { start: 11, end: 11 + text.length };
  const script = parseShell(mappedText(text, whole.start));
  for (const [inner, outer] of allRanges(script, whole)) {
    expect(inner.start).toBeGreaterThanOrEqual(outer.start);
    expect(inner.end).toBeLessThanOrEqual(outer.end);
    expect(inner.end).toBeGreaterThanOrEqual(inner.start);
  }
  script.commands.forEach((command, i) => {
    expect(command.index).toBe(i);
    expect(command.levels).toHaveLength(command.inside.length + 1);
    readArguments(command, { valued: ["-t"] });
    for (const word of command.words) {
      const raw = text.slice(word.range.start - whole.start, word.range.end - whole.start);
      if (word.literal && !word.quoted && !command.inside.includes("nested-script")) {
        expect(raw).toBe(word.text);
      }
    }
  });
  for (const [number, { levels, inside, members }] of script.pipelines.entries()) {
    expect(levels).toHaveLength(inside.length + 1);
    for (const [at, { first, end, compound }] of members.entries()) {
      expect(first).toBeGreaterThanOrEqual(members[at - 1]?.end ?? 0);
      expect(end).toBeGreaterThanOrEqual(first);
      expect(end).toBeLessThanOrEqual(script.commands.length);
      const command = script.commands[first];
      if (compound === null && first < end) {
        expect(command?.levels).toEqual(levels);
        expect(command?.pipeline).toBe(members.length > 1 ? number : null);
      }
    }
  }
  expect(workingDirectories(script, "/w")).toHaveLength(script.commands.length);
}

const FRAGMENTS = [
  ..."abc $X \"$Y\" 'q r' \\ ; ;; & && | || |& ! ( ) { } < > << <<- <<< >& ` $( $(( )) ${ [[ ]] [ ] # = - -- \" '".split(
    " ",
  ),
  ...[
    "\n",
    " ",
    "\t",
    "\\\n",
    "E\n",
    "A=1 ",
    "$'\\n",
    "<<E\n",
    "<<-'E'\n\t",
    "if a; then ",
    "; else ",
    "; fi ",
    "while a; do ",
  ],
  ...[
    "for x in a; do ",
    "; done ",
    "case a in b) ",
    ";; esac ",
    "f() { ",
    "; } ",
    "sh -c '",
    'bash -lc "',
    "bash <<E\n",
    "eval ",
  ],
  ...[
    "sudo -u ",
    "env ",
    "timeout ",
    "cd ",
    "pushd ",
    "popd ",
    "time ",
    "<(",
    "x=(",
    "@(",
    "{a,",
    "~",
    "*",
    "é😀",
    "\0",
    "\u2028",
  ],
];

describe("any text", () => {
  test("made of shell", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }), (parts) =>
        check(parts.join("")),
      ),
      { numRuns: 1500 },
    );
  });

  test("made of anything", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), check), { numRuns: 500 });
  });

  const REAL = [
    'set -eux; apt-get update && apt-get install -y --no-install-recommends "$PKG" curl=7.* && rm -rf /var/lib/apt/lists/*',
    'if [ -f package-lock.json ]; then npm ci --omit=dev; else npm i; fi && echo "v$(node -v | cut -d. -f1)" > /v',
    'bash -lc "cd /app && for d in */; do (cd \\"$d\\" && make -j\\$(nproc)); done" 2>&1 | tee -a \'/tmp/a b.log\'',
    "cat <<-'EOF' > /etc/x && sudo -E env A=1 sh -ec 'a; b'\n\tfoo=`bar`\n\tEOF\n( curl -fsSL https://x/y | tar -xz ) || exit 1",
    'case "$(uname -m)" in x86_64) A=amd64 ;; *) echo >&2 \'no\'; exit 1 ;; esac; eval "f() { cd $A; }"; [[ -n ${B:-} ]] && f',
  ];

  test("made of real scripts, damaged", () => {
    const damage = fc.tuple(fc.nat(200), fc.nat(12), fc.constantFrom("", ...FRAGMENTS));
    fc.assert(
      fc.property(fc.constantFrom(...REAL), fc.array(damage, { maxLength: 4 }), (real, damages) => {
        let text = real;
        for (const [at, length, put] of damages) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + length);
        }
        check(text);
      }),
      { numRuns: 1500 },
    );
  });

  const nested = (open: string, close: string, middle = "a") =>
    open.repeat(1000) + middle + close.repeat(1000);
  test.each([
    ['"$( unclosed', nested('"$(', "")],
    ['"$(', `echo ${nested('"$(', ')"')}`],
    ["$(", `echo ${nested("$(", ")")}`],
    ["(", nested("( ", " )")],
    ["{", nested("{ ", "; }")],
    ["if", nested("if a; then ", "; fi")],
    ["f()", "f() ".repeat(20_000)],
    ["coproc", "coproc ".repeat(20_000)],
    ["${", `echo ${nested("${a:-", "}")}`],
    ["$((", `echo ${nested("$((", "))")}`],
    ["<(", `cat ${nested("<(", ")")}`],
    ["eval", nested("eval ", "")],
    ["sudo", nested("sudo ", "")],
    ["<<", `cat ${"<<A ".repeat(100_000)}\nA\n`],
    ["1+1", `echo $((1${"+1".repeat(20_000)}))`],
  ])("nested a thousand times: %s", (_, text) => {
    check(text);
  });
});

test("a long script is read to its end", () => {
  const line = 'apt-get update && apt-get install -y "$PKG" && rm -rf /x\n';
  const { commands, problems } = parseShell(mappedText(line.repeat(34_000), 0));
  expect(problems).toEqual([]);
  expect(commands).toHaveLength(3 * 34_000);
});
