import { describe, expect, test } from "vitest";
import { type FlagSyntax, readArguments } from "../../src/shell/arguments.ts";
import { parseShell } from "../../src/shell/parse-shell.ts";
import { mappedText } from "../../src/text/mapped-text.ts";

const command = (text: string) => parseShell(mappedText(text, 0)).commands[0]!;
const APT: FlagSyntax = { valued: ["-t", "--target-release", "-o"] };

describe("readArguments", () => {
  test.each<readonly [string, FlagSyntax, string, string]>([
    ["apt-get install -y curl", APT, "-y", "install curl"],
    ["apt-get -qy install curl", APT, "-q -y", "install curl"],
    ["apt-get -qqt sid install curl", APT, "-q -q -t=sid", "install curl"],
    ["apt-get -tsid install", APT, "-t=sid", "install"],
    ["apt-get -t=sid install", APT, "-t=sid", "install"],
    ["apt-get -q=2 install", {}, "-q=2", "install"],
    ["apt-get -o A::B=c -oD=e install", APT, "-o=A::B=c -o=D=e", "install"],
    ["apt-get --target-release sid install", APT, "--target-release=sid", "install"],
    ["apt-get --target-release=sid install", {}, "--target-release=sid", "install"],
    ["apt-get --target-release= install", {}, "--target-release=", "install"],
    ["apt-get --target-release sid install", {}, "--target-release", "sid install"],
    ["apt-get install -t", APT, "-t", "install"],
    ["apt-get install --target-release", APT, "--target-release", "install"],
    ["apt-get install -y -- -x --y", APT, "-y", "install -x --y"],
    ["cat - -", {}, "", "- -"],
    ["x $FLAGS -y", {}, "-y", "${FLAGS}"],
    ["x -a$B c", {}, "-a", "c"],
    ["x -$A c", {}, "", "c"],
    ["x -t$A c", APT, "-t=${A}", "c"],
    ["x --a=$B", {}, "--a=${B}", ""],
    ["x '-y'", {}, "-y", ""],
    [
      "go build -o out -ldflags=-s -mod=vendor .",
      { valued: ["-o"], singleDash: true },
      "-o=out -ldflags=-s -mod=vendor",
      "build .",
    ],
    ["sudo x -y", {}, "-y", ""],
    ["x", {}, "", ""],
    ["A=1", {}, "", ""],
  ])("%s %j", (text, syntax, flags, words) => {
    const read = readArguments(command(text), syntax);
    const shown = read.flags.map(({ name, value }) => (value === null ? name : `${name}=${value}`));
    expect(shown.join(" ")).toBe(flags);
    expect(read.operands.map((word) => word.text).join(" ")).toBe(words);
  });

  test("flags know their words", () => {
    const { flags } = readArguments(command("x -ab c -d=e --f g"), { valued: ["-b", "--f"] });
    expect(flags.map(({ word, valueWord }) => [word.text, valueWord?.text ?? null])).toEqual([
      ["-ab", null],
      ["-ab", "c"],
      ["-d=e", "-d=e"],
      ["--f", "g"],
    ]);
  });
});

test("operands are words with ranges", () => {
  const { operands } = readArguments(command("x -a 'b c'"));
  expect(operands).toMatchObject([{ text: "b c", range: { start: 5, end: 10 } }]);
});
