import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseFixes } from "../../src/engine/choose-fixes.ts";
import type { Finding, Fix } from "../../src/rule/finding.ts";
import { applyEdits, editsConflict, type TextEdit } from "../../src/text/edit.ts";

function finding(title: string, edits: readonly TextEdit[], rest: Partial<Fix> = {}): Finding {
  return {
    rule: "late-copy",
    code: null,
    aliases: [],
    severity: "info",
    category: "style",
    at: { start: 0, end: 0 },
    message: "a finding",
    fix: { title, applicability: "safe", edits, ...rest },
  };
}

function edit(start: number, end: number, text = ""): TextEdit {
  return { range: { start, end }, text };
}

function chosenTitles(findings: readonly Finding[], trust: "safe" | "unsafe" = "safe"): readonly string[] {
  return chooseFixes(findings, trust).map(({ fix }) => fix.title);
}

describe("chooseFixes", () => {
  it.each<[string, readonly Finding[], readonly string[]]>([
    ["edits side by side", [finding("a", [edit(0, 2)]), finding("b", [edit(2, 4)])], ["a", "b"]],
    ["the first of two that overlap", [finding("a", [edit(0, 3)]), finding("b", [edit(2, 4)])], ["a"]],
    ["the first, also if it stands later", [finding("a", [edit(2, 4)]), finding("b", [edit(0, 3)])], ["a"]],
    [
      "the first of two insertions in one place",
      [finding("a", [edit(1, 1, "x")]), finding("b", [edit(1, 1, "y")])],
      ["a"],
    ],
    [
      "no part of a fix that conflicts",
      [finding("a", [edit(4, 6)]), finding("b", [edit(0, 1), edit(5, 7)]), finding("c", [edit(0, 1)])],
      ["a", "c"],
    ],
    [
      "the first of two that create a file",
      [
        finding("a", [], { newFiles: [{ path: ".dockerignore", text: "a\n" }] }),
        finding("b", [], { newFiles: [{ path: ".dockerignore", text: "b\n" }] }),
      ],
      ["a"],
    ],
    ["nothing for a fix without edits", [finding("a", [])], []],
    ["nothing that is only shown", [finding("a", [edit(0, 1)], { applicability: "display" })], []],
    ["nothing unsafe", [finding("a", [edit(0, 1)], { applicability: "unsafe" })], []],
  ])("takes %s", (_, findings, expected) => {
    expect(chosenTitles(findings)).toEqual(expected);
  });

  it("takes unsafe fixes, but none that is only shown, when unsafe ones are trusted", () => {
    const findings = [
      finding("a", [edit(0, 1)], { applicability: "unsafe" }),
      finding("b", [edit(2, 3)], { applicability: "display" }),
    ];
    expect(chosenTitles(findings, "unsafe")).toEqual(["a"]);
  });

  it("takes fixes that can be applied together, and leaves only those that can't", () => {
    const edits = fc.tuple(fc.nat(40), fc.nat(6)).map(([start, length]) => edit(start, start + length, "x"));
    const proposals = fc.array(fc.array(edits, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
    fc.assert(
      fc.property(proposals, (all) => {
        const findings = all
          .filter((own) => own.every((a, i) => own.every((b, j) => i === j || !editsConflict(a, b))))
          .map((own, index) => finding(String(index), own));
        const chosen = chooseFixes(findings, "safe");
        const taken = chosen.flatMap(({ fix }) => fix.edits);
        applyEdits(" ".repeat(60), taken);
        for (const { fix } of findings) {
          if (chosen.some((other) => other.fix === fix)) continue;
          expect(fix!.edits.some((own) => taken.some((other) => editsConflict(own, other)))).toBe(true);
        }
      }),
    );
  });
});
