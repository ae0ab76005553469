import type { Range } from "../text/range.ts";

/** A comment that hides findings: `# stowage ignore <rule> -- needs port 80`. */
export interface Suppression {
  /** `instruction`: the one that the comment stands above or inside. `file`: all of it (`ignore-file`). */
  readonly scope: "instruction" | "file";
  /** The comment, from `#` to the end of the line. */
  readonly range: Range;
  /** In the order in which they stand. */
  readonly names: readonly SuppressedName[];
  /** The text after `--`; `null` when there is none. */
  readonly reason: string | null;
  /** False when no instruction follows directly: then it hides nothing. */
  readonly attached: boolean;
}

/** One name in a suppression: a rule's id, an alias of it, or `all`. */
export interface SuppressedName {
  readonly text: string;
  readonly range: Range;
  /**
   * `used`: it hid a finding. `unused`: the rules it names ran and had nothing to hide. `idle`: none of them ran, so nothing
   * can be said, or it is a code for which there is no rule on purpose. `unknown`: there is no such rule.
   */
  readonly use: "used" | "unused" | "idle" | "unknown";
  /** What an unknown name probably means. */
  readonly suggestion: string | null;
}
