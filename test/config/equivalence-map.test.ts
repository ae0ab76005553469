import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import { nameKey, ruleNames } from "../../src/config/rule-names.ts";
import { runExample } from "../../src/dev/page-case.ts";
import { parseRulePage } from "../../src/dev/rule-page.ts";
import { lint } from "../../src/index.ts";
import { leftOutCodes } from "../../src/knowledge/left-out-codes.ts";
import { buildkitChecks, dockerfileUtilsCodes, hadolintCodes } from "../../src/knowledge/tool-codes.ts";
import { isFamily } from "../../src/rule/alias.ts";
import { buildkitCases } from "../syntax/buildkit-cases.ts";
import { meanings, shared } from "./equivalence-map.ts";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");
const names = ruleNames(rules);
const idsOf = (code: string): readonly string[] => names.find(code).map(({ id }) => id);

describe.each(meanings)("$meaning", ({ rules: ids, codes, leftOut = "" }) => {
  const known = words(ids);

  it("has codes for each of its rules, and no others", () => {
    const led = words(codes).flatMap((code) => {
      const here = idsOf(code).filter((id) => known.includes(id));
      expect(here, `\`${code}\` stands for none of ${ids}`).not.toEqual([]);
      return here;
    });
    expect([...new Set(led)].sort()).toEqual([...known].sort());
    expect(words(codes).length + words(leftOut).length).toBeGreaterThan(0);
  });

  it("is left out where it says so", () => {
    expect(words(leftOut).filter((code) => names.leftOut(code)?.code !== code)).toEqual([]);
  });
});

describe("every code", () => {
  const mapped = meanings.flatMap(({ codes }) => words(codes));
  const leftOut = meanings.flatMap((each) => words(each.leftOut ?? ""));
  const keys = (codes: readonly string[]): ReadonlySet<string> => new Set(codes.map(nameKey));

  it("of a rule stands in the map", () => {
    const known = keys(mapped);
    const aliases = rules.flatMap((rule) => rule.aliases ?? []);
    expect(aliases.filter((alias) => !known.has(nameKey(alias)))).toEqual([]);
  });

  it("that is left out stands in the map", () => {
    const known = keys(leftOut);
    expect(leftOutCodes.filter(({ code }) => !known.has(nameKey(code)))).toEqual([]);
  });

  it("is either an alias or left out", () => {
    expect([...mapped, ...leftOut].filter((code) => idsOf(code).length > 0 && names.leftOut(code))).toEqual(
      [],
    );
  });

  it("of hadolint, BuildKit and dockerfile-utils is there", () => {
    const known = keys([...mapped, ...leftOut]);
    const all = [...Object.keys(hadolintCodes), ...Object.keys(buildkitChecks), ...dockerfileUtilsCodes];
    expect(all.filter((code) => !known.has(nameKey(code)))).toEqual([]);
  });

  it("leads to one rule, but those of tools that mean several things by it", () => {
    const several = [...new Set(rules.flatMap((rule) => rule.aliases ?? []))]
      .map((alias): [string, string] => [alias, [...idsOf(alias)].sort().join(" ")])
      .filter(([, ids]) => ids.includes(" "));
    expect(Object.fromEntries(several)).toEqual(shared);
  });

  it("is written by rules in the way that the others come down to, and once", () => {
    for (const { id, aliases = [] } of rules) {
      expect(aliases.filter((alias) => nameKey(alias) !== alias.toLowerCase())).toEqual([]);
      expect(new Set(aliases.map(nameKey)).size, id).toBe(aliases.length);
    }
  });
});

it("hides something: each alias of a rule is carried by a finding of its page, or of what the builder rejects", () => {
  const carried = new Map(rules.map(({ id }) => [id, new Set<string>()]));
  for (const { id } of rules) {
    for (const example of parseRulePage(readFileSync(`rules/${id}.md`, "utf8")).cases) {
      if (example.bad === null) continue;
      const { findings } = runExample(example, example.bad.dockerfile.content, { id, known: rules });
      for (const { aliases } of findings) for (const alias of aliases) carried.get(id)!.add(alias);
    }
  }
  for (const { text, line } of Object.values(buildkitCases).flat()) {
    if (line === undefined) continue;
    for (const { rule, aliases } of lint({ path: "Dockerfile", text }).findings)
      for (const alias of aliases) carried.get(rule)!.add(alias);
  }
  const idle = rules.flatMap(({ id, aliases = [] }) =>
    aliases
      .filter((alias) => !isFamily(alias) && !carried.get(id)!.has(alias))
      .map((alias) => `${id} ${alias}`),
  );
  expect(idle).toEqual([]);
}, 60_000);

describe("comments of tools", () => {
  it.each<[comment: string, below: string, rule: string]>([
    ["# hadolint ignore=DL3006", "FROM debian", "moving-base-tag"],
    ["# tally ignore=hadolint/DL3006", "FROM debian", "moving-base-tag"],
    ["# tally ignore=buildkit/StageNameCasing", "FROM debian:12 AS Build", "stage-name-casing"],
    ["# tally ignore=labels/no-duplicate-keys", "LABEL a=1 a=2", "repeated-label"],
    ["# check=skip=StageNameCasing", "FROM debian:12 AS Build", "stage-name-casing"],
    ["# trivy:ignore:AVD-DS-0001", "FROM debian", "moving-base-tag"],
    ["# checkov:skip=CKV_DOCKER_7:for now", "FROM debian", "moving-base-tag"],
    ["# kics-scan disable=9efb0b2d-89c9-41a3-91ca-dcc0aec911fd", "FROM debian", "moving-base-tag"],
    ["# dockerfile-utils: ignore", "STOPSIGNAL SIGFOO", "syntax-error"],
    ["# stowage ignore CL006 -- a test", "FROM debian", "moving-base-tag"],
    ["# stowage ignore hadolint/DL3006 -- a test", "FROM debian", "moving-base-tag"],
  ])("%s hides what stands below it", (comment, below, rule) => {
    const ids = (lines: readonly string[]) =>
      lint({ path: "Dockerfile", text: `${lines.join("\n")}\n` }, { preset: "strict" }).findings.map(
        (found) => found.rule,
      );
    const above = below.startsWith("FROM") ? [] : ["FROM debian:12"];
    expect(ids([...above, below])).toContain(rule);
    expect(ids([...above, comment, below])).not.toContain(rule);
  });

  it("may name codes that are left out", () => {
    const text = "# stowage ignore aa93e17f, tally/max-lines -- for another tool\nFROM debian:12\n";
    expect(
      lint({ path: "Dockerfile", text }, { preset: "strict" }).findings.map(({ rule }) => rule),
    ).not.toContain("unknown-suppression");
  });
});
