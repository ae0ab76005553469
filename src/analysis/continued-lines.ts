import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { parse } from "../syntax/parse.ts";
import type { TextEdit } from "../text/edit.ts";
import { sourceOffset } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** An instruction that goes on over lines without text. */
export interface EmptyContinuation {
  readonly instruction: Instruction;
  /** The lines with their line ends; neighbours are one range. */
  readonly gaps: readonly Range[];
  /** The last line of the instruction, without the bodies of heredocs: where BuildKit sees the problem. */
  readonly lastLine: Range;
  /** What looks like the next instruction and is a part of this one; `null` when nothing does. */
  readonly swallowed: Swallowed | null;
}

export interface Swallowed {
  /** Its keyword. */
  readonly at: Range;
  /** Ends the instruction before it, as the empty line suggests; `null` when it is not plain how, or neither can be built. */
  readonly ending: TextEdit | null;
}

/** Instructions of the file that go on over empty lines. Linear in the file. */
export function emptyContinuations(file: BuildFile): readonly EmptyContinuation[] {
  const found: EmptyContinuation[] = [];
  for (const instruction of file.syntax.instructions) {
    if (instruction.emptyContinuations.length === 0) continue;
    const gaps = joinNeighbours(file.text, instruction.emptyContinuations);
    found.push({
      instruction,
      gaps,
      lastLine: lastLineOf(file, instruction),
      swallowed: swallowedAfter(file, instruction, gaps),
    });
  }
  return found;
}

function joinNeighbours(text: string, lines: readonly Range[]): readonly Range[] {
  const gaps: Range[] = [];
  for (const { start, end } of lines) {
    const feed = text.indexOf("\n", end);
    const next = feed === -1 ? text.length : feed + 1;
    const last = gaps.at(-1);
    if (last?.end === start) gaps[gaps.length - 1] = { start: last.start, end: next };
    else gaps.push({ start, end: next });
  }
  return gaps;
}

function lastLineOf({ text }: BuildFile, { keyword, rest, emptyContinuations }: Instruction): Range {
  const end = Math.max(
    keyword.range.end,
    rest.text === "" ? 0 : sourceOffset(rest, rest.text.length),
    emptyContinuations.at(-1)!.end,
  );
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  const start = lineStart + /^[^\S\n]*/.exec(text.slice(lineStart, end))![0].length;
  return { start, end };
}

/** Keywords as they are written at the start of a line, and hardly ever as an argument there. */
const keywordAtStart =
  /^(?:FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)(?=[ \t])/;

function swallowedAfter(file: BuildFile, instruction: Instruction, gaps: readonly Range[]): Swallowed | null {
  const { text } = file;
  for (const gap of gaps) {
    const start = gap.end;
    if (start >= instruction.range.end) continue;
    const [word] = keywordAtStart.exec(text.slice(start, start + 16)) ?? [];
    if (word === undefined) continue;
    return { at: { start, end: start + word.length }, ending: endBefore(file, instruction, gap.start) };
  }
  return null;
}

/** Takes away the escape character that leads on to the empty line, if what is left can be built. */
function endBefore({ text, syntax }: BuildFile, { range }: Instruction, gap: number): TextEdit | null {
  const before = text.slice(range.start, gap).trimEnd();
  if (!before.endsWith(syntax.escape)) return null;
  const kept = before.slice(0, -1).trimEnd();
  const meant = `# escape=${syntax.escape}\nFROM scratch\n${kept}${text.slice(range.start + before.length, range.end)}\n`;
  if (parse(meant).problems.length > 0) return null;
  return { range: { start: range.start + kept.length, end: range.start + before.length }, text: "" };
}
