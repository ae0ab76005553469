import { isWord } from "./pattern-machine.ts";
import type { CharacterTest, Piece, Place } from "./pattern-program.ts";

/**
 * The part of Go's regular expressions (package `regexp/syntax`) that an ignore pattern can reach: moby turns patterns into
 * expressions and lets `[ ] { } | ^ \` through as they are. Groups can't be reached, but for the one that stands for `**`.
 */
export type GoRegexp =
  | { readonly alternatives: readonly (readonly Piece[])[]; readonly problem?: undefined }
  | { readonly alternatives?: undefined; readonly problem: string };

/** The group that moby writes for a `**` inside a pattern: any number of directories. */
export const anyDirectories = "(.*/)?";

interface Cursor {
  readonly source: string;
  at: number;
  /** Where the last `:]` stands. */
  readonly lastNamedEnd: number;
}

/** What a part of the expression turned out to be, or why Go refuses it. */
type Read<Value> =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

const ok = <Value>(value: Value): Read<Value> => ({ value });
const no = (problem: string): { readonly problem: string } => ({ problem });

const notLineFeed: CharacterTest = (code) => code !== 0x0a;
const literal =
  (wanted: number): CharacterTest =>
  (code) =>
    code === wanted;
const between =
  (low: number, high: number): CharacterTest =>
  (code) =>
    code >= low && code <= high;
const not =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code);
const anyOf =
  (tests: readonly CharacterTest[]): CharacterTest =>
  (code) =>
    tests.some((test) => test(code));
const oneOf =
  (characters: string): CharacterTest =>
  (code) =>
    code < 128 && characters.includes(String.fromCharCode(code));

const digit = between(0x30, 0x39);
const lower = between(0x61, 0x7a);
const upper = between(0x41, 0x5a);
const letter = anyOf([lower, upper]);

/** `\d` and its like; upper case is the opposite. */
const perlClasses: ReadonlyMap<string, CharacterTest> = new Map([
  ["d", digit],
  ["s", oneOf("\t\n\f\r ")],
  ["w", isWord],
]);

/** `[[:name:]]`, all ASCII only. */
const namedClasses: ReadonlyMap<string, CharacterTest> = new Map([
  ["alnum", anyOf([digit, letter])],
  ["alpha", letter],
  ["ascii", between(0, 0x7f)],
  ["blank", oneOf("\t ")],
  ["cntrl", anyOf([between(0, 0x1f), literal(0x7f)])],
  ["digit", digit],
  ["graph", between(0x21, 0x7e)],
  ["lower", lower],
  ["print", between(0x20, 0x7e)],
  ["punct", anyOf([between(0x21, 0x2f), between(0x3a, 0x40), between(0x5b, 0x60), between(0x7b, 0x7e)])],
  ["space", oneOf("\t\n\v\f\r ")],
  ["upper", upper],
  ["word", isWord],
  ["xdigit", anyOf([digit, between(0x41, 0x46), between(0x61, 0x66)])],
]);

const controlEscapes: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["v", 11],
]);

const placeEscapes: ReadonlyMap<string, Place> = new Map([
  ["A", "start"],
  ["z", "end"],
  ["b", "word-boundary"],
  ["B", "no-word-boundary"],
]);

const largestRepeat = 1000;

/** Parses an expression as `regexp.Compile` does, or says why it fails. Linear in the text. */
export function goRegexp(source: string): GoRegexp {
  const cursor: Cursor = { source, at: 0, lastNamedEnd: source.lastIndexOf(":]") };
  const alternatives: Piece[][] = [[]];
  while (cursor.at < source.length) {
    const pieces = alternatives.at(-1)!;
    const count = readRepetition(cursor);
    if (count !== null) {
      const part = pieces.pop();
      if (part === undefined) return no("a repetition has nothing to repeat");
      if (part.kind === "repeat") return no("a repetition is repeated");
      const highest = Math.max(count.least, count.most ?? 0);
      if (highest > largestRepeat || count.least > (count.most ?? highest)) {
        return no("a repetition count is out of range");
      }
      pieces.push({ kind: "repeat", part, ...count });
    } else if (source.startsWith(anyDirectories, cursor.at)) {
      cursor.at += anyDirectories.length;
      pieces.push(directories);
    } else if (source[cursor.at] === "|") {
      cursor.at += 1;
      alternatives.push([]);
    } else {
      const read = source[cursor.at] === "\\" ? readEscape(cursor) : readPlain(cursor);
      if (read.problem !== undefined) return read;
      for (const piece of read.value) pieces.push(piece);
    }
  }
  return { alternatives };
}

