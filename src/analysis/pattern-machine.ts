import type { Place, Program } from "./pattern-program.ts";

/** A program ready to run. Both questions take time linear in the text. */
export interface PatternMachine {
  /** Whether the pattern is found in the text. */
  matches(text: string): boolean;
  /** Whether any text that begins with this one can match. */
  canContinue(beginning: string): boolean;
}

/** The set of places that the program is in after some text: found when first needed, then a table look-up for each character. */
interface State {
  readonly places: readonly number[];
  readonly atStart: boolean;
  readonly afterWord: boolean;
  readonly ascii: State[];
  readonly others: Map<number, State>;
  accepts: boolean | null;
}

/** Past this many known transitions all are forgotten: some patterns have endlessly many sets of places. */
const maximumTransitions = 4000;

/** Runs a program by the set-of-places method (Thompson 1968), so that no pattern can make it try combinations. */
export function patternMachine(program: Program): PatternMachine {
  const { instructions } = program;
  const dead = newState([], false, false);
  const matched = newState([], false, false);
  const seen = new Uint32Array(instructions.length);
  let round = 0;
  let transitions = 0;
  let states = new Map<string, State>();
  const initial = (): State => stateOf([program.start], true, false);
  let start = initial();

  function stateOf(places: readonly number[], atStart: boolean, afterWord: boolean): State {
    const key = `${atStart ? "^" : ""}${afterWord ? "w" : ""}${places.join(",")}`;
    let state = states.get(key);
    if (state === undefined) {
      state = newState(places, atStart, afterWord);
      states.set(key, state);
    }
    return state;
  }

  /** Follows forks and assertions; gives the instructions that read, or `null` when the program accepts here. */
  function readers(state: State, code: number | null): number[] | null {
    round += 1;
    const reading: number[] = [];
    const pending = state.places.slice();
    const beforeWord = code !== null && isWord(code);
    while (pending.length > 0) {
      const at = pending.pop()!;
      if (seen[at] === round) continue;
      seen[at] = round;
      const instruction = instructions[at]!;
      if (instruction.op === "accept") return null;
      if (instruction.op === "read") reading.push(at);
      else if (instruction.op === "fork") pending.push(instruction.other, instruction.next);
      else if (holds(instruction.place, state, code === null, beforeWord)) pending.push(instruction.next);
    }
    return reading;
  }

  function step(state: State, code: number): State {
    const reading = readers(state, code);
    if (reading === null) return matched;
    const next = new Set<number>();
    for (const at of reading) {
      const instruction = instructions[at]!;
      if (instruction.op === "read" && instruction.test(code)) next.add(instruction.next);
    }
    if (program.floating) next.add(program.start);
    if (next.size === 0) return dead;
    const places = [...next].sort((a, b) => a - b);
    return stateOf(places, false, program.hasWordBoundaries && isWord(code));
  }

  function follow(state: State, code: number): State {
    if (++transitions > maximumTransitions) {
      transitions = 0;
      states = new Map();
      start = initial();
    }
    const next = step(state, code);
    if (code < 128) state.ascii[code] = next;
    else state.others.set(code, next);
    return next;
  }

  function run(text: string): State {
    let state = start;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      let next: State | undefined;
      if (code < 128) next = state.ascii[code];
      else {
        code = text.codePointAt(at)!;
        if (code > 0xffff) at += 1;
        next = state.others.get(code);
      }
      state = next ?? follow(state, code);
      if (state === dead || state === matched) return state;
    }
    return state;
  }

  return {
    matches(text) {
      const state = run(text);
      if (state === dead || state === matched) return state === matched;
      state.accepts ??= readers(state, null) === null;
      return state.accepts;
    },
    canContinue(beginning) {
      return run(beginning) !== dead;
    },
  };
}

function newState(places: readonly number[], atStart: boolean, afterWord: boolean): State {
  return { places, atStart, afterWord, ascii: [], others: new Map(), accepts: null };
}

function holds(place: Place, state: State, atEnd: boolean, beforeWord: boolean): boolean {
  if (place === "start") return state.atStart;
  if (place === "end") return atEnd;
  return (state.afterWord !== beforeWord) === (place === "word-boundary");
}

/** A letter, digit or underscore of ASCII, as Go's regular expressions have it. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code >= 0x61 && code <= 0x7a)
  );
}
