import { lexWords } from "./shell-word.ts";

/** `<<EOF`, `3<<-"EOF"`: a word that opens a heredoc. */
export interface HeredocMarker {
  /** The delimiter without quotes. */
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly descriptor: number | null;
}

export interface PlacedMarker extends HeredocMarker {
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
}

/**
 * What a word opens as a heredoc; `null` when it opens none. The word must be digits, `<<`, an optional `-` and one shell word to
 * its very end. Names are always read with `\` as escape character, whatever the directive says.
 */
export function parseHeredocMarker(word: string): HeredocMarker | null {
  const open = word.indexOf("<<");
  if (open === -1 || !/^\d*$/.test(word.slice(0, open))) return null;
  let at = open + 2;
  const chomp = word.charAt(at) === "-";
  if (chomp) at++;
  while (/[\t\n\f\r ]/.test(word.charAt(at))) at++;
  // Go's scanner drops a byte order mark at the start of what it reads.
  const rest = word.slice(word.charCodeAt(at) === 0xfeff ? at + 1 : at);
  if (rest === "" || rest.includes("<")) return null;
  const plain = lexWords(rest, { escapeChar: "\\" }).words;
  const raw = lexWords(rest, { escapeChar: "\\", rawQuotes: true }).words;
  const [name, quoted] = [plain[0]?.text, raw[0]?.text];
  if (plain.length !== 1 || name === undefined || quoted === undefined) return null;
  return {
    name,
    expand: countQuotes(name) === countQuotes(quoted),
    chomp,
    descriptor: open === 0 ? null : Number(word.slice(0, open)),
  };
}

/** All markers of a logical line, in order. None when a quote or `${` in the line stays open. */
export function findHeredocMarkers(line: string): PlacedMarker[] {
  const markers: PlacedMarker[] = [];
  for (const word of lexWords(line, { escapeChar: "\\", rawQuotes: true, rawEscapes: true }).words) {
    const marker = parseHeredocMarker(word.text);
    if (marker !== null) markers.push({ ...marker, start: word.start, end: word.end });
  }
  return markers;
}

function countQuotes(text: string): number {
  let count = 0;
  for (const char of text) if (char === "'" || char === '"') count++;
  return count;
}
