/**
 * stowage as a library: pure functions over text and a {@link Host}; nothing here reads files or prints. Ranges are offsets into
 * the text, in UTF-16 units; {@link positionAt} turns them into lines and columns.
 *
 * ```ts
 * import { lint, positionAt } from "stowage";
 *
 * const { findings, lines } = lint({ path: "Dockerfile", text: "FROM node\nCOPY . .\nRUN npm ci\n" });
 * const rows = findings.map(({ rule, message, at }) => [positionAt(lines, at.start).line, rule, message]);
 * ```
 */
import { rules } from "../rules/index.ts";
import { defaultSettings, type RuleSet, resolveRules, type Settings } from "./config/settings.ts";
import { applyFixes as applyFixesOf, type FixOptions, type FixResult } from "./engine/fixes.ts";
import { analyzeInput, type LintInput } from "./engine/input.ts";
import { lint as lintWith } from "./engine/lint.ts";
import type { FileResult } from "./engine/result.ts";
import type { Estimate } from "./estimate/estimate.ts";
import { estimates } from "./estimate/estimates.ts";

export type { ShellCheck, ShellRemark, ShellReplacement } from "./analysis/fact.ts";
export { defaultSettings, type Settings, type Threshold } from "./config/settings.ts";
export type { FixTrust } from "./engine/choose-fixes.ts";
export type { AppliedFix, FixOptions, FixResult } from "./engine/fixes.ts";
export type { LintInput } from "./engine/input.ts";
export type { FileResult } from "./engine/result.ts";
export type { Basis, Estimate, EstimatedStep, Interval, Saving } from "./estimate/estimate.ts";
export type { Entry, Host, ReadProblem, ReadResult } from "./host/host.ts";
export { type MemoryFile, memoryHost } from "./host/memory-host.ts";
export type { Category, Finding, Fix, NewFile, Problem, Related, Severity } from "./rule/finding.ts";
export type { Preset, Rule } from "./rule/rule.ts";
export { applyEdits, type TextEdit } from "./text/edit.ts";
export { type LineIndex, type Position, positionAt } from "./text/line-index.ts";
export type { Range } from "./text/range.ts";
export { readTimings, type TimingsProblem } from "./timings/read-timings.ts";
export type { DockerfileTimings, Sample, StepTimings, Timings } from "./timings/timings-file.ts";
export { rules };

/** Which rules run; what is left out is as in {@link defaultSettings}. */
export type RuleSettings = Partial<Pick<Settings, "preset" | "select" | "ignore">>;

/**
 * Lints one Dockerfile. Never throws on what the file says.
 * @throws RangeError when the settings name a rule that does not exist.
 */
export function lint(input: LintInput, settings: RuleSettings = {}): FileResult {
  return lintWith(input, ruleSetOf(settings));
}

/** Prices the steps that the target needs; `null` when there is no stage to build. */
export function estimate(input: LintInput): Estimate | null {
  return analyzeInput(input).use(estimates).estimate;
}

/**
 * Applies the fixes of all findings until none is left, and gives the new text; nothing is written.
 * @throws RangeError when the settings name a rule that does not exist.
 */
export function applyFixes(
  input: LintInput,
  settings: RuleSettings = {},
  options: FixOptions = { trust: "safe" },
): FixResult {
  return applyFixesOf(input, ruleSetOf(settings), options);
}

const standardRules: RuleSet = resolveRules(rules, defaultSettings).ruleSet;

function ruleSetOf(settings: RuleSettings): RuleSet {
  if (Object.keys(settings).length === 0) return standardRules;
  const { ruleSet, problems } = resolveRules(rules, { ...defaultSettings, ...settings });
  const [problem] = problems;
  if (problem)
    throw new RangeError([problem.message, problem.help].filter((part) => part !== null).join("; "));
  return ruleSet;
}
