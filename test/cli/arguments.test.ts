import { describe, expect, test } from "vitest";
import { type Invocation, readArguments } from "../../src/cli/arguments.ts";
import { formatNames } from "../../src/report/formats.ts";

function read(...argv: string[]): Invocation {
  const invocation = readArguments(argv);
  if ("problem" in invocation) throw new Error(invocation.problem);
  return invocation;
}

describe("reads", () => {
  test("the command, `check` when none is named", () => {
    expect(read()).toMatchObject({ command: "check", operands: [] });
    expect(read("app", "rules")).toMatchObject({ command: "check", operands: ["app", "rules"] });
    expect(read("check", "check")).toMatchObject({ command: "check", operands: ["check"] });
    expect(read("--quiet", "estimate", "x")).toMatchObject({ command: "estimate", operands: ["x"] });
    expect(read("--", "--quiet=no")).toMatchObject({ operands: ["--quiet=no"] });
    expect(read("--", "--odd")).toMatchObject({ command: "check", operands: ["--odd"] });
    expect(read("-", "1e3", "0x10")).toMatchObject({ operands: ["-", "1e3", "0x10"] });
  });

  test("values, fallbacks, lists and switches", () => {
    const given = read("--format=json", "--select", "a,b", "--select", "c", "--quiet", "--target", "1.0");
    expect(given.text("format")).toBe("json");
    expect(given.text("fail-on")).toBe("warning");
    expect(given.text("target")).toBe("1.0");
    expect(given.text("context")).toBeNull();
    expect(given.list("select")).toEqual(["a,b", "c"]);
    expect(given.list("ignore")).toEqual([]);
    expect(given.has("quiet")).toBe(true);
    expect(read().has("quiet")).toBe(false);
  });

  test.each([
    [[], [["text", null]]],
    [["--output", "a", "--format", "json"], [["json", "a"]]],
    [["--output=a"], [["text", "a"]]],
    [
      ["--format=text", "--format", "sarif", "--output", "a", "x", "--format=json", "--output=b"],
      [
        ["text", null],
        ["sarif", "a"],
        ["json", "b"],
      ],
    ],
  ])("formats and where they go: %j", (argv, outputs) => {
    expect(read(...argv).outputs).toEqual(outputs.map(([format, file]) => ({ format, file })));
  });

  test("a request for help or the version before anything else", () => {
    expect(read("--help").asks).toBe("help");
    expect(read("-h").asks).toBe("help");
    expect(read("rules", "--version", "--wrong").asks).toBe("version");
  });
});

test.each<[argv: string[], problem: string]>([
  [["--formt", "json"], "unknown option `--formt`; did you mean `--format`?"],
  [["--zzzzzzzz"], "unknown option `--zzzzzzzz`"],
  [["-x"], "unknown option `-x`"],
  [["--no-color"], "unknown option `--no-color`"],
  [["--format"], "option `--format` needs a value"],
  [["--format="], "option `--format` needs a value"],
  [["--build-arg"], "option `--build-arg` needs a value"],
  [
    ["--format", "jsn"],
    `option \`--format\` takes one of ${formatNames.join(", ")}; not \`jsn\`; did you mean \`json\`?`,
  ],
  [["--fail-on", "x"], "option `--fail-on` takes one of error, warning, info, style, none; not `x`"],
  [["estimate", "--format", "json", "--format", "text"], "option `--format` is given twice"],
  [
    ["--format", "json", "--format", "text"],
    "only one format can go to standard output, not json and text; name a file behind each other one: `--format json --output FILE`",
  ],
  [
    ["--format", "json", "--output", "a", "--output", "b"],
    "`--output b` has no `--format` of its own in front of it",
  ],
  [
    ["--format", "json", "--output", "a", "--format=sarif", "--output=a"],
    "two formats can't go to the same file `a`",
  ],
  [["explain", "--select", "a"], "`explain` has no option `--select`"],
  [["--constructor=1"], "unknown option `--constructor`"],
  [["--quiet=no"], "option `--quiet` takes no value"],
  [["--select", ","], "option `--select` takes rules: ids or aliases, comma-separated; not `,`"],
  [["--ignore= "], "option `--ignore` takes rules: ids or aliases, comma-separated; not ` `"],
  [["--build-arg", "=1"], "option `--build-arg` takes NAME=value or NAME; not `=1`"],
  [["a", ""], "an operand is empty, as from a variable that is not set"],
])("%j: %s", (argv, problem) => {
  expect(readArguments(argv)).toEqual({ problem });
});
