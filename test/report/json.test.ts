import { expect, test } from "vitest";
import { reportEstimateJson, reportJson } from "../../src/report/json.ts";
import { sampleEstimate, sampleOptions, sampleRun } from "./sample-run.ts";
import { type OwnSchema, ownSchema, ownSchemaText } from "./schemas.ts";

const report = JSON.parse(reportJson(sampleRun, sampleOptions));

test("keeps the output contract, key by key", () => {
  expect(Object.keys(report)).toEqual(["version", "tool", "files", "summary"]);
  expect(report.version).toBe(1);
  expect(report.tool).toEqual({ name: "stowage", version: "1.2.3" });
  expect(Object.keys(report.files[0])).toEqual(["path", "context", "findings", "estimate"]);
  expect(report.files[0].context).toEqual({ path: "app", chosenBy: "dockerfile-folder" });
  expect(report.files[0].findings[1]).toEqual({
    rule: "sample-rule",
    aliases: ["DL0001"],
    severity: "warning",
    category: "cache",
    message: "`COPY . .` comes before `npm install`",
    help: "Copy `package.json` first",
    range: { start: { line: 3, column: 1 }, end: { line: 3, column: 9 } },
    related: [
      {
        message: "reads only `package.json`",
        range: { start: { line: 4, column: 1 }, end: { line: 4, column: 16 } },
      },
    ],
    saves: { seconds: { mean: 41, low: 12, high: 130 }, basis: "prior" },
    fix: {
      title: "Copy the manifests first",
      applicability: "unsafe",
      edits: [
        {
          range: { start: { line: 3, column: 1 }, end: { line: 3, column: 1 } },
          text: "COPY package.json ./\n",
        },
      ],
      newFiles: [{ path: ".dockerignore", text: "node_modules\n" }],
    },
  });
  expect(report.files[0].findings[0]).toMatchObject({ help: null, related: [], saves: null, fix: null });
  expect(report.files[1]).toEqual({ path: "b c/Dockerfile", context: null, findings: [], estimate: null });
});

test("sums up, with all that did not run", () => {
  expect(report.summary).toEqual({
    files: 2,
    findings: { error: 1, warning: 1, info: 0, style: 1 },
    suppressed: 2,
    expectedSeconds: { mean: 41.26, low: 12, high: 130 },
    leftOut: sampleRun.leftOut,
    skipped: [
      { path: "app/Dockerfile", rule: "needs-files", reason: "there is no build context to look at" },
      { path: "app/Dockerfile", rule: "needs-more-files", reason: "there is no build context to look at" },
    ],
    failures: [{ path: "b c/Dockerfile", rule: "broken-rule", message: "x is undefined" }],
    problems: [{ path: "gone", message: "there is no such file or folder" }],
  });
});

test("matches the published schemas", () => {
  const check = ownSchema("check");
  expect(check(report), JSON.stringify(check.errors)).toBe(true);
  const estimate = ownSchema("estimate");
  const printed = JSON.parse(reportEstimateJson(sampleEstimate));
  expect(estimate(printed), JSON.stringify(estimate.errors)).toBe(true);
  expect(printed.steps[1].hitRate.value).toBe(0.1235);
  expect(report.files[0].estimate).toEqual(printed);
});

test("the schemas refuse what breaks the contract", () => {
  const check = ownSchema("check");
  const broken = (change: (copy: typeof report) => void): boolean => {
    const copy = structuredClone(report);
    change(copy);
    return check(copy);
  };
  expect(broken(() => {})).toBe(true);
  expect(broken((copy) => delete copy.files[0].findings[0].rule)).toBe(false);
  expect(broken((copy) => (copy.files[0].findings[0].range.start.line = 0))).toBe(false);
  expect(broken((copy) => (copy.files[0].findings[0].severity = "fatal"))).toBe(false);
  expect(broken((copy) => (copy.files[0].extra = 1))).toBe(false);
  expect(broken((copy) => (copy.version = 2))).toBe(false);
});

test("an estimate is described in the same words wherever it stands", () => {
  type Schema = { readonly $defs: Readonly<Record<string, unknown>> };
  const schemaOf = (name: OwnSchema) => ownSchemaText(name) as Schema;
  const {
    $schema: _,
    $id,
    title,
    description,
    $defs,
    ...estimate
  } = schemaOf("estimate") as Schema & Record<string, unknown>;
  for (const name of ["check", "compare"] as const)
    expect(schemaOf(name).$defs).toMatchObject({ ...$defs, estimate });
  expect(schemaOf("why").$defs.interval).toEqual($defs.interval);
});
