import type { InlineDockerfile } from "../invocations/inline-dockerfile.ts";
import type { Finding, Fix } from "../rule/finding.ts";
import { applyEdits } from "../text/edit.ts";
import { lineIndex } from "../text/line-index.ts";
import { sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type { FileResult } from "./result.ts";

/** The result of an inline Dockerfile with the places that it has in the file around it. */
export function placedResult(result: FileResult, inline: InlineDockerfile, document: string): FileResult {
  const placed = (at: Range): Range =>
    inline.isPlaced ? sourceRange(inline.mapped, at.start, at.end) : beginningOf(inline.region, document);
  return {
    ...result,
    lines: lineIndex(document),
    findings: result.findings.map(({ fix, ...finding }): Finding => {
      const written = fix && placedFix(fix, inline);
      return {
        ...finding,
        at: placed(finding.at),
        ...(finding.related && {
          related: finding.related.map(({ at, message }) => ({ at: placed(at), message })),
        }),
        ...(written && { fix: written }),
      };
    }),
  };
}

/** The first line of what stands for a Dockerfile. */
function beginningOf({ start, end }: Range, document: string): Range {
  const lineEnd = document.indexOf("\n", start);
  return { start, end: lineEnd === -1 ? end : Math.min(end, lineEnd) };
}

/** The same change as one edit in the file around; `undefined` where it can't be made there. */
function placedFix(fix: Fix, { mapped, region, written }: InlineDockerfile): Fix | undefined {
  const text = written(applyEdits(mapped.text, fix.edits));
  return text === null ? undefined : { ...fix, edits: [{ range: region, text }] };
}
