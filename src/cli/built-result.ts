import { placedResult } from "../engine/placed-result.ts";
import type { FileResult } from "../engine/result.ts";
import type { Finding } from "../rule/finding.ts";
import { parse } from "../syntax/parse.ts";
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
