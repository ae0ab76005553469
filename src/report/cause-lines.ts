import type { EstimatedStep, MissCause } from "../estimate/estimate.ts";
import { harmless, padEnd, truncate } from "./display-text.ts";
import { formatShare } from "./quantities.ts";

/** Steps that are explained: those that take most of the expected build, and those above that make them run. */
const dearest = 3;
const leastShare = 0.1;
/** Shares that differ by less are the same. */
const negligible = 0.005;
/** Causes of one step. */
const mostCauses = 4;

/** Steps that always run together, or because of the same. */
export interface CauseGroup {
  /** Ascending. */
  readonly lines: readonly number[];
  readonly causes: readonly MissCause[];
}

/** Why the dearest steps run, a line for those that always run together; no longer than `width` cells. */
export function causeLines(steps: readonly EstimatedStep[], width: number): readonly string[] {
  const rows = causeGroups(explainedSteps(steps), steps).map(({ lines, causes }) => ({
    place: `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`,
    text: causesText(causes),
  }));
  const cells = Math.max(0, ...rows.map(({ place }) => place.length));
  return rows.map(({ place, text }) => truncate(`${padEnd(place, cells)}  ${text}`, width));
}

/** Some of the steps of an estimate, in their order, by what makes them run. */
export function causeGroups(
  explained: readonly EstimatedStep[],
  steps: readonly EstimatedStep[],
): readonly CauseGroup[] {
  const groups = new Map<string, { readonly lines: Set<number>; readonly causes: readonly MissCause[] }>();
  for (const step of explained) {
    const { line, causes } = rootOf(step, steps);
    const text = causesText(causes);
    const group = groups.get(text) ?? { lines: new Set(), causes };
    group.lines.add(line).add(step.line);
    groups.set(text, group);
  }
  return Array.from(groups.values(), ({ lines, causes }) => ({
    lines: [...lines].sort((one, other) => one - other),
    causes,
  }));
}

/** In the order of the file. */
function explainedSteps(steps: readonly EstimatedStep[]): readonly EstimatedStep[] {
  const chosen = new Set(
    steps
      .filter(({ expectedSeconds, causes }) => expectedSeconds > 0 && causes.length > 0)
      .toSorted((one, other) => other.expectedSeconds - one.expectedSeconds)
      .slice(0, dearest),
  );
  // Members added on the way are looked at too.
  for (const { causes } of chosen) {
    for (const cause of causes) {
      const above = cause.share >= leastShare ? stepAbove(cause, steps) : undefined;
      if (above !== undefined) chosen.add(above);
    }
  }
  return steps.filter((step) => chosen.has(step));
}

/** The step above with which a step always runs: all that is said of it but that is said of the other too. */
function rootOf(step: EstimatedStep, steps: readonly EstimatedStep[]): EstimatedStep {
  for (const cause of step.causes) {
    const above = stepAbove(cause, steps);
    if (above === undefined || above === step) continue;
    const isShared = (other: MissCause): boolean =>
      above.causes.some(
        ({ what, share }) => what === other.what && Math.abs(share - other.share) < negligible,
      );
    if (step.causes.every((other) => other === cause || isShared(other))) return rootOf(above, steps);
  }
  return step;
}

function stepAbove({ kind, what }: MissCause, steps: readonly EstimatedStep[]): EstimatedStep | undefined {
  return kind === "above" ? steps.find(({ line }) => what === `after line ${line}`) : undefined;
}

/** `src/ 72 %, package-lock.json 9 %` */
function causesText(causes: readonly MissCause[]): string {
  const shown = causes
    .slice(0, mostCauses)
    .map(({ what, share }) => `${harmless(what)} ${formatShare(share)}`);
  const more = causes.length - mostCauses;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(" · ");
}
