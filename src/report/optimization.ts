import type { ImageSuggestion } from "../optimize/image-suggestions.ts";
import type {
  AppliedMove,
  Optimization,
  PopulationSaving,
  RefusedMove,
  Suggestions,
} from "../optimize/optimize.ts";
import { byteSize } from "../text/byte-size.ts";
import { harmless, padEnd } from "./display-text.ts";
import type { Palette } from "./palette.ts";
import { count, formatInterval, formatSeconds, formatShare } from "./quantities.ts";

export interface OptimizationOptions {
  readonly palette: Palette;
  readonly quiet: boolean;
  /** Of the change, as a unified diff. */
  readonly diff: string;
  /** Of the ignore file that is suggested; empty without one. */
  readonly ignoreDiff: string;
}

/** The change, what it saves, why it is allowed, and what was not done. */
export function reportOptimizationText(
  path: string,
  optimization: Optimization,
  { palette, quiet, diff, ignoreDiff }: OptimizationOptions,
): string {
  const { moves, refused, populations, suggestions, blindSpots } = optimization;
  const lines: string[] = [];
  if (!quiet)
    lines.push(`${palette.strong(harmless(path))} ${palette.faint(`· ${basisOf(optimization)}`)}`, "");
  if (diff !== "") lines.push(...coloured(diff, palette), "");
  if (quiet) return lines.length === 0 ? "" : `${lines.join("\n").trimEnd()}\n`;
  lines.push(...optimizationHeadline(optimization, palette));
  if (moves.length > 0) {
    lines.push("", ...table(populations, palette));
    lines.push(...bytesLines(populations, palette));
    lines.push("", palette.strong("Why the image stays the same"));
    for (const move of moves) lines.push(...moveLines(move, palette));
  }
  if (refused.length > 0) {
    lines.push("", palette.strong("Not done, although it would save time"));
    for (const refusal of refused) lines.push(...refusalLines(refusal, palette));
  }
  lines.push(...ignoreLines(suggestions.ignoreFile, ignoreDiff, palette));
  if (suggestions.images.length > 0) {
    lines.push("", palette.strong("Would make another image, so it is for you to decide"));
    for (const image of suggestions.images) lines.push(...imageLines(image, palette));
  }
  if (blindSpots.length > 0) {
    lines.push("", palette.faint("These numbers can't show:"));
    for (const spot of blindSpots) lines.push(palette.faint(`- ${harmless(spot)}`));
  }
  return `${lines.join("\n")}\n`;
}

function basisOf({ builds, isComplete }: Optimization): string {
  const hits = builds === 0 ? "hit rates by priors" : `${count(builds, "build")} replayed`;
  return isComplete ? hits : `${hits}, the most promising orders tried`;
}

/** What the moves save, in one line. */
export function optimizationHeadline(
  { moves, populations: [first] }: Optimization,
  palette: Palette,
): readonly string[] {
  if (moves.length === 0 || first === undefined)
    return ["No move was found that leaves the image as it is and saves half a second per build."];
  const { before, saves } = first;
  const share = formatShare(Math.max(0, Math.min(1, saves.mean / before.expectedSeconds.mean)));
  return [
    `${count(moves.length, "move")} ${moves.length === 1 ? "saves" : "save"} ${palette.saving(formatInterval(saves))} of the expected build, ${share} of it.`,
  ];
}

function table(populations: readonly PopulationSaving[], palette: Palette): readonly string[] {
  const rows = [
    ["builds", "expected before", "after", "nothing cached before", "after"],
    ...populations.map(({ name, before, after }) => [
      name,
      formatInterval(before.expectedSeconds),
      formatInterval(after.expectedSeconds),
      formatInterval(before.coldSeconds),
      formatInterval(after.coldSeconds),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row, at) => {
    const line = row
      .map((cell, column) => padEnd(cell, widths[column]!))
      .join("  ")
      .trimEnd();
    return at === 0 ? palette.faint(line) : line;
  });
}

/** What of the context is copied anew per build, where that is known. */
function bytesLines([first]: readonly PopulationSaving[], palette: Palette): readonly string[] {
  const [before, after] = [first?.before.copiedBytes, first?.after.copiedBytes];
  if (!before || !after || before.high < leastBytes) return [];
  const span = ({ mean, low, high }: typeof before): string =>
    `${byteSize(mean)} (${byteSize(low)} – ${byteSize(high)})`;
  return [
    palette.faint(
      `COPY and ADD write ${span(before)} of the context anew per build of ${first!.name}, then ${span(after)}; what RUN writes is not known.`,
    ),
  ];
}

/** Less is not worth a line. */
const leastBytes = 1_000_000;

function ignoreLines(
  ignoreFile: Suggestions["ignoreFile"],
  diff: string,
  palette: Palette,
): readonly string[] {
  if (ignoreFile === null) return [];
  const { lines, saves, expectedBefore, expectedAfter, effect } = ignoreFile;
  const change =
    effect === "in-image"
      ? "the image no longer has these files, and steps no longer find them"
      : "no step of the last stage copies them; steps of other stages no longer find them";
  return [
    "",
    `${palette.strong("Lines for the ignore file would save more, and may change the image")} ${palette.faint(`(saves ${formatInterval(saves)})`)}`,
    ...coloured(diff, palette),
    palette.faint(
      `The expected build takes ${formatInterval(expectedBefore)} without them and ${formatInterval(expectedAfter)} with them, on top of the moves; ${change}:`,
    ),
    ...lines.map(
      ({ pattern, what, files, bytes }) =>
        `- ${harmless(pattern)}: ${harmless(what)} ${palette.faint(`(${count(files, "file")}, ${byteSize(bytes)})`)}`,
    ),
  ];
}

function imageLines(
  { line, title, caution, savesCold, savesMegabytes }: ImageSuggestion,
  palette: Palette,
): readonly string[] {
  const megabytes = (value: number): string => byteSize(value * 1e6);
  const known = [
    savesMegabytes &&
      `about ${megabytes(savesMegabytes.mean)} less to pull, ${megabytes(savesMegabytes.low)} – ${megabytes(savesMegabytes.high)}, by a table of images`,
    savesCold &&
      savesCold.low > 0 &&
      `saves ${formatInterval(savesCold)} of a build with nothing cached, by priors`,
  ].filter((part) => typeof part === "string");
  const basis = known.length === 0 ? "what it saves is not known" : known.join("; ");
  return [
    `- line ${line}: ${harmless(title)} ${palette.faint(`(${basis})`)}`,
    `  ${palette.faint(harmless(caution))}`,
  ];
}

function moveLines({ title, why, saves }: AppliedMove, palette: Palette): readonly string[] {
  return [
    `- ${harmless(title)} ${palette.faint(`(saves ${formatInterval(saves)})`)}`,
    `  ${palette.faint(harmless(why))}`,
  ];
}

function refusalLines(
  { line, instruction, title, reason, wouldSave }: RefusedMove,
  palette: Palette,
): readonly string[] {
  const place = line === null ? harmless(instruction) : `line ${line}`;
  return [
    `- ${place}: ${harmless(title)} ${palette.faint(`(would save ${formatSeconds(wouldSave.mean)})`)}`,
    `  ${palette.faint(harmless(reason))}`,
  ];
}

function coloured(diff: string, palette: Palette): readonly string[] {
  return diff
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      // A carriage return at the end of a line is a part of the file.
      const text = line.endsWith("\r") ? `${harmless(line.slice(0, -1))}\r` : harmless(line);
      if (/^(?:---|\+\+\+|@@)/.test(line)) return palette.faint(text);
      return line.startsWith("+") ? palette.saving(text) : text;
    });
}
