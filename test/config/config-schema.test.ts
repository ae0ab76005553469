import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configSchema } from "../../src/config/config-schema.ts";
import { readStowageFile } from "../../src/config/stowage-file.ts";
import { defineRule } from "../../src/rule/rule.ts";

const rules = [
  defineRule({
    id: "odd-registry",
    summary: "A rule for tests",
    category: "style",
    severity: "info",
    preset: "recommended",
    fixable: false,
    since: "0.1.0",
    aliases: ["XX2", "YY##"],
    options: {
      registries: { kind: "strings", summary: "Registries", default: [] },
      isStrict: { kind: "boolean", summary: "Strictness", default: false },
      labels: { kind: "string-map", summary: "Labels", default: {}, values: ["text", "url"] },
    },
    check: {},
  }),
];
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(configSchema(rules));

describe("the schema of configuration files", () => {
  it.each([
    ["", true],
    ["preset: strict\nfailOn: none\ncontext: .\nhadolintComments: false", true],
    ["select: XX2\nignore: [odd-registry]\nseverities: {XX2: off}", true],
    ["options: {XX2: {registries: [a], isStrict: true, labels: {a: url}}}", true],
    ["ignore: [aa93e17f, XX2]\nseverities: {tally/eol-last: off}", true],
    ["extends: a.yaml\noverrides: [{files: a, ignore: XX2}, {files: [a, b]}]", true],
    ["select: [YY01]\nseverities: {YY20: off}", true],
    ["select: YY123", false],
    ["presett: strict", false],
    ["preset: loud", false],
    ["failOn: loud", false],
    ["context: [a]", false],
    ["hadolintComments: 1", false],
    ["select: odd", false],
    ["select: aa93e17f", false],
    ["options: {aa93e17f: {registries: [a]}}", false],
    ["severities: {XX2: loud}", false],
    ["severities: {odd: off}", false],
    ["options: {odd: {}}", false],
    ["options: {XX2: {registry: [a]}}", false],
    ["options: {XX2: {registries: a}}", false],
    ["options: {XX2: {isStrict: a}}", false],
    ["options: {XX2: {labels: {a: loud}}}", false],
    ["overrides: [{ignore: XX2}]", false],
    ["overrides: [{files: a, extends: b}]", false],
  ])("says of %j what reading it says: %s", (text, isValid) => {
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(isValid);
    const { problems } = readStowageFile(text, { shown: "c.yaml", directory: "/" }, rules);
    expect(problems.length === 0).toBe(isValid);
  });
});
