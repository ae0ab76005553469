import type { Analysis } from "../analysis/fact.ts";
import type { Saving } from "../estimate/estimate.ts";
import { estimates } from "../estimate/estimates.ts";
import type { BuildPlan } from "../estimate/plan.ts";
import type { Step } from "../model/build-file.ts";
import { applyEdits } from "../text/edit.ts";
import { argumentMoves } from "./argument-moves.ts";
import { fetchMoves } from "./fetch-moves.ts";
import { mountMoves } from "./mount-moves.ts";
import { type MoveKind, type Refusal, shortText } from "./moves.ts";
import { raiseMoves } from "./raise-moves.ts";
import { splittableRuns } from "./split-moves.ts";

/** A file that is one move away. */
export interface Candidate {
  readonly kind: MoveKind;
  readonly title: string;
  readonly why: string;
  readonly text: string;
  /** Labels of steps after it, each with that of the step before it that it is a part of, or is in other words. */
  readonly partsOf: (before: BuildPlan, after: BuildPlan) => readonly (readonly [string, string])[];
}

export interface RefusedCandidate extends Pick<Refusal, "title" | "reason" | "step"> {
  /** What the file would be; `null` where that can't be written down. */
  readonly text: string | null;
  /** What it would save, where there is no text to price. */
  readonly saves: Saving | null;
}

/** What may be done to a file next, and what may not. `analyze` reads another text in its place. */
export function proposalsFor(
  analysis: Analysis,
  analyze: (text: string) => Analysis,
): { readonly candidates: readonly Candidate[]; readonly refused: readonly RefusedCandidate[] } {
  const { text } = analysis.file;
  const found = [raiseMoves(analysis), fetchMoves(analysis), argumentMoves(analysis), mountMoves(analysis)];
  const candidates: Candidate[] = found.flatMap(({ moves }) =>
    moves.map(({ kind, title, why, edits, step }) => ({
      kind,
      title,
      why,
      text: applyEdits(text, edits),
      partsOf: partsAfter(kind, step),
    })),
  );
  const split = new Set<number>();
  for (const { step, edits } of splittableRuns(analysis)) {
    const halved = analyze(applyEdits(text, edits));
    const { index } = step.instruction;
    const head = halved.file.stages
      .flatMap(({ steps }) => steps)
      .find((one) => one.instruction.index === index);
    const moves = head === undefined ? [] : raiseMoves(halved).moves.filter((move) => move.step === head);
    for (const move of moves) {
      split.add(index);
      candidates.push({
        kind: "split-run",
        title: `Give the install in ${shortText(analysis, step)} a RUN of its own; ${move.title.charAt(0).toLowerCase()}${move.title.slice(1)}`,
        why: `The same commands run in the same order. ${move.why}`,
        text: applyEdits(halved.file.text, move.edits),
        partsOf: (before) => {
          const whole = labelIn(before, index);
          const { plan } = halved.use(estimates);
          const parts = [labelIn(plan, index), labelIn(plan, index + 1)];
          return parts.flatMap((part) => (whole && part ? [[part, whole] as const] : []));
        },
      });
    }
  }
  const refused = found
    .flatMap(({ refusals }) => refusals)
    .filter(({ step }) => !split.has(step.instruction.index))
    .map(({ title, reason, step, edits, saves = null }) => ({
      title,
      reason,
      step,
      saves,
      text: edits === null ? null : applyEdits(text, edits),
    }));
  return { candidates, refused };
}

function partsAfter(kind: MoveKind, step: Step): Candidate["partsOf"] {
  return (before, after) => {
    // Flags change the words of a step, and not its place.
    if (kind === "cache-mount") {
      return after.vertices.flatMap(({ instruction, label }) => {
        const was = instruction === null ? null : labelIn(before, instruction.index);
        return was === null || was === label.text ? [] : [[label.text, was] as const];
      });
    }
    const whole = kind === "fetch-first" ? labelIn(before, step.instruction.index) : null;
    if (whole === null) return [];
    const known = new Set(before.vertices.map(({ label }) => label.text));
    return after.vertices.flatMap(({ label, instruction }) =>
      instruction?.kind === "RUN" && !known.has(label.text) ? [[label.text, whole] as const] : [],
    );
  };
}

/** The words of the step that an instruction makes. */
function labelIn(plan: BuildPlan | null, index: number): string | null {
  return plan?.vertices.find(({ instruction }) => instruction?.index === index)?.label.text ?? null;
}
