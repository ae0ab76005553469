import type { Estimate, EstimatedStep } from "../estimate/estimate.ts";
import { causeLines } from "./cause-lines.ts";
import { displayWidth, harmless, padEnd, padStart, truncate } from "./display-text.ts";
import { basisText, keptCacheLines } from "./estimate-words.ts";
import type { Palette } from "./palette.ts";
import { formatInterval, formatSeconds, formatShare, formatSpan } from "./quantities.ts";
import { trendLines } from "./trend-lines.ts";

export interface EstimateTableOptions {
  readonly palette: Palette;
  /** Cells of a line. */
  readonly width: number;
  /** The table only: no causes, no blind spots. */
  readonly quiet: boolean;
}

/** A row with its texts; the bar comes last. */
interface Row {
  readonly stage: string;
  readonly line: string;
  readonly hitRate: string;
  readonly cost: string;
  readonly span: string;
  readonly expected: string;
  readonly step: EstimatedStep;
}

/** Cells of the longest bar, where there is room for it and where there is little. */
const barCells = { wide: 16, narrow: 8 };
/** Cells that the text of a step gets at least. */
const leastRoom = 20;
const headings = {
  stage: "stage",
  line: "line",
  hitRate: "reused",
  cost: "cost",
  span: "low–high",
  expected: "expected",
};

/** The steps of one Dockerfile with what each costs and how often, as an aligned table with bars. */
export function reportEstimateText(path: string, estimate: Estimate, options: EstimateTableOptions): string {
  const { palette } = options;
  const { population, keptCache } = estimate;
  const lines = [
    title(path, estimate, palette),
    palette.faint(`population: ${population.name}, ${harmless(population.reason)}`),
    ...(keptCache === undefined ? [] : ["", ...keptCacheLines(keptCache, palette)]),
    "",
  ];
  const rows = estimate.steps.map(toRow);
  if (rows.length > 0) lines.push(...table(rows, options), "");
  lines.push(...totals(estimate, palette));
  if (estimate.trend !== undefined)
    lines.push(
      "",
      palette.faint(
        "Expected build time with each version of the Dockerfile, over the builds that followed:",
      ),
      ...trendLines(estimate.trend, options.width),
    );
  const causes = options.quiet ? [] : causeLines(estimate.steps, options.width);
  if (causes.length > 0) lines.push("", palette.faint("What makes the dearest steps run:"), ...causes);
  if (!options.quiet && estimate.blindSpots.length > 0) {
    lines.push("", palette.faint("These numbers can't show:"));
    for (const spot of estimate.blindSpots) lines.push(palette.faint(`- ${harmless(spot)}`));
  }
  return `${lines.join("\n")}\n`;
}

function title(path: string, estimate: Estimate, palette: Palette): string {
  const builds = estimate.builds > 0 ? `, ${estimate.builds} builds replayed` : "";
  const about = `target ${harmless(estimate.target)}${builds}`;
  return `${palette.strong(harmless(path))} ${palette.faint(`· ${about}`)}`;
}

function toRow(step: EstimatedStep): Row {
  return {
    stage: harmless(step.stage),
    line: String(step.line),
    hitRate: formatShare(step.hitRate.value),
    cost: formatSeconds(step.cost.seconds),
    span: formatSpan(step.cost),
    expected: formatSeconds(step.expectedSeconds),
    step,
  };
}

function table(rows: readonly Row[], { palette, width }: EstimateTableOptions): string[] {
  const widthOf = (key: keyof typeof headings): number =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[key])), displayWidth(headings[key]));
  const columns = {
    stage: Math.min(widthOf("stage"), 16),
    line: widthOf("line"),
    hitRate: widthOf("hitRate"),
    cost: widthOf("cost"),
    span: widthOf("span"),
    expected: widthOf("expected"),
  };
  const numbers = Object.values(columns).reduce((sum, cells) => sum + cells + 2, 2);
  const isWide = width >= numbers + barCells.wide + 2 * leastRoom;
  const bars = isWide ? barCells.wide : barCells.narrow;
  const texts = rows.map(({ step }) => harmless(step.instruction));
  const longest = texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
  const room = Math.max(leastRoom, Math.min(longest, width - numbers - bars));
  const most = Math.max(...rows.map(({ step }) => step.expectedSeconds), 0);
  const head = [
    padEnd(headings.stage, columns.stage),
    padStart(headings.line, columns.line),
    padEnd("step", room),
    padStart(headings.hitRate, columns.hitRate),
    padStart(headings.cost, columns.cost),
    padEnd(headings.span, columns.span),
    padStart(headings.expected, columns.expected),
  ].join("  ");
  const body = rows.map((row, index) => {
    const repeated = index > 0 && rows[index - 1]!.stage === row.stage;
    return [
      palette.strong(padEnd(repeated ? "" : truncate(row.stage, columns.stage), columns.stage)),
      palette.faint(padStart(row.line, columns.line)),
      palette.code(padEnd(truncate(texts[index]!, room), room)),
      padStart(row.hitRate, columns.hitRate),
      padStart(row.cost, columns.cost),
      palette.faint(padEnd(row.span, columns.span)),
      palette.strong(padStart(row.expected, columns.expected)),
      palette.bar(bar(row.step.expectedSeconds / (most || 1), bars)),
    ]
      .join("  ")
      .trimEnd();
  });
  return [palette.faint(head), ...body];
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar for a share from 0 to 1 of the longest one. */
function bar(share: number, longest: number): string {
  const units = Math.round(share * longest * 8);
  return "█".repeat(Math.floor(units / 8)) + eighths[units % 8]!;
}

function totals(estimate: Estimate, palette: Palette): string[] {
  const rows: (readonly [string, string])[] = [
    ["expected build time", palette.saving(formatInterval(estimate.expectedSeconds))],
    ...idleRows(estimate),
    ["all steps, one after the other", formatInterval(estimate.expectedWorkSeconds)],
    ...(estimate.cacheSeconds === undefined
      ? []
      : [["of which the cache itself", formatInterval(estimate.cacheSeconds)] as [string, string]]),
    ["nothing cached", formatInterval(estimate.coldSeconds)],
    ["basis", basisText(estimate)],
  ];
  const cells = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${palette.faint(padEnd(label, cells))}  ${value}`);
}

/** A share of which it is worth to know what the other builds take. */
const leastIdle = 0.05;

/** The mean over builds of which many run nothing is that of none of them. */
function idleRows({ idleShare = 0, expectedSeconds }: Estimate): readonly (readonly [string, string])[] {
  if (idleShare < leastIdle || idleShare > 0.995) return [];
  const others = formatSeconds(expectedSeconds.mean / (1 - idleShare));
  return [["builds that run nothing", `${formatShare(idleShare)}; the others take ${others}`]];
}
