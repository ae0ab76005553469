import { expect, test } from "vitest";
import { rules } from "../../rules/index.ts";
import { buildkitChecks, hadolintCodes } from "../../src/knowledge/tool-codes.ts";

const aliases = new Set(rules.flatMap((rule) => rule.aliases ?? []));

test("every code of hadolint is a name of a rule", () => {
  const codes = Object.keys(hadolintCodes);
  expect(codes).toHaveLength(72);
  expect(codes.filter((code) => !aliases.has(code))).toEqual([]);
});

test("so is every check of BuildKit", () => {
  const checks = Object.keys(buildkitChecks);
  expect(checks).toHaveLength(22);
  expect(checks.filter((name) => !aliases.has(name))).toEqual([]);
});
