import { type BuildContext, buildContext } from "../analysis/build-context.ts";
import type { RuleSet } from "../config/settings.ts";
import { estimates } from "../estimate/estimates.ts";
import type { Finding } from "../rule/finding.ts";
import { cleanPath } from "../text/posix-path.ts";
import { instructionAt } from "./comment-targets.ts";
import { readExperiments } from "./experiments.ts";
import { analyzeInput, type LintInput } from "./input.ts";
import type { FileResult, HiddenFinding } from "./result.ts";
import { readSuppressions, type SuppressionBook } from "./suppressions.ts";
import { type Report, type Walk, walkFile, walkSuppressions } from "./walk.ts";

/**
 * Lints one Dockerfile: one walk over its instructions, facts on demand, then suppressions. Never throws on bad input; a rule
 * that throws is listed in `failures`. `analysis` is for callers that have asked something of the file before.
 */
export function lint(input: LintInput, chosen: RuleSet, analysis = analyzeInput(input)): FileResult {
  const { syntax } = analysis.file;
  const context = analysis.use(buildContext);
  const check = input.buildArgs?.BUILDKIT_DOCKERFILE_CHECK ?? null;
  const experiments = chosen.literal === "buildkit" ? readExperiments(syntax, check) : null;
  const ruleSet = experiments === null ? chosen : chosen.withChecks(experiments.checks);
  const skipped = rulesWithoutContext(ruleSet, context);
  const skippedIds = new Set(skipped.map(({ rule }) => rule));
  const book = readSuppressions(syntax, ruleSet, { today: input.today ?? null, check });
  const walk = walkFile(analysis, ruleSet, skippedIds);
  const isWanted = ({ rule, problem: { aliases = rule.aliases ?? [], at } }: Report): boolean =>
    experiments === null ||
    chosen.severityOf(rule, aliases) !== null ||
    experiments.isAsked(aliases, instructionAt(syntax.instructions, at.start));
  const main = settle(walk.reports.filter(isWanted), book, ruleSet);
  const afterwards = walkSuppressions(
    analysis,
    ruleSet,
    book.settle(judgeableRules(ruleSet, skippedIds, walk)),
  );
  const late = settle(afterwards.reports, book, ruleSet);
  return {
    path: input.path,
    lines: analysis.file.lines,
    context: context && {
      path: shownPath(context.root, input.workingDirectory ?? null),
      ...(input.declared?.root === context.root
        ? { chosenBy: "invocation", by: input.declared.by }
        : { chosenBy: context.chosenBy }),
    },
    findings: [...main.findings, ...late.findings].sort(inDocumentOrder),
    hidden: [...main.hidden, ...late.hidden].sort((a, b) => inDocumentOrder(a.finding, b.finding)),
    skipped,
    failures: [...walk.failures, ...afterwards.failures],
    estimate: input.estimate === true ? analysis.use(estimates).estimate : null,
  };
}

function rulesWithoutContext(ruleSet: RuleSet, context: BuildContext | null): FileResult["skipped"] {
  const reason = context === null ? "there is no build context to look at" : context.problem;
  if (reason === null) return [];
  return ruleSet.enabled
    .filter((rule) => rule.needs?.includes("context"))
    .map((rule) => ({ rule: rule.id, reason }));
}

/** Rules of which it can be said that a suppression hid nothing: they ran to the end, before suppressions are judged. */
function judgeableRules(
  ruleSet: RuleSet,
  skipped: ReadonlySet<string>,
  { failures }: Walk,
): ReadonlySet<string> {
  const failed = new Set(failures.map(({ rule }) => rule));
  const judgeable = ruleSet.enabled.filter(
    ({ id, check }) => !skipped.has(id) && !failed.has(id) && check.suppression === undefined,
  );
  return new Set(judgeable.map(({ id }) => id));
}

/** What is left of reports after suppressions and settings. A comment is used also when it hides what was not asked for. */
function settle(
  reports: readonly Report[],
  book: SuppressionBook,
  ruleSet: RuleSet,
): Pick<FileResult, "findings" | "hidden"> {
  const findings: Finding[] = [];
  const hidden: HiddenFinding[] = [];
  for (const { rule, problem } of reports) {
    const aliases = problem.aliases ?? rule.aliases ?? [];
    const severity = ruleSet.severityOf(rule, aliases, problem.severity);
    const hiding = book.hides({ rule: rule.id, aliases, at: problem.at });
    if (severity === null) continue;
    const code = ruleSet.codeOf(aliases);
    const finding: Finding = {
      ...problem,
      rule: rule.id,
      code,
      aliases,
      severity,
      category: rule.category,
    };
    if (hiding === null) findings.push(finding);
    else hidden.push({ finding, reason: hiding.reason });
  }
  return { findings, hidden };
}

function inDocumentOrder(a: Finding, b: Finding): number {
  return a.at.start - b.at.start || a.at.end - b.at.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

/** A path of the host as people see it from where they work, `..` included; as it is when nothing is known of that. */
function shownPath(path: string, workingDirectory: string | null): string {
  if (workingDirectory === null) return path;
  const to = partsOf(path);
  const from = partsOf(workingDirectory);
  let shared = 0;
  while (shared < to.length && to[shared] === from[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/") || ".";
}

function partsOf(path: string): readonly string[] {
  return cleanPath(path)
    .split("/")
    .filter((part) => part !== "");
}
