import type { FileResult, RunResult } from "../engine/result.ts";
import type { Finding } from "../rule/finding.ts";
import { positionAt } from "../text/line-index.ts";
import { codeFrame } from "./code-frame.ts";
import { basisText } from "./estimate-words.ts";
import { ruleName, sentence } from "./finding-words.ts";
import { billTable, totalsList } from "./html-bill.ts";
import { codeSpans, html, type Markup } from "./html-markup.ts";
import { htmlPage } from "./html-page.ts";
import { plainPalette } from "./palette.ts";
import { formatInterval } from "./quantities.ts";
import type { SlowReporter } from "./reporter.ts";
import { sumOfExpected } from "./summary.ts";
import { mostValuableFirst, summaryLine } from "./text.ts";

/** Cells of an excerpt. */
const excerptWidth = 100;

/** All of a run as one page that needs nothing else: findings by file, dearest first, and the bill of each file. */
export const reportFindingsHtml: SlowReporter = (run, { tool }) => {
  const sum = sumOfExpected(run);
  const label = sum?.builds === 1 ? "Expected build time" : `One build of each of ${sum?.builds} files`;
  return htmlPage({
    title: `${tool.name}: Dockerfiles checked`,
    skip: { to: "findings", words: "To the findings" },
    header: html`<h1>Dockerfiles checked by ${tool.name}</h1>
<p>${run.files.length === 0 ? "No Dockerfile was checked." : summaryLine(run, plainPalette)}</p>`,
    main: [
      problemsNotice(run),
      sum === null ? null : totalsList([{ label, seconds: sum.seconds }]),
      html`<section id="findings" aria-labelledby="findings-heading">
<h2 id="findings-heading">Findings</h2>
${
  run.files.some(({ findings }) => findings.length > 0)
    ? run.files.map(fileFindings)
    : html`<p>There are none.</p>
`
}</section>
`,
      billsSection(run),
    ],
  });
};

function problemsNotice({ files, problems }: RunResult): Markup | null {
  const broken = files.flatMap(({ path, failures }) =>
    failures.map(({ rule, message }) => ({ path, message: `rule ${rule} broke: ${message}` })),
  );
  const all = [...problems, ...broken];
  if (all.length === 0) return null;
  return html`<div class="notice">
<p>Not or not wholly checked:</p>
<ul>
${all.map(
  ({ path, message }) => html`<li><code>${path}</code>: ${codeSpans(sentence(message))}</li>
`,
)}</ul>
</div>
`;
}

function fileFindings(file: FileResult): Markup | null {
  if (file.findings.length === 0) return null;
  return html`<h3><code>${file.path}</code></h3>
<div class="scroll" role="region" aria-label="Findings in ${file.path}" tabindex="0">
<table>
<thead><tr><th scope="col" class="number">Line</th><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Saves in each later build</th></tr></thead>
<tbody>
${mostValuableFirst(file).map((finding) => findingRow(file, finding))}</tbody>
</table>
</div>
`;
}

function findingRow(file: FileResult, finding: Finding): Markup {
  const { line, column } = positionAt(file.lines, finding.at.start);
  const frame = codeFrame(file.lines, finding.at, finding.related ?? [], {
    palette: plainPalette,
    style: plainPalette.code,
    width: excerptWidth,
  });
  const { help, fix, saves } = finding;
  return html`<tr>
<th scope="row" class="number">${line}:${column}</th>
<td>${finding.severity}</td>
<td class="step">${codeSpans(sentence(finding.message))} <span class="faint nowrap">${ruleName(finding)}</span>
${
  help === undefined
    ? null
    : html`<p>${codeSpans(sentence(help))}</p>
`
}${
  fix === undefined
    ? null
    : html`<p class="faint small">Fix (${fix.applicability}): ${codeSpans(fix.title)}</p>
`
}${
  frame.length === 0
    ? null
    : html`<pre>${frame.map(
        (row) => html`${row}
`,
      )}</pre>
`
}</td>
<td>${saves ? html`${formatInterval(saves.seconds)}<br><span class="faint small">${saves.basis}</span>` : null}</td>
</tr>
`;
}

function billsSection({ files }: RunResult): Markup | null {
  const priced = files.flatMap(({ path, estimate }) =>
    estimate && estimate.steps.length > 0 ? [{ path, estimate }] : [],
  );
  if (priced.length === 0) return null;
  const most = Math.max(
    ...priced.flatMap(({ estimate }) => estimate.steps.map((step) => step.expectedSeconds)),
    0,
  );
  return html`<section id="bill" aria-labelledby="bill-heading">
<h2 id="bill-heading">What the builds take</h2>
${priced.map(
  ({ path, estimate }, at) => html`<h3><code>${path}</code></h3>
<p>${formatInterval(estimate.expectedSeconds)} expected, ${formatInterval(estimate.coldSeconds)} with nothing cached. <span class="faint">Basis: ${basisText(estimate)}</span></p>
${billTable(estimate.steps, { rows: `bill-${at + 1}-line-`, caption: `Steps of ${path}`, most })}`,
)}</section>
`;
}
