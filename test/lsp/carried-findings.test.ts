import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingsWhileTyping } from "../../src/lsp/carried-findings.ts";
import type { Finding } from "../../src/rule/finding.ts";

function finding(rule: string, start: number, end: number, more: Partial<Finding> = {}): Finding {
  return {
    rule,
    code: null,
    aliases: [],
    severity: "warning",
    category: "cache",
    message: rule,
    at: { start, end },
    ...more,
  };
}

const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "é"), maxLength: 6 });

describe("findings while a text is typed", () => {
  it("stand at the same words as before, and none is carried in a line that changed", () => {
    const cases = fc.record({
      before: fc.array(line, { minLength: 1, maxLength: 8 }),
      at: fc.nat(8),
      removed: fc.nat(3),
      added: fc.array(line, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(cases, ({ before, at, removed, added }) => {
        const after = [...before.slice(0, at), ...added, ...before.slice(at + removed)];
        const [old, now] = [before.join("\n"), after.join("\n")];
        let start = 0;
        const findings = before.map((text, index) => {
          const made = finding(`rule-${index}`, start, start + text.length);
          start += text.length + 1;
          return made;
        });
        for (const { rule, at: place } of findingsWhileTyping(
          { text: old, findings },
          { text: now, findings: [] },
        )) {
          const was = findings.find((one) => one.rule === rule)!.at;
          expect(now.slice(place.start, place.end)).toBe(old.slice(was.start, was.end));
        }
      }),
    );
  });

  it.each<
    [
      name: string,
      before: string,
      after: string,
      carried: readonly string[],
      found: readonly string[],
      shown: readonly string[],
    ]
  >([
    ["a line above is new", "FROM a\nRUN b\n", "FROM a\n# c\nRUN b\n", ["7-12"], [], ["11-16"]],
    ["the line changes", "FROM a\nRUN b\n", "FROM a\nRUN bc\n", ["11-12"], ["11-13"], ["11-13"]],
    [
      "another line changes",
      "FROM a\nRUN b\n",
      "FROM ab\nRUN b\n",
      ["7-12"],
      ["8-13", "5-7"],
      ["5-7", "8-13"],
    ],
    ["the text alone shows less", "FROM a\nRUN b\n", "FROM ab\nRUN b\n", ["11-12"], [], ["12-13"]],
    [
      "the text alone shows what the files contradict",
      "FROM a\nRUN b\n",
      "FROM ab\nRUN b\n",
      [],
      ["12-13"],
      [],
    ],
    ["the line goes", "FROM a\nRUN b\nCMD c\n", "FROM a\nCMD c\n", ["11-12", "13-16"], [], ["7-10"]],
  ])("%s", (_, before, after, carried, found, shown) => {
    const read = (places: readonly string[]): readonly Finding[] =>
      places.map((place) => {
        const [start, end] = place.split("-").map(Number);
        return finding("rule", start!, end!);
      });
    const result = findingsWhileTyping(
      { text: before, findings: read(carried) },
      { text: after, findings: read(found) },
    );
    expect(result.map(({ at }) => `${at.start}-${at.end}`)).toEqual(shown);
  });

  it("keeps no fix, whose edits may be about the old text, and shows mistakes wherever they are", () => {
    const fix = { title: "t", applicability: "safe", edits: [] } as const;
    const before = { text: "FROM a\nRUN b\n", findings: [finding("fixed", 7, 12, { fix })] };
    const now = { text: "FROM 'a\nRUN b\n", findings: [finding("broken", 12, 13, { severity: "error" })] };
    const result = findingsWhileTyping(before, now);
    expect(result.map(({ rule, fix: left }) => [rule, left])).toEqual([
      ["fixed", undefined],
      ["broken", undefined],
    ]);
  });
});
