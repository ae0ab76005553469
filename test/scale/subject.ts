import { lint, type MemoryFile, memoryHost, rules } from "../../src/index.ts";
import { reportJson } from "../../src/report/json.ts";
import { plainPalette } from "../../src/report/palette.ts";
import { reportSarif } from "../../src/report/sarif.ts";
import { reportText } from "../../src/report/text.ts";

/** All that a run does with one Dockerfile: every rule, the estimate, the reports. @returns the number of findings. */
export function lintAndReport(text: string, context: Readonly<Record<string, MemoryFile>>): number {
  const host = memoryHost({ ...context, "/app/Dockerfile": text });
  const input = { path: "Dockerfile", text, host, dockerfile: "/app/Dockerfile", estimate: true };
  const file = lint(input, { preset: "strict" });
  const run = { files: [file], problems: [] };
  const tool = { name: "stowage", version: "0.0.0" };
  const options = { tool, rules, page: () => null, palette: plainPalette, width: 80, quiet: false };
  for (const report of [reportText, reportJson, reportSarif]) report(run, options);
  const [failure] = file.failures;
  if (failure) throw new Error(`${failure.rule}: ${failure.message}`);
  return file.findings.length;
}
