import type { FileResult, RunResult } from "../engine/result.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { positionAt } from "../text/line-index.ts";
import { truncate } from "./display-text.ts";
import { codeElement, markdownCode, markdownLine } from "./escape-markdown.ts";
import { basisText } from "./estimate-words.ts";
import { dearestFirst, type FindingOfFile } from "./finding-order.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import { plainPalette } from "./palette.ts";
import { count, formatInterval, formatSeconds, formatShare } from "./quantities.ts";
import { type Reporter, rulePageUrl, type Tool } from "./reporter.ts";
import { summaryLine } from "./text.ts";

/** GitHub takes 1 MiB for the job summary of a step ("Workflow commands", docs.github.com, read 2026-11-27); these keep us far below. */
const most = { findings: 200, messageCells: 500, problems: 50, bills: 10, steps: 15, stepCells: 120 };

/** GitHub's Markdown, for a job summary or a comment: the findings, dearest first, and what the builds cost. */
export const reportMarkdown: Reporter = (run, { tool }) => {
  const findings = dearestFirst(run);
  const summary =
    run.files.length === 0 ? "No Dockerfile was checked." : markdownLine(summaryLine(run, plainPalette));
  const blocks = [
    `## ${tool.name}`,
    summary,
    ...problemList(run),
    ...(findings.length > 0 ? [findingsTable(findings, tool)] : []),
    ...billSections(run),
  ];
  return `${blocks.join("\n\n")}\n`;
};

function problemList({ files, problems }: RunResult): readonly string[] {
  const broken = files.flatMap(({ path, failures }) =>
    failures.map(({ rule, message }) => ({ path, message: `rule ${rule} broke: ${message}` })),
  );
  const all = [...problems, ...broken];
  if (all.length === 0) return [];
  const items = all
    .slice(0, most.problems)
    .map(({ path, message }) => `- ${markdownCode(path)}: ${cell(sentence(message))}`);
  return [["Not or not wholly checked:", "", ...items, ...more(all.length - items.length)].join("\n")];
}

function findingsTable(findings: readonly FindingOfFile[], tool: Tool): string {
  const shown = findings.slice(0, most.findings);
  const rows = shown.map(({ file, finding }) => {
    const { line } = positionAt(file.lines, finding.at.start);
    const { saves } = finding;
    const rule = `[${markdownLine(ruleName(finding))}](${rulePageUrl(finding.rule, tool)})`;
    const seconds = saves ? `${formatInterval(saves.seconds).slice(0, -1)}, ${saves.basis})` : "";
    return `| ${finding.severity} | ${markdownCode(`${file.path}:${line}`)} | ${cell(messageText(finding))} ${rule} | ${seconds} |`;
  });
  return [
    "| Severity | Where | What | Saves in each later build |",
    "|---|---|---|---|",
    ...rows,
    ...more(findings.length - shown.length),
  ].join("\n");
}

/** What a list does not show, on a line of its own; a table ends at an empty one. */
function more(left: number): readonly string[] {
  return left > 0 ? ["", `… and ${left} more.`] : [];
}

function cell(text: string): string {
  return markdownLine(truncate(text.replaceAll("\t", " "), most.messageCells));
}

/** The dearest builds, each folded. */
function billSections({ files }: RunResult): readonly string[] {
  const priced = files
    .flatMap((file) =>
      file.estimate && file.estimate.steps.length > 0 ? [{ file, estimate: file.estimate }] : [],
    )
    .sort((one, other) => other.estimate.expectedSeconds.mean - one.estimate.expectedSeconds.mean);
  if (priced.length === 0) return [];
  const left = priced.length - most.bills;
  return [
    "### What the builds take",
    ...priced.slice(0, most.bills).map(({ file, estimate }) => billSection(file, estimate)),
    ...(left > 0 ? [`… and ${count(left, "Dockerfile")} more.`] : []),
    "Parentheses hold 90 % intervals.",
  ];
}

function billSection({ path }: FileResult, estimate: Estimate): string {
  const dearest = estimate.steps.toSorted((one, other) => other.expectedSeconds - one.expectedSeconds);
  const shown = new Set(dearest.slice(0, most.steps));
  const rows = estimate.steps
    .filter((step) => shown.has(step))
    .map(
      ({ line, instruction, hitRate, cost, expectedSeconds }) =>
        `| ${line} | ${markdownCode(truncate(instruction, most.stepCells))} | ${formatShare(hitRate.value)} | ${formatInterval({ mean: cost.seconds, ...cost })} | ${formatSeconds(expectedSeconds)} |`,
    );
  const left = estimate.steps.length - shown.size;
  return [
    "<details>",
    `<summary>${codeElement(path)}: ${formatInterval(estimate.expectedSeconds)} expected, ${formatInterval(estimate.coldSeconds)} with nothing cached</summary>`,
    "",
    "| Line | Step | Reused | Cost when it runs | Expected per build |",
    "|---:|---|---:|---:|---:|",
    ...rows,
    ...(left > 0 ? ["", `${count(left, "step")} that take less are not shown.`] : []),
    "",
    `Basis: ${markdownLine(basisText(estimate))}`,
    "",
    "</details>",
  ].join("\n");
}
