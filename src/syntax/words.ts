import { joinMapped, type MappedText, sliceMapped, sourceOffset, sourceRange } from "../text/mapped-text.ts";
import type { JsonArray, JsonItem } from "./json-array.ts";
import type { ExecForm, Flag, JsonString, Word } from "./nodes.ts";
import type { FlagPart } from "./statement.ts";

/** The word at `start`…`end` of a logical line. */
export function wordAt(line: MappedText, start: number, end: number): Word {
  return { text: line.text.slice(start, end), range: sourceRange(line, start, end) };
}

/** A flag with its value split off at the first `=`. */
export function flagOf(line: MappedText, part: FlagPart): Flag {
  const range = sourceRange(line, part.start, part.end);
  const equals = part.text.indexOf("=");
  if (equals === -1) return { name: part.text.slice(2), value: null, range, valueRange: null, mapped: null };
  const mapped = sliceMapped(
    part.runs ? gather(line, part.runs) : sliceMapped(line, part.start, part.end),
    equals + 1,
  );
  return {
    name: part.text.slice(2, equals),
    value: mapped.text,
    range,
    valueRange: { start: mapped.text === "" ? range.end : sourceOffset(mapped, 0), end: range.end },
    mapped,
  };
}

/** Some runs of a line, joined. */
function gather(line: MappedText, runs: readonly (readonly [number, number])[]): MappedText {
  return joinMapped(runs.flatMap(([start, end]) => piecesOf(sliceMapped(line, start, end))));
}

/** The parts of a mapped text that stand in one piece in the document. */
function piecesOf(mapped: MappedText): { text: string; source: number }[] {
  return mapped.segments.map(({ at, source }, index) => ({
    text: mapped.text.slice(at, mapped.segments[index + 1]?.at),
    source,
  }));
}

/** The strings of a JSON array in a logical line. */
export function execFormAt(line: MappedText, array: JsonArray, start: number, end: number): ExecForm {
  return {
    form: "exec",
    strings: array.items.map((item) => jsonStringOf(line, item)),
    range: sourceRange(line, start, end),
  };
}

export function jsonStringOf(line: MappedText, item: JsonItem): JsonString {
  return {
    value: item.value,
    range: sourceRange(line, item.start, item.end),
    mapped:
      item.runs === null
        ? sliceMapped(line, item.start + 1, item.end - 1)
        : joinMapped(item.runs.flatMap((run) => runPieces(line, run.text, run.at))),
  };
}

/** A run that is in the line as it stands keeps its places; a decoded escape stands where its `\` does. */
function runPieces(line: MappedText, text: string, at: number): { text: string; source: number }[] {
  if (line.text.startsWith(text, at)) return piecesOf(sliceMapped(line, at, at + text.length));
  return [...text].map((char) => ({ text: char, source: sourceOffset(line, at) }));
}
