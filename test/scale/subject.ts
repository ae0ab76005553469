import type { ShellCheck } from "../../src/analysis/fact.ts";
import { lint, type MemoryFile, memoryHost, rules } from "../../src/index.ts";
import { reportJson } from "../../src/report/json.ts";
import { plainPalette } from "../../src/report/palette.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { reportText } from "../../src/report/text.ts";

/** Has a remark on the first two characters of each script. */
const shellCheck: ShellCheck = {
  remarksOn: (_shell, text) => {
    const line = text.startsWith("# shellcheck") ? 3 : 2;
    const place = { line, column: 1, endLine: line, endColumn: 3 };
    return [{ ...place, code: 2086, level: "info", message: "m", fix: null }];
  },
};

/** All that a run does with one Dockerfile: every rule, the estimate, the reports. @returns the number of findings. */
export function lintAndReport(text: string, context: Readonly<Record<string, MemoryFile>>): number {
  const host = memoryHost({ ...context, "/app/Dockerfile": text });
  const input = { path: "Dockerfile", text, host, dockerfile: "/app/Dockerfile", estimate: true, shellCheck };
  const file = lint(input, { preset: "strict" });
  const run = { files: [file], leftOut: [], problems: [] };
  const tool = { name: "stowage", version: "0.0.0" };
  const options = {
    tool,
    rules,
    page: () => null,
    palette: plainPalette,
    width: 80,
    quiet: false,
    notify: () => {},
  };
  for (const report of [reportText, reportJson, reportSarif]) void report(run, options);
  const [failure] = file.failures;
  if (failure) throw new Error(`${failure.rule}: ${failure.message}`);
  return file.findings.length;
}
