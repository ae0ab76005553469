import type { Analysis } from "../analysis/fact.ts";
import type { Saving } from "../estimate/estimate.ts";
import type { Step } from "../model/build-file.ts";
import { applyEdits } from "../text/edit.ts";
import { stepTexts } from "../timings/step-text.ts";
import { argumentMoves } from "./argument-moves.ts";
import type { StepPart } from "./carried-timings.ts";
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
  /** Steps after it that are parts of steps before it, or these in other words. */
  readonly partsOf: (after: Analysis) => readonly StepPart[];
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
      partsOf: partsAfter(analysis, kind, step),
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
        partsOf: (after) => {
          const halves = stepTexts(halved.file).filter(({ step: half }) => {
            const at = half?.instruction.index;
            return at === index || at === index + 1;
          });
          const digests = new Set(halves.map(({ digest }) => digest));
          return stepTexts(after.file).flatMap(({ step: part, digest }) =>
            part !== null && digests.has(digest) ? [{ part, whole: step }] : [],
          );
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

function partsAfter(before: Analysis, kind: MoveKind, step: Step): Candidate["partsOf"] {
  return (after) => {
    const known = new Map(
      stepTexts(before.file).map(({ step: one, digest }) => [one?.instruction.index, { one, digest }]),
    );
    const digests = new Set([...known.values()].map(({ digest }) => digest));
    const [texts, own] = [stepTexts(after.file), known.get(step.instruction.index)];
    if (kind === "cache-mount") {
      // Flags change the words of a step, and not its place.
      return texts.flatMap(({ step: part, digest }) => {
        const was = known.get(part?.instruction.index);
        return part && was?.one && was.digest !== digest ? [{ part, whole: was.one }] : [];
      });
    }
    if (kind !== "fetch-first") return [];
    return texts.flatMap(({ step: part, digest }) =>
      part?.instruction.kind === "RUN" && (digest === own?.digest || !digests.has(digest))
        ? [{ part, whole: step }]
        : [],
    );
  };
}
