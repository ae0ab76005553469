import type { Interval } from "../estimate/estimate.ts";
import type { MissReason, StepChange } from "../history/build-changes.ts";
import { type LineIndex, positionAt } from "../text/line-index.ts";
import { displayWidth, harmless, padEnd, padStart, truncate } from "./display-text.ts";
import type { Palette } from "./palette.ts";
import { formatInterval, formatSeconds } from "./quantities.ts";

/** One build, compared with the one before it. */
export interface BuildComparison {
  readonly path: string;
  readonly from: Revision;
  readonly to: Revision;
  readonly steps: readonly ComparedStep[];
  /** What the build takes on a builder that holds the one before. */
  readonly seconds: Interval;
  readonly blindSpots: readonly string[];
}

export interface Revision {
  readonly id: string;
  readonly subject: string;
}

export interface ComparedStep {
  readonly stage: string;
  readonly line: number;
  readonly text: string;
  readonly result: StepChange["result"];
  readonly because: Because | null;
  /** What the step takes when it runs. */
  readonly cost: Interval | null;
}

/** {@link MissReason} with places instead of steps. */
export type Because =
  | { readonly kind: "instruction" | "base" }
  | { readonly kind: "files"; readonly paths: readonly string[] }
  | { readonly kind: "stage"; readonly stage: string }
  | { readonly kind: "above"; readonly line: number };

export function placedReason(reason: MissReason | null, lines: LineIndex): Because | null {
  switch (reason?.kind) {
    case undefined:
      return null;
    case "stage":
      return { kind: "stage", stage: reason.stage.name ?? String(reason.stage.index) };
    case "above":
      return { kind: "above", line: positionAt(lines, reason.step.instruction.range.start).line };
    default:
      return reason;
  }
}

export interface WhyOptions {
  readonly palette: Palette;
  readonly width: number;
  readonly quiet: boolean;
}

const resultWords: Readonly<Record<StepChange["result"], string>> = {
  hit: "reused",
  miss: "runs",
  depends: "may run",
};
/** Paths that are named before the rest is counted. */
const namedPaths = 3;

/** Which steps of a build ran, and because of what, as an aligned table. */
export function reportWhyText(comparison: BuildComparison, { palette, width, quiet }: WhyOptions): string {
  const { path, from, to, steps, seconds, blindSpots } = comparison;
  const lineCells = Math.max(4, ...steps.map(({ line }) => String(line).length));
  const resultCells = Math.max(...steps.map(({ result }) => resultWords[result].length), 6);
  const costCells = Math.max(4, ...steps.map(({ cost }) => displayWidth(costText(cost))));
  const textCells = Math.max(20, Math.min(48, width - lineCells - resultCells - costCells - 44));
  const rows = steps.map(({ line, text, result, because, cost }) =>
    [
      palette.faint(padStart(String(line), lineCells)),
      palette.code(padEnd(truncate(harmless(text), textCells), textCells)),
      result === "hit"
        ? palette.faint(padEnd(resultWords[result], resultCells))
        : palette.strong(padEnd(resultWords[result], resultCells)),
      padStart(result === "hit" ? "" : costText(cost), costCells),
      because === null ? "" : harmless(reasonText(because)),
    ]
      .join("  ")
      .trimEnd(),
  );
  const head = [
    padStart("line", lineCells),
    padEnd("step", textCells),
    padEnd("result", resultCells),
    padStart("cost", costCells),
    "because",
  ].join("  ");
  const lines = [
    `${palette.strong(harmless(path))} ${palette.faint(`· from ${revisionText(from)} to ${revisionText(to)}`)}`,
    "",
    ...(rows.length > 0 ? [palette.faint(head), ...rows, ""] : []),
    `${palette.faint("this build, with the one before it in the cache")}  ${palette.saving(formatInterval(seconds))}`,
  ];
  if (!quiet && blindSpots.length > 0) {
    lines.push("", palette.faint("These numbers can't show:"));
    for (const spot of blindSpots) lines.push(palette.faint(`- ${harmless(spot)}`));
  }
  return `${lines.join("\n")}\n`;
}

function costText(cost: Interval | null): string {
  return cost === null ? "" : formatSeconds(cost.mean);
}

function revisionText({ id, subject }: Revision): string {
  const words = harmless(subject);
  return `${id.slice(0, 10)}${words === "" ? "" : ` (${truncate(words, 40)})`}`;
}

function reasonText(because: Because): string {
  switch (because.kind) {
    case "instruction":
      return "the step, or what is set for it, is new";
    case "base":
      return "the stage starts from another image";
    case "stage":
      return `stage ${because.stage} is built anew`;
    case "above":
      return `line ${because.line} is above it`;
    case "files": {
      const { paths } = because;
      const named = paths.slice(0, namedPaths).join(", ");
      const more = paths.length - namedPaths;
      return `${named}${more > 0 ? ` and ${more} more` : ""} changed`;
    }
  }
}
