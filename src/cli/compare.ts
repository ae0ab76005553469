import type { Analysis } from "../analysis/fact.ts";
import type { Interval } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import { type PlanDifference, planDifference } from "../estimate/plan-difference.ts";
import { type GitHistory, isGitProblem, type TreeChange } from "../host/git.ts";
import type { Host } from "../host/host.ts";
import { nodeHost } from "../host/node-host.ts";
import { type PricedChange, reportCompareText } from "../report/compare.ts";
import { formatInterval, formatSeconds } from "../report/quantities.ts";
import type { Invocation } from "./arguments.ts";
import { choosePalette, wantsColor } from "./color.ts";
import { deliver } from "./deliver.ts";
import { exitCodes } from "./options.ts";
import { historyOptions } from "./repository.ts";
import { analyzeRevision, type RevisionReader, readRevision, readRevisions, subjectOf } from "./revisions.ts";
import { refuse, say } from "./say.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Prices a change of Dockerfile, ignore file or layout: the builds up to A, once with what A has and once with what B has, or what is on disk.
 * Resolves to the exit code: 1 when B costs more than the options allow.
 */
export async function compare(invocation: Invocation, terminal: Terminal): Promise<number> {
  const revisions = await readRevisions(invocation, "HEAD..", terminal);
  if (revisions === null) return exitCodes.problem;
  const { reader, from, to } = revisions;
  const before = readRevision(reader, from);
  if (typeof before === "string") return refuse(before, terminal);
  const after = to === "" ? readDisk(reader) : readChanged(reader, before.id, to);
  if (typeof after === "string") return refuse(after, terminal);
  const history = readHistory(reader, before.id, invocation);
  if (typeof history === "string") return refuse(history, terminal);
  const first = { text: before.analysis.file.text, host: before.host, changes: [] };
  const plans = [first, after].map((side) => analyzeSide(reader, side, history).use(estimates).plan);
  const [planBefore, planAfter] = plans;
  if (!planBefore || !planAfter) {
    say(`${reader.path}: there is nothing to build`, terminal);
    return exitCodes.problem;
  }
  const difference = planDifference(planBefore, planAfter);
  const change: PricedChange = {
    path: reader.path,
    from: { name: from, subject: subjectOf(reader, before.id) },
    to: to === "" ? { name: "the files on disk", subject: "" } : { name: to, subject: subjectOf(reader, to) },
    ...difference,
    blindSpots: blindSpotsOf(difference),
    exceeded: exceededLimits(difference, invocation),
  };
  const output = invocation.text("output");
  const text = await reportOf(change, invocation, terminal);
  if (!deliver(text, output, terminal)) return exitCodes.problem;
  return change.exceeded.length > 0 ? exitCodes.findings : exitCodes.clean;
}

/** The change in the format that is asked for. */
async function reportOf(change: PricedChange, invocation: Invocation, terminal: Terminal): Promise<string> {
  switch (invocation.text("format")) {
    case "json":
      return (await import("../report/json.ts")).reportCompareJson(change);
    case "html":
      return (await import("../report/html-compare.ts")).reportCompareHtml(change);
    default: {
      const isFile = invocation.text("output") !== null;
      return reportCompareText(change, {
        palette: await choosePalette(wantsColor(invocation.text("color"), isFile, terminal)),
        quiet: invocation.has("quiet"),
      });
    }
  }
}

/** A Dockerfile and the files around it. */
interface Side {
  readonly text: string;
  readonly host: Host;
  /** What is different in git from the side before. */
  readonly changes: readonly TreeChange[];
}

/** What is on disk, with the files that git has. */
function readDisk({ root, place }: RevisionReader): Side | string {
  const host = nodeHost();
  const { text } = host.readText(`${root}/${place}`);
  return text === undefined ? `\`${place}\` can't be read` : { text, host, changes: [] };
}

function readChanged(reader: RevisionReader, before: string, revision: string): Side | string {
  const after = readRevision(reader, revision);
  if (typeof after === "string") return after;
  const changes = reader.git.diff(before, after.id);
  if (isGitProblem(changes)) return changes.message;
  return { text: after.analysis.file.text, host: after.host, changes };
}

/** The builds up to the revision before the change; `null` when none are wanted. */
function readHistory(
  { git }: RevisionReader,
  before: string,
  invocation: Invocation,
): GitHistory | null | string {
  const options = historyOptions(invocation);
  if (options === null) return null;
  const history = git.history({ ...options, branch: before });
  return isGitProblem(history) ? history.message : history;
}

function analyzeSide(
  reader: RevisionReader,
  { text, host, changes }: Side,
  history: GitHistory | null,
): Analysis {
  const repository = history === null ? null : { root: reader.root, history, pending: changes };
  return analyzeRevision(reader, text, host, repository);
}

function blindSpotsOf({ before, after }: PlanDifference): readonly string[] {
  const spots = [...new Set([...before.blindSpots, ...after.blindSpots])];
  if (before.builds > 0 === after.builds > 0) return spots;
  return [
    "The files of one side have no past, as after a move: its hit rates are priors, so the difference is rough",
    ...spots,
  ];
}

/** What the options forbid, and is so. The mean counts: an interval would let everything through, or nothing. */
function exceededLimits(difference: PlanDifference, invocation: Invocation): readonly string[] {
  const { before, after, expectedSeconds } = difference;
  const found: string[] = [];
  const increase = invocation.text("max-increase");
  if (increase !== null) {
    const amount = Number.parseFloat(increase);
    const most = increase.endsWith("%") ? (before.expectedSeconds.mean * amount) / 100 : amount;
    if (expectedSeconds.mean > most)
      found.push(overLimit("is slower by", expectedSeconds, `--max-increase ${increase}`));
  }
  const budget = invocation.text("budget");
  if (budget !== null && after.expectedSeconds.mean > Number.parseFloat(budget))
    found.push(overLimit("takes", after.expectedSeconds, `--budget ${budget}`));
  return found;
}

function overLimit(what: string, seconds: Interval, limit: string): string {
  return `The expected build ${what} ${seconds.mean < 0 ? formatSeconds(seconds.mean) : formatInterval(seconds)}, more than \`${limit}\` allows`;
}
