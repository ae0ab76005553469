import { type MappedText, sliceMapped, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type { AstInstruction } from "./ast-words.ts";
import { type JsonArray, parseJsonArray } from "./json-array.ts";
import type { CommandForm, Heredoc, Instruction, SyntaxProblem, Word } from "./nodes.ts";
import type { StatementParts } from "./statement.ts";
import { wordProblem } from "./word-problems.ts";
import { execFormAt, wordAt } from "./words.ts";

/** One instruction, cut but not yet read. */
export interface Draft {
  readonly index: number;
  readonly range: Range;
  readonly line: MappedText;
  readonly parts: StatementParts;
  /** What dockerfile-ast says of it. */
  readonly ast: AstInstruction;
  readonly escapeChar: string;
  readonly heredocs: readonly Heredoc[];
  readonly emptyContinuations: readonly Range[];
  readonly problems: readonly SyntaxProblem[];
  /** The instruction after ONBUILD. */
  readonly trigger: Draft | null;
}

/** An instruction being read: what all kinds have, and the list that problems go to. */
export interface Reading {
  readonly draft: Draft;
  readonly base: Omit<Instruction, "kind" | "problems">;
  readonly problems: SyntaxProblem[];
}

/** What goes into every instruction. */
export function common({ base, problems }: Reading): Reading["base"] & { problems: SyntaxProblem[] } {
  return { ...base, problems };
}

/** Adds a problem, if it is one. */
export function report(reading: Reading, problem: SyntaxProblem | null): void {
  if (problem) reading.problems.push(problem);
}

/** Adds problems, however many. */
export function reportAll(reading: Reading, problems: readonly SyntaxProblem[]): void {
  for (const problem of problems) reading.problems.push(problem);
}

/** Whether a problem is found already by BuildKit's parser, so that it also counts in an ONBUILD trigger. */
export function isParserProblem(problem: SyntaxProblem): boolean {
  return /^(?:missing-value|missing-equals|not-a-string)$/.test(problem.code);
}

export function missingArgument(reading: Reading, what: string): SyntaxProblem {
  const { keyword } = reading.base;
  return {
    code: "missing-argument",
    message: `\`${keyword.text}\` has no argument`,
    range: keyword.range,
    help: `add ${what}`,
  };
}

/** The rest as JSON array; `null` when it is not JSON. A wrong element is a problem. */
export function jsonRest(reading: Reading, from = reading.draft.parts.restStart): JsonArray | null {
  const { line, parts } = reading.draft;
  const array = parseJsonArray(line.text, from, parts.restEnd);
  if (array?.bad) {
    report(reading, {
      code: "not-a-string",
      message: "a JSON array of arguments holds something other than strings",
      range: sourceRange(line, array.bad.start, array.bad.end),
      help: "put every element in double quotes",
    });
  }
  return array;
}

/** The command of RUN, CMD, ENTRYPOINT, SHELL, HEALTHCHECK: JSON, or text for the shell. */
export function commandOf(reading: Reading, from = reading.draft.parts.restStart): CommandForm {
  const { line, parts } = reading.draft;
  const array = jsonRest(reading, from);
  if (array) return execFormAt(line, array, from, parts.restEnd);
  return {
    form: "shell",
    script: sliceMapped(line, from, parts.restEnd),
    range: sourceRange(line, from, parts.restEnd),
  };
}

/** The words of the rest as divided by blanks. */
export function plainWords({ draft }: Reading): Word[] {
  return draft.ast.words.map(([start, end]) =>
    wordAt(draft.line, draft.parts.restStart + start, draft.parts.restStart + end),
  );
}

/** Problems of the plain words when variables are put into them. */
export function reportWords(reading: Reading): void {
  const { line, parts, ast, escapeChar } = reading.draft;
  for (const [start, end] of ast.words) {
    report(reading, wordProblem(line, parts.restStart + start, parts.restStart + end, { escapeChar }));
  }
}

/** The one argument of USER, WORKDIR and STOPSIGNAL: all of the rest, blanks included. */
export function readWhole(reading: Reading, what: string): Word | null {
  const { line, parts, escapeChar } = reading.draft;
  if (parts.restStart === parts.restEnd) {
    report(reading, missingArgument(reading, what));
    return null;
  }
  report(reading, wordProblem(line, parts.restStart, parts.restEnd, { escapeChar }));
  return wordAt(line, parts.restStart, parts.restEnd);
}
