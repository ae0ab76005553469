/** Text as a terminal shows it: how many cells it takes, and nothing in it that could steer the terminal. */

/** Characters of a tab stop in code frames. */
const tabWidth = 4;

/**
 * Makes text harmless for a terminal: control characters become their visible pictures, bidirectional overrides `�`.
 * Line feeds are kept only when asked for, tabs always.
 */
export function harmless(text: string, keepLineFeeds = false): string {
  if (!/[^\t\x20-\x7e]/.test(text)) return text;
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (char) => {
    const code = char.charCodeAt(0);
    if (char === "\t" || (char === "\n" && keepLineFeeds)) return char;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** Cells of one code point that is no tab: 0 for combining marks, 2 for East Asian wide characters and emoji, else 1. */
function cellsOf(char: string): number {
  if (char <= "\x7f") return 1;
  // These stand here so that they are compiled only for texts that need them.
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(char)) return 0;
  const isWide =
    /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]$/u;
  return isWide.test(char) ? 2 : 1;
}

/** Cells that a text without tabs takes. */
export function displayWidth(text: string): number {
  if (!/[^\x20-\x7e]/.test(text)) return text.length;
  let cells = 0;
  for (const char of text) cells += cellsOf(char);
  return cells;
}

/** One source line with its tabs expanded. */
export interface DisplayLine {
  readonly text: string;
  /** The cell at which each UTF-16 unit of the source starts, and one more entry for the end. */
  readonly cells: readonly number[];
}

/** Expands tabs and makes a line harmless; linear in its length. */
export function displayLine(source: string): DisplayLine {
  const cells: number[] = [];
  let text = "";
  let at = 0;
  for (const char of source) {
    cells.push(at);
    // The second half of a surrogate pair stands where the first does.
    if (char.length === 2) cells.push(at);
    if (char === "\t") {
      const width = tabWidth - (at % tabWidth);
      text += " ".repeat(width);
      at += width;
    } else {
      const shown = harmless(char);
      text += shown;
      at += cellsOf(shown);
    }
  }
  cells.push(at);
  return { text, cells };
}

/** Cuts a text without tabs to a number of cells; the last cell is then `…`. */
export function truncate(text: string, cells: number): string {
  if (displayWidth(text) <= cells) return text;
  let result = "";
  let used = 0;
  for (const char of text) {
    const width = cellsOf(char);
    if (used + width > cells - 1) break;
    result += char;
    used += width;
  }
  return `${result}…`;
}

/** Fills a text up with blanks to a number of cells. */
export function padEnd(text: string, cells: number): string {
  return text + " ".repeat(Math.max(0, cells - displayWidth(text)));
}

/** Puts blanks before a text up to a number of cells. */
export function padStart(text: string, cells: number): string {
  return " ".repeat(Math.max(0, cells - displayWidth(text))) + text;
}
