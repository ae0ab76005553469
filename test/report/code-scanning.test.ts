import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.ts";
import type { FileResult, RunResult } from "../../src/engine/result.ts";
import { lint } from "../../src/index.ts";
import { reportCodeScanning, reportSarif } from "../../src/report/sarif.ts";
import { fitted, type SarifParts, uploadLimits } from "../../src/report/sarif-limits.ts";
import { awkwardRun } from "./awkward-run.ts";
import { codeScanningComplaints } from "./code-scanning-checks.ts";
import { fileResult, findingAt, sampleOptions, sampleRun } from "./sample-run.ts";
import { sarifSchema } from "./schemas.ts";

const pages = (rule: string): string =>
  `<!-- x -->\n\n# ${rule}\n\n## Why\n\nSee [that](other-rule.md) for\nmore.\n\nAnd so on.\n\n## Examples\n`;
const realOptions = { ...sampleOptions, rules, page: pages };
const emptyRun: RunResult = { files: [], leftOut: [], problems: [] };

const resultsOf = (text: string) => (JSON.parse(text) as Log).runs[0]!.results!;
const runOf = (...files: readonly FileResult[]): RunResult => ({ ...emptyRun, files });
const findingRun = (text: string, path = "Dockerfile"): RunResult =>
  runOf({ ...lint({ path, text }, { preset: "strict" }), path });

