import type { EstimatedStep, HitBasis, Interval } from "../estimate/estimate.ts";
import { html, type Markup, type Piece } from "./html-markup.ts";
import { formatSeconds, formatShare, formatSpan } from "./quantities.ts";

/** What tells the parts of one bill from those of another on the same page. */
export interface BillPlace {
  /** Begins the names of its rows: `line-` for `line-12`. */
  readonly rows: string;
  readonly caption: string;
  /** Seconds that the longest bar stands for. */
  readonly most: number;
}

/** A table of the steps with what each costs, how often, and what that makes per build. */
export function billTable(steps: readonly EstimatedStep[], { rows, caption, most }: BillPlace): Markup {
  const named = new Set<number>();
  const body = steps.map((step, index) => {
    const isStart = steps[index - 1]?.stage !== step.stage;
    // An instruction is one step, but for a file in which two have one line.
    const id = named.has(step.line) ? null : html` id="${rows}${step.line}"`;
    named.add(step.line);
    return html`<tr${id}${isStart && index > 0 ? html` class="stage-start"` : null}>
<th scope="row">${step.stage}</th>
<td class="number">${step.line}</td>
<td class="step"><code>${step.instruction}</code></td>
<td class="number">${hitRate(step)}</td>
<td class="number">${formatSeconds(step.cost.seconds)}<br><span class="faint small">${formatSpan(step.cost)} ${step.cost.basis}</span></td>
<td class="number">${formatSeconds(step.expectedSeconds)}</td>
<td>${barOf(step.expectedSeconds, most)}</td>
</tr>
`;
  });
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Stage</th><th scope="col" class="number">Line</th><th scope="col">Step</th><th scope="col" class="number">Reused</th><th scope="col" class="number">Cost when it runs</th><th scope="col" class="number">Expected per build</th><td></td></tr></thead>
<tbody>
${body}</tbody>
</table>
</div>
`;
}

function hitRate({ hitRate: { value, low, high, basis }, recorded }: EstimatedStep): Piece {
  const span = low === high ? "" : `${formatShare(low)} – ${formatShare(high)} `;
  const said =
    recorded === undefined
      ? null
      : html`<br><span class="faint small">${recorded.reused} of ${recorded.builds} recorded</span>`;
  return html`${formatShare(value)}<br><span class="faint small">${span}${basis satisfies HitBasis}</span>${said}`;
}

const barWidth = 130;

/** A bar for seconds, of which `most` take the whole width. */
export function barOf(seconds: number, most: number): Markup {
  return html`<svg width="${barWidth}" height="14" viewBox="0 0 ${barWidth} 14" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="${barWidth}" height="14"/><rect class="bar" width="${most > 0 ? (barWidth * seconds) / most : 0}" height="14"/></svg>`;
}

/** One of the numbers at the top. */
export interface Total {
  readonly label: string;
  readonly seconds: Interval;
  /** Words instead of the mean and of the interval. */
  readonly words?: { readonly number: string; readonly span: string };
}

/** The numbers at the top, on one scale. */
export function totalsList(totals: readonly Total[]): Markup {
  const most = Math.max(...totals.map(({ seconds }) => seconds.high), 0);
  const items = totals.map(
    ({ label, seconds, words }) => html`<div>
<dt>${label}</dt>
<dd><span class="number">${words?.number ?? formatSeconds(seconds.mean)}</span> <span class="faint nowrap">(${words?.span ?? formatSpan(seconds)})</span>
${whisker(seconds, most)}</dd>
</div>
`,
  );
  return html`<dl class="totals">
${items}</dl>
`;
}

const whiskerWidth = 200;

/** An interval with its mean; nothing below zero is drawn. */
function whisker({ mean, low, high }: Interval, most: number): Markup | null {
  if (low < 0 || most <= 0) return null;
  const at = (seconds: number): number => 5 + ((whiskerWidth - 10) * seconds) / most;
  return html`<svg width="${whiskerWidth}" height="14" aria-hidden="true"><rect class="track" y="5" width="${whiskerWidth}" height="4"/><line class="whisker" x1="${at(low)}" x2="${at(high)}" y1="7" y2="7"/><circle class="bar" cx="${at(mean)}" cy="7" r="5"/></svg>`;
}
