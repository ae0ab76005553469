import {
  type CodeLens,
  type InlayHint,
  InlayHintKind,
  type MarkupContent,
  MarkupKind,
} from "vscode-languageserver";
import type { Estimate, EstimatedStep } from "../estimate/estimate.ts";
import { codeElement } from "../report/escape-markdown.ts";
import { basisText } from "../report/estimate-words.ts";
import { formatInterval, formatSeconds, formatShare, formatSpan } from "../report/quantities.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { positionAt } from "../text/line-index.ts";
import type { StagePrice } from "./analyst.ts";
import type { DocumentView } from "./document-view.ts";
import { showBillCommand } from "./protocol.ts";

/** Above each FROM what the image of its stage takes. */
export function priceLenses(view: DocumentView, prices: readonly StagePrice[]): readonly CodeLens[] {
  return prices.flatMap(({ stage, estimate }) => {
    const from = view.file.stages[stage]?.from;
    if (from === undefined) return [];
    const title = lensTitle(estimate);
    return [
      {
        range: view.places.range(from.range),
        command: { title, command: showBillCommand, arguments: [view.uri] },
      },
    ];
  });
}

function lensTitle(estimate: Estimate): string {
  const { expectedSeconds, coldSeconds } = estimate;
  const worst = dearestStep(estimate);
  const parts = [
    `expected build ${formatInterval(expectedSeconds)}`,
    `from nothing ${formatInterval(coldSeconds)}`,
    ...(worst === null ? [] : [`dearest: line ${worst.line}, ${formatSeconds(worst.expectedSeconds)}`]),
    shortBasis(estimate.steps),
  ];
  return parts.join(" · ");
}

/** The step on which most of the expected time goes; `null` where that is next to nothing. */
function dearestStep({ steps }: Estimate): EstimatedStep | null {
  const [first] = [...steps].sort((one, other) => other.expectedSeconds - one.expectedSeconds);
  return first === undefined || first.expectedSeconds < 0.05 ? null : first;
}

/** Where numbers come from, in a word or two. */
function shortBasis(steps: readonly EstimatedStep[]): string {
  const bases = new Set(steps.flatMap(({ hitRate, cost }) => [hitRate.basis, cost.basis]));
  bases.delete("certain");
  return bases.size === 0 ? "prior" : [...bases].join(", ");
}

/** Behind the first line of each step how often it is reused, and what it costs when not. */
export function priceHints(view: DocumentView, { steps }: Estimate): readonly InlayHint[] {
  const byLine = new Map(steps.map((step) => [step.line, step]));
  return view.file.syntax.instructions.flatMap((instruction) => {
    const step = byLine.get(positionAt(view.lines, instruction.range.start).line);
    if (step === undefined || step.cost.seconds < 0.05) return [];
    return [
      {
        position: view.places.range({ start: firstLineEnd(view, instruction), end: instruction.range.end })
          .start,
        label: `hits ${formatShare(step.hitRate.value)} · ${formatSeconds(step.cost.seconds)}`,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip: priceText(step),
      },
    ];
  });
}

function firstLineEnd({ lines }: DocumentView, { range }: Instruction): number {
  const found = lines.text.indexOf("\n", range.start);
  const end = found === -1 ? range.end : Math.min(found, range.end);
  return lines.text[end - 1] === "\r" ? end - 1 : end;
}

/** The step whose keyword is at an offset, with its estimate; `null` where there is none that the target needs. */
export function stepOf(
  view: DocumentView,
  estimate: Estimate,
  offset: number,
): {
  readonly step: EstimatedStep;
  readonly instruction: Instruction;
} | null {
  const instruction = view.file.syntax.instructions.find(
    ({ keyword: { range } }) => range.start <= offset && offset <= range.end,
  );
  if (instruction === undefined) return null;
  const { line } = positionAt(view.lines, instruction.range.start);
  const step = estimate.steps.find((one) => one.line === line);
  return step === undefined ? null : { step, instruction };
}

/** What is known of a step: how often it runs, why, what it costs then, and where the numbers come from. */
export function priceText(step: EstimatedStep): MarkupContent {
  const { hitRate, cost, causes, recorded, expectedSeconds } = step;
  const lines = [
    `**${formatSeconds(expectedSeconds)} per build** expected`,
    "",
    `- reused in ${formatShare(hitRate.value)} of builds (${formatShare(hitRate.low)} to ${formatShare(hitRate.high)}, ${hitRate.basis})`,
    `- takes ${formatSeconds(cost.seconds)} when it runs (${formatSpan(cost)}, ${cost.basis})`,
    ...(recorded ? [`- recorded: reused in ${recorded.reused} of the last ${recorded.builds} builds`] : []),
    ...(causes.length > 0
      ? [
          `- runs because of ${causes
            .slice(0, 4)
            .map(({ what, share }) => `${codeElement(what)} (${formatShare(share)})`)
            .join(", ")}`,
        ]
      : []),
    "",
    "Ranges hold nine of ten cases.",
  ];
  return { kind: MarkupKind.Markdown, value: lines.join("\n") };
}

/** The build of a document in one line for a status bar, and in full. */
export function statusOf(estimate: Estimate): { readonly text: string; readonly tooltip: string } {
  const { expectedSeconds, coldSeconds, population, builds } = estimate;
  return {
    text: `${formatSeconds(expectedSeconds.mean)} per build`,
    tooltip: [
      `Expected build: ${formatInterval(expectedSeconds)}`,
      `With nothing cached: ${formatInterval(coldSeconds)}`,
      `Builds: ${population.name}, ${population.reason}`,
      `Basis: ${basisText(estimate)}${builds > 0 ? `, ${builds} builds replayed` : ""}`,
      "Parentheses hold 90 % intervals.",
    ].join("\n"),
  };
}
