import { describe, expect, test } from "vitest";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { workingDirectories } from "../../src/shell/working-directory.ts";
import { mappedText } from "../../src/text/mapped-text.ts";

/** Script; then the directory of every command named `x`, starting in `/w`. */
const cases: readonly (readonly [string, string])[] = [
  ["x", "/w"],
  ["cd app && x; x", "/w/app /w/app"],
  ["cd /opt/ && x", "/opt"],
  ["cd ../a/./b && x", "/a/b"],
  ["cd -P -- app && x", "/w/app"],
  ["builtin cd app && x", "/w/app"],
  ["sudo cd app && x", "/w"],
  ["cd && x", "?"],
  ["cd ~ && x", "?"],
  ["cd $DIR && x && cd /tmp && x", "? /tmp"],
  ['cd "/app/$DIR" && x', "?"],
  ["cd a-*/ && x", "?"],
  ["cd $DIR && x && cd - && x", "? /w"],
  ["cd a && x && cd - && x && cd - && x", "/w/a /w /w/a"],
  ["cd - && x", "?"],
  ["( cd app && x ) && x", "/w/app /w"],
  ["( ( cd a; x ); ( ( x ) ); cd b; x ); x", "/w/a /w /w/b /w"],
  ["{ cd app; x; }; x", "/w/app /w/app"],
  ["echo $(cd app && x) && x", "/w/app /w"],
  ["sh -c 'cd app && x' && x", "/w/app /w"],
  ["bash <<E\ncd app\nx\nE\nx", "/w/app /w"],
  ["eval 'cd app' && x", "/w/app"],
  ["A=$(x) eval 'cd app' && x", "/w /w/app"],
  ["su app -c 'x'; su - app -c 'x'; x", "/w ? /w"],
  ["cd app | x; x", "/w /w"],
  ["cd app & x; x", "/w /w"],
  ["y; cd app && x & x", "/w/app /w"],
  ["cd app || exit 1; x", "/w/app"],
  ["cd app || cd b; x", "?"],
  ["[ -d app ] && cd app && x; x; cd /r; x", "/w/app ? /r"],
  ["[ -d app ] && x; cd app; x", "/w /w/app"],
  ["y && cd app && x; x", "/w/app /w/app"],
  ["if y; then cd app; x; else x; fi; x; cd /r; x", "/w/app /w ? /r"],
  ["if cd app; then x; fi; x", "/w/app /w/app"],
  ["if y; then x; elif cd app; then x; fi; x", "/w /w/app ?"],
  ["if y; then cd app; fi; if x; then x; fi", "? ?"],
  ["for d in a b; do cd $d; x; cd ..; done; x", "? ?"],
  ["for d in a b; do (cd app; x); done; x", "/w/app /w"],
  ["case $a in b) cd app; x;; c) x;; esac; x", "/w/app ? ?"],
  ["f() { cd app; x; }; x", "? ?"],
  ["f() { x; }; x", "? /w"],
  ["pushd app && x && pushd b && x && popd && x && popd && x", "/w/app /w/app/b /w/app /w"],
  ["pushd app && pushd && x", "?"],
  ["pushd app && pushd +1 && x", "?"],
  ["popd && x", "?"],
];

describe("workingDirectories", () => {
  test.each(cases)("%j", (text, expected) => {
    const script = parseShell(mappedText(text, 0));
    expect(script.problems).toEqual([]);
    const directories = workingDirectories(script, "/w");
    expect(directories).toHaveLength(script.commands.length);
    const shown = directories.filter((_, i) => script.commands[i]!.name === "x");
    expect(shown.map((directory) => directory ?? "?").join(" ")).toBe(expected);
  });

  test("from an unknown directory only absolute paths are known", () => {
    const script = parseShell(mappedText("x; cd a; x; cd /b; x; cd c; x", 0));
    expect(workingDirectories(script, null)).toEqual([null, null, null, null, "/b", "/b", "/b/c"]);
  });
});
