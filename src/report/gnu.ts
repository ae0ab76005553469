import type { Severity } from "../rule/finding.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import { displayWidth, harmless } from "./display-text.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import { lineBefore } from "./places.ts";
import type { Reporter } from "./reporter.ts";

/** The words of compilers, which editors colour. */
const severityWords: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  style: "note",
};

/** One line each, as compilers write errors (GNU Coding Standards, "Formatting Error Messages"): editors jump to it. */
export const reportGnu: Reporter = (run, { tool }) => {
  const problems = run.problems.map(
    ({ path, message }) => `${tool.name}: ${harmless(path)}: ${harmless(sentence(message))}\n`,
  );
  const findings = run.files.flatMap((file) =>
    file.findings.map((finding) => {
      const { line } = positionAt(file.lines, finding.at.start);
      const place = `${harmless(file.path)}:${line}:${screenColumn(file.lines, finding.at.start)}`;
      const message = harmless(messageText(finding));
      return `${place}: ${severityWords[finding.severity]}: ${message} [${ruleName(finding)}]\n`;
    }),
  );
  return [...problems, ...findings].join("");
};

/** Cells between two tab stops, by those standards. */
const tabStop = 8;

/** The 1-based column on a screen: wide characters take two, and a tab goes to the next stop. */
function screenColumn(lines: LineIndex, offset: number): number {
  let cells = 0;
  for (const [index, part] of lineBefore(lines, offset).split("\t").entries()) {
    if (index > 0) cells += tabStop - (cells % tabStop);
    cells += displayWidth(harmless(part));
  }
  return cells + 1;
}
