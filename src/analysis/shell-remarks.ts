import { respellingCodes, unquotedCode } from "../knowledge/shellcheck-codes.ts";
import { editsConflict, type TextEdit } from "../text/edit.ts";
import { type MappedText, sourceOffset, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import { commands } from "./commands.ts";
import { defineFact, type ShellRemark, type ShellReplacement } from "./fact.ts";
import { type ShellSource, shellSources } from "./shell-sources.ts";

/** What ShellCheck says of a script, in the places of the Dockerfile. */
export interface PlacedRemark {
  readonly source: ShellSource;
  readonly remark: ShellRemark;
  readonly at: Range;
  /** `null` where ShellCheck proposes nothing, or nothing that can be written there. */
  readonly fix: RemarkFix | null;
}

export interface RemarkFix {
  readonly edits: readonly TextEdit[];
  /** Whether the script does the same afterwards, whatever its variables hold. */
  readonly isSafe: boolean;
}

/** In the order of scripts, and in each by place. None where ShellCheck was not asked. */
export const shellRemarks = defineFact("shell-remarks", ({ file, options, use }): readonly PlacedRemark[] => {
  const { shellCheck } = options;
  if (!shellCheck) return [];
  const scripts = use(commands);
  return use(shellSources).flatMap((source) => {
    const remarks = shellCheck.remarksOn(source.shell, source.text);
    if (remarks.length === 0) return [];
    const place = placer(source);
    const isUnreadable = scripts.of(source.instruction).problems.length > 0;
    const placed = remarks.flatMap((remark): readonly PlacedRemark[] => {
      if (isUnreadable && isAboutSyntax(remark)) return [];
      const start = place(remark.line, remark.column);
      const end = place(remark.endLine, remark.endColumn);
      if (start === null || end === null || isMeantToSplit(source, remark, [start, end])) return [];
      return [
        {
          source,
          remark,
          at: shownRange(source.script, start, end),
          fix: source.isInJson ? null : placedFix(remark, source.script, { place, text: file.text }),
        },
      ];
    });
    return placed.sort((a, b) => a.at.start - b.at.start || a.remark.code - b.remark.code);
  });
});

/** The first mistake of a script that no shell can read is reported anyway. */
function isAboutSyntax({ code, level }: ShellRemark): boolean {
  return code < 2000 && level === "error";
}

/** A variable that is known to hold several words stands without quotes because it does. */
function isMeantToSplit(
  { script, step }: ShellSource,
  { code }: ShellRemark,
  [start, end]: readonly [number, number],
): boolean {
  if (code !== unquotedCode) return false;
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(script.text.slice(start, end));
  if (name === null) return false;
  return /\s/.test(step.state.scope.lookup(name[1] ?? name[2]!)?.value ?? "");
}

/** Finds units of the script by line and column of what ShellCheck read; `null` for a place outside of the script. */
function placer({ script, linesBefore }: ShellSource): (line: number, column: number) => number | null {
  const starts = [0];
  for (let at = script.text.indexOf("\n"); at !== -1; at = script.text.indexOf("\n", at + 1))
    starts.push(at + 1);
  return (line, column) => {
    const start = starts[line - 1 - linesBefore];
    if (start === undefined) return null;
    let at = start;
    for (let left = column - 1; left > 0 && at < script.text.length; left--)
      at += script.text.codePointAt(at)! > 0xffff ? 2 : 1;
    return at;
  };
}

/** What is said of the end of a script stands at its last character. */
function shownRange(script: MappedText, start: number, end: number): Range {
  if (end > start) return sourceRange(script, start, end);
  const at = Math.max(Math.min(start, script.text.trimEnd().length - 1), 0);
  return sourceRange(script, at, at + 1);
}

interface Places {
  readonly place: (line: number, column: number) => number | null;
  /** The whole Dockerfile. */
  readonly text: string;
}

function placedFix({ code, fix }: ShellRemark, script: MappedText, places: Places): RemarkFix | null {
  if (fix === null || fix.replacements.length === 0) return null;
  const edits = fix.replacements.map((replacement) => placedEdit(replacement, script, places));
  const sorted = edits
    .filter((edit) => edit !== null)
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  if (sorted.length < edits.length) return null;
  if (sorted.some((edit, index) => index > 0 && editsConflict(sorted[index - 1]!, edit))) return null;
  const touched = places.text.slice(sorted[0]!.range.start, sorted.at(-1)!.range.end);
  // Old and new spelling differ in what a backslash does.
  return { edits: sorted, isSafe: respellingCodes.has(code) && !touched.includes("\\") };
}

/** `null` where the text of the script does not stand in the Dockerfile as it is. */
function placedEdit(
  { line, column, endLine, endColumn, insertionPoint, replacement }: ShellReplacement,
  script: MappedText,
  { place, text }: Places,
): TextEdit | null {
  const start = place(line, column);
  const end = place(endLine, endColumn);
  if (start === null || end === null || end < start || /[\n\\]/.test(replacement)) return null;
  if (start === end) {
    // What goes behind a word stays with it, also where the line is continued there.
    const isBehind = insertionPoint === "beforeStart" && start > 0;
    const offset = isBehind ? sourceOffset(script, start - 1) + 1 : sourceOffset(script, start);
    return { range: { start: offset, end: offset }, text: replacement };
  }
  const range = sourceRange(script, start, end);
  return text.slice(range.start, range.end) === script.text.slice(start, end)
    ? { range, text: replacement }
    : null;
}
