import type { RunResult } from "../../src/engine/result.ts";
import { fileResult, findingAt } from "./sample-run.ts";

/** Names, texts and messages that some format has a meaning for, or can't write. */
export const awkwardPath = "a b,c:d%/é\u{1f600}\u0001\"<&>'|`\n.dev";
export const awkwardText = "FROM a\n\tRUN \u{1f600}é x \\\n  y\nRUN é\nRUN é\n";
export const awkwardMessage = "100 % of `a|b`: <b>@me</b> ]]>\r\n::error::\u001b[31m \u202e #1 *x* [l](u)";

const second = awkwardText.lastIndexOf("RUN é");

export const awkwardRun: RunResult = {
  files: [
    fileResult(
      awkwardText,
      [
        findingAt(awkwardText, "FROM a", {
          severity: "style",
          category: "style",
          at: { start: 0, end: 0 },
          message: "nothing is flagged",
        }),
        findingAt(awkwardText, "x \\\n  y", {
          severity: "error",
          category: "security",
          code: "DL0001",
          aliases: ["DL0001"],
          message: awkwardMessage,
          help: "do something",
          related: [{ at: { start: 0, end: 7 }, message: "a whole line" }],
          saves: { seconds: { mean: 41, low: 12, high: 130 }, basis: "prior" },
          fix: {
            title: "Do it",
            applicability: "safe",
            edits: [
              {
                range: { start: awkwardText.indexOf("x \\"), end: awkwardText.indexOf("\n  y") },
                text: "z\n",
              },
            ],
          },
        }),
        findingAt(awkwardText, "RUN é", { rule: "style-rule", severity: "info", message: "the same" }),
        findingAt(awkwardText, "RUN é", {
          rule: "style-rule",
          severity: "info",
          message: "the same",
          at: { start: second, end: second + 6 },
        }),
      ],
      { path: awkwardPath },
    ),
    fileResult("FROM scratch\n", [], { path: "clean/Dockerfile" }),
    fileResult("FROM a\n", [findingAt("FROM a\n", "FROM a")], { path: "one/Dockerfile" }),
    fileResult("FROM a\n", [findingAt("FROM a\n", "FROM a")], { path: "other/Dockerfile" }),
    fileResult("FROM a\n", [findingAt("FROM a\n", "FROM a")], { path: "other/Dockerfile" }),
  ],
  leftOut: [],
  problems: [{ path: "gone: 1,2", message: "there is no such file or folder" }],
};
