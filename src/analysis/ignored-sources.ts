import type { Step } from "../model/build-file.ts";
import { buildContext } from "./build-context.ts";
import { type ContextSource, contextRequests } from "./context-requests.ts";
import { defineFact } from "./fact.ts";

/** A source of COPY or ADD, as it is written, that the ignore file names. */
export interface IgnoredSource {
  readonly step: Step;
  readonly source: ContextSource;
}

/**
 * What `docker build --check` calls CopyIgnoredFile, in the order of the file: it compares the words with the patterns, wildcards included,
 * looks at no file, and says nothing when a pattern takes something back. The whole context counts as ignored only when a pattern names
 * everything. Source: BuildKit `dockerfile2llb/validations.go`, `validateCopySourcePath` (read 2026-08).
 */
export const ignoredSources = defineFact("ignored-sources", ({ use }): readonly IgnoredSource[] => {
  const ignoreFile = use(buildContext)?.ignoreFile ?? null;
  if (ignoreFile === null || ignoreFile.patterns.some(({ negated }) => negated)) return [];
  const leavesNothing = ignoreFile.patterns.some(
    ({ path }) => path === "*" || path === "**" || path === "**/*",
  );
  const isIgnored = ({ path, known }: ContextSource): boolean =>
    known && (path === "." ? leavesNothing : ignoreFile.ignores(path));
  return use(contextRequests)
    .filter(({ kind }) => kind !== "bind")
    .flatMap(({ step, sources }) => sources.filter(isIgnored).map((source) => ({ step, source })));
});
