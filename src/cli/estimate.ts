import type { Analysis } from "../analysis/fact.ts";
import type { LintInput } from "../engine/input.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import { reportEstimateText } from "../report/estimate-table.ts";
import { count } from "../report/quantities.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { analyzeBuild, readPricedBuild } from "./priced-build.ts";
import { startProgress } from "./progress.ts";
import type { Repositories } from "./repository.ts";
import { say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/** Prices the steps of one Dockerfile and resolves to the exit code. */
export async function estimate(invocation: Invocation, terminal: Terminal): Promise<number> {
  const progress = startProgress(terminal, invocation.has("quiet"));
  const read = await readPricedBuild(invocation, progress, terminal);
  if (read === null) return exitCodes.problem;
  const { source, input, past } = read;
  const output = invocation.text("output");
  const analysis = analyzeBuild(input);
  const mistakes = analysis.file.syntax.problems.length;
  const today = analysis.use(estimates).estimate;
  const priced =
    today !== null && invocation.has("trend")
      ? { ...today, trend: await readTrend(analysis, input, past) }
      : today;
  progress.clear();
  if (priced === null) {
    say(
      `${source.path}: there is nothing to build, so nothing to price; a Dockerfile needs a FROM`,
      terminal,
    );
    return exitCodes.problem;
  }
  if (mistakes > 0)
    say(
      `${source.path}: the builder rejects this file (${count(mistakes, "syntax error")}); \`stowage check\` shows where`,
      terminal,
    );
  const format = invocation.text("format");
  let text: string;
  if (format === "json") {
    const { reportEstimateJson } = await import("../report/json.ts");
    text = reportEstimateJson(priced);
  } else if (format === "html") {
    const { reportEstimateHtml } = await import("../report/html-estimate.ts");
    const { buildPicture } = await import("../estimate/build-picture.ts");
    text = await reportEstimateHtml(source.path, priced, buildPicture(analysis.use(estimates).plan!));
  } else {
    text = reportEstimateText(source.path, priced, {
      palette: await choosePalette(wantsColor(invocation.text("color"), output !== null, terminal)),
      width: terminal.columns() ?? defaultWidth,
      quiet: invocation.has("quiet"),
    });
  }
  return deliver(text, output, terminal) ? exitCodes.clean : exitCodes.problem;
}

/** What earlier versions of the file took. */
async function readTrend(
  analysis: Analysis,
  input: LintInput,
  past: Repositories,
): Promise<NonNullable<Estimate["trend"]>> {
  const git = input.dockerfile == null ? null : await past.git(input.dockerfile);
  return (await import("./trend.ts")).pastVersions(analysis, input, git);
}

/** Cells of a line where there is no terminal to ask: the table needs room. */
const defaultWidth = 120;
