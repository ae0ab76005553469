import type { FileResult, RunResult } from "../engine/result.ts";
import type { Interval } from "../estimate/estimate.ts";
import { type Finding, type Severity, severities } from "../rule/finding.ts";
import { positionAt } from "../text/line-index.ts";
import { codeFrame } from "./code-frame.ts";
import { harmless } from "./display-text.ts";
import type { Palette } from "./palette.ts";
import { count, formatInterval } from "./quantities.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";
import { countFindings, countFixes, countKnown, sumOfExpected } from "./summary.ts";

/** Findings with the code they are about, dearest first, and a summary line. */
export const reportText: Reporter = (run, options) => {
  const blocks: string[] = [];
  for (const file of run.files) {
    if (!options.quiet && file.findings.length > 0) blocks.push(heading(file, options));
    for (const finding of mostValuableFirst(file)) blocks.push(findingBlock(file, finding, options));
  }
  if (!options.quiet) {
    blocks.push(...leftOutLines(run, options), ...skippedLines(run, options));
    if (run.files.length > 0) blocks.push(summaryLine(run, options.palette));
  }
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
};

/** By what a finding saves, then severity, then place. */
export function mostValuableFirst(file: FileResult): Finding[] {
  const saved = (finding: Finding): number => finding.saves?.seconds.mean ?? 0;
  return [...file.findings].sort(
    (a, b) =>
      saved(b) - saved(a) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.at.start - b.at.start ||
      a.at.end - b.at.end,
  );
}

function heading(file: FileResult, { palette }: ReportOptions): string {
  const parts = [palette.strong(harmless(file.path))];
  if (file.context) {
    const where = harmless(file.context.path);
    parts.push(palette.faint(`build context ${where} (${contextOrigin(file.context)})`));
  }
  if (file.estimate)
    parts.push(palette.faint(`expected build ${withBasis(file.estimate.expectedSeconds, file)}`));
  return parts.join(palette.faint(" · "));
}

function contextOrigin({ chosenBy, by }: NonNullable<FileResult["context"]>): string {
  if (chosenBy === "option") return "as given";
  if (by !== undefined) return `as in ${harmless(by.path)}:${by.line}`;
  return chosenBy === "repository-root" ? "the repository, where its sources are" : "its own folder";
}

function withBasis(interval: Interval, file: FileResult): string {
  const bases = new Set(file.estimate?.steps.flatMap((step) => [step.hitRate.basis, step.cost.basis]));
  const basis = bases.size === 0 ? "prior" : [...bases].join(" and ");
  return `${formatInterval(interval).slice(0, -1)}, ${basis})`;
}

function findingBlock(file: FileResult, finding: Finding, options: ReportOptions): string {
  const { palette } = options;
  const place = positionAt(file.lines, finding.at.start);
  const style = palette.severity[finding.severity];
  const lines = [
    [
      palette.place(`${harmless(file.path)}:${place.line}:${place.column}`),
      style(finding.severity),
      palette.rule(finding.code === null ? finding.rule : `${finding.code} ${finding.rule}`),
      harmless(finding.message),
    ].join(" "),
    ...codeFrame(file.lines, finding.at, finding.related ?? [], { palette, style, width: options.width }),
  ];
  if (finding.help) lines.push(note("help", harmless(finding.help), options));
  if (finding.saves) {
    const { seconds, basis } = finding.saves;
    const amount = `${formatInterval(seconds).slice(0, -1)}, ${basis})`;
    lines.push(note("saves", `${palette.saving(amount)} in each later build`, options));
  }
  if (finding.fix) {
    const files = finding.fix.newFiles?.map((added) => harmless(added.path)) ?? [];
    const creates = files.length > 0 ? `, creates ${files.join(", ")}` : "";
    lines.push(
      note("fix", `${harmless(finding.fix.title)} (${finding.fix.applicability}${creates})`, options),
    );
  }
  return lines.join("\n");
}

function note(label: string, text: string, { palette }: ReportOptions): string {
  return `  ${palette.faint("=")} ${palette.strong(`${label}:`)} ${text}`;
}

/** One line for each kind of file that is no Dockerfile, with how to have it linted all the same. */
function leftOutLines({ leftOut }: RunResult, { palette }: ReportOptions): string[] {
  return (["template", "part"] as const).flatMap((reason) => {
    const [first, ...others] = leftOut.filter((file) => file.reason === reason);
    if (first === undefined) return [];
    const which = harmless(first.path) + (others.length > 0 ? ` and ${others.length} more` : "");
    const what = reason === "template" ? "templates of Dockerfiles" : "parts without `FROM`";
    return [palette.faint(`left out as ${what}: ${which}; name a file to check it all the same`)];
  });
}

/** One line for each reason, with the rules that it kept from running. */
function skippedLines(run: RunResult, { palette }: ReportOptions): string[] {
  return run.files.flatMap((file) => {
    const byReason = new Map<string, string[]>();
    for (const { rule, reason } of file.skipped)
      byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
    return [...byReason].map(([reason, rules]) =>
      palette.faint(`${harmless(file.path)}: not checked: ${rules.join(", ")} (${harmless(reason)})`),
    );
  });
}

/** What a run comes to, in one line; for a run that has files. */
export function summaryLine(run: RunResult, palette: Palette): string {
  const bySeverity = countFindings(run);
  const total = severities.reduce((sum, severity) => sum + bySeverity[severity], 0);
  const files = count(run.files.length, "file");
  const parts: string[] = [];
  if (total === 0) parts.push(`${palette.strong("no findings")} in ${files}`);
  else {
    const counts = severities.filter((severity) => bySeverity[severity] > 0);
    const list = counts.map((severity) =>
      palette.severity[severity](counted(severity, bySeverity[severity])),
    );
    parts.push(`${palette.strong(count(total, "finding"))} in ${files}: ${list.join(", ")}`);
  }
  const fixes = countFixes(run);
  if (fixes !== null) parts.push(`${fixes} fixed`);
  const suppressed = run.files.reduce((sum, file) => sum + file.hidden.length, 0);
  if (suppressed > 0) parts.push(`${suppressed} suppressed`);
  const known = countKnown(run);
  if (known !== null) parts.push(`${known} known before`);
  if (run.problems.length > 0) parts.push(count(run.problems.length, "problem"));
  const expected = sumOfExpected(run);
  if (expected) {
    const builds = expected.builds === 1 ? "the next build" : `one build of each of ${expected.builds} files`;
    parts.push(`${builds}: ${formatInterval(expected.seconds)} expected`);
  }
  return parts.join(palette.faint(" · "));
}

function counted(severity: Severity, number: number): string {
  return severity === "error" || severity === "warning" ? count(number, severity) : `${number} ${severity}`;
}
