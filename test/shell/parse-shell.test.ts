import { describe, expect, test } from "vitest";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";
import { render } from "./render.ts";

/** Script; then its commands as `render` shows them. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  // Lists and pipelines
  [
    'apt-get update && apt-get install -y --no-install-recommends "$PKG" curl=7.* && rm -rf /var/lib/apt/lists/*',
    [
      "apt-get: update",
      "&& apt-get: install -y --no-install-recommends ~${PKG} ~curl=7.*",
      "&& rm: -rf ~/var/lib/apt/lists/*",
    ],
  ],
  ["set -eux; npm ci;", ["set: -eux", "; npm: ci"]],
  ["a;b;\nc", ["a:", "; b:", "; c:"]],
  ["a\n\n# comment; b && c\n\nd # e", ["a:", "newline d:"]],
  ["a # foo; bar\nb", ["a:", "newline b:"]],
  ["a; # b", ["a:"]],
  ["a  && b || c", ["a:", "&& b:", "|| c:"]],
  ["a \n && b", ["a:", "! unexpected token '&&' 4-5"]],
  ["a && # why\n b", ["a:", "&& b:"]],
  ["a && \\\n b", ["a:", "&& b:"]],
  ["a & b & c", ["bg a:", "& bg b:", "& c:"]],
  ["a && b &", ["bg a:", "&& bg b:"]],
  [
    "curl -fsSL x | tar -xz -C /opt && ! a | b |& c",
    ["#0 curl: -fsSL x", "| #0 tar: -xz -C /opt", "&& #1 not a:", "| #1 not b:", "|& #1 not c:"],
  ],
  ["! a && b", ["not a:", "&& b:"]],
  ["! ! a", ["a:"]],
  ["time -p make | tee log", ["#0 {time} make:", "| #0 tee: log"]],
  ["time ( a )", ["[subshell] a:"]],

  // Compound commands
  [
    "if [ -f x ]; then npm ci; else npm i; fi && a",
    ["[condition] [: -f x ]", "[if] npm: ci", "[if] npm: i", "&& a:"],
  ],
  [
    "if a; then b; elif c; then d; e; fi; f",
    ["[condition] a:", "[if] b:", "[if condition] c:", "[if] d:", "; [if] e:", "; f:"],
  ],
  ["if ! a | b; then c; fi", ["[condition] #0 not a:", "| [condition] #0 not b:", "[if] c:"]],
  [
    "for i in $(seq 3) b; do echo $i && break; done",
    ["[substitution] seq: 3", "[loop] echo: ~${i}", "&& [loop] break:"],
  ],
  ["for x; do a; done", ["[loop] a:"]],
  ["for ((i=0; i<$(n); i++)); do a; done", ["[substitution] n:", "[loop] a:"]],
  ["while read -r x; do a; done < $(b)", ["[condition] read: -r x", "[loop] a:", "[substitution] b:"]],
  ["until a; do b; done", ["[condition] a:", "[loop] b:"]],
  ["select x in a; do b; done", ["[loop] b:"]],
  [
    "case $(a) in $(b)|c) d;; *) e; f;; esac",
    ["[substitution] a:", "[substitution] b:", "[case] d:", "[case] e:", "; [case] f:"],
  ],
  ["( cd app && npm ci )", ["[subshell] cd: app", "&& [subshell] npm: ci"]],
  ["( (a); b ) && c", ["[subshell subshell] a:", "; [subshell] b:", "&& c:"]],
  ["a && ( b; c ) | d", ["a:", "[subshell] b:", "; [subshell] c:", "| #0 d:"]],
  ["{ a; b; } 2>/dev/null", ["[group] a:", "; [group] b:"]],
  ["{ a $(b); } & c", ["[group] bg a: ~$(b)", "[group substitution] bg b:", "& c:"]],
  ["f() { a; b; }; f", ["[function] a:", "; [function] b:", "; f:"]],
  ["f() ( a )", ["[function subshell] a:"]],
  ["function f { a; } > $(b)", ["[function group] a:", "[function substitution] b:"]],
  ["coproc { a; }", ["[group] bg a:"]],
  ["coproc a", ["bg a:"]],

  // Tests
  [
    '[[ -f $x && ! a == b* || ( "c d" -nt $(e) ) ]] && f',
    ['[[: -f ~${x} a == ~b* "c d" -nt ~$(e)', "[substitution] e:", "&& f:"],
  ],
  ["[[ $x ]] && a", ["[[: ~${x}", "&& a:"]],
  ["[ -f x ] || exit 1", ["[: -f x ]", "|| exit: 1"]],
  ["(( x += $(a) + y )) && b", ["((:", "[substitution] a:", "&& b:"]],

  // Assignments
  ["FOO=bar npm ci", ["FOO=bar npm: ci"]],
  ['A= B=1 C="$D"', ["A= B=1 C=~${D}"]],
  ["A=$(a) B=`b` c", ["A=~$(a) B=~$(b) c:", "[substitution] a:", "[substitution] b:"]],
  ['A=(a $b "c d") B[1]=x A+=y z', ['A=~"(a $b \\"c d\\")" B=x A=y z:']],
  ['export A=1 B="$C" D', ["export: A=1 ~B=${C} D"]],
  ["declare -a X=(a b)", ['declare: -a ~"X=(a b)"']],

  // Redirects
  ["a 2>&1 >/dev/null", ["a: 2>&1 >/dev/null"]],
  ["a >| f <> g 3>&- {fd}> h &> i >> j", ["a: >|f <>g 3>&- >h &>i >>j"]],
  ["> f", [">f"]],
  ["2>&1 a < $(b)", ["a: 2>&1 <~$(b)", "[substitution] b:"]],
  [
    "cat <<EOF > f; foo\nbody $X $(a) \\$(b)\nEOF\nbar",
    ['cat: <<EOF"body $X $(a) \\\\$(b)\\n" >f', "[substitution] a:", "; foo:", "newline bar:"],
  ],
  ["cat <<-EOF && a\n\tb\n\t\tc $X\n\tEOF\nd", ['cat: <<-EOF"b\\nc $X\\n"', "&& a:", "newline d:"]],
  [
    "cat <<'A' <<B\n$(a)\nA\n$(b)\nB\nnext",
    ['cat: <<A"$(a)\\n" <<B"$(b)\\n"', "[substitution] b:", "newline next:"],
  ],
  ["cat <<\\A\n$(a)\nA", ['cat: <<A"$(a)\\n"']],
  ["cat <<A\nA\nb", ['cat: <<A""', "newline b:"]],
  ['cat <<< "foo $(a)"', ['cat: <<<~"foo $(a)"', "[substitution] a:"]],

  // Substitutions
  [
    'echo "$(a && b)" `c; d` <(e) > >(f | g)',
    [
      'echo: ~"$(a && b)" ~"$(c; d)" ~<(e) >~">(f | g)"',
      "[substitution] a:",
      "&& [substitution] b:",
      "[substitution] c:",
      "; [substitution] d:",
      "[substitution] e:",
      "[substitution] #0 f:",
      "| [substitution] #0 g:",
    ],
  ],
  [
    "a $(b $(c) | d) e",
    [
      'a: ~"$(b $(c) | d)" e',
      "[substitution] #0 b: ~$(c)",
      "[substitution substitution] c:",
      "| [substitution] #0 d:",
    ],
  ],
  [
    'echo `a \\`b\\` "c"` "`d \\"e f\\" \\\\$g`"',
    [
      'echo: ~"$(a `b` \\"c\\")" ~"$(d \\"e f\\" \\\\$g)"',
      "[substitution] a: ~$(b) c",
      "[substitution substitution] b:",
      '[substitution] d: "e f" $g',
    ],
  ],
  [
    'echo ${A:-$(a "b")} ${B/$(b)/c} $((1 + $(c) * 2)) {d,$(d)} @(e|$(e))',
    [
      'echo: ~"${A:-$(a \\"b\\")}" ~${B/$(b)/c} ~"$((1 + $(c) * 2))" ~{d,$(d)} ~@(e|$(e))',
      "[substitution] a: b",
      "[substitution] b:",
      "[substitution] c:",
      "[substitution] d:",
      "[substitution] e:",
    ],
  ],
  [
    'echo "$(cat <<E\n$(a)\nE\n)" && b',
    [
      'echo: ~"$(cat <<E\\n$(a)\\nE\\n)"',
      '[substitution] cat: <<E"$(a)\\n"',
      "[substitution substitution] a:",
      "&& b:",
    ],
  ],
  ["make -j$(nproc)", ["make: ~-j$(nproc)", "[substitution] nproc:"]],
];

describe("the commands of a script", () => {
  test.each(cases)("%j", (text, expected) => {
    expect(render(parseShell(mappedText(text, 0))).split("\n")).toEqual(expected);
  });
});

/** Script; then its pipelines, the joint first: names of simple members, kinds of compound ones with the names in them. */
const pipelineCases: readonly (readonly [string, readonly string[]])[] = [
  ["a && b | c; d", ["a", "&& b | c", "; d"]],
  ["a $(b | c) | d", ["a b c | d", "  b | c"]],
  ["a | while read -r l; do b; done", ["a | loop(read b)", "  read", "  b"]],
  ["{ a; b; } | (c)", ["group(a b) | subshell(c)", "  a", "  ; b", "  c"]],
  ["if a; then b | c; fi > d || ! e", ["if(a b c)", "  a", "  b | c", "|| ! e"]],
  ["case a in b) c;; esac |& d &", ["case(c) | d &", "  c &"]],
  ["f() { a; }; f", ["function(a)", "  a", "; f"]],
  ["sh -c 'a; b | c' && d", ["sh a b c", "  a", "  ; b | c", "&& d"]],
  ["[[ -f a ]] && ((b)) | [ c ]", ["[[", "&& (( | ["]],
];

test.each(pipelineCases)("pipelines of %j", (text, expected) => {
  const { commands, pipelines } = parseShell(mappedText(text, 0));
  const shown = pipelines.map(({ connector, levels, negated, background, members }) => {
    const names = members.map(({ compound, first, end }) => {
      const inside = commands
        .slice(first, end)
        .map(({ name }) => name)
        .join(" ");
      return compound === null ? inside : `${compound}(${inside})`;
    });
    const text = `${connector ?? ""} ${negated ? "! " : ""}${names.join(" | ")}${background ? " &" : ""}`;
    return "  ".repeat(levels.length - 1) + text.trim();
  });
  expect(shown).toEqual(expected);
});
