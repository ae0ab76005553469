import { describe, expect, test } from "vitest";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";
import { render } from "./render.ts";

/** Command that is handed a script; then itself and the commands of the script. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  [
    'bash -lc "cd /app && npm ci"',
    ['bash: -lc "cd /app && npm ci"', "[nested-script] cd: /app", "&& [nested-script] npm: ci"],
  ],
  [
    "/bin/sh -ec 'a; b \"c d\"'",
    ['sh: -ec "a; b \\"c d\\""', "[nested-script] a:", '; [nested-script] b: "c d"'],
  ],
  ["sudo -u app sh -c 'a' && b", ["{sudo} sh: -c a", "[nested-script] a:", "&& b:"]],
  [
    'bash -euxo pipefail -c "a | b"',
    ['bash: -euxo pipefail -c "a | b"', "[nested-script] #0 a:", "| [nested-script] #0 b:"],
  ],
  ["bash -ceo pipefail 'a' arg", ["bash: -ceo pipefail a arg", "[nested-script] a:"]],
  [
    "bash -O extglob +x --rcfile x --login -c 'a'",
    ["bash: -O extglob +x --rcfile x --login -c a", "[nested-script] a:"],
  ],
  ["bash -c 'a'' b'\"c\"\\ d", ['bash: -c "a bc d"', "[nested-script] a: bc d"]],
  [
    "bash -c $'a\\n\\x62 \\'c d\\' \\u00e9\\t\\101'",
    ["bash: -c \"a\\nb 'c d' é\\tA\"", "[nested-script] a:", 'newline [nested-script] b: "c d" é A'],
  ],
  [
    'sh -c "sh -c \\"a \\$X\\" && b $Y"',
    [
      'sh: -c ~"sh -c \\"a $X\\" && b ${Y}"',
      '[nested-script] sh: -c ~"a ${X}"',
      "[nested-script nested-script] a: ~${X}",
      "&& [nested-script] b: ~${Y}",
    ],
  ],
  [
    'sh -c "echo \\`a\\` \\$(b) $(c "d")" $(e)',
    [
      'sh: -c ~"echo `a` $(b) $(c \\"d\\")" ~$(e)',
      '[nested-script] echo: ~$(a) ~$(b) ~"$(c \\"d\\")"',
      "[nested-script substitution] a:",
      "[nested-script substitution] b:",
      "[nested-script substitution] c: d",
      "[substitution] e:",
    ],
  ],
  ["sh -c ''", ['sh: -c ""']],
  ["sh -c", ["sh: -c"]],
  ['sh -c "$CMD"', ["sh: -c ~${CMD}", "[nested-script] (~${CMD}):"]],
  ["sh script.sh -c a", ["sh: script.sh -c a"]],
  ["sh - script.sh", ["sh: - script.sh"]],
  ['bash -s -- x <<< "a; b"', ['bash: -s -- x <<<"a; b"', "[nested-script] a:", "; [nested-script] b:"]],
  [
    'sudo bash -s <<"EOF" && a\napt-get update # c\n# foo; bar\n  b\nEOF',
    [
      '{sudo} bash: -s <<EOF"apt-get update # c\\n# foo; bar\\n  b\\n"',
      "[nested-script] apt-get: update",
      "newline [nested-script] b:",
      "&& a:",
    ],
  ],
  [
    "bash <<-EOF\n\ta \\$X \\\n\t b $(c)\n\tEOF",
    [
      'bash: <<-EOF"a \\\\$X \\\\\\n b $(c)\\n"',
      "[nested-script] a: ~${X} b ~$(c)",
      "[nested-script substitution] c:",
    ],
  ],
  ["<<E bash\na\nE", ['bash: <<E"a\\n"', "[nested-script] a:"]],
  ["sh <<A 3<<B\na\nA\nb\nB", ['sh: <<A"a\\n" 3<<B"b\\n"', "[nested-script] a:"]],
  ["bash < f", ["bash: <f"]],
  ["bash script.sh <<E\na\nE", ['bash: script.sh <<E"a\\n"']],
  ["python3 <<E\na; b\nE", ['python3: <<E"a; b\\n"']],
  ["cat <<E\na; b\nE", ['cat: <<E"a; b\\n"']],
  ["eval \"a b\" c 'd; e'", ['eval: "a b" c "d; e"', "[nested-script] a: b c d", "; [nested-script] e:"]],
  ["eval -- A=1 b", ["eval: -- A=1 b", "[nested-script] A=1 b:"]],
  ['eval A="1 2" b', ['eval: "A=1 2" b', "[nested-script] A=1 2: b"]],
  [
    'eval "$(ssh-agent -s)"',
    [
      'eval: ~"$(ssh-agent -s)"',
      '[nested-script] (~"$(ssh-agent -s)"):',
      "[nested-script substitution] ssh-agent: -s",
    ],
  ],
  ["eval", ["eval:"]],
  [
    "su - postgres -c 'createdb x && a'",
    ['su: - postgres -c "createdb x && a"', "[nested-script] createdb: x", "&& [nested-script] a:"],
  ],
  ['su -lc "a" app', ["su: -lc a app", "[nested-script] a:"]],
  ['runuser -u app --command "a"', ["runuser: -u app --command a", "[nested-script] a:"]],
  ["su app", ["su: app"]],
];

describe("scripts inside commands", () => {
  test.each(cases)("%j", (text, expected) => {
    expect(render(parseShell(mappedText(text, 0))).split("\n")).toEqual(expected);
  });
});
