import type { PastVersion } from "../estimate/estimate.ts";
import { truncate } from "./display-text.ts";
import { barOf } from "./html-bill.ts";
import { html, type Markup } from "./html-markup.ts";
import { formatDate, formatInterval } from "./quantities.ts";

/** How the expected build time developed with the edits of the Dockerfile. */
export function trendSection(trend: readonly PastVersion[]): Markup {
  const most = Math.max(...trend.map(({ expectedSeconds }) => expectedSeconds.mean), 0);
  const rows = trend.map(
    ({ id, subject, time, builds, expectedSeconds, coldSeconds }) =>
      html`<tr><th scope="row"><code>${id.slice(0, 10)}</code> ${truncate(subject, 72)}</th><td class="nowrap">${formatDate(time)}</td><td class="number">${builds}</td><td class="number">${formatInterval(expectedSeconds)}</td><td>${barOf(expectedSeconds.mean, most)}</td><td class="number">${formatInterval(coldSeconds)}</td></tr>
`,
  );
  return html`<section aria-labelledby="trend-heading">
<h2 id="trend-heading">How it developed</h2>
<p>Each version of the Dockerfile and its ignore file over the builds that followed, up to the next edit. Versions that lived through too few builds for a replay are left out.</p>
<div class="scroll" role="region" aria-label="Versions of the Dockerfile" tabindex="0">
<table aria-labelledby="trend-heading">
<thead><tr><th scope="col">Version</th><th scope="col">Since</th><th scope="col" class="number">Builds</th><th scope="col" class="number">Expected build</th><td></td><th scope="col" class="number">Nothing cached</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
</section>
`;
}