const directories: Piece = {
  kind: "repeat",
  part: {
    kind: "sequence",
    parts: [
      { kind: "repeat", part: { kind: "read", test: notLineFeed }, least: 0, most: null },
      { kind: "read", test: literal(0x2f) },
    ],
  },
  least: 0,
  most: 1,
};

function readPlain(cursor: Cursor): Read<readonly Piece[]> {
  const character = cursor.source[cursor.at]!;
  if (character === "[") {
    const test = readClass(cursor);
    return test.problem !== undefined ? test : ok([{ kind: "read", test: test.value }]);
  }
  if (character === "^" || character === "$") {
    cursor.at += 1;
    return ok([{ kind: "assert", place: character === "^" ? "start" : "end" }]);
  }
  if (character === ".") {
    cursor.at += 1;
    return ok([{ kind: "read", test: notLineFeed }]);
  }
  return ok([{ kind: "read", test: literal(readCharacter(cursor)) }]);
}

function readEscape(cursor: Cursor): Read<readonly Piece[]> {
  const { source } = cursor;
  const name = source[cursor.at + 1] ?? "";
  const place = placeEscapes.get(name);
  if (place !== undefined) {
    cursor.at += 2;
    return ok([{ kind: "assert", place }]);
  }
  if (name === "Q") {
    const end = source.indexOf("\\E", cursor.at + 2);
    const quoted = source.slice(cursor.at + 2, end === -1 ? undefined : end);
    cursor.at = end === -1 ? source.length : end + 2;
    return ok(Array.from(quoted, (each): Piece => ({ kind: "read", test: literal(each.codePointAt(0)!) })));
  }
  const group = readClassEscape(cursor);
  if (group !== null) return group.problem !== undefined ? group : ok([{ kind: "read", test: group.value }]);
  const code = readCharacterEscape(cursor);
  return code.problem !== undefined ? code : ok([{ kind: "read", test: literal(code.value) }]);
}

/** `*`, `{2}`, `{2,}` and `{2,5}`; anything else that begins with `{` is text. Leading zeros are none of Go's numbers. */
function readRepetition(cursor: Cursor): { readonly least: number; readonly most: number | null } | null {
  if (cursor.source[cursor.at] === "*") {
    cursor.at += 1;
    return { least: 0, most: null };
  }
  const found = /\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/y;
  found.lastIndex = cursor.at;
  const match = found.exec(cursor.source);
  if (match === null) return null;
  cursor.at = found.lastIndex;
  const least = Number(match[1]);
  if (match[2] === undefined) return { least, most: least };
  return { least, most: match[3] === undefined ? null : Number(match[3]) };
}

function readClass(cursor: Cursor): Read<CharacterTest> {
  const { source } = cursor;
  cursor.at += 1;
  const negated = source[cursor.at] === "^";
  if (negated) cursor.at += 1;
  const tests: CharacterTest[] = [];
  for (let first = true; first || source[cursor.at] !== "]"; first = false) {
    if (cursor.at >= source.length) return no("a `[` has no `]`");
    const group = readNamedClass(cursor) ?? readClassEscape(cursor);
    if (group !== null) {
      if (group.problem !== undefined) return group;
      tests.push(group.value);
      continue;
    }
    const low = readClassCharacter(cursor);
    if (low.problem !== undefined) return low;
    const following = source[cursor.at + 1];
    if (source[cursor.at] !== "-" || following === undefined || following === "]") {
      tests.push(literal(low.value));
      continue;
    }
    cursor.at += 1;
    const high = readClassCharacter(cursor);
    if (high.problem !== undefined) return high;
    if (high.value < low.value) return no("a range in `[…]` ends before it begins");
    tests.push(between(low.value, high.value));
  }
  cursor.at += 1;
  return ok(negated ? not(anyOf(tests)) : anyOf(tests));
}

