import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { formatNames, reporterOf } from "../../src/report/formats.ts";
import { awkwardPath, awkwardRun, awkwardText } from "./awkward-run.ts";
import { formatSchemas } from "./format-schemas.ts";
import { fileResult, findingAt, sampleOptions, sampleRun } from "./sample-run.ts";
import { type XmlElement, xmlRoot } from "./xml-elements.ts";

const emptyRun = { files: [], leftOut: [], problems: [] };
const runs = { sample: sampleRun, awkward: awkwardRun, empty: emptyRun };

async function printed(format: string, run = awkwardRun): Promise<string> {
  return (await reporterOf(format))(run, sampleOptions);
}

/** A name as it stands in formats for the terminal. */
const shownPath = "a b,c:d%/é😀␁\"<&>'|`␊.dev";
const shownMessage = "100 % of `a|b`: <b>@me</b> ]]>␍␊::error::␛[31m \ufffd #1 *x* [l](u). Do something.";

describe.each(formatNames)("the format %s", (format) => {
  it("is text with a line feed at its end, or nothing, and the same each time", async () => {
    for (const run of Object.values(runs)) {
      const text = await printed(format, run);
      expect(text).toMatch(/^$|\n$/);
      expect(await printed(format, run)).toBe(text);
      expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text);
    }
  });
});

describe("github", () => {
  /** As the runner reads a command. */
  function commands(text: string) {
    return text
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, name, list, message] = /^::(\w+) (.*?)::(.*)$/.exec(line)!;
        const back = (value: string): string =>
          value.replace(/%(?:3A|2C|0D|0A|25)/g, (code) => decodeURIComponent(code));
        const properties = list!.split(",").map((pair) => {
          const [, key, value] = /^(\w+)=(.*)$/.exec(pair)!;
          return [key!, back(value!)];
        });
        return { name, message: back(message!), ...Object.fromEntries(properties) };
      });
  }

  it("brings names and messages through whole, the worst first", async () => {
    const [problem, worst, ...others] = commands(await printed("github"));
    expect(problem).toEqual({
      name: "error",
      file: "gone: 1,2",
      title: "stowage",
      message: "There is no such file or folder.",
    });
    expect(worst).toEqual({
      name: "error",
      file: awkwardPath,
      line: "2",
      endLine: "3",
      title: "stowage: DL0001",
      message: shownMessage.replace("␊", "\n"),
    });
    expect(others.map(({ name, file, line, col, endColumn }) => [name, file, line, col, endColumn])).toEqual([
      ["warning", "one/Dockerfile", "1", "1", "7"],
      ["warning", "other/Dockerfile", "1", "1", "7"],
      ["warning", "other/Dockerfile", "1", "1", "7"],
      ["notice", awkwardPath, "4", "1", "6"],
      ["notice", awkwardPath, "5", undefined, undefined],
      ["notice", awkwardPath, "1", "1", "1"],
    ]);
  });

  it("puts the dearest first among equals, and says which rules broke", async () => {
    const dear = (mean: number) =>
      findingAt("FROM a\n", "a", {
        message: `it costs ${mean}`,
        saves: { seconds: { mean, low: 0, high: mean }, basis: "prior" },
      });
    const file = fileResult("FROM a\n", [dear(1), dear(3), dear(2)], {
      failures: [{ rule: "a-rule", message: "x is undefined" }],
    });
    const said = commands(await printed("github", { ...emptyRun, files: [file] }));
    expect(said.map(({ message }) => message)).toEqual([
      "Rule a-rule broke: x is undefined.",
      "It costs 3.",
      "It costs 2.",
      "It costs 1.",
    ]);
  });
});

