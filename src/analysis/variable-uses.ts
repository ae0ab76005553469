import type { Scope, VariableReference } from "../model/variables.ts";
import { expand } from "../model/variables.ts";
import type { Heredoc, Instruction, KeyValue, Word } from "../syntax/nodes.ts";
import { type MappedText, sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** A variable that the builder replaces while it reads an instruction. */
export interface VariableUse {
  readonly name: string;
  readonly at: Range;
  readonly modifier: string | null;
  /** Whether a default or an alternative stands in for it, `${X:-d}`, or it adds to itself, `X=a:$X`: then it may be missing. */
  readonly isOptional: boolean;
  /** Whether the file sets it above. */
  readonly isSet: boolean;
  /** The pair of an ENV or ARG in whose value it stands. */
  readonly pair: KeyValue | null;
  /** The text of a COPY or ADD in which it stands. */
  readonly heredoc: Heredoc | null;
}

/** A text of an instruction in which the builder replaces variables. */
interface Piece {
  readonly text: string;
  readonly range: Range;
  readonly mapped: MappedText | null;
  readonly pair: KeyValue | null;
}

/**
 * Where the builder looks for undefined variables (BuildKit `instructions/commands.go`, the `Expand` of each command; read 2026-08): not
 * in EXPOSE, nor in what a shell gets. Triggers of ONBUILD are read in another build.
 */
export function variableUses(
  instruction: Instruction,
  scope: Scope,
  escapeCharacter: "\\" | "`",
): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  for (const piece of piecesOf(instruction)) {
    if (!piece.text.includes("$")) continue;
    const { references, problem } = expand(piece.text, scope, escapeCharacter);
    if (problem !== null) continue;
    const optional = optionalOnes(references);
    for (const reference of references) {
      uses.push({
        name: reference.name,
        at: rangeOf(piece, reference),
        modifier: reference.modifier,
        isOptional: optional.has(reference) || piece.pair?.key.text === reference.name,
        isSet: reference.variable !== null,
        pair: piece.pair,
        heredoc: null,
      });
    }
  }
  if (instruction.kind === "COPY" || instruction.kind === "ADD") {
    for (const heredoc of instruction.heredocs) if (heredoc.expand) usesInText(heredoc, scope, uses);
  }
  return uses;
}

function* piecesOf(instruction: Instruction): Generator<Piece> {
  for (const flag of instruction.flags) {
    if (flag.value === null || flag.mapped === null || !isReplaced(instruction.kind, flag.name)) continue;
    yield { text: flag.value, range: flag.range, mapped: flag.mapped, pair: null };
  }
  if (!instruction.rest.text.includes("$")) return;
  for (const { word, pair } of wordsOf(instruction)) {
    yield { text: word.text, range: word.range, mapped: null, pair };
  }
}

function isReplaced(kind: Instruction["kind"], flag: string): boolean {
  if (kind === "RUN") return flag === "mount";
  if (kind === "COPY" || kind === "ADD") return /^(?:chown|chmod|checksum)$/.test(flag);
  return false;
}

interface PairedWord {
  readonly word: Word;
  readonly pair: KeyValue | null;
}

function wordsOf(instruction: Instruction): readonly PairedWord[] {
  const alone = (words: readonly (Word | null)[]): readonly PairedWord[] =>
    words.flatMap((word) => (word === null ? [] : [{ word, pair: null }]));
  switch (instruction.kind) {
    case "ENV":
    case "LABEL":
      return instruction.pairs.flatMap((pair) =>
        [pair.key, pair.value].flatMap((word) => (word === null ? [] : [{ word, pair }])),
      );
    case "ARG":
      return instruction.pairs.flatMap((pair) => (pair.value === null ? [] : [{ word: pair.value, pair }]));
    case "COPY":
    case "ADD":
      return alone([...instruction.sources, instruction.destination]);
    case "WORKDIR":
      return alone([instruction.path]);
    case "USER":
      return alone([instruction.user]);
    case "VOLUME":
      return alone(instruction.paths);
    case "STOPSIGNAL":
      return alone([instruction.signal]);
    default:
      return [];
  }
}

/** A word that is broken over lines, or stands in JSON, is pointed at as a whole. */
function rangeOf({ text, range, mapped }: Piece, { start, end }: VariableReference): Range {
  if (mapped !== null) return sourceRange(mapped, start, end);
  if (range.end - range.start !== text.length) return range;
  return { start: range.start + start, end: range.start + end };
}

/** Those with a default or an alternative, and those inside. References come in the order of their ends. */
function optionalOnes(references: readonly VariableReference[]): ReadonlySet<VariableReference> {
  const optional = new Set<VariableReference>();
  let outer: VariableReference | null = null;
  for (const reference of references.toReversed()) {
    const isInside = outer !== null && reference.start > outer.start;
    if (!isInside) outer = reference.modifier !== null && /[-+]$/.test(reference.modifier) ? reference : null;
    if (outer !== null) optional.add(reference);
  }
  return optional;
}

/** In the text of a heredoc quotes mean nothing, and the escape character is always `\`. */
const inText =
  /\\[\s\S]|\$(?:(?<plain>[A-Za-z_]\w*|[@*#?\-$!]|\d+)|\{(?<name>[A-Za-z_]\w*)(?<modifier>:?[-+?])?)/g;

function usesInText(heredoc: Heredoc, scope: Scope, uses: VariableUse[]): void {
  const { body } = heredoc;
  for (const match of body.text.matchAll(inText)) {
    const { plain, name = plain, modifier = null } = match.groups ?? {};
    if (name === undefined) continue;
    uses.push({
      name,
      at: sourceRange(body, match.index, match.index + match[0].length),
      modifier,
      isOptional: modifier !== null && /[-+]$/.test(modifier),
      isSet: scope.lookup(name) !== null,
      pair: null,
      heredoc,
    });
  }
}
