import type { BuildPicture } from "../estimate/build-picture.ts";
import type { Estimate } from "../estimate/estimate.ts";
import { basisText, keptCacheLines } from "./estimate-words.ts";
import { billTable, totalsList } from "./html-bill.ts";
import { causesSection } from "./html-causes.ts";
import { codeSpans, html, type Markup } from "./html-markup.ts";
import { htmlPage } from "./html-page.ts";
import { replaySection } from "./html-replay.ts";
import { stagesSection } from "./html-stages.ts";
import { trendSection } from "./html-trend.ts";
import { plainPalette } from "./palette.ts";
import { count } from "./quantities.ts";

/** An estimate as one page that needs nothing else; resolves to its text. `path` is the Dockerfile as shown to people. */
export async function reportEstimateHtml(
  path: string,
  estimate: Estimate,
  picture: BuildPicture,
): Promise<string> {
  const { target, population, builds, steps, keptCache } = estimate;
  const most = Math.max(...steps.map(({ expectedSeconds }) => expectedSeconds), 0);
  const replayed = builds > 0 ? `, ${count(builds, "build")} replayed from git` : "";
  return htmlPage({
    title: `${path}: expected build time`,
    header: html`<h1>${path}</h1>
<p>Target <code>${target}</code>${replayed}. Builds: <strong>${population.name}</strong>, ${population.reason}.</p>
<p class="faint">Basis: ${basisText(estimate)}</p>`,
    main: [
      keptCache === undefined
        ? null
        : html`<div class="notice">${keptCacheLines(keptCache, plainPalette).map((sentence) => html`<p>${sentence}</p>`)}</div>
`,
      totalsList([
        { label: "Expected build time", seconds: estimate.expectedSeconds },
        { label: "All steps, one after the other", seconds: estimate.expectedWorkSeconds },
        ...(estimate.cacheSeconds === undefined
          ? []
          : [{ label: "Of which the cache itself", seconds: estimate.cacheSeconds }]),
        { label: "Nothing cached", seconds: estimate.coldSeconds },
      ]),
      html`<section id="bill" aria-labelledby="bill-heading">
<h2 id="bill-heading">The bill, step by step</h2>
${billTable(steps, { rows: "line-", caption: "What each step costs when it runs, how often it is reused, and what it takes of an average build", most })}</section>
`,
      causesSection(steps),
      stagesSection(picture),
      picture.replay === null ? null : replaySection(picture.replay, steps),
      estimate.trend === undefined ? null : trendSection(estimate.trend),
      blindSpotsSection(estimate.blindSpots),
    ],
  });
}

/** What the numbers of a page can't show. */
export function blindSpotsSection(blindSpots: readonly string[]): Markup | null {
  if (blindSpots.length === 0) return null;
  return html`<section aria-labelledby="blind-spots-heading">
<h2 id="blind-spots-heading">What these numbers can't show</h2>
<ul>
${blindSpots.map(
  (spot) => html`<li>${codeSpans(spot)}</li>
`,
)}</ul>
</section>
`;
}
