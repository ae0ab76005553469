import { describe, expect, it } from "vitest";
import { type Choice, mergeChoices } from "../../src/config/choices.ts";
import { readHadolintEnvironment } from "../../src/config/hadolint-environment.ts";
import { readHadolintFile } from "../../src/config/hadolint-file.ts";
import { resolveRules } from "../../src/config/settings.ts";
import { lint } from "../../src/engine/lint.ts";
import type { Finding } from "../../src/rule/finding.ts";
import { defineRule, type Rule } from "../../src/rule/rule.ts";

const common = { summary: "A rule for tests", category: "style", fixable: false, since: "0.1.0" } as const;

/** Stand-ins for the rules: what is tested here is what the file does to them. */
const rules: readonly Rule[] = [
  ...["DL3006", "DL3015", "DL1001"].map((code) =>
    defineRule({
      ...common,
      id: `rule-${code.toLowerCase()}`,
      aliases: [code],
      severity: "warning",
      preset: "off",
      check: { FROM: (step, context) => context.report({ at: step.instruction.range, message: code }) },
    }),
  ),
  defineRule({
    ...common,
    id: "registry-rule",
    aliases: ["DL3026"],
    severity: "error",
    preset: "recommended",
    options: {
      trustedRegistries: { kind: "strings", summary: "Registries", default: [] },
    },
    check: {
      FROM: ({ instruction }, { options, report }) =>
        report({ at: instruction.range, message: String(options.trustedRegistries) }),
    },
  }),
  defineRule({
    ...common,
    id: "label-rule",
    aliases: ["DL3050"],
    severity: "info",
    preset: "recommended",
    options: {
      labelSchema: { kind: "string-map", summary: "Labels", default: {}, values: ["text", "email"] },
      strictLabels: { kind: "boolean", summary: "Strictness", default: false },
    },
    check: {
      FROM: ({ instruction }, { options, report }) =>
        report({
          at: instruction.range,
          message: JSON.stringify([options.labelSchema, options.strictLabels]),
        }),
    },
  }),
];

/** Codes with their severities and messages, as hadolint's preset with these choices gives them. */
function findings(choices: readonly Choice[], text = "FROM a\n"): readonly string[] {
  const preset: Choice = { setting: "preset", value: "hadolint", origin: "test" };
  const { ruleSet } = resolveRules(rules, mergeChoices([preset, ...choices]).settings);
  const show = ({ aliases, severity, message }: Finding): string =>
    `${aliases[0]} ${severity}${message === aliases[0] ? "" : ` ${message}`}`;
  return lint({ path: "Dockerfile", text }, ruleSet).findings.map(show).sort();
}

const standard = ["DL3006 warning", "DL3015 info", "DL3026 error ", "DL3050 info [{},false]"];

/** The findings when these stand in place of, or beside, the standard ones. */
function but(code: string, ...others: readonly string[]): readonly string[] {
  return [...standard.filter((finding) => !finding.startsWith(code)), ...others].sort();
}

