import type { Analysis } from "../analysis/fact.ts";
import type { Saving } from "../estimate/estimate.ts";
import type { Step } from "../model/build-file.ts";
import type { TextEdit } from "../text/edit.ts";
import { positionAt } from "../text/line-index.ts";

/** What a move does to the file. */
export type MoveKind =
  | "copy-manifests-first"
  | "move-up"
  | "split-run"
  | "fetch-first"
  | "cache-mount"
  | "declare-later";

/** A rewriting of a Dockerfile that leaves the image as it is. */
export interface Move {
  readonly kind: MoveKind;
  /** Starts with a verb, code in back-ticks, no final full stop. */
  readonly title: string;
  /** Why the image stays the same; sentences. */
  readonly why: string;
  /** The instruction that it is about. */
  readonly step: Step;
  readonly edits: readonly TextEdit[];
}

/** A move that would save time, and why it is not made. */
export interface Refusal {
  readonly title: string;
  /** The instruction that it is about. */
  readonly step: Step;
  /** One clause. */
  readonly reason: string;
  /** What the file would be all the same: it is priced, and never offered. `null` where that can't be written down. */
  readonly edits: readonly TextEdit[] | null;
  /** What it would save, where there are no edits to price. */
  readonly saves?: Saving | null;
}

/** What can and what can't be done to a file. */
export interface Proposals {
  readonly moves: readonly Move[];
  readonly refusals: readonly Refusal[];
}

/** `RUN npm ci`, short enough for a sentence. */
export function shortText({ file }: Analysis, { instruction }: Step): string {
  const text = file.text
    .slice(instruction.range.start, instruction.range.end)
    .replace(/\\?\s+/g, " ")
    .trim();
  return `\`${text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text}\``;
}

const mostText = 60;

/** The line on which a step begins, counted from 1. */
export function lineOf({ file }: Analysis, { instruction }: Step): number {
  return positionAt(file.lines, instruction.range.start).line;
}
