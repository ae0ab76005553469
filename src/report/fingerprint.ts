import type { FileResult, RunResult } from "../engine/result.ts";
import type { Finding } from "../rule/finding.ts";
import { hash64 } from "../text/hash64.ts";

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

/**
 * Names for all findings of a run, no two alike, also where files are equal or one is there twice: for readers that know a finding by this alone. In
 * the order of the files, and in each of its findings.
 */
export function fingerprintsOfRun({ files }: RunResult): readonly (readonly string[])[] {
  const seen = new Map<string, number>();
  return files.map((file) =>
    fingerprints(file).map((print) => {
      const identity = `${file.path}\n${print}`;
      const earlier = seen.get(identity) ?? 0;
      seen.set(identity, earlier + 1);
      return hash64(earlier === 0 ? identity : `${identity}\n${earlier}`);
    }),
  );
}

/** The flagged text, limited so that a finding about a whole file does not change with every byte of it. */
function flaggedText({ lines }: FileResult, { at }: Finding): string {
  const end = at.end > at.start ? at.end : lines.text.length;
  const text = lines.text.slice(at.start, Math.min(end, at.start + 200));
  return (at.end > at.start ? text : text.split("\n", 1)[0]!).replace(/\s+/g, "");
}
