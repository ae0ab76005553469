import { describe, expect, it } from "vitest";
import { buildContext } from "../../src/analysis/build-context.ts";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import type { FixTrust } from "../../src/engine/choose-fixes.ts";
import { applyFixes } from "../../src/engine/fixes.ts";
import type { LintInput } from "../../src/engine/input.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import type { Fix } from "../../src/rule/finding.ts";
import { defineRule, type Handlers, type Rule } from "../../src/rule/rule.ts";

function rule(id: string, check: Handlers): Rule {
  return defineRule({
    id,
    summary: "A rule for tests",
    category: "style",
    severity: "info",
    preset: "recommended",
    fixable: true,
    since: "0.1.0",
    check,
  });
}

/** Reports each RUN of the word `from` and replaces it by `to`. */
function replaces(id: string, from: string, to: string, applicability: Fix["applicability"] = "safe"): Rule {
  return rule(id, {
    RUN({ instruction }, context) {
      const { text, segments } = instruction.rest;
      if (text !== from) return;
      const start = segments[0]!.source;
      const range = { start, end: start + text.length };
      const title = `write \`${to}\``;
      context.report({
        at: range,
        message: `it runs \`${from}\``,
        fix: { title, applicability, edits: [{ range, text: to }] },
      });
    },
  });
}

function fix(text: string, rules: readonly Rule[], trust: FixTrust = "safe", input: Partial<LintInput> = {}) {
  const { ruleSet } = resolveRules(rules, defaultSettings);
  return applyFixes({ path: "Dockerfile", text, ...input }, ruleSet, { trust });
}

describe("applyFixes", () => {
  it("applies what does not conflict at once, and the rest in later rounds", () => {
    const fixed = fix("FROM x\nRUN a\nRUN b\n", [replaces("a-to-b", "a", "b"), replaces("b-to-c", "b", "c")]);
    expect(fixed).toMatchObject({ text: "FROM x\nRUN c\nRUN c\n", problem: null, newFiles: [] });
    expect(fixed.applied).toEqual([
      { rule: "a-to-b", title: "write `b`" },
      { rule: "b-to-c", title: "write `c`" },
      { rule: "b-to-c", title: "write `c`" },
    ]);
    expect(fixed.result.findings).toEqual([]);
  });

  it("stops when two fixes undo each other, and names them", () => {
    const fixed = fix("FROM x\nRUN a\n", [replaces("a-to-b", "a", "b"), replaces("b-to-a", "b", "a")]);
    expect(fixed.problem).toMatch(/^fixes still change the file after 10 rounds: (a-to-b|b-to-a)$/);
  });

  it("does not keep a round that breaks the syntax", () => {
    const broken = fix("FROM x\nRUN a\n", [replaces("breaks", "a", "a\nNONSENSE")]);
    expect(broken).toMatchObject({ text: "FROM x\nRUN a\n", applied: [] });
    expect(broken.problem).toBe("fixes break the syntax: breaks");
    expect(broken.result.findings).toHaveLength(1);
  });

  it.each([
    ["safe", "FROM x\nRUN a2\nRUN b\nRUN c\n", 2],
    ["unsafe", "FROM x\nRUN a2\nRUN b2\nRUN c\n", 1],
  ] as const)("applies as much as %s trust allows and reports the rest", (trust, text, left) => {
    const rules = [
      replaces("safe-one", "a", "a2"),
      replaces("unsafe-one", "b", "b2", "unsafe"),
      replaces("shown-one", "c", "c2", "display"),
    ];
    const fixed = fix("FROM x\nRUN a\nRUN b\nRUN c\n", rules, trust);
    expect(fixed).toMatchObject({ text, problem: null });
    expect(fixed.result.findings).toHaveLength(left);
  });

  it("leaves suppressed findings alone", () => {
    const text = "FROM x\n# stowage ignore a-to-b -- why\nRUN a\n";
    expect(fix(text, [replaces("a-to-b", "a", "b")]).text).toBe(text);
  });

  it("applies the fixes that are wanted only", () => {
    const { ruleSet } = resolveRules(
      [replaces("a-to-b", "a", "b"), replaces("b-to-c", "b", "c")],
      defaultSettings,
    );
    const input = { path: "Dockerfile", text: "FROM x\nRUN a\n" };
    const fixed = applyFixes(input, ruleSet, {
      trust: "safe",
      isWanted: (finding) => finding.rule === "a-to-b",
    });
    expect(fixed).toMatchObject({ text: "FROM x\nRUN b\n", problem: null });
    expect(fixed.result.findings.map((finding) => finding.rule)).toEqual(["b-to-c"]);
  });

  it("creates a file once, also where no build context shows it afterwards", () => {
    const wantsFile = rule("wants-file", {
      file(_, context) {
        const newFiles = [{ path: "a.txt", text: "a\n" }];
        const made: Fix = { title: "create `a.txt`", applicability: "safe", edits: [], newFiles };
        context.report({ at: { start: 0, end: 0 }, message: "there is no `a.txt`", fix: made });
      },
    });
    const fixed = fix("FROM x\n", [wantsFile]);
    expect(fixed).toMatchObject({
      problem: null,
      newFiles: [{ path: "a.txt" }],
      applied: [{ rule: "wants-file" }],
    });
    expect(fixed.result.findings).toHaveLength(1);
  });

  it("creates files, which the next round sees", () => {
    const wantsIgnoreFile = rule("wants-ignore-file", {
      file(_, context) {
        const found = context.use(buildContext);
        if (found === null || found.ignoreFile !== null) return;
        context.report({
          at: { start: 0, end: 0 },
          message: "there is no ignore file",
          fix: {
            title: "create `.dockerignore`",
            applicability: "safe",
            edits: [],
            newFiles: [{ path: ".dockerignore", text: ".git\n" }],
          },
        });
      },
    });
    const text = "FROM x\nCOPY . .\n";
    const host = memoryHost({ "/app/Dockerfile": text, "/app/.git/HEAD": "x" });
    const fixed = fix(text, [wantsIgnoreFile], "safe", { host, dockerfile: "/app/Dockerfile" });
    expect(fixed).toMatchObject({
      text,
      problem: null,
      newFiles: [{ path: ".dockerignore", text: ".git\n" }],
    });
    expect(fixed.result.findings).toEqual([]);
    expect(host.stat("/app/.dockerignore")).toBeNull();
  });
});
