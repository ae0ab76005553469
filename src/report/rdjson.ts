import type { FileResult } from "../engine/result.ts";
import type { Finding, Severity } from "../rule/finding.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import { byteColumn } from "./places.ts";
import { type Reporter, rulePageUrl, type Tool } from "./reporter.ts";

const severityNames: Readonly<Record<Severity, string>> = {
  error: "ERROR",
  warning: "WARNING",
  info: "INFO",
  style: "INFO",
};

/** The Reviewdog Diagnostic Format as one object (reviewdog, `proto/rdf/reviewdog.proto`): columns are bytes of UTF-8. */
export const reportRdjson: Reporter = (run, { tool }) => {
  const result = {
    source: { name: tool.name, url: `https://www.npmjs.com/package/${tool.name}` },
    diagnostics: run.files.flatMap((file) => file.findings.map((finding) => diagnostic(file, finding, tool))),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
};

function diagnostic(file: FileResult, finding: Finding, tool: Tool): object {
  const related = finding.related ?? [];
  return {
    message: messageText(finding),
    location: { path: file.path, range: rangeOf(file.lines, finding.at) },
    severity: severityNames[finding.severity],
    code: { value: ruleName(finding), url: rulePageUrl(finding.rule, tool) },
    ...suggestions(file, finding),
    ...(related.length > 0 && {
      related_locations: related.map(({ at, message }) => ({
        message: sentence(message),
        location: { path: file.path, range: rangeOf(file.lines, at) },
      })),
    }),
  };
}

/** Each suggestion is offered on its own, so only a fix that is one edit of this file is one. */
function suggestions({ lines }: FileResult, { fix }: Finding): object {
  if (!fix || fix.applicability === "display" || fix.edits.length !== 1 || fix.newFiles?.length) return {};
  return { suggestions: fix.edits.map(({ range, text }) => ({ range: rangeOf(lines, range), text })) };
}

function rangeOf(lines: LineIndex, { start, end }: Range): object {
  const place = (offset: number): object => ({
    line: positionAt(lines, offset).line,
    column: byteColumn(lines, offset),
  });
  return { start: place(start), end: place(end) };
}
