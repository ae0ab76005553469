import type { FileResult } from "../engine/result.ts";
import type { InlineDockerfile } from "../invocations/inline-dockerfile.ts";
import type { Finding, Fix } from "../rule/finding.ts";
import { parse } from "../syntax/parse.ts";
import { applyEdits } from "../text/edit.ts";
import { lineIndex } from "../text/line-index.ts";
import { sourceRange } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import type { Source } from "./read-inputs.ts";

/** Makes of the results of Dockerfiles that other files build what is reported of them: with places in those files, and each finding once. */
export function builtResults(): (source: Source, result: FileResult) => FileResult {
  const reported = new Map<string, Set<string>>();
  return ({ file, build }, result) => {
    if (build === undefined) return result;
    const { inline, contexts } = build;
    const own = withoutNamedContexts(result, contexts);
    const placed = inline === null ? own : placedResult(own, inline, inline.document);
    const known = reported.get(file!) ?? new Set();
    reported.set(file!, known);
    const findings = placed.findings.filter((finding) => {
      const key = JSON.stringify([finding.rule, finding.at, finding.message]);
      const isNew = !known.has(key);
      known.add(key);
      return isNew;
    });
    return { ...placed, findings };
  };
}

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

/** A context with a name stands for the image or stage of that name: what is said of the image is not so. */
function withoutNamedContexts(result: FileResult, contexts: readonly string[]): FileResult {
  if (contexts.length === 0) return result;
  const { text } = result.lines;
  const names = new Set(contexts.map((name) => name.toLowerCase()));
  const places = parse(text).instructions.flatMap(({ range }): Range[] => {
    const own = text.slice(range.start, range.end);
    const base = /^FROM\s+(?:--\S+\s+)*(\S+)/i.exec(own);
    if (base !== null) return names.has(base[1]!.toLowerCase()) ? [range] : [];
    return [...own.matchAll(/\bfrom=["']?([^\s,"']+)/gi)].flatMap((found) =>
      names.has(found[1]!.toLowerCase())
        ? [{ start: range.start + found.index, end: range.start + found.index + found[0].length }]
        : [],
    );
  });
  const isOfContext = ({ at }: Finding): boolean =>
    places.some(({ start, end }) => at.start < end && at.end > start && at.end - at.start <= end - start + 2);
  return { ...result, findings: result.findings.filter((finding) => !isOfContext(finding)) };
}
