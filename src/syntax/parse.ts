import { sourceOffset } from "../text/mapped-text.ts";
import { readWords } from "./ast-words.ts";
import { readInstruction } from "./instruction.ts";
import { type LineLayer, readLines, type Statement } from "./lines.ts";
import type { Dockerfile, Instruction, SyntaxProblem } from "./nodes.ts";
import { quote } from "./quote.ts";
import type { Draft } from "./reading.ts";
import { keywordOf, type StatementParts, splitStatement } from "./statement.ts";

/**
 * Reads a Dockerfile as BuildKit does (dockerfile 1.26): accepts what it accepts; what it rejects is in `problems`, and the rest of the
 * file is read all the same. For any text; in linear time; never throws.
 */
export function parse(text: string): Dockerfile {
  const layer = readLines(text);
  const instructions = draftsOf(layer).map(readInstruction);
  const problems = [
    ...layer.problems,
    ...instructions.flatMap((instruction) => instruction.problems),
    ...fileProblems(text, instructions),
  ];
  problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const { escapeChar, directives, comments } = layer;
  return { text, escape: escapeChar, directives, comments, instructions, problems };
}

/** Instructions whose words are divided by blanks alone: these are dockerfile-ast's to read. */
const plainKeywords: ReadonlySet<string> = new Set(["from", "copy", "add", "expose", "volume"]);

function draftsOf({ statements, escapeChar }: LineLayer): Draft[] {
  const triggers = statements.map(({ line, parts }) =>
    keywordOf(line, parts) === "onbuild" && parts.restStart < parts.restEnd
      ? splitStatement(line.text, parts.restStart, parts.restEnd, escapeChar)
      : null,
  );
  const answers = readWords([
    ...statements.map(({ line, parts }) => astLine(line.text, parts)),
    ...statements.flatMap(({ line }, index) => (triggers[index] ? astLine(line.text, triggers[index]) : [])),
  ]);
  const triggerAnswers = answers.slice(statements.length).values();
  return statements.map((statement, index) => {
    const draft = draftOf(statement, statement.parts);
    const parts = triggers[index];
    if (!parts) return draft;
    const ast = triggerAnswers.next().value ?? noWords;
    const start = sourceOffset(statement.line, parts.keywordStart);
    const trigger: Draft = {
      ...draft,
      parts,
      ast,
      range: { start, end: statement.range.end },
      problems: [],
      trigger: null,
    };
    return { ...draft, trigger };

    function draftOf(
      { range, line, heredocs, emptyContinuations, problems }: Statement,
      own: StatementParts,
    ): Draft {
      const answer = answers[index] ?? noWords;
      return {
        index,
        range,
        line,
        parts: own,
        ast: answer,
        escapeChar,
        heredocs,
        emptyContinuations,
        problems,
        trigger: null,
      };
    }
  });
}

const noWords = { keyword: "", words: [] } as const;

function astLine(line: string, parts: StatementParts): { keyword: string; rest: string } {
  const keyword = line.slice(parts.keywordStart, parts.keywordEnd);
  const isPlain = plainKeywords.has(keyword.toLowerCase());
  return { keyword, rest: isPlain ? line.slice(parts.restStart, parts.restEnd) : "" };
}

/** What is wrong with the file as a whole: no instruction, no FROM, instructions before it. */
function fileProblems(text: string, instructions: readonly Instruction[]): SyntaxProblem[] {
  const first = instructions[0];
  if (first === undefined) {
    const range = { start: 0, end: text.length };
    return [
      {
        code: "no-instructions",
        message: "the file holds no instruction",
        range,
        help: "begin with `FROM image`",
      },
    ];
  }
  const from = instructions.findIndex((instruction) => instruction.kind === "FROM");
  const before = from === -1 ? instructions : instructions.slice(0, from);
  // The unknown instruction may be the FROM that is missed.
  if (before.some((instruction) => instruction.kind === "UNKNOWN")) return [];
  const early = before.filter((instruction) => instruction.kind !== "ARG");
  if (from !== -1) {
    return early.map(({ keyword }) => ({
      code: "instruction-before-from",
      message: `${quote(keyword.text)} stands before the first \`FROM\``,
      range: keyword.range,
      help: "move it below `FROM`: only `ARG` may stand before it",
    }));
  }
  const { range } = (early[0] ?? first).keyword;
  return [{ code: "no-from", message: "the file has no `FROM`", range, help: "begin with `FROM image`" }];
}
