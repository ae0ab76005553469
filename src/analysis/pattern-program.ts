/** Whether one character, given as its code point, is meant. */
export type CharacterTest = (code: number) => boolean;

/** A piece of a pattern. Nesting comes from the code that builds pieces, never from a user's text. */
export type Piece =
  | { readonly kind: "read"; readonly test: CharacterTest }
  | { readonly kind: "assert"; readonly place: Place }
  | { readonly kind: "sequence"; readonly parts: readonly Piece[] }
  /** `most` is `null` without an upper limit. */
  | { readonly kind: "repeat"; readonly part: Piece; readonly least: number; readonly most: number | null };

/** What has to be true between two characters. */
export type Place = "start" | "end" | "word-boundary" | "no-word-boundary";

export type Instruction =
  | { readonly op: "read"; readonly test: CharacterTest; readonly next: number }
  | { readonly op: "fork"; readonly next: number; readonly other: number }
  | { readonly op: "assert"; readonly place: Place; readonly next: number }
  | { readonly op: "accept" };

/** Instructions of a machine that is in many places at once: it reads each character of a text once, whatever the pattern. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly start: number;
  /** Whether a match may begin anywhere in the text, not only at its start. */
  readonly floating: boolean;
  readonly hasWordBoundaries: boolean;
}

/** More is no pattern that people write; it bounds memory, since `a{1000}` costs a thousand instructions. */
const maximumInstructions = 100_000;

/** Puts alternatives together; `null` when they need more than {@link maximumInstructions}. Linear in the result. */
export function program(alternatives: readonly (readonly Piece[])[]): Program | null {
  const sequences = alternatives.map((parts): Piece => ({ kind: "sequence", parts }));
  const total = sequences.reduce((sum, sequence) => sum + sizeOf(sequence) + 1, 1);
  if (total > maximumInstructions) return null;

  const instructions: Instruction[] = [];
  const add = (instruction: Instruction): number => instructions.push(instruction) - 1;
  /** Adds a piece in front of the instruction at `next` and gives its own place. */
  const put = (piece: Piece, next: number): number => {
    switch (piece.kind) {
      case "read":
        return add({ op: "read", test: piece.test, next });
      case "assert":
        return add({ op: "assert", place: piece.place, next });
      case "sequence":
        return piece.parts.reduceRight((after, part) => put(part, after), next);
      case "repeat": {
        let from = next;
        if (piece.most === null) {
          const loop = add({ op: "accept" });
          instructions[loop] = { op: "fork", next: put(piece.part, loop), other: next };
          from = loop;
        } else {
          for (let i = piece.least; i < piece.most; i++) {
            from = add({ op: "fork", next: put(piece.part, from), other: next });
          }
        }
        for (let i = 0; i < piece.least; i++) from = put(piece.part, from);
        return from;
      }
    }
  };
  const accept = add({ op: "accept" });
  const start = sequences
    .map((sequence) => put(sequence, accept))
    .reduceRight((other, next) => add({ op: "fork", next, other }));
  return {
    instructions,
    start,
    floating: alternatives.some((parts) => !beginsAtStart(parts[0])),
    hasWordBoundaries: instructions.some((each) => each.op === "assert" && each.place.endsWith("boundary")),
  };
}

function beginsAtStart(piece: Piece | undefined): boolean {
  return piece?.kind === "assert" && piece.place === "start";
}

function sizeOf(piece: Piece): number {
  if (piece.kind === "sequence") return piece.parts.reduce((sum, part) => sum + sizeOf(part), 0);
  if (piece.kind !== "repeat") return 1;
  return (sizeOf(piece.part) + 1) * Math.max(piece.least, piece.most ?? piece.least + 1);
}
