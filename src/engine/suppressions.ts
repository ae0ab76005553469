import { nameKey } from "../config/rule-names.ts";
import type { RuleSet } from "../config/settings.ts";
import type { SuppressedName, Suppression } from "../rule/suppression.ts";
import type { Comment, Dockerfile } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";
import { commentTargets, instructionAt } from "./comment-targets.ts";
import { type ForeignSurroundings, readForeignSuppressions } from "./foreign-suppressions.ts";

/** Suppressions of one file, and what they have hidden so far. */
export interface SuppressionBook {
  /** What hides a finding, which then counts as used; `null` when nothing does. Logarithmic in the number of instructions. */
  hides(finding: SuppressedFinding): Hiding | null;
  /** What became of each, once every rule that can be hidden has run. In document order. */
  settle(ran: ReadonlySet<string>): readonly Suppression[];
}

/** That a comment hides a finding, and what it says for it; `null` when it says nothing, or is one for another tool. */
export interface Hiding {
  readonly reason: string | null;
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
  /** Of its comment. */
  readonly reason: string | null;
  used: boolean;
}

/** The word that stands for every rule. */
const everyRule = "all";

/**
 * Reads the suppression comments of a file: `# stowage ignore <rule>[, <rule>] -- reason`, `# stowage ignore-file …`, and those of other
 * tools, which hide by alias and are not judged.
 */
export function readSuppressions(
  syntax: Dockerfile,
  ruleSet: RuleSet,
  surroundings: ForeignSurroundings = { today: null, check: null },
): SuppressionBook {
  const entries: Entry[] = [];
  const targets = commentTargets(syntax);
  const foreign = readForeignSuppressions(syntax, targets, {
    hadolintComments: ruleSet.hadolintComments,
    ...surroundings,
  });
  syntax.comments.forEach((comment, index) => {
    const parsed = parseSuppression(comment);
    if (parsed === null) return;
    const instruction = parsed.scope === "instruction" ? targets[index]! : null;
    const { reason } = parsed;
    const names = parsed.names.map(
      (name): EntryName => ({ ...name, rules: rulesOf(name.text, ruleSet), reason, used: false }),
    );
    entries.push({ comment, ...parsed, names, instruction });
  });
  const ofFile = newReach();
  const ofInstruction = new Map<number, Reach>();
  for (const { scope, instruction, names } of entries) {
    if (scope === "instruction" && instruction === null) continue;
    const reach = instruction === null ? ofFile : (ofInstruction.get(instruction) ?? newReach());
    if (instruction !== null) ofInstruction.set(instruction, reach);
    for (const name of names) reach.names.push(name);
  }
  return {
    hides(finding) {
      if (entries.length === 0 && foreign === null) return null;
      const instruction = instructionAt(syntax.instructions, finding.at.start);
      const near = instruction === null ? undefined : ofInstruction.get(instruction);
      return (
        (near && markUsed(near, finding)) ??
        markUsed(ofFile, finding) ??
        (foreign?.hides(instruction, finding.aliases) === true ? { reason: null } : null)
      );
    },
    settle: (ran) => entries.map((entry) => settleEntry(entry, ran, ruleSet)),
  };
}

/** What the suppressions name that reach the same findings, in document order. */
interface Reach {
  readonly names: EntryName[];
  /** The first name that hides findings of a rule and its aliases; looked for once. */
  readonly answers: Map<string, EntryName | null>;
}

function newReach(): Reach {
  return { names: [], answers: new Map() };
}

function markUsed({ names, answers }: Reach, finding: SuppressedFinding): Hiding | null {
  const key = [finding.rule, ...finding.aliases].join(" ");
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = names.find((name) => isNamed(name, finding)) ?? null;
    answers.set(key, answer);
  }
  if (answer !== null) answer.used = true;
  return answer;
}

function isNamed({ text, rules }: EntryName, { rule, aliases }: SuppressedFinding): boolean {
  if (!rules.has(rule)) return false;
  const name = nameKey(text);
  return name === everyRule || [rule, ...aliases].some((spoken) => spoken.toLowerCase() === name);
}

function rulesOf(name: string, ruleSet: RuleSet): ReadonlySet<string> {
  const rules = name.toLowerCase() === everyRule ? ruleSet.known : ruleSet.names.find(name);
  return new Set(rules.map((rule) => rule.id));
}

function settleEntry(entry: Entry, ran: ReadonlySet<string>, ruleSet: RuleSet): Suppression {
  const names = entry.names.map((name): SuppressedName => {
    const { text, range } = name;
    if (name.rules.size === 0 && ruleSet.names.leftOut(text) === null)
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
