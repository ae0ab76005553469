import { positionAt } from "../text/line-index.ts";
import { messageText, ruleName, sentence } from "./finding-words.ts";
import type { Reporter } from "./reporter.ts";

/** What a tool of Codacy prints (docs.codacy.com, "Tool developer guide"): an object on each line, for findings and for files that failed. */
export const reportCodacy: Reporter = (run) => {
  const failed = run.problems.map(({ path, message }) => ({ filename: path, message: sentence(message) }));
  const found = run.files.flatMap(({ path, lines, findings }) =>
    findings.map((finding) => ({
      filename: path,
      message: messageText(finding),
      patternId: ruleName(finding),
      line: positionAt(lines, finding.at.start).line,
    })),
  );
  return [...failed, ...found].map((one) => `${JSON.stringify(one)}\n`).join("");
};
