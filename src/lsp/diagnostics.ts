import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { messageText, ruleName } from "../report/finding-words.ts";
import { formatInterval } from "../report/quantities.ts";
import { rulePageUrl, type Tool } from "../report/reporter.ts";
import type { Finding, Severity } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import type { Places } from "./places.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  style: DiagnosticSeverity.Hint,
};

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/** Where a diagnostic is shown, and what is known of rules. */
export interface DiagnosticPlace {
  readonly uri: string;
  readonly places: Places;
  readonly tool: Tool;
  /** How editors show what a rule reports. */
  shownAs(rule: string): Rule["shownAs"];
}

/** A finding as an editor shows it. */
export function diagnosticOf(finding: Finding, { uri, places, tool, shownAs }: DiagnosticPlace): Diagnostic {
  const tag = shownAs(finding.rule);
  const { severity, at, related = [] } = finding;
  return {
    range: places.range(at),
    severity: severities[severity],
    source: "stowage",
    code: ruleName(finding),
    codeDescription: { href: rulePageUrl(finding.rule, tool) },
    message: `${messageText(finding)}${savingText(finding)}`,
    ...(tag !== undefined && { tags: [tags[tag]] }),
    ...(related.length > 0 && {
      relatedInformation: related.map((place) => ({
        location: { uri, range: places.range(place.at) },
        message: place.message,
      })),
    }),
  };
}

/** What a finding costs each later build, with the interval and where the number comes from. */
function savingText({ saves }: Finding): string {
  if (!saves) return "";
  return ` Saves ${formatInterval(saves.seconds).slice(0, -1)}, ${saves.basis}) in each later build.`;
}
