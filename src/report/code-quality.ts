import type { FileResult } from "../engine/result.ts";
import type { Category, Finding, Severity } from "../rule/finding.ts";
import type { Range } from "../text/range.ts";
import { harmless } from "./display-text.ts";
import { messageText, ruleName } from "./finding-words.ts";
import { fingerprintsOfRun } from "./fingerprint.ts";
import { closedPlaces } from "./places.ts";
import { type Reporter, type ReportOptions, rulePageUrl } from "./reporter.ts";

/** As GitLab and Code Climate rank them; `blocker` is more than a Dockerfile can be. */
const severityNames: Readonly<Record<Severity, string>> = {
  error: "critical",
  warning: "major",
  info: "minor",
  style: "info",
};

/** Categories of the Code Climate specification. */
const categoryNames: Readonly<Record<Category, string>> = {
  cache: "Performance",
  context: "Performance",
  correctness: "Bug Risk",
  reproducibility: "Bug Risk",
  security: "Security",
  size: "Performance",
  style: "Style",
};

/** The report of GitLab's Code Quality (docs.gitlab.com, "Code Quality report format"): one array. */
export const reportGitlab: Reporter = (run) => {
  const prints = fingerprintsOfRun(run);
  const issues = run.files.flatMap((file, of) =>
    file.findings.map((finding, at) => {
      const { first, last } = closedPlaces(file.lines, finding.at);
      return {
        description: harmless(messageText(finding)),
        check_name: ruleName(finding),
        fingerprint: prints[of]![at]!,
        severity: severityNames[finding.severity],
        location: { path: file.path, lines: { begin: first.line, end: last.line } },
      };
    }),
  );
  return `${JSON.stringify(issues, null, 2)}\n`;
};

/** What an engine of Code Climate writes (its specification, 0.3.1): issues one after the other, each closed by a null character. */
export const reportCodeclimate: Reporter = (run, options) => {
  const prints = fingerprintsOfRun(run);
  const issues = run.files.flatMap((file, of) =>
    file.findings.map((finding, at) => issue(file, finding, prints[of]![at]!, options)),
  );
  return issues.map((one) => `${JSON.stringify(one)}\0\n`).join("");
};

function issue(file: FileResult, finding: Finding, fingerprint: string, { tool }: ReportOptions): object {
  const related = finding.related ?? [];
  return {
    type: "issue",
    check_name: ruleName(finding),
    description: harmless(messageText(finding)),
    content: { body: `See [${finding.rule}](${rulePageUrl(finding.rule, tool)}).` },
    categories: [categoryNames[finding.category]],
    location: location(file, finding.at),
    ...(related.length > 0 && { trace: { locations: related.map(({ at }) => location(file, at)) } }),
    severity: severityNames[finding.severity],
    fingerprint,
  };
}

function location(file: FileResult, at: Range): object {
  const { first, last } = closedPlaces(file.lines, at);
  return { path: file.path, positions: { begin: first, end: last } };
}
