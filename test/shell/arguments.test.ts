import { describe, expect, test } from "vitest";
import {
  type FlagSyntax,
  flagsNamed,
  hasFlag,
  operands,
  optionValue,
  readArguments,
  subcommand,
} from "../../src/shell/arguments.ts";
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

test.each([
  ["apt-get install -y x", ["-y", "--yes"], true],
  ["apt-get install -qy x", ["-y", "--yes"], true],
  ["apt-get install --yes x", ["-y", "--yes"], true],
  ["apt-get install -- -y", ["-y", "--yes"], false],
  ["apt-get install x", ["-y", "--yes"], false],
  ["npm ci --omit=dev", ["--omit"], true],
])("hasFlag: %s %j %j", (text, names, expected) => {
  expect(hasFlag(command(text), names)).toBe(expected);
});

test.each([
  ["npm --prefix web ci", ["--prefix", "-C"], "web"],
  ["npm --prefix=web ci", ["--prefix", "-C"], "web"],
  ["npm -C a -C b ci", ["--prefix", "-C"], "b"],
  ["npm ci", ["--prefix", "-C"], null],
  ["npm --prefix", ["--prefix"], null],
])("optionValue: %s %j is %j", (text, names, expected) => {
  expect(optionValue(command(text), names)).toBe(expected);
});

test("optionValue leaves values of other flags alone", () => {
  expect(optionValue(command("x -a -b -b c"), ["-b"], { valued: ["-a"] })).toBe("c");
});

test("flagsNamed gives all of a name", () => {
  const found = flagsNamed(command("pip install -r a -r b.txt --requirement=c d"), ["-r", "--requirement"], {
    valued: ["-r", "--requirement"],
  });
  expect(found.map(({ value }) => value)).toEqual(["a", "b.txt", "c"]);
});

test.each<readonly [string, FlagSyntax, string | null]>([
  ["apt-get -q install curl", {}, "install"],
  ["apt-get -t sid install curl", APT, "install"],
  ["git -C x clone y", { valued: ["-C"] }, "clone"],
  ["npm -- run", {}, "run"],
  ["npm --version", {}, null],
  ["npm", {}, null],
])("subcommand: %s %j is %j", (text, syntax, expected) => {
  expect(subcommand(command(text), syntax)?.text ?? null).toBe(expected);
});

test("operands are words with ranges", () => {
  expect(operands(command("x -a 'b c'"))).toMatchObject([{ text: "b c", range: { start: 5, end: 10 } }]);
});
