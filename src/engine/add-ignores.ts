import type { RuleSet } from "../config/settings.ts";
import { parse } from "../syntax/parse.ts";
import { applyEdits, type TextEdit } from "../text/edit.ts";
import { instructionAt, isNextLine } from "./comment-targets.ts";
import type { LintInput } from "./input.ts";
import { lint } from "./lint.ts";
import type { FileResult } from "./result.ts";

/** A Dockerfile whose findings are hidden by comments. */
export interface IgnoredText {
  readonly text: string;
  /** How many findings the new comments hide. */
  readonly ignored: number;
  /** What is left to report of the new text. */
  readonly result: FileResult;
  /** Why the text stays as it is; `null` when nothing keeps it from being written. */
  readonly problem: string | null;
}

/** The reason that new comments give: true, easy to search for, and to be replaced by a better one. */
export const newIgnoreReason = "accepted as found, not reviewed yet";

/**
 * Writes `# stowage ignore` above each instruction that has findings, and `ignore-file` for findings outside of instructions. What is said
 * of suppressions stays; so does a text that the builder rejects: where its
 * instructions end is a guess, and a comment may end up inside one.
 */
export function addIgnores(input: LintInput, ruleSet: RuleSet): IgnoredText {
  const before = lint(input, ruleSet);
  const syntax = parse(input.text);
  if (syntax.problems.length > 0)
    return { text: input.text, ignored: 0, result: before, problem: "the builder rejects the file" };
  const aboutComments = new Set(
    ruleSet.known.filter(({ check }) => check.suppression !== undefined).map(({ id }) => id),
  );
  const ofInstruction = new Map<number, Set<string>>();
  const ofFile = new Set<string>();
  for (const { rule, at } of before.findings) {
    if (aboutComments.has(rule)) continue;
    const instruction = instructionAt(syntax.instructions, at.start);
    const names = instruction === null ? ofFile : (ofInstruction.get(instruction) ?? new Set());
    names.add(rule);
    if (instruction !== null) ofInstruction.set(instruction, names);
  }
  const lineBreak = input.text.includes("\r\n") ? "\r\n" : "\n";
  const edits: TextEdit[] = [];
  const insert = (offset: number, indent: string, word: string, names: ReadonlySet<string>): void => {
    const text = `${indent}# stowage ${word} ${[...names].sort().join(", ")} -- ${newIgnoreReason}${lineBreak}`;
    edits.push({ range: { start: offset, end: offset }, text });
  };
  // Above the comments that stand on the instruction: those of hadolint count only in the line before it.
  const places = insertionPlaces(input.text, syntax);
  const first = places[0] ?? null;
  if (first !== null && ofFile.size > 0) insert(first.offset, "", "ignore-file", ofFile);
  for (const [instruction, names] of [...ofInstruction].sort(([a], [b]) => a - b)) {
    const { offset, indent } = places[instruction]!;
    insert(offset, indent, "ignore", names);
  }
  const text = applyEdits(input.text, edits);
  const result = lint({ ...input, text }, ruleSet);
  const ignored = before.findings.length - result.findings.length;
  return { text, ignored, result, problem: null };
}

/**
 * The edit that hides a rule for the instruction that an offset is in, or in the whole file, with a reason to be replaced by a better one; `null`
 * where a comment would end up inside an instruction, because the builder rejects the text.
 */
export function ignoreEdit(text: string, rule: string, offset: number | "file"): TextEdit | null {
  const syntax = parse(text);
  if (syntax.problems.length > 0) return null;
  const instruction = offset === "file" ? null : instructionAt(syntax.instructions, offset);
  const places = insertionPlaces(text, syntax);
  const place = instruction === null ? places[0] : places[instruction];
  if (place === undefined || (offset !== "file" && instruction === null)) return null;
  const [word, indent] = offset === "file" ? ["ignore-file", ""] : ["ignore", place.indent];
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const range = { start: place.offset, end: place.offset };
  return { range, text: `${indent}# stowage ${word} ${rule} -- ${newIgnoreReason}${lineBreak}` };
}

interface Place {
  /** Start of a line. */
  readonly offset: number;
  /** White space before the instruction. */
  readonly indent: string;
}

/** For each instruction the start of its first line, or of the comments directly above it. One pass. */
function insertionPlaces(
  text: string,
  { instructions, comments }: ReturnType<typeof parse>,
): readonly Place[] {
  let next = 0;
  let end = 0;
  return instructions.map(({ range }) => {
    while (next < comments.length && comments[next]!.range.start < end) next++;
    let block: number | null = null;
    let last = -1;
    for (; next < comments.length && comments[next]!.range.start < range.start; next++) {
      const comment = comments[next]!.range;
      if (block === null || !isNextLine(text, last, comment.start)) block = comment.start;
      last = comment.end;
    }
    end = range.end;
    const isAbove = block !== null && isNextLine(text, last, range.start);
    const own = lineStart(text, range.start);
    const offset = isAbove ? lineStart(text, block!) : own;
    return { offset, indent: text.slice(own, range.start).replace(/\S/g, "") };
  });
}

function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && offset > 0 && text.startsWith("\ufeff") ? 1 : start;
}
