import type { Saving } from "../estimate/estimate.ts";
import type { Finding } from "../rule/finding.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/** Findings as rule pages show them; empty without findings. Positions are 1-based, the end is the place after the last unit. */
export function findingsText(findings: readonly Finding[], lines: LineIndex): string {
  return findings.map((finding) => findingText(finding, lines)).join("");
}

function findingText(finding: Finding, lines: LineIndex): string {
  const { at, severity, message, help, related = [], saves, fix } = finding;
  const rows = [`${rangeText(at, lines)} ${severity} ${message}`];
  if (help !== undefined) rows.push(`  help: ${help}`);
  for (const other of related) rows.push(`  related ${rangeText(other.at, lines)}: ${other.message}`);
  if (saves) rows.push(`  saves ${savingText(saves)}`);
  if (fix) rows.push(`  fix (${fix.applicability}): ${fix.title}`);
  return rows.map((row) => `${row}\n`).join("");
}

function rangeText(range: Range, lines: LineIndex): string {
  const start = positionAt(lines, range.start);
  const end = positionAt(lines, range.end);
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

function savingText({ seconds, basis }: Saving): string {
  const rounded = (value: number): string => String(Number(value.toPrecision(2)));
  return `${rounded(seconds.mean)} s per build (${rounded(seconds.low)} to ${rounded(seconds.high)}, ${basis})`;
}
