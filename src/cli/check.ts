import { rules } from "../../rules/index.ts";
import type { Analysis } from "../analysis/fact.ts";
import { shellSources } from "../analysis/shell-sources.ts";
import { type RuleSet, reachesThreshold, resolveRules, type Threshold } from "../config/settings.ts";
import { fileKind } from "../engine/file-kind.ts";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult, InputProblem, LeftOut, RunResult } from "../engine/result.ts";
import { nodeHost } from "../host/node-host.ts";
import { baseName } from "../text/posix-path.ts";
import { hideFindings } from "./add-ignores.ts";
import type { Invocation } from "./arguments.ts";
import { readBuilding, readInput } from "./building.ts";
import { deliver, overwrittenSource } from "./deliver.ts";
import { deliverRun } from "./deliver-run.ts";
import { fixingObstacle, readFixing } from "./fixing.ts";
import { type Configuration, configuration, unknownFlagNames } from "./load-config.ts";
import { exitCodes } from "./options.ts";
import { countingHost, startProgress } from "./progress.ts";
import { findSources, type Source } from "./read-inputs.ts";
import { repositories } from "./repository.ts";
import { refuse, say, sayProblems } from "./say.ts";
import type { ShellChecker } from "./shellcheck.ts";
import type { Terminal } from "./terminal.ts";
import { timingsBook } from "./timings.ts";

/** Lints what the operands lead to, reports, and resolves to the exit code. */
export async function check(invocation: Invocation, terminal: Terminal): Promise<number> {
  const unknown = unknownFlagNames(invocation, rules);
  if (unknown.length > 0) return refuse(unknown, terminal);
  const obstacle = fixingObstacle(invocation);
  if (obstacle !== null) return refuse(obstacle, terminal);
  const fixing = readFixing(invocation);
  if (invocation.has("add-ignores") && invocation.operands.includes("-"))
    return refuse("`--add-ignores` writes into files; it can't write to standard input", terminal);
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
  const planned = await planSources(found.sources, configuration(invocation, terminal, rules));
  if (planned.problems.length > 0) {
    progress.clear();
    sayProblems(planned.problems, terminal);
    return exitCodes.problem;
  }
  const problems: InputProblem[] = [...building.problems, ...found.problems];
  const files: FileResult[] = [];
  const leftOut: LeftOut[] = [];
  const isHiding = invocation.has("add-ignores");
  const diffs: string[] = [];
  let isFailing = false;
  const host = countingHost(nodeHost(), progress);
  const past = repositories(invocation, terminal);
  const book = timingsBook(invocation, host, terminal);
  for (const batch of batches(planned.plans, shellCheck === null ? 1 : filesOfBatch)) {
    const read: { plan: Plan; input: LintInput; analysis: Analysis }[] = [];
    for (const plan of batch) {
      const around = { ...building, context: building.context ?? plan.context };
      const { input: given, problem } = readInput(plan.source, around, host, terminal);
      if (problem !== null) problems.push(problem);
      if (given === null) continue;
      const kind = plan.source.isFound ? fileKind(baseName(plan.source.path), given.text) : "dockerfile";
      if (kind !== "dockerfile") {
        leftOut.push({ path: plan.source.path, reason: kind });
        continue;
      }
      const repository = plan.source.file === null ? null : await past.around(plan.source.file);
      const timings = plan.source.file === null ? null : await book.of(plan.source.file);
      const input = { ...given, repository, shellCheck, timings };
      read.push({ plan, input, analysis: analyzeInput(input) });
    }
    if (shellCheck !== null) {
      progress.begin("asking ShellCheck");
      problems.push(...(await askShellCheck(shellCheck, read)));
    }
    for (const { plan, input, analysis } of read) {
      const { source, ruleSet, failOn } = plan;
      progress.begin(`file ${files.length + 1} of ${found.sources.length}`);
      let result: FileResult;
      if (fixing !== null) {
        const { fixFile } = await import("./fix-files.ts");
        const fixed = fixFile(source, input, ruleSet, fixing, problems, terminal);
        diffs.push(fixed.diff);
        // ShellCheck knows the scripts of the file as it was.
        const isNew = shellCheck !== null && fixed.input.text !== input.text;
        if (isNew) await shellCheck.ask(analyzeInput(fixed.input).use(shellSources));
        result = isNew ? lint(fixed.input, ruleSet) : fixed.result;
      } else if (isHiding) result = hideFindings(source, input, ruleSet, problems, terminal);
      else result = lint(input, ruleSet, analysis);
      files.push(result);
      isFailing ||= result.findings.some(({ severity }) => reachesThreshold(severity, failOn));
    }
  }
  progress.clear();
  if (past.problems.length > 0) return refuse(past.problems, terminal);
  problems.push(...book.problems);
  const run: RunResult = { files, leftOut, problems };
  if (fixing?.isShownOnly) {
    const isShown = deliver(diffs.join(""), outputs[0]!.file, terminal);
    sayProblems(problems, terminal);
    if (!isShown || sayFailures(run, terminal) || problems.length > 0) return exitCodes.problem;
    return diffs.some((diff) => diff !== "") ? exitCodes.findings : exitCodes.clean;
  }
  // Standard output has the fixed text.
  const isPiped = fixing !== null && invocation.operands.includes("-");
  const ran = rules.filter((rule) => planned.plans.some(({ ruleSet }) => ruleSet.enabled.includes(rule)));
  const isDelivered = await deliverRun(run, ran, { outputs, invocation, terminal, isPiped });
  sayProblems(problems, terminal);
  const isBroken = sayFailures(run, terminal);
  if (!isDelivered || isBroken || problems.length > 0) return exitCodes.problem;
  return isFailing ? exitCodes.findings : exitCodes.clean;
}

