import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import multitool from "@microsoft/sarif-multitool";
import type { Log } from "sarif";
import { expect, onTestFinished, test } from "vitest";
import { fingerprints } from "../../src/report/fingerprint.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { fileResult, findingAt, sampleOptions, sampleRun, sampleText } from "./sample-run.ts";
import { sarifSchema } from "./schemas.ts";

const log: Log = JSON.parse(await reportSarif(sampleRun, sampleOptions));
const run = log.runs[0]!;

test("matches the schema of the standard", async () => {
  const validate = sarifSchema();
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...log, version: "2.0.0" })).toBe(false);
  const empty = JSON.parse(await reportSarif({ files: [], leftOut: [], problems: [] }, sampleOptions));
  expect(validate(empty), JSON.stringify(validate.errors)).toBe(true);
});

test("has nothing that Microsoft's validator, with GitHub's rules, calls an error or a warning", () => {
  const folder = mkdtempSync(join(tmpdir(), "stowage-sarif-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const validate = (text: string): string => {
    const file = join(folder, "report.sarif");
    writeFileSync(file, text);
    // Its exit code is 0 whatever it finds.
    const args = ["validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"];
    return spawnSync(multitool, args, { encoding: "utf8" }).stdout;
  };
  const verdict = /\b(?:error|warning) [A-Z]+\d{4}:.*/g;
  expect(validate(JSON.stringify(log)).match(verdict)).toBeNull();
  const backwards = JSON.stringify(log).replaceAll(`"startLine":3`, `"startLine":30`);
  expect(validate(backwards)).toMatch(verdict);
});

test("describes the rules that ran", () => {
  expect(run.tool.driver.rules).toHaveLength(2);
  expect(run.tool.driver.rules?.[0]).toMatchObject({
    id: "sample-rule",
    name: "SampleRule",
    shortDescription: { text: "Something is a sample." },
    helpUri: "https://unpkg.com/stowage@1.2.3/rules/sample-rule.md",
    help: { markdown: "# sample-rule\n" },
    defaultConfiguration: { level: "warning" },
    deprecatedIds: ["DL0001"],
    properties: {
      tags: ["cache", "dockerfile", "fixable"],
      precision: "high",
      "problem.severity": "warning",
      aliases: ["DL0001"],
    },
  });
  expect(run.tool.driver.rules?.[1]).toMatchObject({
    defaultConfiguration: { level: "note" },
    properties: { "problem.severity": "recommendation", precision: "medium" },
  });
  for (const { properties } of run.tool.driver.rules!)
    expect(properties).not.toHaveProperty("security-severity");
});

test("gives each result its place, related places, fix and fingerprint", () => {
  expect(run.columnKind).toBe("utf16CodeUnits");
  const [style, sample, error] = run.results!;
  expect(sample).toMatchObject({
    ruleId: "sample-rule",
    ruleIndex: 0,
    level: "warning",
    message: {
      text: "`COPY . .` comes before `npm install`. Copy `package.json` first. See: [reads only `package.json`](1).",
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "app/Dockerfile" },
          region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 9, snippet: { text: "COPY . ." } },
        },
      },
    ],
    relatedLocations: [{ id: 1, message: { text: "Reads only `package.json`." } }],
    fixes: [
      {
        artifactChanges: [
          {
            artifactLocation: { uri: "app/Dockerfile" },
            replacements: [{ insertedContent: { text: "COPY package.json ./\n" } }],
          },
          { artifactLocation: { uri: "app/.dockerignore" } },
        ],
      },
    ],
    properties: { category: "cache", savesSeconds: { mean: 41 }, basis: "prior" },
  });
  expect(style).toMatchObject({ ruleIndex: 1, level: "note" });
  expect(error).toMatchObject({ level: "error" });
  for (const { partialFingerprints } of run.results!) {
    expect(partialFingerprints!["stowageFinding/v1"]).toMatch(/^[0-9a-f]{16}$/);
    expect(partialFingerprints!.primaryLocationLineHash).toMatch(/^[0-9a-f]+:1$/);
  }
});

test("has what a comment hides as suppressed, with its reason", () => {
  const [first, second, ...others] = run.results!.filter(({ suppressions }) => suppressions);
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    locations: [{ physicalLocation: { region: { startLine: 2 } } }],
    suppressions: [{ kind: "inSource", justification: "it has to be there" }],
  });
  expect(second!.suppressions).toEqual([{ kind: "inSource" }]);
  const prints = run.results!.map(({ partialFingerprints }) => partialFingerprints!["stowageFinding/v1"]);
  expect(new Set(prints).size).toBe(5);
});

test("says what it is a run of, and what its paths are relative to", () => {
  expect(run.automationDetails).toEqual({ id: "stowage/" });
  expect(Object.keys(run.originalUriBaseIds!)).toEqual(["%SRCROOT%"]);
  const places = JSON.stringify(log).match(/"uri":"(?!https:)[^"]*"(?:,"[^"]*":"[^"]*")?/g)!;
  expect(places.length).toBeGreaterThan(10);
  for (const place of places) expect(place).toMatch(/,"uriBaseId":"%SRCROOT%"$/);
});

test("tells what went wrong with the run itself", () => {
  const [invocation] = run.invocations!;
  expect(invocation?.executionSuccessful).toBe(false);
  expect(invocation?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
    "There is no such file or folder.",
    "Rule broken-rule broke, which is a defect of stowage: x is undefined.",
  ]);
  expect(invocation?.toolConfigurationNotifications?.map(({ message }) => message.text)).toEqual([
    "Left out: a template of a Dockerfile.",
    "Left out: a template of a Dockerfile.",
    "Left out: a part of a Dockerfile, without `FROM`.",
    "Rule needs-files did not run: there is no build context to look at.",
    "Rule needs-more-files did not run: there is no build context to look at.",
  ]);
  const places = invocation?.toolExecutionNotifications?.map(
    ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
  );
  expect(places).toEqual(["gone", "b%20c/Dockerfile"]);
});

test("a fix that is only to be shown is left out", async () => {
  const fix = { title: "Split it", applicability: "display" as const, edits: [] };
  const finding = findingAt(sampleText, "COPY", { fix });
  const shown: Log = JSON.parse(
    await reportSarif(
      { files: [fileResult(sampleText, [finding])], leftOut: [], problems: [] },
      sampleOptions,
    ),
  );
  expect(shown.runs[0]?.results?.[0]?.fixes).toBeUndefined();
});

test("fingerprints stay when lines shift, and tell equal findings apart", () => {
  const text = "FROM a\nRUN x\nRUN x\nRUN y\n";
  const file = (content: string) => {
    const first = content.indexOf("RUN x");
    const second = content.indexOf("RUN x", first + 1);
    const at = (start: number) => findingAt(content, "RUN x", { at: { start, end: start + 5 } });
    return fileResult(content, [
      at(first),
      at(second),
      findingAt(content, "RUN y"),
      findingAt(content, "RUN y", { rule: "other" }),
    ]);
  };
  const before = fingerprints(file(text));
  expect(new Set(before).size).toBe(4);
  expect(fingerprints(file(`# a comment\n\n${text}`))).toEqual(before);
  expect(
    fingerprints(file(text.replace("RUN x\nRUN x", "RUN x\nUSER me\nRUN  x".replace("RUN  x", "RUN x")))),
  ).toEqual(before);
  expect(fingerprints(file(text.replace("RUN y", "RUN z")))[0]).toBe(before[0]);
});