describe("gnu", () => {
  it("has a line for each finding, with columns of the screen", async () => {
    const lines = (await printed("gnu")).split("\n");
    expect(lines.slice(0, 5)).toEqual([
      "stowage: gone: 1,2: There is no such file or folder.",
      `${shownPath}:1:1: note: Nothing is flagged. [sample-rule]`,
      // A tab to 8, `RUN `, an emoji of two cells, one letter, a blank.
      `${shownPath}:2:17: error: ${shownMessage} [DL0001]`,
      `${shownPath}:4:1: note: The same. [style-rule]`,
      `${shownPath}:5:1: note: The same. [style-rule]`,
    ]);
    expect(lines).toHaveLength(9);
  });
});

describe("codacy", () => {
  it("has an object on each line", async () => {
    const lines = (await printed("codacy"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({ filename: "gone: 1,2", message: "There is no such file or folder." });
    expect(lines[2]).toMatchObject({ filename: awkwardPath, patternId: "DL0001", line: 2 });
    expect(
      lines.slice(1).every((line) => Object.keys(line).join() === "filename,message,patternId,line"),
    ).toBe(true);
  });
});

/** What a program reads; issues of Code Climate as one array. */
function parsed(format: string, text: string) {
  if (format !== "codeclimate") return JSON.parse(text);
  return text
    .split("\0")
    .slice(0, -1)
    .map((one) => JSON.parse(one));
}

describe.each(Object.entries(formatSchemas))("%s", (format, schema) => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

  it.each(Object.entries(runs))("follows its document: %s", async (_, run) => {
    expect(validate(parsed(format, await printed(format, run))), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("gitlab and codeclimate", () => {
  it("name each finding once, also of equal files and of one that is there twice", async () => {
    for (const format of ["gitlab", "codeclimate"]) {
      const names = parsed(format, await printed(format)).map(
        (issue: { fingerprint: string }) => issue.fingerprint,
      );
      expect(new Set(names).size).toBe(7);
    }
  });

  it("keep the names when lines move", async () => {
    const moved = (text: string) => ({
      ...emptyRun,
      files: [fileResult(text, [findingAt(text, "RUN x")])],
    });
    const before = parsed("gitlab", await printed("gitlab", moved("FROM a\nRUN x\n")));
    const after = parsed("gitlab", await printed("gitlab", moved(`${"# more\n".repeat(10)}FROM a\nRUN x\n`)));
    expect(after[0].fingerprint).toBe(before[0].fingerprint);
    expect(after[0].location.lines.begin).toBe(before[0].location.lines.begin + 10);
  });

  it("have closed ranges", async () => {
    const [empty, , , whole] = parsed("gitlab", await printed("gitlab"));
    expect(empty.location.lines).toEqual({ begin: 1, end: 1 });
    // Its range takes the line feed in.
    expect(whole.location.lines).toEqual({ begin: 5, end: 5 });
    const [, multi] = parsed("codeclimate", await printed("codeclimate"));
    expect(multi.location.positions).toEqual({
      begin: { line: 2, column: 10 },
      end: { line: 3, column: 3 },
    });
  });
});

describe("sonarqube", () => {
  it("declares each rule once, with the severity of its worst finding, and names no empty range", async () => {
    const { rules, issues } = parsed("sonarqube", await printed("sonarqube"));
    expect(rules.map(({ id, severity: rank, type }: Record<string, string>) => [id, rank, type])).toEqual([
      ["DL0001", "CRITICAL", "VULNERABILITY"],
      ["sample-rule", "MAJOR", "CODE_SMELL"],
      ["style-rule", "MINOR", "CODE_SMELL"],
    ]);
    const ranges = issues.map(
      (issue: { primaryLocation: { textRange: object } }) => issue.primaryLocation.textRange,
    );
    expect(ranges.slice(0, 4)).toEqual([
      { startLine: 1 },
      { startLine: 2, endLine: 3, startColumn: 9, endColumn: 3 },
      { startLine: 4, endLine: 4, startColumn: 0, endColumn: 5 },
      { startLine: 5, endLine: 5, startColumn: 0, endColumn: 5 },
    ]);
    const lengths = awkwardText.split("\n").map((text) => text.length);
    for (const { endLine, endColumn } of ranges.slice(1, 4))
      expect(endColumn).toBeLessThanOrEqual(lengths[endLine - 1]!);
  });
});

describe("rdjson", () => {
  it("counts bytes, and suggests only what is one edit", async () => {
    const [, worst] = parsed("rdjson", await printed("rdjson")).diagnostics;
    const start = { line: 2, column: 13 };
    expect(worst.location.range).toEqual({ start, end: { line: 3, column: 4 } });
    expect(worst.suggestions).toEqual([{ range: { start, end: { line: 2, column: 16 } }, text: "z\n" }]);
    expect(worst.related_locations).toHaveLength(1);
    const others = parsed("rdjson", await printed("rdjson", sampleRun)).diagnostics;
    // Its fix makes a file besides.
    expect(others[1].suggestions).toBeUndefined();
  });
});

describe("checkstyle", () => {
  it("is well-formed XML of the elements that Checkstyle writes", async () => {
    for (const run of Object.values(runs)) {
      const root = xmlRoot(await printed("checkstyle", run));
      expect([root.name, Object.keys(root.attributes)]).toEqual(["checkstyle", ["version"]]);
      for (const file of root.children) {
        expect([file.name, Object.keys(file.attributes)]).toEqual(["file", ["name"]]);
        for (const { name, attributes } of file.children) {
          expect(name).toBe("error");
          expect(attributes.severity).toMatch(/^(?:error|warning|info)$/);
          expect(attributes.source).toMatch(/^stowage/);
          expect(attributes.line).toMatch(/^[1-9]\d*$/);
        }
      }
    }
  });

  it("brings names and messages through, but for what XML can't say", async () => {
    const files = xmlRoot(await printed("checkstyle")).children;
    expect(files[1]!.attributes.name).toBe(awkwardPath.replace("\u0001", "␁"));
    expect(files[1]!.children[1]!.attributes).toEqual({
      line: "2",
      column: "10",
      severity: "error",
      message: shownMessage,
      source: "stowage.DL0001",
    });
  });
});

describe("junit", () => {
  /** Elements with their attributes that the schemas of Jenkins (junit-4, junit-10) both allow. */
  const allowed: Readonly<Record<string, readonly string[]>> = {
    testsuites: ["name", "tests", "failures", "errors"],
    testsuite: ["name", "tests", "failures", "errors", "time"],
    testcase: ["name", "classname", "time"],
    failure: ["type", "message"],
    error: ["type", "message"],
  };

  it("has the elements that all readers know, with numbers that add up", async () => {
    for (const run of Object.values(runs)) {
      const root = xmlRoot(await printed("junit", run));
      const look = (element: XmlElement): void => {
        expect(Object.keys(element.attributes)).toEqual(allowed[element.name]);
        element.children.forEach(look);
      };
      look(root);
      const cases = root.children.flatMap((suite) => {
        expect(suite.attributes.tests).toBe(String(suite.children.length));
        return suite.children;
      });
      const having = (name: string) =>
        String(cases.filter(({ children }) => children[0]?.name === name).length);
      expect(root.attributes).toEqual({
        name: "stowage",
        tests: String(cases.length),
        failures: having("failure"),
        errors: having("error"),
      });
    }
  });

  it("has a passed test for a clean file, and an error for a rule that broke", async () => {
    const [, clean] = xmlRoot(await printed("junit")).children.slice(1);
    expect(clean!.children).toEqual([
      {
        name: "testcase",
        attributes: { name: "has no findings", classname: "clean/Dockerfile", time: "0" },
        text: "",
        children: [],
      },
    ]);
    const broken = xmlRoot(await printed("junit", sampleRun)).children.at(-1)!;
    expect(broken.children[0]!.children[0]!.attributes.message).toBe(
      "Rule broken-rule broke: x is undefined",
    );
  });
});
