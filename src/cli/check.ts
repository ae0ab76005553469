import { resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import type { Analysis } from "../analysis/fact.ts";
import { shellSources } from "../analysis/shell-sources.ts";
import { type RuleSet, reachesThreshold, resolveRules, type Threshold } from "../config/settings.ts";
import { fileKind } from "../engine/file-kind.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult, InputProblem, LeftOut } from "../engine/result.ts";
import { nodeHost } from "../host/node-host.ts";
import { count } from "../report/quantities.ts";
import { hash64 } from "../text/hash64.ts";
import { baseName } from "../text/posix-path.ts";
import { hideFindings } from "./add-ignores.ts";
import type { Invocation } from "./arguments.ts";
import { type Baseline, baselineAfter, readBaseline, withoutKnown } from "./baseline.ts";
import { readBuilding, readInput } from "./building.ts";
import { builtResults } from "./built-result.ts";
import { type CheckedFile, type CheckedRun, type Placed, runResult } from "./checked-run.ts";
import { declaredBuilds } from "./declared-build.ts";
import { deliver, overwrittenSource } from "./deliver.ts";
import { deliverRun } from "./deliver-run.ts";
import { exitCodeOf } from "./exit-code.ts";
import { fixingObstacle, readFixing } from "./fixing.ts";
import { type Configuration, configuration, unknownFlagNames } from "./load-config.ts";
import { exitCodes, usualCache } from "./options.ts";
import { tool } from "./package-files.ts";
import { countingHost, startProgress } from "./progress.ts";
import { findSources, type Source, shownPath } from "./read-inputs.ts";
import { repositories } from "./repository.ts";
import type { CachedLint } from "./result-cache.ts";
import { refuse, say, sayProblems } from "./say.ts";
import { isInShard, readShard } from "./shards.ts";
import type { ShellChecker } from "./shellcheck.ts";
import type { Terminal } from "./terminal.ts";
import { timingsBook } from "./timings.ts";
import { askShellCheck, chooseShellCheck } from "./use-shellcheck.ts";

/** Lints what the operands lead to, reports, and resolves to the exit code. */
export async function check(invocation: Invocation, terminal: Terminal): Promise<number> {
  const unknown = unknownFlagNames(invocation, rules);
  if (unknown.length > 0) return refuse(unknown, terminal);
  const obstacle = fixingObstacle(invocation);
  if (obstacle !== null) return refuse(obstacle, terminal);
  const fixing = readFixing(invocation);
  if (invocation.has("add-ignores") && invocation.operands.includes("-"))
    return refuse("`--add-ignores` writes into files; it can't write to standard input", terminal);
  if (invocation.has("update-baseline") && (invocation.text("shard") ?? invocation.text("since")) !== null)
    return refuse("`--update-baseline` is for a whole run, without `--shard` and `--since`", terminal);
  const asked = invocation.text("shard");
  const shard = asked === null ? null : readShard(asked);
  if (typeof shard === "string") return refuse(shard, terminal);
  const building = readBuilding(invocation, terminal);
  const shellCheck = await chooseShellCheck(invocation, terminal);
  if (shellCheck !== null && "refused" in shellCheck) return refuse(shellCheck.refused, terminal);
  const progress = startProgress(terminal, invocation.has("quiet"));
  progress.begin("searching for Dockerfiles");
  const found = await findSources(invocation, terminal, progress);
  const { outputs } = invocation;
  const overwritten = outputs.flatMap(({ file }) => overwrittenSource(found.sources, file, terminal) ?? []);
  if (overwritten.length > 0) {
    progress.clear();
    return refuse(overwritten, terminal);
  }
  const sources = found.sources.map((source, at) => ({ source, at }));
  const own = shard === null ? sources : sources.filter(({ source }) => isInShard(source.path, shard));
  const planned = await planSources(own, configuration(invocation, terminal, rules));
  if (planned.problems.length > 0) {
    progress.clear();
    sayProblems(planned.problems, terminal);
    return exitCodes.problem;
  }
  const isUpdating = invocation.has("update-baseline");
  if (isUpdating && planned.plans.some(({ baseline }) => baseline === null)) {
    progress.clear();
    return refuse(
      "`--update-baseline` needs a file: `--baseline FILE`, or `baseline: FILE` in .stowage.yaml",
      terminal,
    );
  }
  const problems: Placed<InputProblem>[] = [...building.problems, ...found.problems].map(ofNoFile);
  const files: CheckedFile[] = [];
  const leftOut: Placed<LeftOut>[] = [];
  const isHiding = invocation.has("add-ignores");
  const baselines = new Map<string, Baseline | string>();
  const oldFindings = new Map<string, { file: string; result: FileResult }[]>();
  const host = countingHost(nodeHost(), progress);
  const declared = declaredBuilds(host, terminal);
  const reported = builtResults();
  const past = repositories(invocation, terminal);
  const since = invocation.text("since");
  const isNew = since === null ? null : (await import("./since.ts")).sinceFilter(since, past, shellCheck);
  const book = timingsBook(invocation, host, terminal);
  const recall = await chooseCache(invocation, shellCheck, terminal);
  for (const batch of batches(planned.plans, shellCheck === null ? 1 : filesOfBatch)) {
    const read: { plan: Plan; input: LintInput; analysis: Analysis }[] = [];
    for (const plan of batch) {
      const around = {
        ...building,
        context: building.context ?? (plan.source.build === undefined ? plan.context : null),
      };
      const { input: given, problem } = readInput(plan.source, around, host, terminal);
      const { at } = plan;
      if (problem !== null) problems.push({ at, value: problem });
      if (given === null) continue;
      const kind =
        plan.source.foundIn !== null ? fileKind(baseName(plan.source.path), given.text) : "dockerfile";
      if (kind !== "dockerfile") {
        leftOut.push({ at, value: { path: plan.source.path, reason: kind } });
        continue;
      }
      const repository = plan.source.file === null ? null : await past.around(plan.source.file);
      const timings = plan.source.file === null ? null : await book.of(plan.source.file);
      const input = { ...(await declared(given)), repository, shellCheck, timings };
      read.push({ plan, input, analysis: analyzeInput(input) });
    }
    if (shellCheck !== null) {
      progress.begin("asking ShellCheck");
      const unanswered = await askShellCheck(shellCheck, read);
      problems.push(
        ...unanswered.map((value) => ({
          at: read.find(({ input }) => input.path === value.path)?.plan.at ?? null,
          value,
        })),
      );
    }
    for (const { plan, input, analysis } of read) {
      const { ruleSet, failOn, at } = plan;
      let { source } = plan;
      progress.begin(`file ${files.length + 1} of ${own.length}`);
      let result: FileResult;
      const unwritten: InputProblem[] = [];
      if (fixing !== null) {
        const { fixBuilt } = await import("./fix-built.ts");
        const fixed = await fixBuilt(source, input, ruleSet, fixing, unwritten, terminal);
        source = fixed.source;
        // ShellCheck knows the scripts of the file as it was.
        const isOther = shellCheck !== null && fixed.input.text !== input.text;
        if (isOther) await shellCheck.ask(analyzeInput(fixed.input).use(shellSources));
        result = { ...(isOther ? lint(fixed.input, ruleSet) : fixed.result), fixed: fixed.fixed };
      } else if (isHiding) result = hideFindings(source, input, ruleSet, unwritten, terminal);
      else result = recall === null ? lint(input, ruleSet, analysis) : recall(input, ruleSet);
      if (isNew !== null) {
        const left = await isNew({ ...input, text: result.lines.text }, ruleSet, result);
        if (typeof left === "string") unwritten.push({ path: source.path, message: left });
        else result = left;
      }
      result = reported(source, result);
      if (plan.baseline !== null && source.file !== null) {
        const { file } = source;
        if (isUpdating) {
          oldFindings.set(plan.baseline, [...(oldFindings.get(plan.baseline) ?? []), { file, result }]);
          result = withoutKnown(result, () => true);
        } else {
          const known = baselines.get(plan.baseline) ?? readBaseline(plan.baseline, host);
          baselines.set(plan.baseline, known);
          if (typeof known !== "string") {
            const prints = known.get(file) ?? new Set();
            result = withoutKnown(result, (print) => prints.has(print));
          }
        }
      }
      problems.push(...unwritten.map((value) => ({ at, value })));
      const isFailing = result.findings.some(({ severity }) => reachesThreshold(severity, failOn));
      files.push({ at, isFailing, value: result });
    }
  }
  progress.clear();
  if (past.problems.length > 0) return refuse(past.problems, terminal);
  for (const [path, baseline] of baselines) {
    if (typeof baseline === "string")
      problems.push(ofNoFile({ path: shownPath(path, terminal), message: baseline }));
  }
  for (const [path, found] of oldFindings) {
    const isWritten = deliver(baselineAfter(path, found, host), path, terminal, { isFolderMade: true });
    if (!isWritten) return exitCodes.problem;
    const findings = found.reduce((sum, { result }) => sum + result.findings.length, 0);
    say(
      `${shownPath(path, terminal)}: ${count(findings, "finding")} ${findings === 1 ? "is" : "are"} known from now on`,
      terminal,
    );
  }
  problems.push(...book.problems.map(ofNoFile));
  const run: CheckedRun = {
    rules: rules.filter((rule) => planned.plans.some(({ ruleSet }) => ruleSet.enabled.includes(rule))),
    files,
    leftOut,
    problems,
  };
  const isShownOnly = fixing?.isShownOnly === true;
  if (isShownOnly && outputs[0]!.format === "text") {
    const diff = runResult(run)
      .files.map(({ fixed }) => fixed?.diff ?? "")
      .join("");
    return exitCodeOf(run, deliver(diff, outputs[0]!.file, terminal), terminal, hasDiff);
  }
  const isDelivered = await deliverRun(run, {
    outputs,
    invocation,
    terminal,
    // Standard output has the fixed text.
    isPiped: fixing !== null && invocation.operands.includes("-"),
    part: shard && { shard, search: hash64(sources.map(({ source }) => source.path).join("\n")) },
  });
  return exitCodeOf(run, isDelivered, terminal, isShownOnly ? hasDiff : undefined);
}

function hasDiff({ value: { fixed } }: CheckedFile): boolean {
  return (fixed?.diff ?? "") !== "";
}

function ofNoFile(value: InputProblem): Placed<InputProblem> {
  return { at: null, value };
}

/** Results of earlier runs, where they are asked for. */
async function chooseCache(
  invocation: Invocation,
  shellCheck: ShellChecker | null,
  { workingDirectory, environment }: Terminal,
): Promise<CachedLint | null> {
  const named = invocation.text("cache");
  if (named === null) return null;
  const { cachedLint, cacheFolder } = await import("./result-cache.ts");
  const folder = named === usualCache ? cacheFolder(environment) : resolve(workingDirectory, named);
  const release = [tool().version, (await shellCheck?.version()) ?? "none"].join(" ");
  return cachedLint(folder, release);
}

/** Files that are read before ShellCheck is asked about all their scripts. */
const filesOfBatch = 100;

function* batches<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

/** A Dockerfile with the settings that count for it. */
interface Plan {
  readonly source: Source;
  /** Its place among all that were found. */
  readonly at: number;
  readonly ruleSet: RuleSet;
  readonly failOn: Threshold;
  readonly context: string | null;
  /** Of findings of old, absolute. */
  readonly baseline: string | null;
}

/** Finds the settings of all files before the first is linted, so that a broken configuration stops the run. */
async function planSources(
  sources: readonly Pick<Plan, "source" | "at">[],
  settings: Configuration,
): Promise<{ readonly plans: readonly Plan[]; readonly problems: readonly InputProblem[] }> {
  const plans: Plan[] = [];
  const problems = new Map<string, InputProblem>();
  // Files with equal settings share the tables that the walk makes of a rule set.
  const ruleSets = new Map<string, RuleSet>();
  for (const { source, at } of sources) {
    const configured = await settings.configure(source.file);
    for (const problem of configured.problems) problems.set(`${problem.path} ${problem.message}`, problem);
    const key = JSON.stringify(configured.settings);
    // Names of rules were looked at where they were read.
    const ruleSet = ruleSets.get(key) ?? resolveRules(rules, configured.settings).ruleSet;
    ruleSets.set(key, ruleSet);
    const { baseline } = configured;
    plans.push({
      source,
      at,
      ruleSet,
      baseline,
      failOn: configured.settings.failOn,
      context: configured.context,
    });
  }
  return { plans, problems: [...problems.values()] };
}
