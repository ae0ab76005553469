import type { FileResult } from "../engine/result.ts";
import type { Finding, Severity } from "../rule/finding.ts";
import { positionAt } from "../text/line-index.ts";
import { harmless } from "./display-text.ts";
import { escapeXml } from "./escape-xml.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import type { Reporter } from "./reporter.ts";

/** Checkstyle's `SeverityLevel`; its `ignore` is for what is not reported. */
const severityNames: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "info",
  style: "info",
};

/** The XML of Checkstyle's `XMLLogger`, which Jenkins, reviewdog and many others read. */
export const reportCheckstyle: Reporter = (run, { tool }) => {
  const files = run.files.map((file) => element(file.path, [...file.findings.map(errorOf(file, tool.name))]));
  const problems = run.problems.map(({ path, message }) =>
    element(path, [error({ line: 1, severity: "error", message: sentence(message), source: tool.name })]),
  );
  const body = [...problems, ...files].join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${body}</checkstyle>\n`;
};

function element(path: string, errors: readonly string[]): string {
  return `  <file name="${escapeXml(path)}">\n${errors.join("")}  </file>\n`;
}

function errorOf(file: FileResult, tool: string): (finding: Finding) => string {
  return (finding) =>
    error({
      ...positionAt(file.lines, finding.at.start),
      severity: severityNames[finding.severity],
      message: messageText(finding),
      source: `${tool}.${ruleName(finding)}`,
    });
}

function error(attributes: Readonly<Record<string, string | number>>): string {
  const list = Object.entries(attributes).map(([name, value]) => {
    const text = name === "message" ? harmless(String(value)) : String(value);
    return ` ${name}="${escapeXml(text)}"`;
  });
  return `    <error${list.join("")}/>\n`;
}
