import type { PlanDifference } from "../estimate/plan-difference.ts";
import { harmless, padEnd, truncate } from "./display-text.ts";
import type { Palette } from "./palette.ts";
import { formatInterval, formatSeconds, formatSpan } from "./quantities.ts";

/** A Dockerfile at two revisions, priced on the same builds. */
export interface PricedChange extends PlanDifference {
  readonly path: string;
  readonly from: { readonly name: string; readonly subject: string };
  readonly to: { readonly name: string; readonly subject: string };
  readonly blindSpots: readonly string[];
  /** What the change may not do, and does; one sentence each. */
  readonly exceeded: readonly string[];
}

export interface CompareOptions {
  readonly palette: Palette;
  readonly quiet: boolean;
}

/** Build times before and after, and their difference. */
export function reportCompareText(change: PricedChange, { palette, quiet }: CompareOptions): string {
  const { path, from, to, before, after, expectedSeconds, coldSeconds, blindSpots, exceeded } = change;
  const rows = [
    ["", "expected build", "nothing cached"],
    ["before", formatInterval(before.expectedSeconds), formatInterval(before.coldSeconds)],
    ["after", formatInterval(after.expectedSeconds), formatInterval(after.coldSeconds)],
    ["difference", signed(expectedSeconds), signed(coldSeconds)],
  ] as const;
  const cells = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = [
    `${palette.strong(harmless(path))} ${palette.faint(`· from ${namedRevision(from)} to ${namedRevision(to)}, ${buildsText(change)}`)}`,
    "",
    ...rows.map(([label, expected, cold]) =>
      `${palette.faint(padEnd(label, cells[0]!))}  ${padEnd(expected, cells[1]!)}  ${cold}`.trimEnd(),
    ),
    ...(exceeded.length > 0 ? ["", ...exceeded.map((sentence) => palette.strong(sentence))] : []),
  ];
  if (!quiet && blindSpots.length > 0) {
    lines.push("", palette.faint("These numbers can't show:"));
    for (const spot of blindSpots) lines.push(palette.faint(`- ${harmless(spot)}`));
  }
  return `${lines.join("\n")}\n`;
}

/** A revision with the first words of its commit. */
export function namedRevision({ name, subject }: PricedChange["from"]): string {
  return subject === "" ? harmless(name) : `${harmless(name)} (${truncate(harmless(subject), 40)})`;
}

/** What the hit rates of both sides stand on. */
export function buildsText({ before: { builds } }: PricedChange): string {
  return builds === 0 ? "hit rates by priors" : `${builds} builds replayed`;
}

/** `+14 s (3–40 s)`; both ends carry their sign where they differ in it. */
export function signed({ mean, low, high }: PlanDifference["expectedSeconds"]): string {
  const one = (seconds: number): string => {
    const text = formatSeconds(Math.abs(seconds));
    return text === "0 s" ? text : `${seconds < 0 ? "−" : "+"}${text}`;
  };
  if (Math.abs(mean) < 0.05 && Math.abs(low) < 0.05 && Math.abs(high) < 0.05) return "none";
  if (low >= 0) return `+${formatSeconds(mean)} (${formatSpan({ low, high })})`;
  if (high <= 0) return `−${formatSeconds(-mean)} (${formatSpan({ low: -high, high: -low })})`;
  return `${one(mean)} (${one(low)} to ${one(high)})`;
}
