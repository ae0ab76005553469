import { buildContext } from "../analysis/build-context.ts";
import type { RuleSet } from "../config/settings.ts";
import { overlayHost } from "../host/overlay-host.ts";
import type { Finding, NewFile } from "../rule/finding.ts";
import { parse } from "../syntax/parse.ts";
import { applyEdits } from "../text/edit.ts";
import { resolvePath } from "../text/posix-path.ts";
import { type ChosenFix, chooseFixes, type FixTrust } from "./choose-fixes.ts";
import { analyzeInput, type LintInput } from "./input.ts";
import { lint } from "./lint.ts";
import type { FileResult } from "./result.ts";

/** A Dockerfile after its fixes. */
export interface FixResult {
  readonly text: string;
  readonly newFiles: readonly NewFile[];
  /** In the order in which they were applied. */
  readonly applied: readonly AppliedFix[];
  /** What is left to report of the new text. */
  readonly result: FileResult;
  /** The input as if the fixes had been written. */
  readonly input: LintInput;
  /** Why fixing stopped before nothing was left to fix: a defect of a rule; `null` when it went well. */
  readonly problem: string | null;
}

export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
}

export interface FixOptions {
  readonly trust: FixTrust;
  /** Whether the fix of a finding may be applied; all may when left out. */
  readonly isWanted?: (finding: Finding) => boolean;
}

/** A fix can make room for another; more rounds than this means that two fixes undo each other. */
const mostRounds = 10;

/**
 * Applies fixes, lints again, and repeats until none is left. A round that brings new syntax problems is not kept. Suppressed
 * findings and those whose rule does not run are not fixed.
 */
export function applyFixes(input: LintInput, ruleSet: RuleSet, options: FixOptions): FixResult {
  const applied: AppliedFix[] = [];
  let state: Fixed = { text: input.text, newFiles: [] };
  let result = lint(input, ruleSet);
  for (let round = 0; ; round++) {
    const chosen = chooseFixes(openFindings(result, state, options), options.trust);
    const finish = (problem: string | null): FixResult => ({
      ...state,
      applied,
      result,
      input: inputOf(input, state),
      problem,
    });
    if (chosen.length === 0) return finish(null);
    if (round === mostRounds) {
      return finish(`fixes still change the file after ${mostRounds} rounds: ${namesOf(chosen)}`);
    }
    const next = applyRound(state, chosen);
    if (parse(next.text).problems.length > parse(state.text).problems.length) {
      return finish(`fixes break the syntax: ${namesOf(chosen)}`);
    }
    state = next;
    result = lint(inputOf(input, next), ruleSet);
    applied.push(...chosen.map(({ finding, fix }) => ({ rule: finding.rule, title: fix.title })));
  }
}

/** Findings whose fix may be tried: those that are wanted, as long as they create no file twice. */
function openFindings(result: FileResult, state: Fixed, { isWanted }: FixOptions): readonly Finding[] {
  const created = new Set(state.newFiles.map(({ path }) => path));
  return result.findings.filter(
    (finding) =>
      (isWanted === undefined || isWanted(finding)) &&
      !finding.fix?.newFiles?.some(({ path }) => created.has(path)),
  );
}

interface Fixed {
  readonly text: string;
  readonly newFiles: readonly NewFile[];
}

function applyRound(state: Fixed, chosen: readonly ChosenFix[]): Fixed {
  const created = new Map(state.newFiles.map((file) => [file.path, file]));
  for (const { fix } of chosen) for (const file of fix.newFiles ?? []) created.set(file.path, file);
  return {
    text: applyEdits(
      state.text,
      chosen.flatMap(({ fix }) => fix.edits),
    ),
    newFiles: [...created.values()],
  };
}

/** The input as if the fixes had been written. */
function inputOf(input: LintInput, { text, newFiles }: Fixed): LintInput {
  const root = newFiles.length === 0 ? undefined : analyzeInput(input).use(buildContext)?.root;
  if (!input.host || root === undefined) return { ...input, text };
  const files = new Map(newFiles.map((file) => [resolvePath(root, file.path), file.text]));
  return { ...input, text, host: overlayHost(input.host, files) };
}

function namesOf(chosen: readonly ChosenFix[]): string {
  return [...new Set(chosen.map(({ finding }) => finding.rule))].join(", ");
}