describe("SARIF for code scanning", () => {
  it.each<[string, RunResult, typeof sampleOptions]>([
    ["a sample", sampleRun, sampleOptions],
    ["awkward names", awkwardRun, sampleOptions],
    ["nothing", emptyRun, realOptions],
    ["all rules", findingRun("FROM node\nCOPY . .\nRUN npm install\nENV PASSWORD=hunter2\n"), realOptions],
  ])("is as GitHub documents it: %s", async (_, run, options) => {
    const text = await reportCodeScanning(run, options);
    expect(codeScanningComplaints(text)).toEqual([]);
    const validate = sarifSchema();
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it("is checked by a checker that finds what is wrong", async () => {
    expect(codeScanningComplaints(await reportSarif(sampleRun, sampleOptions))).toEqual([
      "automation details, so that `category` of the action has no effect",
      "sample-rule: suppressions",
      "sample-rule: suppressions",
    ]);
    const text = await reportCodeScanning(sampleRun, sampleOptions);
    for (const [from, to, complaint] of [
      ['"uri": "app/Dockerfile"', '"uri": "/app/Dockerfile"', "style-rule: paths"],
      ['"startLine": 1', '"startLine": 7', "style-rule: regions"],
      ['"precision": "high"', '"precision": "great"', "sample-rule: precision"],
      ["](1).", "](2).", "sample-rule: links"],
      ['"ruleIndex": 1', '"ruleIndex": 0', "style-rule: rule"],
    ] as const)
      expect(codeScanningComplaints(text.replaceAll(from, to))).toContain(complaint);
  });

  it("scores rules about security, and no others", async () => {
    const { runs } = JSON.parse(await reportCodeScanning(emptyRun, realOptions)) as Log;
    const scores = new Map(
      runs[0]!.tool.driver.rules!.map(({ properties }) => [
        `${properties!.tags![0]} ${properties!["problem.severity"]}`,
        properties!["security-severity"],
      ]),
    );
    expect(scores.get("security error")).toBe("8.0");
    expect(scores.get("security warning")).toBe("5.5");
    expect(scores.get("security recommendation")).toBe("2.0");
    expect([...scores].filter(([kind, score]) => !kind.startsWith("security") && score)).toEqual([]);
  });

  it("takes help from the page of the rule, so that it can be read alone", async () => {
    const { runs } = JSON.parse(await reportCodeScanning(emptyRun, realOptions)) as Log;
    const { id, help, fullDescription } = runs[0]!.tool.driver.rules![0]!;
    expect(fullDescription!.text).toMatch(/\. See that for more\.$/);
    expect(help!.text).toMatch(/\n\nSee that for more\.\n\nAnd so on\.\n\nSee https:\/\/unpkg\.com\//);
    expect(help!.markdown).toBe(
      `# ${id}\n\n## Why\n\nSee [that](https://unpkg.com/stowage@1.2.3/rules/other-rule.md) for\nmore.\n\nAnd so on.\n\n## Examples\n`,
    );
  });
});

describe("fingerprints", () => {
  const text = "FROM node:24\nRUN cd /a && x\nRUN cd /a && x\nCOPY . .\nRUN npm install\n";
  const printsOf = async (run: RunResult) =>
    resultsOf(await reportSarif(run, realOptions)).map(({ ruleId, partialFingerprints: prints }) => ({
      ruleId,
      own: prints!["stowageFinding/v1"],
      github: prints!.primaryLocationLineHash,
    }));

  it("stay when a finding moves by ten lines", async () => {
    const before = await printsOf(findingRun(text));
    expect(before.length).toBeGreaterThan(4);
    const moved = text.replace("RUN cd", `${"# a comment\n".repeat(10)}RUN cd`);
    const onMoved = (prints: typeof before) => prints.filter(({ own }) => own !== before[0]!.own);
    expect(onMoved(await printsOf(findingRun(moved)))).toEqual(onMoved(before));
  });

  it("tell equal findings of one file apart", async () => {
    const prints = await printsOf(findingRun(text));
    expect(new Set(prints.map(({ own }) => own)).size).toBe(prints.length);
    const ofRule = prints.filter(({ ruleId }) => ruleId === prints[1]!.ruleId);
    expect(new Set(ofRule.map(({ github }) => github)).size).toBe(ofRule.length);
  });

  it("keep both of a text that is there twice, in two files or in one", async () => {
    const [one] = findingRun(text).files;
    for (const path of ["other/Dockerfile", one!.path]) {
      const run = runOf(one!, { ...one!, path });
      const results = resultsOf(await reportSarif(run, realOptions));
      expect(results).toHaveLength(2 * one!.findings.length);
      const names = results.map(
        ({ locations, partialFingerprints }) =>
          `${locations![0]!.physicalLocation!.artifactLocation!.uri} ${partialFingerprints!["stowageFinding/v1"]}`,
      );
      expect(new Set(names).size).toBe(results.length);
    }
  });
});

describe("limits", () => {
  /** Findings of all severities, the few errors last. */
  const manyFindings = (count: number): FileResult => {
    const text = "FROM a\n".repeat(count);
    const findings = Array.from({ length: count }, (_, at) =>
      findingAt(text, "FROM a", {
        at: { start: at * 7, end: at * 7 + 6 },
        severity: at >= count - 5 ? "error" : at % 2 === 0 ? "warning" : "info",
      }),
    );
    return fileResult(text, findings, { hidden: [{ finding: findings[0]!, reason: null }] });
  };

  it.each([
    ["sarif", reportSarif, 25_000],
    ["code-scanning", reportCodeScanning, 5_000],
  ] as const)("%s holds so many findings, the worst, and says so", async (_, report, most) => {
    const notices: string[] = [];
    const all = 26_000;
    const text = await report(runOf(manyFindings(all)), {
      ...sampleOptions,
      notify: (said) => notices.push(said),
    });
    const results = resultsOf(text);
    expect(results).toHaveLength(most);
    expect(results.filter(({ level }) => level === "error")).toHaveLength(5);
    expect(results.at(-1)!.level).toBe("error");
    if (most === 5_000) expect(results.some(({ level }) => level === "note")).toBe(false);
    expect(results.some(({ suppressions }) => suppressions)).toBe(false);
    const total = report === reportSarif ? all + 1 : all;
    expect(notices).toEqual([
      `${total - most} of ${total} findings are left out, the least severe ones, since code scanning takes no more of one file; check parts of the repository, each with a category of its own`,
    ]);
    const [invocation] = (JSON.parse(text) as Log).runs[0]!.invocations!;
    expect(invocation!.executionSuccessful).toBe(true);
    expect(invocation!.toolExecutionNotifications).toMatchObject([{ level: "warning" }]);
    if (report === reportCodeScanning) expect(codeScanningComplaints(text)).toEqual([]);
  });

  it("are kept by a corpus with thousands of findings", async () => {
    const text = `FROM node\n${"RUN cd /a && apt-get install x && curl http://a | sh\nCOPY . .\nENV TOKEN=a\n".repeat(80)}`;
    const { findings, ...file } = lint({ path: "Dockerfile", text }, { preset: "strict" });
    const files = Array.from({ length: 8 }, (_, at) => ({ ...file, findings, path: `app ${at}/Dockerfile` }));
    expect(findings.length * files.length).toBeGreaterThan(3_000);
    const report = await reportCodeScanning(runOf(...files), realOptions);
    expect(codeScanningComplaints(report)).toEqual([]);
    const validate = sarifSchema();
    expect(validate(JSON.parse(report)), JSON.stringify(validate.errors)).toBe(true);
  });

  it("of size take help, flagged text and fixes away, then results", async () => {
    const options = {
      ...sampleOptions,
      rules: [...sampleOptions.rules, { ...rules[0]!, id: "spare" }],
      page: pages,
    };
    const { runs } = JSON.parse(await reportSarif(sampleRun, options)) as Log;
    const parts: SarifParts = { rules: runs[0]!.tool.driver.rules!, results: runs[0]!.results! };
    const sizeOf = async (some: SarifParts): Promise<number> => JSON.stringify(some).length;
    const sizes: number[] = [];
    const left: number[] = [];
    for (let bytes = await sizeOf(parts); bytes > 0; bytes -= 20) {
      const fit = await fitted(parts, { ...uploadLimits, bytes }, sizeOf);
      const { notices, ...rest } = fit;
      sizes.push(notices.length);
      left.push(fit.results.length);
      if (fit.results.length > 0) expect(await sizeOf(rest)).toBeLessThanOrEqual(bytes);
      else break;
    }
    expect([...new Set(sizes)]).toEqual([0, 1, 2, 3, 4]);
    expect([...new Set(left)]).toEqual([5, 2, 1, 0]);
  });

  it("cut tags", async () => {
    const rule = { id: "a", properties: { tags: Array.from({ length: 30 }, (_, at) => `t${at}`) } };
    const { rules: kept } = await fitted({ rules: [rule], results: [] }, uploadLimits, async () => 0);
    expect(kept[0]!.properties!.tags).toHaveLength(20);
  });
});
