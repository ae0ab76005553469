import type { FileResult, RunResult } from "../engine/result.ts";
import type { Estimate } from "../estimate/estimate.ts";
import type { Optimization } from "../optimize/optimize.ts";
import type { Finding } from "../rule/finding.ts";
import { type LineIndex, type Position, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import type { PricedChange } from "./compare.ts";
import type { Reporter } from "./reporter.ts";
import { countFindings, countFixes, countKnown, sumOfExpected } from "./summary.ts";
import type { BuildComparison } from "./why.ts";

/** Version of the output contract, `schema/check.json`: raised when a key changes its meaning or goes away. */
const contractVersion = 1;

/** The output contract: all that a run found, for programs. */
export const reportJson: Reporter = (run, { tool }) =>
  print({
    version: contractVersion,
    tool,
    files: run.files.map(fileObject),
    summary: summaryObject(run),
  });

/** One estimate on its own: `schema/estimate.json`. */
export function reportEstimateJson(estimate: Estimate): string {
  return print(estimate);
}

/** The answer of `stowage why`: `schema/why.json`. */
export function reportWhyJson(comparison: BuildComparison): string {
  return print(comparison);
}

/** The answer of `stowage compare`: `schema/compare.json`. */
export function reportCompareJson(change: PricedChange): string {
  return print(change);
}

/** The answer of `stowage optimize`: `schema/optimize.json`. */
export function reportOptimizationJson(
  path: string,
  { diff, ignoreDiff }: { readonly diff: string; readonly ignoreDiff: string },
  optimization: Optimization & { readonly verification: object | null },
): string {
  const { ignoreFile, images } = optimization.suggestions;
  const shown = ignoreFile && { ...ignoreFile, file: undefined, before: undefined, diff: ignoreDiff };
  return print({ path, diff, ...optimization, suggestions: { ignoreFile: shown, images } });
}

/** Seconds and shares lose digits that mean nothing. */
function print(value: unknown): string {
  const rounded = (_key: string, part: unknown): unknown =>
    typeof part === "number" && !Number.isInteger(part) ? Math.round(part * 1e4) / 1e4 : part;
  return `${JSON.stringify(value, rounded, 2)}\n`;
}

function fileObject(file: FileResult): object {
  return {
    path: file.path,
    context: file.context,
    findings: file.findings.map((finding) => findingObject(finding, file.lines)),
    ...(file.fixed && { fixed: file.fixed }),
    estimate: file.estimate,
  };
}

function findingObject(finding: Finding, lines: LineIndex): object {
  const { fix } = finding;
  return {
    rule: finding.rule,
    aliases: finding.aliases,
    severity: finding.severity,
    category: finding.category,
    message: finding.message,
    help: finding.help ?? null,
    range: placeOf(finding.at, lines),
    related: (finding.related ?? []).map(({ at, message }) => ({ message, range: placeOf(at, lines) })),
    saves: finding.saves ? { seconds: finding.saves.seconds, basis: finding.saves.basis } : null,
    fix: fix
      ? {
          title: fix.title,
          applicability: fix.applicability,
          edits: fix.edits.map(({ range, text }) => ({ range: placeOf(range, lines), text })),
          newFiles: fix.newFiles ?? [],
        }
      : null,
  };
}

function placeOf(range: Range, lines: LineIndex): { start: Position; end: Position } {
  return { start: positionAt(lines, range.start), end: positionAt(lines, range.end) };
}

function summaryObject(run: RunResult): object {
  const fixes = countFixes(run);
  const known = countKnown(run);
  const ofFiles = <Part extends object>(parts: (file: FileResult) => readonly Part[]): object[] =>
    run.files.flatMap((file) => parts(file).map((part) => ({ path: file.path, ...part })));
  return {
    files: run.files.length,
    findings: countFindings(run),
    suppressed: run.files.reduce((sum, file) => sum + file.hidden.length, 0),
    ...(known !== null && { known }),
    ...(fixes !== null && { fixes }),
    expectedSeconds: sumOfExpected(run)?.seconds ?? null,
    leftOut: run.leftOut,
    skipped: ofFiles((file) => file.skipped),
    failures: ofFiles((file) => file.failures),
    problems: run.problems,
  };
}