describe("a file of hadolint", () => {
  it.each<[title: string, text: string, expected: readonly string[]]>([
    ["changes nothing when it is empty", "", standard],
    ["ignores codes", "ignored:\n  - DL3006\n  - SC2086\n", but("DL3006")],
    ["ignores one code", "ignored: DL3006", but("DL3006")],
    [
      "gives codes a severity",
      "override:\n  error: [DL3006]\n  style: [DL3015]",
      ["DL3006 error", "DL3015 style", "DL3026 error ", "DL3050 info [{},false]"],
    ],
    ["gives a code that is off one too", "override:\n  info:\n    - DL1001\n", but("-", "DL1001 info")],
    [
      "takes the severest of two",
      "override: {info: [DL3006], error: [DL3006]}",
      but("DL3006", "DL3006 error"),
    ],
    ["ignores rather than overrides", "ignored: [DL3006]\noverride: {error: [DL3006]}", but("DL3006")],
    [
      "trusts registries",
      "trustedRegistries:\n  - docker.io\n  - '*.gcr.io'\n",
      but("DL3026", "DL3026 error docker.io,*.gcr.io"),
    ],
    ["trusts one registry", "trustedRegistries: docker.io", but("DL3026", "DL3026 error docker.io")],
    [
      "has a schema of labels",
      "label-schema:\n  author: text\n  mail: email\n",
      but("DL3050", 'DL3050 info [{"author":"text","mail":"email"},false]'),
    ],
    ["has strict labels", "strict-labels: true", but("DL3050", "DL3050 info [{},true]")],
    [
      "leaves out what it does not know",
      "ignore: [DL3006]\nformat: tty\nno-color: true\noverride: {loud: [DL3006]}",
      standard,
    ],
    ["does not mind codes without a rule", "ignored: [DL9999]\noverride: {error: [SC1000]}", standard],
  ])("%s", (_, text, expected) => {
    const { choices, problems } = readHadolintFile(text, ".hadolint.yaml", rules);
    expect(problems).toEqual([]);
    expect(findings(choices)).toEqual(expected);
  });

  it("can turn its comments off", () => {
    const text = "# hadolint ignore=DL3006\nFROM a\n";
    const { choices } = readHadolintFile("disable-ignore-pragma: true", ".hadolint.yaml", rules);
    expect(findings([], text)).toEqual(but("DL3006"));
    expect(findings(choices, text)).toEqual(standard);
  });

  it.each([
    ["", "info"],
    ["failure-threshold: error", "error"],
    ["failure-threshold: style", "style"],
    ["failure-threshold: ignore", "style"],
    ["failure-threshold: none", "none"],
    ["no-fail: true", "none"],
    ["no-fail: true\nfailure-threshold: style", "none"],
    ["no-fail: false\nfailure-threshold: style", "style"],
  ])("%j fails on %s", (text, failOn) => {
    const preset: Choice = { setting: "preset", value: "hadolint", origin: "test" };
    const { choices } = readHadolintFile(text, ".hadolint.yaml", rules);
    expect(mergeChoices([preset, ...choices]).settings.failOn).toBe(failOn);
  });

  it.each<[text: string, line: number, column: number, message: string]>([
    ["ignored: [DL3006", 1, 17, "the text is no YAML"],
    ["- DL3006", 1, 1, "the configuration is no map of names to values"],
    ["ignored:\n  - 3006", 2, 5, "an entry of `ignored` is no text"],
    ["override: [DL3006]", 1, 11, "`override` is no map of names to values"],
    ["override:\n  error: {DL3006: 1}", 2, 10, "`error` is no text"],
    ["strict-labels: 'true'", 1, 16, "`strict-labels` is neither true nor false"],
    ["no-fail: 1", 1, 10, "`no-fail` is neither true nor false"],
    ["disable-ignore-pragma: 1", 1, 24, "`disable-ignore-pragma` is neither true nor false"],
    ["failure-threshold: loud", 1, 20, "`failure-threshold` takes one of"],
    ["label-schema: [author]", 1, 15, "`label-schema` is no map of names to values"],
    [
      "label-schema:\n  author: texts",
      2,
      3,
      "in `label-schema`: `labelSchema` has a value for `author` that is not one of",
    ],
  ])("%j is broken", (text, line, column, message) => {
    const { problems } = readHadolintFile(text, ".hadolint.yaml", rules);
    expect(problems).toEqual([{ line, column, message: expect.stringContaining(message) }]);
  });
});

describe("variables of hadolint", () => {
  it.each<[environment: Readonly<Record<string, string>>, expected: readonly string[]]>([
    [{}, standard],
    [{ HADOLINT_IGNORE: "DL3006, DL3015" }, standard.slice(2)],
    [{ HADOLINT_IGNORE: "" }, standard],
    [{ HADOLINT_OVERRIDE_ERROR: "DL3006", HADOLINT_OVERRIDE_INFO: "DL3006" }, but("DL3006", "DL3006 error")],
    [{ HADOLINT_OVERRIDE_WARNING: "DL3015" }, but("DL3015", "DL3015 warning")],
    [{ HADOLINT_OVERRIDE_STYLE: "DL3015" }, but("DL3015", "DL3015 style")],
    [{ HADOLINT_TRUSTED_REGISTRIES: "docker.io,quay.io" }, but("DL3026", "DL3026 error docker.io,quay.io")],
    [
      { HADOLINT_REQUIRE_LABELS: "author:text,mail:email" },
      but("DL3050", 'DL3050 info [{"author":"text","mail":"email"},false]'),
    ],
    [{ HADOLINT_STRICT_LABELS: "yes" }, but("DL3050", "DL3050 info [{},true]")],
    [{ HADOLINT_STRICT_LABELS: "0" }, standard],
    [{ HADOLINT_FORMAT: "json", HADOLINT_VERBOSE: "1" }, standard],
  ])("%j", (environment, expected) => {
    const { choices, problems } = readHadolintEnvironment(environment, rules);
    expect(problems).toEqual([]);
    expect(findings(choices)).toEqual(expected);
  });

  it.each([
    [{ HADOLINT_FAILURE_THRESHOLD: "loud" }, "HADOLINT_FAILURE_THRESHOLD takes one of"],
    [
      { HADOLINT_REQUIRE_LABELS: "author:texts" },
      "in HADOLINT_REQUIRE_LABELS: `labelSchema` has a value for `author`",
    ],
    [
      { HADOLINT_REQUIRE_LABELS: "author" },
      "in HADOLINT_REQUIRE_LABELS: `labelSchema` has a value for `author`",
    ],
  ])("%j is broken", (environment: Readonly<Record<string, string>>, message) => {
    const { choices, problems } = readHadolintEnvironment(environment, rules);
    expect(choices).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(message)]);
  });
});
