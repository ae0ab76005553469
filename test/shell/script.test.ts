import { describe, expect, test } from "vitest";
import { commandFromWords, type DetachedHeredoc, type PlainWord, scriptOf } from "../../src/shell/script.ts";
import { mappedText } from "../../src/text/mapped-text.ts";
import type { Range } from "../../src/text/range.ts";
import { render } from "./render.ts";

/** The strings of a JSON array without escapes in it, at their places. */
function strings(json: string): readonly PlainWord[] {
  return [...json.matchAll(/"([^"]*)"/g)].map(({ 0: whole, 1: text = "", index }) => ({
    mapped: mappedText(text, index + 1),
    range: { start: index, end: index + whole.length },
  }));
}

const excerpt = (document: string, { start, end }: Range) => document.slice(start, end);

describe("commandFromWords", () => {
  test.each([
    ['["node", "app.js", "--x=$Y"]', ["node: app.js --x=$Y"]],
    ['["/usr/bin/apt-get", "install", "*"]', ["apt-get: install *"]],
    ['["a b", ""]', ['a b: ""']],
    [
      '["sh", "-c", "cd /x && exec a $B"]',
      ['sh: -c "cd /x && exec a $B"', "[nested-script] cd: /x", "&& [nested-script] {exec} a: ~${B}"],
    ],
    [
      '["tini", "--", "env", "A=1", "bash", "-lc", "a; b"]',
      ['{tini env} A=1 bash: -lc "a; b"', "[nested-script] a:", "; [nested-script] b:"],
    ],
    ['["sh", "-c", "if"]', ["sh: -c if", "! expected 'then' 15-16", "! expected 'fi' to close 'if' 15-16"]],
    ['["sh"]', ["sh:"]],
    ['["eval", "a"]', ["eval: a"]],
    ["[]", [""]],
  ])("%s", (json, expected) => {
    expect(render(commandFromWords(strings(json))).split("\n")).toEqual(expected);
  });

  test("ranges are those of the document", () => {
    const json = '["sudo", "sh", "-c", "a  b"]';
    const { commands } = commandFromWords(strings(json));
    expect(commands.map(({ range }) => excerpt(json, range))).toEqual(['"sudo", "sh", "-c", "a  b"', "a  b"]);
    expect(commands.flatMap(({ words }) => words.map(({ range }) => excerpt(json, range)))).toEqual([
      '"sh"',
      '"-c"',
      '"a  b"',
      "a",
      "b",
    ]);
    expect(commands[0]!.words.every(({ literal, quoted }) => literal && quoted)).toBe(true);
  });
});

describe("scriptOf", () => {
  /** A RUN with heredocs whose bodies follow it line by line, each ending at its name. */
  function run(document: string): { script: string; result: ReturnType<typeof scriptOf> } {
    const lineEnd = document.indexOf("\n");
    const script = document.slice(4, lineEnd);
    const heredocs: DetachedHeredoc[] = [];
    let at = lineEnd + 1;
    for (const { 0: marker, 2: name = "" } of script.matchAll(/<<-?(['"]?)(\w+)\1/g)) {
      const found = document.indexOf(`${name}\n`, at);
      const end = found === -1 ? document.length : found;
      heredocs.push({
        marker: { text: marker },
        name,
        body: mappedText(document.slice(at, end), at),
        bodyRange: { start: at, end },
        terminator: found === -1 ? null : { start: end, end: end + name.length },
      });
      at = end + name.length + 1;
    }
    return { script, result: scriptOf({ form: "shell", script: mappedText(script, 4) }, heredocs) };
  }

  test.each([
    ["RUN <<EOF\napt-get update\nnpm ci \\\n  --x\nEOF\n", ["apt-get: update", "newline npm: ci --x"]],
    ["RUN <<'EOF'\na $B\nEOF\n", ["a: ~${B}"]],
    ["RUN <<EOF\n#!/usr/bin/env bash\na\nEOF\n", ["a:"]],
    ["RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n", [""]],
    ["RUN <<EOF bash\na\nEOF\n", ['bash: <<EOF"a\\n"', "[nested-script] a:"]],
    [
      "RUN cat <<A > a && cat <<'B'; c\n$(x)\nA\n$(y)\nB\n",
      ['cat: <<A"$(x)\\n" >a', "[substitution] x:", '&& cat: <<B"$(y)\\n"', "; c:"],
    ],
    ["RUN python3 <<EOF\nprint(1)\nEOF\n", ['python3: <<EOF"print(1)\\n"']],
    ["RUN cat <<A <<B\nB\nA\nA\nB\n", ['cat: <<A"B\\n" <<B"A\\n"']],
    ["RUN a <<E\nE\n", ['a: <<E""']],
    ["RUN a <<E && b\nc", ['a: <<E"c"', "&& b:"]],
  ])("%j", (document, expected) => {
    expect(render(run(document).result).split("\n")).toEqual(expected);
  });

  test("ranges are those of the document, bodies included", () => {
    const document = "RUN bash <<A && b\n  c 'd e'\nA\n";
    const { commands } = run(document).result;
    expect(commands.flatMap(({ words }) => words.map(({ range }) => excerpt(document, range)))).toEqual([
      "bash",
      "c",
      "'d e'",
      "b",
    ]);
  });

  test("exec form goes the way of words", () => {
    expect(render(scriptOf({ form: "exec", strings: strings('["a", "$B"]') }))).toBe("a: $B");
  });
});
