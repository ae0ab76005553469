import type { EstimatedStep } from "../../estimate/estimate.ts";
import { type PricedChange, signed } from "../../report/compare.ts";
import { truncate } from "../../report/display-text.ts";
import { markdownCode } from "../../report/escape-markdown.ts";
import { formatInterval, formatSeconds } from "../../report/quantities.ts";
import type { Remark } from "./comment.ts";

/** Less than this per build is not worth a comment, in seconds. */
const leastSeconds = 0.5;
const mostReasons = 3;
const mostInstruction = 100;

/** Whether a change makes the builds slower by more than noise. */
export function isSlower({ expectedSeconds: { mean, low } }: Pick<PricedChange, "expectedSeconds">): boolean {
  return low > 0 && mean >= leastSeconds;
}

/** What a pull request does to the builds, in Markdown. */
export function changeReport(changes: readonly PricedChange[]): Remark {
  const slower = changes.filter(isSlower);
  return {
    isNews: slower.length > 0,
    body: [
      `### ${headline(changes, slower)}`,
      "",
      ...table(changes),
      ...slower.flatMap(reasons),
      ...basis(changes),
    ].join("\n"),
  };
}

function headline(changes: readonly PricedChange[], slower: readonly PricedChange[]): string {
  const [first] = slower;
  if (slower.length > 1) return `This change makes builds of ${slower.length} images slower`;
  if (first !== undefined) {
    const which = changes.length === 1 ? "every build" : `every build of ${markdownCode(first.path)}`;
    return `This change makes ${which} ${formatSeconds(first.expectedSeconds.mean)} slower`;
  }
  const isFaster = changes.some(({ expectedSeconds: { mean, high } }) => high < 0 && mean <= -leastSeconds);
  return isFaster ? "This change makes builds faster" : "This change makes no build slower";
}

function table(changes: readonly PricedChange[]): readonly string[] {
  if (changes.length === 0) return [];
  return [
    "| Dockerfile | Expected build before | After | Difference | Difference with nothing cached |",
    "|---|---|---|---|---|",
    ...changes.map(
      ({ path, before, after, expectedSeconds, coldSeconds }) =>
        `| ${markdownCode(path)} | ${formatInterval(before.expectedSeconds)} | ${formatInterval(after.expectedSeconds)} | ${signed(expectedSeconds)} | ${signed(coldSeconds)} |`,
    ),
    "",
  ];
}

/** The steps that cost more, and why they run. */
function reasons({ path, before, after, exceeded }: PricedChange): readonly string[] {
  const known = new Map(before.steps.map((step) => [step.instruction, step]));
  const dearer = after.steps
    .map((step) => ({ step, was: known.get(step.instruction) ?? null }))
    .map(({ step, was }) => ({ step, was, more: step.expectedSeconds - (was?.expectedSeconds ?? 0) }))
    .filter(({ more }) => more > 0.1)
    .sort((one, other) => other.more - one.more)
    .slice(0, mostReasons);
  if (dearer.length === 0 && exceeded.length === 0) return [];
  return [
    `In ${markdownCode(path)}, because`,
    ...dearer.map(({ step, was }) => `- ${reason(step, was, after.steps)}`),
    ...exceeded.map((sentence) => `- ${sentence}`),
    "",
  ];
}

function reason(step: EstimatedStep, was: EstimatedStep | null, steps: readonly EstimatedStep[]): string {
  const misses = `${percent(1 - step.hitRate.value)} of the builds`;
  const before = was === null ? ", and is new" : `, before in ${percent(1 - was.hitRate.value)}`;
  return `${stepName(step)} runs in ${misses}${before}, for ${formatSeconds(step.cost.seconds)} each${because(step, steps)}`;
}

/** What makes a step run; of a step above it, what makes that run. */
function because({ causes }: EstimatedStep, steps: readonly EstimatedStep[]): string {
  const [first] = causes;
  if (first === undefined) return "";
  const above =
    first.kind === "above" ? steps.find(({ line }) => first.what === `after line ${line}`) : undefined;
  const list = (above ?? { causes }).causes
    .slice(0, mostReasons)
    .map(({ what, share }) => `${markdownCode(what)} ${percent(share)}`)
    .join(", ");
  return above === undefined
    ? `; what makes it run: ${list}`
    : `; it runs after ${stepName(above)}, and what makes that run: ${list}`;
}

function stepName({ instruction, line }: EstimatedStep): string {
  return `${markdownCode(truncate(instruction, mostInstruction))} (line ${line})`;
}

function basis(changes: readonly PricedChange[]): readonly string[] {
  const builds = Math.max(0, ...changes.map(({ before }) => before.builds));
  const rates =
    builds === 0 ? "hit rates are priors" : `the last ${builds} builds replayed from the git history`;
  const isMeasured = changes.some(({ after }) => after.steps.some(({ cost }) => cost.basis === "measured"));
  const costs = isMeasured
    ? "costs of recorded builds where there are any"
    : "costs are priors from public build logs";
  return changes.length === 0 ? [] : [`<sub>stowage: ${rates}; ${costs}; in brackets 90 % intervals</sub>`];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
