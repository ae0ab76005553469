import { buildContext, inContext } from "../analysis/build-context.ts";
import { bystanderLines } from "../analysis/bystander-lines.ts";
import { contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import { type PathMatcher, parseIgnoreFile } from "../analysis/ignore-patterns.ts";
import { needlessFiles } from "../analysis/needless-files.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { Interval } from "../estimate/estimate.ts";
import { estimatePlan } from "../estimate/estimate-plan.ts";
import { estimates } from "../estimate/estimates.ts";
import type { BuildPlan } from "../estimate/plan.ts";
import { type PlanInWords, planPricer } from "./priced-plans.ts";
import type { ReadText } from "./search.ts";

/** Lines for the ignore file that would save time. They change what the image is made of, so they are shown and never written. */
export interface IgnoreSuggestion {
  /** Absolute path of the ignore file within the host. */
  readonly file: string;
  /** `null` where there is none yet. */
  readonly before: string | null;
  readonly text: string;
  readonly lines: readonly IgnoreLine[];
  /** Seconds of the expected build without and with these lines. */
  readonly expectedBefore: Interval;
  readonly expectedAfter: Interval;
  readonly saves: Interval;
  /** `in-image`: files of these are copied into the stage that is built · `while-building`: into other stages alone, whose output may depend on them. */
  readonly effect: "in-image" | "while-building";
}

export interface IgnoreLine {
  readonly pattern: string;
  readonly what: string;
  /** Files that steps read today and would no longer find. */
  readonly files: number;
  readonly bytes: number;
}

export interface SuggestionContext {
  /** Reads another text in the place of the file, and texts in the place of other files, by their absolute paths. */
  readonly analyze: ReadText;
  readonly leastSaving: number;
}

/** The lines together, priced by a replay with the new ignore file; `null` where they save too little, or the ignore file is broken. */
export function ignoreSuggestion(
  analysis: Analysis,
  before: PlanInWords,
  { analyze, leastSaving }: SuggestionContext,
): IgnoreSuggestion | null {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || (context.ignoreFile?.problems.length ?? 0) > 0)
    return null;
  const candidates = candidateLines(analysis, before.plan);
  if (candidates.length === 0) return null;
  const old = context.ignoreFile?.text ?? null;
  const file = context.ignoreFile?.path ?? inContext(context.root, ".dockerignore");
  const text = withLines(
    old,
    candidates.map(({ line }) => line.pattern),
  );
  const { plan } = analyze(analysis.file.text, analysis.options.timings ?? null, new Map([[file, text]])).use(
    estimates,
  );
  if (plan === null) return null;
  const after: PlanInWords = { plan, sameAs: before.sameAs };
  const saves = planPricer()(before, after).expected;
  if (saves.mean < leastSaving || saves.low < leastSaving / 10) return null;
  return {
    file,
    before: old,
    text,
    lines: candidates.map(({ line }) => line),
    expectedBefore: estimatePlan(before.plan).expectedSeconds,
    expectedAfter: estimatePlan(plan).expectedSeconds,
    saves,
    effect: isInImage(
      analysis,
      candidates.map(({ matcher }) => matcher),
    )
      ? "in-image"
      : "while-building",
  };
}

interface Candidate {
  readonly line: IgnoreLine;
  readonly matcher: PathMatcher;
}

function candidateLines(analysis: Analysis, plan: BuildPlan): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { groups } of analysis.use(needlessFiles)) {
    for (const { row, name, places, files, bytes } of groups) {
      // One place of a folder that some projects keep elsewhere is named as such; `.git` stands at the top only.
      const isOnePlace = row.pattern === "**/.git" || (places === 1 && row.needless === "usually");
      const pattern = isOnePlace ? name : row.pattern;
      const known = found.get(pattern)?.line;
      const line = {
        pattern,
        what: row.why,
        files: files + (known?.files ?? 0),
        bytes: bytes + (known?.bytes ?? 0),
      };
      found.set(pattern, { line, matcher: parseIgnoreFile(pattern).matcher });
    }
  }
  const changed = changedPaths(plan);
  for (const { row, matcher, files } of analysis.use(bystanderLines)) {
    if (![...changed].some((path) => matcher.matches(path))) continue;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    found.set(row.pattern, {
      line: { pattern: row.pattern, what: row.what, files: files.length, bytes },
      matcher,
    });
  }
  return [...found.values()];
}

/** What changed between past builds among the files that steps of the target read: a file that never changes makes no step run. */
function changedPaths({ causes, series }: BuildPlan): ReadonlySet<string> {
  const changed = new Set<string>();
  if (series.kind !== "builds") return changed;
  for (const { paths } of causes) {
    // The first build reads everything for the first time.
    for (let build = 1; build < series.builds.length; build += 1)
      for (const path of paths?.changedIn(build) ?? []) changed.add(path.replace(/\/$/, ""));
  }
  return changed;
}

/** The lines at the end of an ignore file, in its line ends. */
function withLines(old: string | null, patterns: readonly string[]): string {
  const end = old?.includes("\r\n") ? "\r\n" : "\n";
  const start = old === null || old === "" ? "" : /\n$/.test(old) ? old : `${old}${end}`;
  return `${start}${patterns.join(end)}${end}`;
}

function isInImage(analysis: Analysis, matchers: readonly PathMatcher[]): boolean {
  const graph = analysis.use(stageGraph);
  if (graph.finalStage === null) return false;
  const members = new Set(graph.lineage(graph.finalStage));
  return [...analysis.use(contextUses)].some(
    ([step, uses]) =>
      members.has(step.stage) &&
      uses.some(
        (use) =>
          use.kind !== "bind" &&
          (use.files() ?? []).some(({ path }) => matchers.some((matcher) => matcher.matches(path))),
      ),
  );
}
