import { describe, expect, it } from "vitest";
import {
  defaultSettings,
  reachesThreshold,
  resolveRules,
  type Settings,
  thresholdOf,
} from "../../src/config/settings.ts";
import type { Severity } from "../../src/rule/finding.ts";
import { defineRule, type Rule } from "../../src/rule/rule.ts";

function rule(id: string, preset: Rule["preset"], aliases: readonly string[] = []): Rule {
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
    ["all but the ignored ones", { ignore: ["late-copy"] }, ["odd-order"]],
    ["a rule of which an alias is ignored", { ignore: ["XX1"] }, ["late-copy", "odd-order"]],
    ["nothing that is selected and ignored", { select: ["late-copy"], ignore: ["late-copy"] }, []],
    ["nothing for a selection of unknown names only", { select: ["nonsense"] }, []],
  ])("runs %s", (_, settings, expected) => {
    expect(enabled(settings)).toEqual(expected);
  });

  it.each<[string, Partial<Settings>, readonly string[], Severity | null]>([
    ["by id", { severities: { "odd-order": "error" } }, ["XX2"], "error"],
    ["by alias, whatever its case", { severities: { xx2: "error" } }, ["XX2"], "error"],
    ["not of findings that stand for another alias", { severities: { XX2: "error" } }, ["Shared"], "info"],
    ["by alias before id", { severities: { "odd-order": "error", XX2: "style" } }, ["XX2"], "style"],
    [
      "by the severest of several",
      { severities: { XX2: "style", Shared: "warning" } },
      ["XX2", "Shared"],
      "warning",
    ],
    ["to nothing", { severities: { XX2: "off" } }, ["XX2"], null],
    [
      "to nothing, which is the strongest",
      { severities: { XX2: "off", Shared: "error" } },
      ["XX2", "Shared"],
      null,
    ],
    ["of what is selected", { select: ["XX2"], severities: { XX2: "error" } }, ["XX2"], "error"],
    ["not of what is not selected", { select: ["XX1"], severities: { XX2: "error" } }, ["XX2"], null],
    ["not of what is ignored", { ignore: ["XX2"], severities: { XX2: "error" } }, ["XX2"], null],
  ])("overrides severities %s", (_, settings, aliases, severity) => {
    const { ruleSet } = resolveRules(rules, { ...defaultSettings, ...settings });
    expect(ruleSet.severityOf(rules[1]!, aliases)).toBe(severity);
  });

  it("runs a rule outside the preset when it is given a severity, and none that is off", () => {
    expect(enabled({ severities: { "bold-opinion": "info", "late-copy": "off" } })).toEqual([
      "odd-order",
      "bold-opinion",
    ]);
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

  it("lets codes for which there is no rule on purpose be ignored, and says where one is wanted", () => {
    const { ruleSet, problems } = resolveRules(rules, {
      ...defaultSettings,
      ignore: ["aa93e17f"],
      severities: { "tally/EOL-last": "off" },
    });
    expect(problems).toEqual([]);
    expect(ruleSet.enabled.map(({ id }) => id)).toEqual(["late-copy", "odd-order"]);
    expect(resolveRules(rules, { ...defaultSettings, select: ["AA93e17f"] }).problems).toEqual([
      { message: "no rule stands for `AA93e17f`", help: "`stowage explain AA93e17f` says why" },
    ]);
  });

  it.each([
    ["DL3006", "hadolint/dl3006"],
    ["StageNameCasing", "buildkit/StageNameCasing"],
    ["DS-0002", "DS002"],
    ["DS-0002", "AVD-DS-0002"],
    ["fd54f200", "fd54f200-402c-4333-a5a4-36ef6709af2f"],
    ["missing-user", "dockerfile.security.missing-user.missing-user"],
    ["run-as-root", "dockerfile/run-as-root"],
  ])("knows the alias %s as %s", (alias, spelling) => {
    const known = [rule("late-copy", "recommended", [alias, "XX1"])];
    const severity = (settings: Partial<Settings>, ...aliases: readonly string[]) => {
      const { ruleSet, problems } = resolveRules(known, { ...defaultSettings, ...settings });
      expect(problems).toEqual([]);
      return ruleSet.severityOf(known[0]!, aliases);
    };
    expect(severity({ ignore: [spelling] }, alias)).toBe(null);
    expect(severity({ ignore: [spelling] }, "XX1")).toBe("info");
    expect(severity({ select: [spelling] }, alias)).toBe("info");
    expect(severity({ severities: { [spelling]: "error" } }, alias)).toBe("error");
  });

  it("keeps all rules known", () => {
    expect(resolveRules(rules, defaultSettings).ruleSet.known).toEqual(rules);
  });
});

describe("findings by their aliases", () => {
  const known = [
    rule("base-tag", "recommended", ["DL3006", "DL3007"]),
    rule("label-key", "off", ["DL3048"]),
    rule("health", "strict", ["DL3057"]),
    rule("casing", "strict", ["StageNameCasing"]),
  ];
  const severity = (settings: Partial<Settings>, id: string, ...aliases: readonly string[]) => {
    const { ruleSet } = resolveRules(known, { ...defaultSettings, ...settings });
    return ruleSet.severityOf(known.find((each) => each.id === id)!, aliases);
  };

  it.each<[string, Partial<Settings>, string, readonly string[], string | null]>([
    ["the severity of the rule", {}, "base-tag", ["DL3007"], "info"],
    ["nothing of rules that are off", {}, "label-key", ["DL3048"], null],
    ["the selected alias", { select: ["DL3007"] }, "base-tag", ["DL3007"], "info"],
    ["not the other alias", { select: ["DL3007"] }, "base-tag", ["DL3006"], null],
    ["both for the id", { select: ["base-tag"] }, "base-tag", ["DL3006"], "info"],
    ["not the ignored alias", { ignore: ["dl3007"] }, "base-tag", ["DL3007"], null],
    ["the severity of the tool", { preset: "hadolint" }, "base-tag", ["DL3007"], "warning"],
    ["its style", { preset: "hadolint" }, "label-key", ["DL3048"], "style"],
    ["nothing that the tool has off", { preset: "hadolint" }, "health", ["DL3057"], null],
    ["that when it is selected", { preset: "hadolint", select: ["DL3057"] }, "health", ["DL3057"], "info"],
    ["no code of another tool", { preset: "hadolint" }, "casing", ["StageNameCasing"], null],
    ["a check of BuildKit", { preset: "buildkit" }, "casing", ["StageNameCasing"], "warning"],
  ])("%s", (_, settings, id, aliases, expected) => {
    expect(severity(settings, id, ...aliases)).toBe(expected);
  });

  it("runs the rules that have a code of the tool", () => {
    const { ruleSet } = resolveRules(known, { ...defaultSettings, preset: "hadolint" });
    expect(ruleSet.enabled.map(({ id }) => id)).toEqual(["base-tag", "label-key"]);
    expect(ruleSet.literal).toBe("hadolint");
  });
});

it("fails from the tool's threshold on", () => {
  expect(
    ["recommended", "hadolint", "buildkit"].map((preset) => thresholdOf(preset as Settings["preset"])),
  ).toEqual(["warning", "info", "warning"]);
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
