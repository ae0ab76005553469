import type { FileResult, RunResult } from "../engine/result.ts";
import type { Finding, Severity } from "../rule/finding.ts";
import { positionAt } from "../text/line-index.ts";
import { harmless } from "./display-text.ts";
import { worstFirst } from "./finding-order.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import type { Reporter } from "./reporter.ts";

const kinds: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
  style: "notice",
};

/**
 * Workflow commands of GitHub Actions: each becomes an annotation of the line. GitHub shows the first ten errors, warnings and notices of a
 * step (docs.github.com, "Workflow commands" and "Usage limits", read 2026-11-27), so the worst and dearest come first.
 */
export const reportGithub: Reporter = (run, { tool }) => {
  const lines = [
    ...problemsOf(run).map(({ path, message }) =>
      command("error", { file: path, title: tool.name }, sentence(message)),
    ),
    ...worstFirst(run).map(({ file, finding }) => findingCommand(file, finding, tool.name)),
  ];
  return lines.map((line) => `${line}\n`).join("");
};

/** What could not be linted, and rules that broke. */
function problemsOf(run: RunResult): readonly { readonly path: string; readonly message: string }[] {
  const broken = run.files.flatMap(({ path, failures }) =>
    failures.map(({ rule, message }) => ({ path, message: `rule ${rule} broke: ${message}` })),
  );
  return [...run.problems, ...broken];
}

function findingCommand(file: FileResult, finding: Finding, tool: string): string {
  const start = positionAt(file.lines, finding.at.start);
  const end = positionAt(file.lines, finding.at.end);
  // Columns are taken only where both are of one line.
  const columns: Record<string, number> =
    start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const title = `${tool}: ${ruleName(finding)}`;
  return command(
    kinds[finding.severity],
    { file: file.path, line: start.line, endLine: end.line, ...columns, title },
    messageText(finding),
  );
}

/** As the runner reads it back (actions/toolkit, `command.ts`): `%` and line ends by number, in properties `:` and `,` too. */
function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${name} ${list.join(",")}::${escaped(harmless(message, true))}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