/** Files that are read before ShellCheck is asked about all their scripts. */
const filesOfBatch = 100;

function* batches<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

/** The program that the options lead to; `null` without one, which only `--verbose` tells. */
async function chooseShellCheck(
  invocation: Invocation,
  terminal: Terminal,
): Promise<ShellChecker | { readonly refused: string } | null> {
  const given = invocation.text("shellcheck") ?? "auto";
  if (given === "off") return null;
  const { findShellCheck, shellChecker } = await import("./shellcheck.ts");
  const program = findShellCheck(given === "auto" ? "shellcheck" : given, terminal);
  const checker = program === null ? null : shellChecker(program);
  if (given !== "auto" && (await checker?.version()) == null)
    return { refused: `\`--shellcheck ${given}\`: there is no such program, or it is not ShellCheck` };
  if (invocation.has("verbose")) {
    const told =
      checker === null
        ? "there is no `shellcheck` on PATH, so that nothing is reported that only it sees"
        : `ShellCheck ${(await checker.version()) ?? "of an unknown version"}: ${checker.program}`;
    say(told, terminal);
  }
  return checker;
}

/** Asks about all scripts of some files. @returns a problem for each file with a script that gets no answer. */
async function askShellCheck(
  checker: ShellChecker,
  files: readonly { readonly input: LintInput; readonly analysis: Analysis }[],
): Promise<readonly InputProblem[]> {
  const sources = files.map(({ analysis }) => analysis.use(shellSources));
  const unanswered = new Set(await checker.ask(sources.flat()));
  return files.flatMap(({ input: { path } }, index) =>
    sources[index]!.some((source) => unanswered.has(source))
      ? [
          {
            path,
            message:
              "ShellCheck breaks on a script or takes too long, so that its remarks are missing; `--shellcheck off` leaves them out",
          },
        ]
      : [],
  );
}

/** A Dockerfile with the settings that count for it. */
interface Plan {
  readonly source: Source;
  readonly ruleSet: RuleSet;
  readonly failOn: Threshold;
  readonly context: string | null;
}

/** Finds the settings of all files before the first is linted, so that a broken configuration stops the run. */
async function planSources(
  sources: readonly Source[],
  settings: Configuration,
): Promise<{ readonly plans: readonly Plan[]; readonly problems: readonly InputProblem[] }> {
  const plans: Plan[] = [];
  const problems = new Map<string, InputProblem>();
  // Files with equal settings share the tables that the walk makes of a rule set.
  const ruleSets = new Map<string, RuleSet>();
  for (const source of sources) {
    const configured = await settings.configure(source.file);
    for (const problem of configured.problems) problems.set(`${problem.path} ${problem.message}`, problem);
    const key = JSON.stringify(configured.settings);
    // Names of rules were looked at where they were read.
    const ruleSet = ruleSets.get(key) ?? resolveRules(rules, configured.settings).ruleSet;
    ruleSets.set(key, ruleSet);
    plans.push({ source, ruleSet, failOn: configured.settings.failOn, context: configured.context });
  }
  return { plans, problems: [...problems.values()] };
}

/** Whether a rule broke. */
function sayFailures({ files }: RunResult, terminal: Terminal): boolean {
  const failures = files.flatMap(({ path, failures: ofFile }) =>
    ofFile.map(({ rule, message }) => ({
      path,
      message: `rule ${rule} broke, which is a defect of stowage; --ignore ${rule} runs without it: ${message}`,
    })),
  );
  sayProblems(failures, terminal);
  return failures.length > 0;
}
