import type { EstimatedStep, MissCause } from "../estimate/estimate.ts";
import { causeGroups } from "./cause-lines.ts";
import { html, type Markup } from "./html-markup.ts";
import { formatShare } from "./quantities.ts";

const barWidth = 60;

/** What makes steps run, a row for those that always run together. */
export function causesSection(steps: readonly EstimatedStep[]): Markup | null {
  const groups = causeGroups(
    steps.filter(({ causes }) => causes.length > 0),
    steps,
  );
  if (groups.length === 0) return null;
  return html`<section aria-labelledby="causes-heading">
<h2 id="causes-heading">What makes steps run</h2>
<p>Shares of the builds in which a step runs. The first cause in the chain counts: what a step above passes on is said as &ldquo;after line&rdquo;.</p>
<div class="scroll" role="region" aria-label="What makes steps run" tabindex="0">
<table aria-labelledby="causes-heading">
<thead><tr><th scope="col">Lines</th><th scope="col">Causes</th></tr></thead>
<tbody>
${groups.map(
  ({
    lines,
    causes,
  }) => html`<tr><th scope="row">${lines.map((line, index) => html`${index > 0 ? ", " : null}${lineLink(line, String(line))}`)}</th><td><ul class="causes">${causes.map(causeItem)}</ul></td></tr>
`,
)}</tbody>
</table>
</div>
</section>
`;
}

function causeItem({ kind, what, share }: MissCause): Markup {
  const line = kind === "above" ? /\d+$/.exec(what)?.[0] : undefined;
  return html`<li><svg width="${barWidth}" height="10" aria-hidden="true"><rect class="track" width="${barWidth}" height="10"/><rect class="miss" width="${share * barWidth}" height="10"/></svg> ${formatShare(share)} ${line === undefined ? what : lineLink(Number(line), what)}</li>`;
}

function lineLink(line: number, text: string): Markup {
  return html`<a href="#line-${line}">${text}</a>`;
}
