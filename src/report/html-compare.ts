import type { Estimate } from "../estimate/estimate.ts";
import { buildsText, namedRevision, type PricedChange, signed } from "./compare.ts";
import { billTable } from "./html-bill.ts";
import { blindSpotsSection } from "./html-estimate.ts";
import { html, type Markup } from "./html-markup.ts";
import { htmlPage } from "./html-page.ts";
import { formatInterval } from "./quantities.ts";

/** A Dockerfile before and after a change as one page that needs nothing else; resolves to its text. */
export async function reportCompareHtml(change: PricedChange): Promise<string> {
  const { path, from, to, before, after, expectedSeconds, coldSeconds, exceeded, blindSpots } = change;
  const steps = [...before.steps, ...after.steps];
  const most = Math.max(...steps.map((step) => step.expectedSeconds), 0);
  const row = (label: string, cells: readonly string[]): Markup =>
    html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
  const bill = (estimate: Estimate, rows: string, caption: string): Markup =>
    billTable(estimate.steps, { rows, caption, most });
  return htmlPage({
    title: `${path}: build time before and after`,
    header: html`<h1>${path}</h1>
<p>From <strong>${namedRevision(from)}</strong> to <strong>${namedRevision(to)}</strong>, ${buildsText(change)}.</p>`,
    main: [
      exceeded.length === 0
        ? null
        : html`<div class="notice">${exceeded.map((sentence) => html`<p>${sentence}</p>`)}</div>
`,
      html`<div class="scroll" role="region" aria-label="Build time before and after" tabindex="0">
<table class="change">
<thead><tr><td></td><th scope="col">Expected build</th><th scope="col">Nothing cached</th></tr></thead>
<tbody>
${row("Before", [formatInterval(before.expectedSeconds), formatInterval(before.coldSeconds)])}${row("After", [formatInterval(after.expectedSeconds), formatInterval(after.coldSeconds)])}${row("Difference", [signed(expectedSeconds), signed(coldSeconds)])}</tbody>
</table>
</div>
<section id="bill" aria-labelledby="bill-heading">
<h2 id="bill-heading">The bills, step by step</h2>
<p>The bars of both have one scale. The difference above is not that of two guesses: steps of the same words cost the same in both.</p>
${bill(after, "after-", "After the change")}${bill(before, "before-", "Before the change")}</section>
`,
      blindSpotsSection(blindSpots),
    ],
  });
}
