import type { PicturedBuild, ReplayPicture } from "../estimate/build-picture.ts";
import type { EstimatedStep } from "../estimate/estimate.ts";
import { truncate } from "./display-text.ts";
import { html, type Markup } from "./html-markup.ts";
import { count, formatDate, formatSeconds } from "./quantities.ts";

/** Builds that are drawn and listed: the newest ones. */
const mostBuilds = 400;
const labelWidth = 250;
const rowHeight = 18;
const cell = { least: 2, most: 16, high: 14 };
/** Cells are as wide as to fill this. */
const roomForBuilds = 860;
const chart = { height: 56, gap: 10 };
const axisHeight = 22;
/** Probability from which on a step counts as run, in words. */
const likely = 0.5;

/** Which steps ran in which of the replayed builds: a heat map, and the same as a table. */
export function replaySection(replay: ReplayPicture, steps: readonly EstimatedStep[]): Markup {
  const from = Math.max(0, replay.builds.length - mostBuilds);
  const builds = replay.builds.slice(from);
  const step = Math.min(cell.most, Math.max(cell.least, Math.floor(roomForBuilds / builds.length)));
  const rows = replay.rows.map(({ line, misses }, index) => ({
    line,
    label: `${line}  ${steps[index]?.instruction ?? ""}`,
    misses: misses.subarray(from),
  }));
  const top = chart.height + chart.gap;
  const width = labelWidth + builds.length * step + 4;
  const height = top + rows.length * rowHeight + axisHeight;
  const left = from > 0 ? ` The newest ${builds.length} of ${replay.builds.length} are shown.` : "";
  return html`<section aria-labelledby="replay-heading" data-replay>
<h2 id="replay-heading">Builds replayed from git</h2>
<p>One column for each commit, the newest at the right; one row for each step. A full mark is a step that runs, none is one that is reused; what no commit tells, such as a new base image, happens by chance and makes short marks.${left}</p>
<figure class="scroll" tabindex="0" aria-label="Heat map of steps and builds; the table below says the same">
<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${summaryOf(builds)}">
${secondsChart(builds, step)}
${rows.map(({ label, misses }, index) => heatRow(label, misses, { y: top + index * rowHeight, step }))}${axis(builds, { y: height - 6, width })}
<rect class="cursor" visibility="hidden" x="${labelWidth}" y="0" width="${step}" height="${height - axisHeight}" data-start="${labelWidth}" data-step="${step}"/>
</svg>
</figure>
<div class="picker" hidden>
<label for="build">Build</label>
<input id="build" type="range" min="0" max="${builds.length - 1}" value="${builds.length - 1}">
<output for="build"></output>
</div>
<details>
<summary>All of them as a table</summary>
<div class="scroll" role="region" aria-label="Builds" tabindex="0">
<table>
<caption>The newest build first</caption>
<thead><tr><th scope="col">Commit</th><th scope="col">Date</th><th scope="col" class="number">Build time</th><th scope="col">Steps that run</th></tr></thead>
<tbody>
${builds
  .map((build, index) =>
    buildRow(
      build,
      rows.flatMap(({ line, misses }) => (misses[index]! >= likely ? [line] : [])),
    ),
  )
  .reverse()}</tbody>
</table>
</div>
</details>
</section>
`;
}

function summaryOf(builds: readonly PicturedBuild[]): string {
  const longest = Math.max(...builds.map(({ seconds }) => seconds));
  return `${count(builds.length, "build")}, the longest ${formatSeconds(longest)}`;
}

function secondsChart(builds: readonly PicturedBuild[], step: number): Markup {
  const most = Math.max(...builds.map(({ seconds }) => seconds));
  const bars = builds.map(({ seconds }, index) => {
    const high = most > 0 ? (chart.height * seconds) / most : 0;
    return barPath(labelWidth + index * step, chart.height - high, step, high);
  });
  return html`<g><text x="0" y="14">Build time</text><text class="faint" x="0" y="30">up to ${formatSeconds(most)}</text><path class="bar" d="${bars.join("")}"/></g>`;
}

function heatRow(
  label: string,
  misses: Float64Array,
  at: { readonly y: number; readonly step: number },
): Markup {
  const marks = Array.from(misses, (share, index) => {
    const high = share * cell.high;
    return high < 0.5 ? "" : barPath(labelWidth + index * at.step, at.y + cell.high - high, at.step, high);
  });
  return html`<g><text x="0" y="${at.y + 11}">${truncate(label, 33)}</text><rect class="track" x="${labelWidth}" y="${at.y}" width="${misses.length * at.step}" height="${cell.high}"/><path class="miss" d="${marks.join("")}"/></g>
`;
}

/** A rectangle, with some room to its right where there is any. */
function barPath(x: number, y: number, step: number, high: number): string {
  const rounded = (value: number): string => String(Math.round(value * 10) / 10);
  return `M${x} ${rounded(y)}h${step > 5 ? step - 1 : step}v${rounded(high)}H${x}z`;
}

function axis(
  builds: readonly PicturedBuild[],
  { y, width }: { readonly y: number; readonly width: number },
): Markup {
  const date = (build: PicturedBuild | undefined): string =>
    build?.time === undefined ? "" : formatDate(build.time);
  return html`<text class="faint" x="${labelWidth}" y="${y}">${date(builds[0])}</text><text class="faint" x="${width - 4}" y="${y}" text-anchor="end">${date(builds.at(-1))}</text>`;
}

function buildRow(
  { id, subject = "", time, seconds, weight }: PicturedBuild,
  lines: readonly number[],
): Markup {
  // What is left of the time is that of images that may be new.
  const chance = formatSeconds(seconds) === "0 s" ? "" : " unless a base image is new";
  const ran =
    lines.length === 0
      ? `Nothing runs${chance}`
      : `Runs ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`;
  const counted = weight > 0 ? "" : " (not counted: it only fills the cache)";
  return html`<tr><th scope="row"><code>${id.slice(0, 10)}</code> ${truncate(subject, 72)}</th><td class="nowrap">${time === undefined ? "" : formatDate(time)}</td><td class="number">${formatSeconds(seconds)}</td><td>${ran}${counted}</td></tr>
`;
}
