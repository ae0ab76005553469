/** Units of text that a hash is made of, from the first one of the line. */
const unitsOfHash = 100;

/**
 * The value of `primaryLocationLineHash` for each line of a file, the only fingerprint that GitHub code scanning looks at: as its `upload-sarif` action
 * computes it (github/codeql-action, `fingerprints.ts`, MIT), which warns of every other value. A polynomial in 37 over the next 100 UTF-16 units,
 * without blanks and tabs and with line feeds for all line ends, modulo 2^64; then a number that tells equal lines apart. The end of the file is a
 * unit of its own, followed by zeros.
 * @returns one for each line that the action counts; the first is that of line 1. Linear in the text.
 */
export function lineHashes(text: string): readonly string[] {
  const units = `${text.replace(/\r\n?/g, "\n").replace(/[ \t]/g, "")}\uffff`;
  const seen = new Map<string, number>();
  const hashes: string[] = [];
  for (let start = 0; start < units.length; start = next(units, start)) {
    const hash = hashAt(units, start);
    const earlier = seen.get(hash) ?? 0;
    seen.set(hash, earlier + 1);
    hashes.push(`${hash}:${earlier + 1}`);
  }
  return hashes;
}

function next(units: string, start: number): number {
  const end = units.indexOf("\n", start);
  return end === -1 ? units.length : end + 1;
}

/** In two halves of 32 bits, each product below 2^53. */
function hashAt(units: string, start: number): string {
  let high = 0;
  let low = 0;
  for (let at = start; at < start + unitsOfHash; at++) {
    const sum = low * 37 + (at < units.length ? units.charCodeAt(at) : 0);
    low = sum >>> 0;
    high = (high * 37 + Math.floor(sum / 2 ** 32)) >>> 0;
  }
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");
}
