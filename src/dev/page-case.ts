import type { ShellCheck } from "../analysis/fact.ts";
import { defaultSettings, type RuleSet, resolveRules } from "../config/settings.ts";
import { applyFixes } from "../engine/fixes.ts";
import type { LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult } from "../engine/result.ts";
import { type MemoryFile, memoryHost } from "../host/memory-host.ts";
import type { Finding, NewFile } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import { findingsText } from "./findings-text.ts";
import type { PageCase } from "./rule-page.ts";

/** Where a case's files stand in its host. */
const projectRoot = "/project";

/** The rules that a page's cases run with. */
export interface RulesOfPage {
  /** The rule that the page is about. */
  readonly id: string;
  /** Every rule there is: all run, so that those that judge suppressions of other rules find what they need. */
  readonly known: readonly Rule[];
}

/** The page's own rule runs in any case, also one that no preset holds; under the preset of a tool only with a code of that tool. */
function ruleSetOf({ options }: PageCase, { id, known }: RulesOfPage): RuleSet {
  const { preset = "strict", options: own = {} } = options;
  const { ruleSet } = resolveRules(known, { ...defaultSettings, preset, options: { [id]: own } });
  if (ruleSet.literal !== null) return ruleSet;
  return {
    ...ruleSet,
    enabled: known.filter((rule) => rule.id === id || ruleSet.enabled.includes(rule)),
    severityOf: (rule, aliases, own) =>
      ruleSet.severityOf(rule, aliases, own) ?? (rule.id === id ? (own ?? rule.severity) : null),
  };
}

/** What linting one Dockerfile of a case gives. */
export interface ExampleRun {
  readonly result: FileResult;
  /** Findings of the page's own rule. */
  readonly findings: readonly Finding[];
  /** The same as the page shows them. */
  readonly findingsText: string;
}

/** What the fixes of the page's own rule make of a Dockerfile. */
export interface ExampleFix {
  readonly text: string;
  readonly newFiles: readonly NewFile[];
  /** What is left to report. */
  readonly run: ExampleRun;
  /** Why fixing stopped early; `null` when it went well. */
  readonly problem: string | null;
}

/**
 * Lints a Dockerfile of a case. A case with files has a build context, with the Dockerfile in it; one without files says
 * nothing about files and is linted without a context.
 */
export function runExample(pageCase: PageCase, dockerfile: string, rules: RulesOfPage): ExampleRun {
  return exampleRun(lint(exampleInput(pageCase, dockerfile), ruleSetOf(pageCase, rules)), rules);
}

/** Applies every fix of the page's rule that may be applied, safe or not, until none is left. */
export function fixExample(pageCase: PageCase, dockerfile: string, rules: RulesOfPage): ExampleFix {
  const input = exampleInput(pageCase, dockerfile);
  const { text, newFiles, problem, result } = applyFixes(input, ruleSetOf(pageCase, rules), {
    trust: "unsafe",
    isWanted: (finding) => finding.rule === rules.id,
  });
  return { text, newFiles, problem, run: exampleRun(result, rules) };
}

function exampleRun(result: FileResult, rules: RulesOfPage): ExampleRun {
  const findings = result.findings.filter((finding) => finding.rule === rules.id);
  return { result, findings, findingsText: findingsText(findings, result.lines) };
}

function exampleInput(pageCase: PageCase, text: string): LintInput {
  const { dockerfile = "Dockerfile", context, target, buildArgs, today } = pageCase.options;
  const input: LintInput = {
    path: dockerfile,
    text,
    target: target ?? null,
    buildArgs: buildArgs ?? {},
    today: today ?? null,
    shellCheck: text === pageCase.bad?.dockerfile.content ? recordedRemarks(pageCase) : null,
  };
  if (pageCase.files.length === 0) return input;
  const path = `${projectRoot}/${dockerfile}`;
  const files: Record<string, MemoryFile> = { [path]: text };
  for (const file of pageCase.files) {
    const content = file.fence.content;
    files[`${projectRoot}/${file.path}`] = file.size === null ? content : { text: content, size: file.size };
  }
  return {
    ...input,
    host: memoryHost(files),
    dockerfile: path,
    context: context === undefined ? null : `${projectRoot}/${context}`,
    workingDirectory: projectRoot,
  };
}

/** ShellCheck as the page has it: it knows the script that it is asked about first, which a fix may change. */
function recordedRemarks({ shellCheck }: PageCase): ShellCheck | null {
  if (shellCheck === null) return null;
  let known: string | null = null;
  return {
    remarksOn(_shell, text) {
      known ??= text;
      return text === known ? shellCheck : [];
    },
  };
}
