import type { FileResult } from "../engine/result.ts";
import type { Finding } from "../rule/finding.ts";

/**
 * A name for each finding that stays the same when lines are added or removed elsewhere: a hash of its rule, the flagged text
 * without its white space, and how many equal ones stand before it. In the order of `file.findings`.
 */
export function fingerprints(file: FileResult): string[] {
  const seen = new Map<string, number>();
  return file.findings.map((finding) => {
    const identity = `${finding.rule}\n${flaggedText(file, finding)}`;
    const earlier = seen.get(identity) ?? 0;
    seen.set(identity, earlier + 1);
    return hash64(`${identity}\n${earlier}`);
  });
}

/** The flagged text, limited so that a finding about a whole file does not change with every byte of it. */
function flaggedText({ lines }: FileResult, { at }: Finding): string {
  const end = at.end > at.start ? at.end : lines.text.length;
  const text = lines.text.slice(at.start, Math.min(end, at.start + 200));
  return (at.end > at.start ? text : text.split("\n", 1)[0]!).replace(/\s+/g, "");
}

/** 64-bit FNV-1a over UTF-16 units, as 16 hexadecimal digits. */
function hash64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
