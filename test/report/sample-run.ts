import type { FileResult, RunResult } from "../../src/engine/result.ts";
import type { Estimate } from "../../src/estimate/estimate.ts";
import { plainPalette } from "../../src/report/palette.ts";
import type { ReportOptions } from "../../src/report/reporter.ts";
import type { Finding } from "../../src/rule/finding.ts";
import { defineRule, type Rule } from "../../src/rule/rule.ts";
import { lineIndex } from "../../src/text/line-index.ts";

export const sampleText = [
  "FROM node",
  "WORKDIR /app",
  "COPY . .",
  "RUN npm install \\",
  "    && npm cache clean",
  "",
].join("\n");

/** A finding about the first place of `snippet` in the text. */
export function findingAt(text: string, snippet: string, more: Partial<Finding> = {}): Finding {
  const start = text.indexOf(snippet);
  return {
    rule: "sample-rule",
    code: null,
    aliases: [],
    severity: "warning",
    category: "cache",
    message: "the sample is wrong",
    at: { start, end: start + snippet.length },
    ...more,
  };
}

export function fileResult(
  text: string,
  findings: readonly Finding[],
  more: Partial<FileResult> = {},
): FileResult {
  return {
    path: "app/Dockerfile",
    lines: lineIndex(text),
    context: { path: "app", chosenBy: "dockerfile-folder" },
    findings,
    hidden: [],
    skipped: [],
    failures: [],
    estimate: null,
    ...more,
  };
}

export const sampleEstimate: Estimate = {
  target: "final",
  population: {
    name: "dev",
    chosenBy: "default",
    invocation: null,
    reason: "a builder that holds what earlier builds left",
  },
  builds: 0,
  expectedSeconds: { mean: 41.26, low: 12, high: 130 },
  expectedWorkSeconds: { mean: 45, low: 14, high: 140 },
  coldSeconds: { mean: 200, low: 80, high: 7300 },
  steps: [
    {
      stage: "final",
      line: 1,
      instruction: "FROM node",
      hitRate: { value: 0.998, low: 0.9, high: 1, basis: "prior" },
      cost: { seconds: 10, low: 2, high: 40, basis: "prior" },
      expectedSeconds: 0.02,
      causes: [{ kind: "image", what: "base image node", share: 1 }],
    },
    {
      stage: "final",
      line: 4,
      instruction: "RUN npm install && npm cache clean",
      hitRate: { value: 0.12345678, low: 0, high: 0.4, basis: "prior" },
      cost: { seconds: 47, low: 15, high: 150, basis: "prior" },
      expectedSeconds: 41.2,
      causes: [
        { kind: "files", what: "src/", share: 0.71234567 },
        { kind: "above", what: "after line 1", share: 0.28765433 },
      ],
    },
  ],
  blindSpots: ["the speed of this builder's network"],
};

/** Two files: one with findings of each kind, one that is clean but was not wholly read. */
export const sampleRun: RunResult = {
  files: [
    fileResult(
      sampleText,
      [
        findingAt(sampleText, "node", {
          rule: "style-rule",
          severity: "style",
          category: "style",
          message: "`node` has no tag",
        }),
        findingAt(sampleText, "COPY . .", {
          aliases: ["DL0001"],
          message: "`COPY . .` comes before `npm install`",
          help: "Copy `package.json` first",
          related: [findingRelated("RUN npm install", "reads only `package.json`")],
          saves: { seconds: { mean: 41, low: 12, high: 130 }, basis: "prior" },
          fix: {
            title: "Copy the manifests first",
            applicability: "unsafe",
            edits: [{ range: { start: 23, end: 23 }, text: "COPY package.json ./\n" }],
            newFiles: [{ path: ".dockerignore", text: "node_modules\n" }],
          },
        }),
        findingAt(sampleText, "npm install \\\n    && npm cache clean", {
          severity: "error",
          category: "size",
        }),
      ],
      {
        hidden: [
          { finding: findingAt(sampleText, "WORKDIR /app"), reason: "it has to be there" },
          { finding: findingAt(sampleText, "COPY . ."), reason: null },
        ],
        estimate: sampleEstimate,
        skipped: [
          { rule: "needs-files", reason: "there is no build context to look at" },
          { rule: "needs-more-files", reason: "there is no build context to look at" },
        ],
      },
    ),
    fileResult("FROM scratch\n", [], {
      path: "b c/Dockerfile",
      context: null,
      failures: [{ rule: "broken-rule", message: "x is undefined" }],
    }),
  ],
  leftOut: [
    { path: "a/Dockerfile", reason: "template" },
    { path: "b/Dockerfile", reason: "template" },
    { path: "Dockerfile.envs", reason: "part" },
  ],
  problems: [{ path: "gone", message: "there is no such file or folder" }],
};

function findingRelated(snippet: string, message: string): { at: Finding["at"]; message: string } {
  return { at: findingAt(sampleText, snippet).at, message };
}

export const sampleRules: readonly Rule[] = [
  defineRule({
    id: "sample-rule",
    summary: "Something is a sample",
    category: "cache",
    severity: "warning",
    preset: "recommended",
    fixable: true,
    since: "0.1.0",
    aliases: ["DL0001"],
    check: {},
  }),
  defineRule({
    id: "style-rule",
    summary: "Something has no style",
    category: "style",
    severity: "style",
    preset: "strict",
    fixable: false,
    since: "0.1.0",
    check: {},
  }),
];

export const sampleOptions: ReportOptions = {
  tool: { name: "stowage", version: "1.2.3" },
  rules: sampleRules,
  page: (rule) => (rule === "sample-rule" ? "# sample-rule\n" : null),
  palette: plainPalette,
  width: 80,
  quiet: false,
  notify: () => {},
};