function readClassCharacter(cursor: Cursor): Read<number> {
  if (cursor.at >= cursor.source.length) return no("a `[` has no `]`");
  return cursor.source[cursor.at] === "\\" ? readCharacterEscape(cursor) : ok(readCharacter(cursor));
}

/** `[:alpha:]` inside a class; `null` when there is none here. */
function readNamedClass(cursor: Cursor): Read<CharacterTest> | null {
  const { source } = cursor;
  if (!source.startsWith("[:", cursor.at)) return null;
  if (cursor.lastNamedEnd < cursor.at + 2) return null;
  const end = source.indexOf(":]", cursor.at + 2);
  const name = source.slice(cursor.at + 2, end);
  const test = namedClasses.get(name.replace(/^\^/, ""));
  if (test === undefined) return no(`\`[:${name}:]\` is no class of characters`);
  cursor.at = end + 2;
  return ok(name.startsWith("^") ? not(test) : test);
}

/** `\d`, `\W`, `\pL`, `\p{Greek}`; `null` for any other escape. */
function readClassEscape(cursor: Cursor): Read<CharacterTest> | null {
  const { source } = cursor;
  if (source[cursor.at] !== "\\") return null;
  const name = source[cursor.at + 1] ?? "";
  const perl = perlClasses.get(name.toLowerCase());
  if (perl !== undefined) {
    cursor.at += 2;
    return ok(name === name.toLowerCase() ? perl : not(perl));
  }
  if (name !== "p" && name !== "P") return null;
  const property = /(?:\{(\^?)([A-Za-z_]+)\}|([A-Za-z]))/y;
  property.lastIndex = cursor.at + 2;
  const match = property.exec(source);
  const test = match === null ? null : unicodeClass((match[2] ?? match[3])!);
  if (match === null || test === null)
    return no(`\`${source.slice(cursor.at, cursor.at + 3)}\` names no class of characters`);
  cursor.at = property.lastIndex;
  return ok((name === "P") !== (match[1] === "^") ? not(test) : test);
}

/** A general category or a script by its Unicode name; `null` for an unknown one. */
function unicodeClass(name: string): CharacterTest | null {
  if (name === "Any") return () => true;
  for (const property of ["General_Category", "Script"]) {
    try {
      const pattern = new RegExp(`^\\p{${property}=${name}}$`, "u");
      return (code) => pattern.test(String.fromCodePoint(code));
    } catch {
      // No such value of this property.
    }
  }
  return null;
}

function readCharacterEscape(cursor: Cursor): Read<number> {
  const { source } = cursor;
  const sticky =
    /\\(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|(0[0-7]{0,2}|[1-7][0-7]{1,2})|([afnrtv])|([^0-9A-Za-z\u0080-\uffff]))/y;
  sticky.lastIndex = cursor.at;
  const match = sticky.exec(source);
  const bad = `\`${source.slice(cursor.at, cursor.at + 2)}\` is no escape`;
  if (match === null) return no(bad);
  cursor.at = sticky.lastIndex;
  const [, braces, hex, octal, control, other] = match;
  if (octal !== undefined) return ok(Number.parseInt(octal, 8));
  if (control !== undefined) return ok(controlEscapes.get(control)!);
  if (other !== undefined) return ok(other.charCodeAt(0));
  const code = Number.parseInt((braces ?? hex)!, 16);
  return code <= 0x10ffff ? ok(code) : no(bad);
}

function readCharacter(cursor: Cursor): number {
  const code = cursor.source.codePointAt(cursor.at)!;
  cursor.at += code > 0xffff ? 2 : 1;
  return code;
}
