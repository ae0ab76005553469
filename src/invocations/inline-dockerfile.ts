import { joinMapped, type MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** A Dockerfile that stands in another file. */
export interface InlineDockerfile {
  /** The Dockerfile, each unit with its place in the file. */
  readonly mapped: MappedText;
  /** What stands for it in the file, quotes included. */
  readonly region: Range;
  /** Whether the places are exact: not where the file folds lines. */
  readonly isPlaced: boolean;
  /** What stands for another Dockerfile in the place of `region`; `null` where that can't be told exactly. */
  written(text: string): string | null;
}

/** Units of a value with their places: the value itself before anything is filled in. */
export interface PlacedValue {
  readonly mapped: MappedText;
  readonly region: Range;
  readonly isPlaced: boolean;
  /** As it has to be written to give this value; `null` where it can't be. */
  encode(value: string): string | null;
}

/** A value whose units have no place of their own. */
export function unplacedValue(value: string, region: Range): PlacedValue {
  return {
    mapped: joinMapped([...value].map((text) => ({ text, source: region.start }))),
    region,
    isPlaced: false,
    encode: () => null,
  };
}

interface Lines {
  /** The document. */
  readonly text: string;
  readonly value: string;
  readonly region: Range;
  /** Of the first line of the block. */
  readonly start: number;
  /** Behind the last line that is part of it. */
  readonly end: number;
}

/** A value whose lines stand in the document one below the other, each behind the same indentation; `null` where they don't. */
export function indentedLines({ text, value, region, start, end }: Lines): PlacedValue | null {
  const lines = value.split("\n");
  const indent = indentOf(text, value, start);
  if (indent === null) return null;
  const pieces: { text: string; source: number }[] = [];
  let at = start;
  let bodyEnd = start;
  for (const [index, line] of lines.entries()) {
    if (index === lines.length - 1 && line === "") break;
    const found = text.indexOf("\n", at);
    const lineEnd = found === -1 || found > end ? end : found;
    const isCarried = text[lineEnd - 1] === "\r" && lineEnd > at;
    const source = text.slice(at, isCarried ? lineEnd - 1 : lineEnd);
    const own = source.startsWith(indent) ? source.slice(indent.length) : source.trim() === "" ? "" : null;
    if (own !== line) return null;
    pieces.push({ text: line, source: at + Math.min(indent.length, source.length) });
    if (index < lines.length - 1) pieces.push({ text: "\n", source: lineEnd });
    bodyEnd = lineEnd;
    at = lineEnd + 1;
  }
  const trailing = /\n*$/.exec(value)![0].length;
  const ending = text.slice(start, end).includes("\r\n") ? "\r\n" : "\n";
  return {
    mapped: joinMapped(pieces),
    region: { start: region.start, end: bodyEnd },
    isPlaced: true,
    encode: (next) => {
      if (/\n*$/.exec(next)![0].length !== trailing || /^\s/.test(next)) return null;
      const body = (trailing > 0 ? next.slice(0, -1) : next).split("\n");
      return (
        text.slice(region.start, start) + body.map((line) => (line === "" ? "" : indent + line)).join(ending)
      );
    },
  };
}

function indentOf(text: string, value: string, start: number): string | null {
  let at = start;
  for (const line of value.split("\n")) {
    const end = text.indexOf("\n", at);
    const source = text.slice(at, end === -1 ? undefined : end).replace(/\r$/, "");
    if (line.trim() !== "")
      return source.endsWith(line) ? source.slice(0, source.length - line.length) : null;
    at = end + 1;
  }
  return null;
}

/** A value between quotes on one line, with escapes as JSON has them; `null` for any other. */
export function quotedValue(text: string, value: string, region: Range): PlacedValue | null {
  const pieces: { text: string; source: number }[] = [];
  const pattern = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt$]))|[^\\]/gsy;
  pattern.lastIndex = region.start + 1;
  while (pattern.lastIndex < region.end - 1) {
    const source = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null || found[0] === "\n") return null;
    const [whole, unit, escaped] = found;
    const own = unit === undefined ? undefined : String.fromCharCode(Number.parseInt(unit, 16));
    pieces.push({ text: own ?? (escaped === undefined ? whole : escapes[escaped]!), source });
  }
  const mapped = joinMapped(pieces);
  if (mapped.text !== value) return null;
  return { mapped, region, isPlaced: true, encode: (next) => JSON.stringify(next) };
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", $: "$" },
};
