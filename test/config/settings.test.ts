import { describe, expect, it } from "vitest";
import {
  defaultSettings,
  isInPreset,
  reachesThreshold,
  resolveRules,
  type Settings,
} from "../../src/config/settings.ts";
import { defineRule, type Preset, type Rule } from "../../src/rule/rule.ts";

function rule(id: string, preset: Preset, aliases: readonly string[] = []): Rule {
  return defineRule({
    id,
    summary: "A rule for tests",
    category: "style",
    severity: "info",
    preset,
    fixable: false,
    since: "0.1.0",
    aliases,
    check: {},
  });
}

const rules = [
  rule("late-copy", "recommended", ["XX1"]),
  rule("odd-order", "recommended", ["XX2", "Shared"]),
  rule("bold-opinion", "strict", ["shared"]),
];

function enabled(settings: Partial<Settings>): readonly string[] {
  return resolveRules(rules, { ...defaultSettings, ...settings }).ruleSet.enabled.map(({ id }) => id);
}

describe("resolveRules", () => {
  it.each<[string, Partial<Settings>, readonly string[]]>([
    ["the recommended ones by default", {}, ["late-copy", "odd-order"]],
    ["all of them when strict", { preset: "strict" }, ["late-copy", "odd-order", "bold-opinion"]],
    ["exactly the selected ones", { select: ["bold-opinion"] }, ["bold-opinion"]],
    ["an alias, whatever its case", { select: ["xx1"] }, ["late-copy"]],
    ["every rule of an alias", { select: ["shared"] }, ["odd-order", "bold-opinion"]],
    ["all but the ignored ones", { ignore: ["XX2"] }, ["late-copy"]],
    ["nothing that is selected and ignored", { select: ["late-copy"], ignore: ["late-copy"] }, []],
    ["nothing for a selection of unknown names only", { select: ["nonsense"] }, []],
  ])("runs %s", (_, settings, expected) => {
    expect(enabled(settings)).toEqual(expected);
  });

  it("names what it does not know, and what is probably meant", () => {
    const { problems } = resolveRules(rules, {
      ...defaultSettings,
      select: ["late-cpoy"],
      ignore: ["nonsense"],
    });
    expect(problems).toEqual([
      { message: "there is no rule `late-cpoy`", help: "did you mean `late-copy`?" },
      { message: "there is no rule `nonsense`", help: null },
    ]);
  });

  it("keeps all rules known", () => {
    expect(resolveRules(rules, defaultSettings).ruleSet.known).toEqual(rules);
  });
});

it("holds recommended rules in strict too", () => {
  expect(isInPreset(rules[0]!, "strict")).toBe(true);
  expect(isInPreset(rules[2]!, "recommended")).toBe(false);
});

it.each([
  ["error", "warning", true],
  ["warning", "warning", true],
  ["info", "warning", false],
  ["style", "style", true],
  ["error", "none", false],
] as const)("a finding of severity %s reaches the threshold %s: %s", (severity, threshold, expected) => {
  expect(reachesThreshold(severity, threshold)).toBe(expected);
});
