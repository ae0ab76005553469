import { type MappedText, sliceMapped } from "../text/mapped-text.ts";

/** The cells of one line of CSV, without quotes; `null` when a quote is out of place. */
export function splitCsv(line: MappedText): MappedText[] | null {
  const { text } = line;
  const cells: MappedText[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (text.charAt(at) === '"') {
      end = text.indexOf('"', at + 1);
      // A doubled quote stands for one; a name that holds it can't be mapped in one piece, and nobody has one.
      while (end !== -1 && text.charAt(end + 1) === '"') end = text.indexOf('"', end + 2);
      if (end === -1) return null;
      cells.push(sliceMapped(line, at + 1, end));
      end++;
    } else {
      end = text.indexOf(",", at);
      if (end === -1) end = text.length;
      const cell = sliceMapped(line, at, end);
      if (cell.text.includes('"')) return null;
      cells.push(cell);
    }
    if (end >= text.length) return cells;
    if (text.charAt(end) !== ",") return null;
    at = end + 1;
  }
}
