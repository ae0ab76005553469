import { describe, expect, it } from "vitest";
import { defineFact } from "../../src/analysis/fact.ts";
import { defaultSettings, resolveRules } from "../../src/config/settings.ts";
import type { LintInput } from "../../src/engine/input.ts";
import { lint } from "../../src/engine/lint.ts";
import type { FileResult } from "../../src/engine/result.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { defineRule, type Handlers, type Rule, type RuleDefinition } from "../../src/rule/rule.ts";

function rule(id: string, check: Handlers, rest: Partial<RuleDefinition> = {}): Rule {
  return defineRule({
    id,
    summary: "A rule for tests",
    category: "style",
    severity: "info",
    preset: "recommended",
    fixable: false,
    since: "0.1.0",
    check,
    ...rest,
  });
}

function run(text: string, rules: readonly Rule[], input: Partial<LintInput> = {}): FileResult {
  const { ruleSet } = resolveRules(rules, defaultSettings);
  return lint({ path: "Dockerfile", text, ...input }, ruleSet);
}

function messages({ findings }: FileResult): readonly string[] {
  return findings.map(({ message }) => message);
}

const twoStages = `ARG VERSION=1
FROM node:$VERSION AS build
SHELL ["/bin/bash", "-c"]
USER app
RUN one
FROM build
RUN two
ONBUILD RUN three
`;

describe("handlers", () => {
  it("get the instructions of their kind, in the stages only, triggers left out", () => {
    const seen: string[] = [];
    const result = run(twoStages, [
      rule("see-all", {
        file: (file) => seen.push(`file of ${file.preamble.length} + ${file.stages.length}`),
        stage: (stage) => seen.push(`stage ${stage.index}`),
        FROM: (step) => seen.push(`FROM ${step.instruction.image?.text}`),
        RUN: (step) => seen.push(`RUN ${step.instruction.rest.text}`),
        ARG: () => seen.push("ARG"),
      }),
    ]);
    expect(result.failures).toEqual([]);
    expect(seen).toEqual([
      "file of 1 + 2",
      "stage 0",
      "FROM node:$VERSION",
      "RUN one",
      "stage 1",
      "FROM build",
      "RUN two",
    ]);
  });

  it("find at FROM what is set before the stage", () => {
    const states: unknown[] = [];
    run(twoStages, [
      rule("see-state", {
        FROM: ({ state, index }) =>
          states.push([index, state.user.value, state.shellIsSet, state.scope.lookup("VERSION")?.value]),
      }),
    ]);
    expect(states).toEqual([
      [-1, null, false, "1"],
      [-1, null, false, "1"],
    ]);
  });

  it("share facts", () => {
    let computed = 0;
    const stageCount = defineFact("stage count", ({ file }) => {
      computed++;
      return file.stages.length;
    });
    const asking: Handlers = { RUN: (_, context) => expect(context.use(stageCount)).toBe(2) };
    const result = run(twoStages, [rule("ask-once", asking), rule("ask-again", asking)]);
    expect(result.failures).toEqual([]);
    expect(computed).toBe(1);
  });
});

describe("findings", () => {
  it("carry what is known of their rule", () => {
    const check: Handlers = {
      RUN: ({ instruction }, context) => context.report({ at: instruction.range, message: "it runs" }),
    };
    const [finding] = run("FROM a\nRUN b\n", [
      rule("no-run", check, { severity: "error", category: "security", aliases: ["XX1"] }),
    ]).findings;
    expect(finding).toEqual({
      rule: "no-run",
      code: null,
      aliases: ["XX1"],
      severity: "error",
      category: "security",
      at: { start: 7, end: 12 },
      message: "it runs",
    });
  });

  it("come in document order, whatever the order of rules and reports", () => {
    const at = (start: number, end: number) => ({ start, end });
    const result = run("FROM a\nRUN b\n", [
      rule("z-last", { file: (_, context) => context.report({ at: at(3, 4), message: "third" }) }),
      rule("a-first", {
        RUN: (_, context) => context.report({ at: at(3, 4), message: "second" }),
        file: (_, context) => {
          context.report({ at: at(7, 9), message: "fifth" });
          context.report({ at: at(3, 5), message: "fourth" });
          context.report({ at: at(0, 9), message: "first" });
        },
      }),
    ]);
    expect(messages(result)).toEqual(["first", "second", "third", "fourth", "fifth"]);
  });

  it("are hidden and counted where a comment says so", () => {
    const result = run("FROM a\n# stowage ignore no-run -- why\nRUN b\nRUN c\n", [
      rule("no-run", {
        RUN: ({ instruction }, context) =>
          context.report({ at: instruction.range, message: instruction.rest.text }),
      }),
    ]);
    expect(messages(result)).toEqual(["c"]);
    expect(result.hidden).toMatchObject([{ finding: { message: "b", rule: "no-run" }, reason: "why" }]);
  });
});

