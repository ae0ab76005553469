import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { lineIndex, positionAt } from "../../src/text/line-index.ts";
import { type BuildkitCase, buildkitCases } from "./buildkit-cases.ts";

/** Line and code of each problem; the line is that of its instruction, as BuildKit counts. */
function verdict(text: string): { line: number; code: string }[] {
  const { instructions, problems } = parse(text);
  const lines = lineIndex(text);
  return problems.map((problem) => {
    const owner = instructions.find((instruction) => instruction.problems.includes(problem));
    const place = problem.code === "line-too-long" ? problem.range : (owner ?? problem).range;
    return { line: positionAt(lines, place.start).line, code: problem.code };
  });
}

function title({ text }: BuildkitCase): string {
  const shown = JSON.stringify(text);
  return shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
}

for (const [group, cases] of Object.entries(buildkitCases)) {
  describe(`BuildKit's verdict on ${group}`, () => {
    for (const row of cases) {
      it(title(row), () => {
        const expected = row.line === undefined ? [] : [{ line: row.line, code: row.code }];
        expect(verdict(row.text).slice(0, 1)).toEqual(expected);
      });
    }
  });
}

describe("the table of cases", () => {
  const rows = Object.values(buildkitCases).flat();

  it("has every text once", () => {
    expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
  });

  it("has cases that are rejected and cases that are accepted", () => {
    expect(rows.filter(({ line }) => line === undefined).length).toBeGreaterThan(150);
    expect(rows.filter(({ line }) => line !== undefined).length).toBeGreaterThan(150);
  });
});
