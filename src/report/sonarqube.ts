import type { FileResult, RunResult } from "../engine/result.ts";
import { type Category, type Finding, type Severity, severities } from "../rule/finding.ts";
import { positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { harmless } from "./display-text.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import { withoutLineEnds } from "./places.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";

/** How SonarQube ranks a rule: by its older severity, and by the impact on a quality of the software. */
const severityNames: Readonly<Record<Severity, { readonly severity: string; readonly impact: string }>> = {
  error: { severity: "CRITICAL", impact: "HIGH" },
  warning: { severity: "MAJOR", impact: "MEDIUM" },
  info: { severity: "MINOR", impact: "LOW" },
  style: { severity: "INFO", impact: "LOW" },
};

interface Quality {
  readonly type: "BUG" | "CODE_SMELL" | "VULNERABILITY";
  readonly attribute: string;
  readonly quality: "MAINTAINABILITY" | "RELIABILITY" | "SECURITY";
}

const wasteful: Quality = { type: "CODE_SMELL", attribute: "EFFICIENT", quality: "MAINTAINABILITY" };

/** Its types and clean code attributes that come nearest to our categories. */
const qualities: Readonly<Record<Category, Quality>> = {
  cache: wasteful,
  context: wasteful,
  size: wasteful,
  correctness: { type: "BUG", attribute: "LOGICAL", quality: "RELIABILITY" },
  reproducibility: { type: "CODE_SMELL", attribute: "COMPLETE", quality: "RELIABILITY" },
  security: { type: "VULNERABILITY", attribute: "TRUSTWORTHY", quality: "SECURITY" },
  style: { type: "CODE_SMELL", attribute: "CONVENTIONAL", quality: "MAINTAINABILITY" },
};

/** The generic format for issues of SonarQube 10.3 and later, and of SonarQube Cloud (docs.sonarsource.com, read 2026-11-27). */
export const reportSonarqube: Reporter = (run, options) => {
  const issues = run.files.flatMap((file) =>
    file.findings.map((finding) => {
      const related = (finding.related ?? []).map(({ at, message }) => location(file, at, sentence(message)));
      return {
        ruleId: ruleName(finding),
        primaryLocation: location(file, finding.at, messageText(finding)),
        ...(related.length > 0 && { secondaryLocations: related }),
      };
    }),
  );
  return `${JSON.stringify({ rules: rulesOf(run, options), issues }, null, 2)}\n`;
};

/** The rules that have findings, by name; the severity belongs to the rule there, and is that of its worst finding. */
function rulesOf({ files }: RunResult, { tool, rules }: ReportOptions): readonly object[] {
  const worst = new Map<string, Finding>();
  for (const finding of files.flatMap(({ findings }) => findings)) {
    const known = worst.get(ruleName(finding));
    if (known === undefined || rank(finding) < rank(known)) worst.set(ruleName(finding), finding);
  }
  const byName = [...worst].sort(([one], [other]) => (one < other ? -1 : 1));
  return byName.map(([name, { rule, severity, category }]) => {
    const { type, attribute, quality } = qualities[category];
    const names = severityNames[severity];
    return {
      id: name,
      name,
      description: sentence(rules.find(({ id }) => id === rule)?.summary ?? name),
      engineId: tool.name,
      cleanCodeAttribute: attribute,
      type,
      severity: names.severity,
      impacts: [{ softwareQuality: quality, severity: names.impact }],
    };
  });
}

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}

/** Columns count from 0. A range has to have something in it and to end in its line, else only the line may be named. */
function location({ path, lines }: FileResult, at: Range, message: string): object {
  const range = withoutLineEnds(lines, at);
  const start = positionAt(lines, range.start);
  const end = positionAt(lines, range.end);
  const textRange =
    range.start === range.end
      ? { startLine: start.line }
      : {
          startLine: start.line,
          endLine: end.line,
          startColumn: start.column - 1,
          endColumn: end.column - 1,
        };
  return { message: harmless(message), filePath: path, textRange };
}
