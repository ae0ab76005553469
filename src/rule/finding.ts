import type { Saving } from "../estimate/estimate.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";

export const severities = ["error", "warning", "info", "style"] as const;
/** error: the build or the image is wrong · warning: costs time, space or safety · info: worth knowing · style. */
export type Severity = (typeof severities)[number];

export const categories = [
  "cache",
  "context",
  "correctness",
  "reproducibility",
  "security",
  "size",
  "style",
] as const;
export type Category = (typeof categories)[number];

/** What a rule reports. */
export interface Problem {
  readonly at: Range;
  /** Present tense, concrete subject, code in back-ticks, no final full stop. */
  readonly message: string;
  /** What to do; starts with a verb. */
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly saves?: Saving | null;
  readonly fix?: Fix;
  /** Those of the rule's aliases that this problem stands for; all of them when left out. */
  readonly aliases?: readonly string[];
  /** How severe this one is, where that is not the same for all problems of the rule. */
  readonly severity?: Severity;
}

export interface Related {
  readonly at: Range;
  readonly message: string;
}

/** A titled proposal: edits on the original text, new files beside it. */
export interface Fix {
  readonly title: string;
  /** safe: image content and behaviour stay the same · unsafe: likely wanted, may differ · display: shown, never applied. */
  readonly applicability: "safe" | "unsafe" | "display";
  readonly edits: readonly TextEdit[];
  readonly newFiles?: readonly NewFile[];
}

/** A file that a fix creates; its path is relative to the build context. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** A problem with the rule that reported it, after settings and suppressions. */
export interface Finding extends Problem {
  readonly rule: string;
  /** The name that the tool has for it whose codes are reported; `null` under stowage's own presets. */
  readonly code: string | null;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly category: Category;
}
