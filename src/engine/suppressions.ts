import type { RuleSet } from "../config/settings.ts";
import type { SuppressedName, Suppression } from "../rule/suppression.ts";
import type { Comment, Dockerfile, Instruction } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";

/** Suppressions of one file, and what they have hidden so far. */
export interface SuppressionBook {
  /** Whether a comment hides a finding; then the comment counts as used. Logarithmic in the number of instructions. */
  hides(finding: SuppressedFinding): boolean;
  /** What became of each, once every rule that can be hidden has run. In document order. */
  settle(ran: ReadonlySet<string>): readonly Suppression[];
}

/** What a suppression goes by: an id hides all findings of a rule, an alias those that stand for it. */
export interface SuppressedFinding {
  readonly rule: string;
  readonly aliases: readonly string[];
  readonly at: Range;
}

interface Entry {
  readonly comment: Comment;
  readonly scope: "instruction" | "file";
  readonly names: readonly EntryName[];
  readonly reason: string | null;
  /** Index of the instruction; `null` for a whole file and for a comment that stands above nothing. */
  readonly instruction: number | null;
}

interface EntryName {
  readonly text: string;
  readonly range: Range;
  /** Ids of the rules that it names. */
  readonly rules: ReadonlySet<string>;
  used: boolean;
}

/** The word that stands for every rule. */
const everyRule = "all";

/** Reads the suppression comments of a file: `# stowage ignore <rule>[, <rule>] -- reason`, `# stowage ignore-file …`. */
export function readSuppressions(syntax: Dockerfile, ruleSet: RuleSet): SuppressionBook {
  const entries: Entry[] = [];
  const targets = commentTargets(syntax);
  syntax.comments.forEach((comment, index) => {
    const parsed = parseSuppression(comment);
    if (parsed === null) return;
    const instruction = parsed.scope === "instruction" ? targets[index]! : null;
    const names = parsed.names.map((name) => ({ ...name, rules: rulesOf(name.text, ruleSet), used: false }));
    entries.push({ comment, ...parsed, names, instruction });
  });
  const ofFile = entries.filter((entry) => entry.scope === "file");
  const ofInstruction = new Map<number, Entry[]>();
  for (const entry of entries) {
    if (entry.instruction === null) continue;
    const others = ofInstruction.get(entry.instruction);
    if (others) others.push(entry);
    else ofInstruction.set(entry.instruction, [entry]);
  }
  return {
    hides(finding) {
      if (entries.length === 0) return false;
      const instruction = instructionAt(syntax.instructions, finding.at.start);
      const near = instruction === null ? undefined : ofInstruction.get(instruction);
      return markUsed(near, finding) || markUsed(ofFile, finding);
    },
    settle: (ran) => entries.map((entry) => settleEntry(entry, ran, ruleSet)),
  };
}

function markUsed(entries: readonly Entry[] | undefined, finding: SuppressedFinding): boolean {
  for (const entry of entries ?? []) {
    for (const name of entry.names) {
      if (!isNamed(name, finding)) continue;
      name.used = true;
      return true;
    }
  }
  return false;
}

function isNamed({ text, rules }: EntryName, { rule, aliases }: SuppressedFinding): boolean {
  if (!rules.has(rule)) return false;
  const name = text.toLowerCase();
  return name === everyRule || [rule, ...aliases].some((spoken) => spoken.toLowerCase() === name);
}

function rulesOf(name: string, ruleSet: RuleSet): ReadonlySet<string> {
  const rules = name.toLowerCase() === everyRule ? ruleSet.known : ruleSet.names.find(name);
  return new Set(rules.map((rule) => rule.id));
}

function settleEntry(entry: Entry, ran: ReadonlySet<string>, ruleSet: RuleSet): Suppression {
  const names = entry.names.map((name): SuppressedName => {
    const { text, range } = name;
    if (name.rules.size === 0)
      return { text, range, use: "unknown", suggestion: ruleSet.names.suggest(text) };
    const couldHide = [...name.rules].some((rule) => ran.has(rule));
    return { text, range, use: name.used ? "used" : couldHide ? "unused" : "idle", suggestion: null };
  });
  return {
    scope: entry.scope,
    range: entry.comment.range,
    names,
    reason: entry.reason,
    attached: entry.scope === "file" || entry.instruction !== null,
  };
}

const opening = /^[ \t]*stowage[ \t]+(ignore-file|ignore)(?![\w-])/;

/** The parts of a suppression comment; `null` for any other comment. */
function parseSuppression(
  comment: Comment,
): { scope: "instruction" | "file"; names: { text: string; range: Range }[]; reason: string | null } | null {
  const match = opening.exec(comment.text);
  if (match === null) return null;
  // Ranges count from the `#`, whatever stands between it and the text.
  const textStart = comment.range.end - comment.text.length;
  const names: { text: string; range: Range }[] = [];
  let reason: string | null = null;
  const words = /[^\s,]+/g;
  words.lastIndex = match[0].length;
  for (let word = words.exec(comment.text); word !== null; word = words.exec(comment.text)) {
    if (word[0] === "--") {
      reason = comment.text.slice(words.lastIndex).trim() || null;
      break;
    }
    const start = textStart + word.index;
    names.push({ text: word[0], range: { start, end: start + word[0].length } });
  }
  return { scope: match[1] === "ignore" ? "instruction" : "file", names, reason };
}

/**
 * For each comment the index of the instruction that it stands in, or directly above with nothing but comment lines between;
 * `null` where there is none. One pass from the end.
 */
function commentTargets(syntax: Dockerfile): readonly (number | null)[] {
  const { comments, instructions, text } = syntax;
  const targets: (number | null)[] = new Array(comments.length).fill(null);
  let next = instructions.length - 1;
  let below: { readonly start: number; readonly target: number | null } | null = null;
  for (let index = comments.length - 1; index >= 0; index--) {
    const { range } = comments[index]!;
    while (next >= 0 && instructions[next]!.range.start > range.start) {
      below = { start: instructions[next]!.range.start, target: next };
      next--;
    }
    const around = next >= 0 && range.start < instructions[next]!.range.end ? next : null;
    const isDirectlyAbove: boolean = below !== null && isNextLine(text, range.end, below.start);
    const target: number | null = around ?? (isDirectlyAbove ? below!.target : null);
    targets[index] = target;
    below = { start: range.start, target };
  }
  return targets;
}

/** Whether only one line break and blanks stand between two offsets. */
function isNextLine(text: string, from: number, to: number): boolean {
  let breaks = 0;
  for (let at = from; at < to; at++) {
    const unit = text[at]!;
    if (unit === "\n") breaks++;
    else if (unit !== " " && unit !== "\t" && unit !== "\r") return false;
    if (breaks > 1) return false;
  }
  return breaks === 1;
}

/** The instruction whose range holds an offset, its end included. */
function instructionAt(instructions: readonly Instruction[], offset: number): number | null {
  let low = 0;
  let high = instructions.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const { range } = instructions[middle]!;
    if (offset < range.start) high = middle - 1;
    else if (offset > range.end) low = middle + 1;
    else return middle;
  }
  return null;
}
