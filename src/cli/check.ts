import { rules } from "../../rules/index.ts";
import { defaultSettings, reachesThreshold, resolveRules, type Settings } from "../config/settings.ts";
import { lint } from "../engine/lint.ts";
import type { FileResult, InputProblem, RunResult } from "../engine/result.ts";
import { nodeHost } from "../host/node-host.ts";
import type { Reporter } from "../report/reporter.ts";
import { reportText } from "../report/text.ts";
import type { Preset } from "../rule/rule.ts";
import type { Invocation } from "./arguments.ts";
import { readBuilding, readInput } from "./building.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver, overwrittenSource } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { rulePage, tool } from "./package-files.ts";
import { countingHost, startProgress } from "./progress.ts";
import { findSources } from "./read-inputs.ts";
import { refuse, sayProblems } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Lints what the operands lead to, reports, and resolves to the exit code. */
export async function check(invocation: Invocation, terminal: Terminal): Promise<number> {
  const settings = readSettings(invocation);
  const { ruleSet, problems: settingsProblems } = resolveRules(rules, settings);
  if (settingsProblems.length > 0) {
    const lines = settingsProblems.map(
      ({ message, help }) => `${message}; ${help ?? "`stowage rules` lists all"}`,
    );
    return refuse(lines, terminal);
  }
  const building = readBuilding(invocation, terminal);
  const progress = startProgress(terminal, invocation.has("quiet"));
  progress.begin("searching for Dockerfiles");
  const found = await findSources(invocation, terminal, progress);
  const output = invocation.text("output");
  const overwritten = overwrittenSource(found.sources, output, terminal);
  if (overwritten !== null) {
    progress.clear();
    return refuse(overwritten, terminal);
  }
  const problems: InputProblem[] = [...building.problems, ...found.problems];
  const files: FileResult[] = [];
  const host = countingHost(nodeHost(), progress);
  for (const [done, source] of found.sources.entries()) {
    progress.begin(`file ${done + 1} of ${found.sources.length}`);
    const { input, problem } = readInput(source, building, host, terminal);
    if (problem !== null) problems.push(problem);
    if (input !== null) files.push(lint(input, ruleSet));
  }
  progress.clear();
  const run: RunResult = { files, problems };
  const report = await chooseReporter(invocation.text("format"));
  const text = report(run, {
    tool: tool(),
    rules: ruleSet.enabled,
    page: rulePage,
    palette: await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal)),
    width: terminal.columns() ?? defaultWidth,
    quiet: invocation.has("quiet"),
  });
  const isDelivered = deliver(text, output, terminal);
  sayProblems(problems, terminal);
  const isBroken = sayFailures(run, terminal);
  if (!isDelivered || isBroken || problems.length > 0) return exitCodes.problem;
  const isFailing = files.some(({ findings }) =>
    findings.some(({ severity }) => reachesThreshold(severity, settings.failOn)),
  );
  return isFailing ? exitCodes.findings : exitCodes.clean;
}

/** Cells of a line where there is no terminal to ask. */
const defaultWidth = 100;

function readSettings(invocation: Invocation): Settings {
  const names = (option: string): string[] =>
    invocation.list(option).flatMap((list) => list.split(/[\s,]+/).filter((name) => name !== ""));
  return {
    preset: (invocation.text("preset") ?? defaultSettings.preset) as Preset,
    select: names("select"),
    ignore: names("ignore"),
    failOn: (invocation.text("fail-on") ?? defaultSettings.failOn) as Settings["failOn"],
    options: {},
    severities: {},
    hadolintComments: true,
  };
}

async function chooseReporter(format: string | null): Promise<Reporter> {
  if (format === "json") return (await import("../report/json.ts")).reportJson;
  if (format === "sarif") return (await import("../report/sarif.ts")).reportSarif;
  return reportText;
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