describe("a rule that breaks", () => {
  const honest = rule("no-run", {
    RUN: ({ instruction }, context) => context.report({ at: instruction.range, message: "it runs" }),
  });

  it("is named once and hides no finding of others", () => {
    const result = run("FROM a\nRUN b\nRUN c\n", [
      rule("breaks", {
        RUN: () => {
          throw new Error("out of rope");
        },
      }),
      honest,
    ]);
    expect(result.failures).toEqual([{ rule: "breaks", message: "out of rope" }]);
    expect(messages(result)).toEqual(["it runs", "it runs"]);
  });

  it.each<[string, Parameters<Parameters<NonNullable<Handlers["file"]>>[1]["report"]>[0]]>([
    ["a range behind the end", { at: { start: 0, end: 99 }, message: "x" }],
    ["a range from nowhere", { at: { start: Number.NaN, end: 1 }, message: "x" }],
    ["a reversed range", { at: { start: 3, end: 1 }, message: "x" }],
    [
      "a wrong related range",
      { at: { start: 0, end: 1 }, message: "x", related: [{ at: { start: -1, end: 1 }, message: "y" }] },
    ],
    [
      "edits on top of each other",
      {
        at: { start: 0, end: 1 },
        message: "x",
        fix: {
          title: "x",
          applicability: "safe",
          edits: [
            { range: { start: 2, end: 4 }, text: "" },
            { range: { start: 0, end: 3 }, text: "" },
          ],
        },
      },
    ],
  ])("may do so by reporting %s", (_, problem) => {
    const result = run("FROM a\nRUN b\n", [
      rule("reports-nonsense", { file: (_, context) => context.report(problem) }),
      honest,
    ]);
    expect(result.failures.map((failure) => failure.rule)).toEqual(["reports-nonsense"]);
    expect(messages(result)).toEqual(["it runs"]);
  });

  it("breaks alone with a fact that breaks", () => {
    const broken = defineFact("broken", (): number => {
      throw new Error("no such fact");
    });
    const result = run("FROM a\nRUN b\n", [
      rule("asks", { file: (_, context) => void context.use(broken) }),
      honest,
    ]);
    expect(result.failures).toEqual([{ rule: "asks", message: "no such fact" }]);
    expect(messages(result)).toHaveLength(1);
  });
});

describe("a rule that needs the build context", () => {
  const needy = rule(
    "needs-files",
    { file: (_, context) => context.report({ at: { start: 0, end: 1 }, message: "it ran" }) },
    { needs: ["context"] },
  );
  const text = "FROM a\n";
  const host = memoryHost({ "/projects/app/Dockerfile": text, "/projects/app/a.txt": "a" });

  it("is skipped without one, with the reason", () => {
    const result = run(text, [needy]);
    expect(result.findings).toEqual([]);
    expect(result.skipped).toEqual([{ rule: "needs-files", reason: expect.stringMatching(/./) }]);
    expect(result.context).toBeNull();
  });

  it("is skipped when the named one is no folder", () => {
    const result = run(text, [needy], {
      host,
      dockerfile: "/projects/app/Dockerfile",
      context: "/projects/nowhere",
    });
    expect(result.findings).toEqual([]);
    expect(result.skipped).toEqual([{ rule: "needs-files", reason: expect.stringContaining("nowhere") }]);
  });

  it.each([
    ["/projects", "app"],
    ["/projects/app", "."],
    ["/projects/app/deep", ".."],
    ["/elsewhere", "../projects/app"],
    [null, "/projects/app"],
  ])("runs with one, which is shown as seen from %s", (workingDirectory, path) => {
    const result = run(text, [needy], { host, dockerfile: "/projects/app/Dockerfile", workingDirectory });
    expect(messages(result)).toEqual(["it ran"]);
    expect(result.skipped).toEqual([]);
    expect(result.context).toEqual({ path, chosenBy: "dockerfile-folder" });
  });
});

describe("suppression handlers", () => {
  const judge = rule("judge", {
    suppression: ({ names, range }, context) =>
      context.report({ at: range, message: names.map(({ text, use }) => `${text} ${use}`).join(", ") }),
  });
  const noRun = rule("no-run", {
    RUN: ({ instruction }, context) => context.report({ at: instruction.range, message: "it runs" }),
  });
  const breaks = rule("breaks", {
    file: () => {
      throw new Error("no");
    },
  });
  const strict = rule("opinion", { file: () => {} }, { preset: "strict" });

  it("come last, and know what was hidden", () => {
    const result = run(
      "# stowage ignore no-run, opinion, breaks, judge, x -- why\nFROM a\n# stowage ignore no-run -- why\nRUN b\n",
      [judge, noRun, breaks, strict],
    );
    expect(messages(result)).toEqual([
      "no-run unused, opinion idle, breaks idle, judge idle, x unknown",
      "no-run used",
    ]);
  });

  it("can be suppressed themselves", () => {
    const result = run("# stowage ignore-file judge -- why\nFROM a\n", [judge]);
    expect(result.findings).toEqual([]);
    expect(result.hidden).toHaveLength(1);
  });
});

it("prices the steps when asked to", () => {
  expect(run("FROM a\nRUN b\n", []).estimate).toBeNull();
  expect(run("FROM a\nRUN b\n", [], { estimate: true }).estimate?.steps.length).toBeGreaterThan(0);
  expect(run("", [], { estimate: true }).estimate).toBeNull();
});

it.each([
  "",
  "\n",
  "#",
  "\0",
  "FROM",
  "RUN x",
  "FROM a\nRUN <<E",
  "ONBUILD",
  "FROM a AS a\nFROM a AS a",
  "\uFEFFFROM a\r\nRUN \\\r\n",
])("takes %j", (text) => {
  const everywhere = rule("everywhere", {
    file: (_, context) => context.report({ at: { start: 0, end: text.length }, message: "all" }),
  });
  expect(messages(run(text, [everywhere]))).toEqual(["all"]);
});
