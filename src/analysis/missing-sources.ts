import type { Host } from "../host/host.ts";
import { type BuildContext, buildContext, inContext, linkedPath } from "./build-context.ts";
import { firstFrom } from "./context-listing.ts";
import type { ContextSource } from "./context-requests.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { defineFact } from "./fact.ts";
import { fixedDirectory } from "./source-selection.ts";

/** A source that the builder does not find, so that the step fails. */
export interface MissingSource {
  readonly use: ContextUse;
  readonly source: ContextSource;
  /** What is not found: the source, or of a pattern the directory before its first wildcard. */
  readonly path: string;
  /**
   * `absent`: nothing stands there, or a link leads nowhere or out of the context; `ignored`: the ignore file keeps it out, be it there
   * or not.
   */
  readonly reason: "absent" | "ignored";
}

/**
 * Missing sources in the order of the file; empty where there is no context. A pattern that hits nothing is no error in itself,
 * but the directory that it searches has to be there (Docker 28.5.2: `lstat /dir: no such file or directory`). Only a directory
 * that is ignored in part makes it walk the context.
 */
export const missingSources = defineFact("missing-sources", (analysis): readonly MissingSource[] => {
  const context = analysis.use(buildContext);
  const { host } = analysis;
  if (host === null || context === null || context.problem !== null) return [];
  const missing: MissingSource[] = [];
  for (const use of [...analysis.use(contextUses).values()].flat()) {
    for (const source of use.sources) {
      if (!source.known || (source.wildcard && use.parents)) continue;
      const path = source.wildcard ? fixedDirectory(source.path) : source.path;
      const reason = whyMissing(host, context, path);
      if (reason !== null) missing.push({ use, source, path, reason });
    }
  }
  return missing;
});

function whyMissing(host: Host, context: BuildContext, path: string): MissingSource["reason"] | null {
  if (path === ".") return null;
  const target = linkedPath(host, context, path);
  if (host.stat(inContext(context.root, path)) === null || target === null) {
    const { ignoreFile } = context;
    const isIgnored = ignoreFile?.ignores(path) && !ignoreFile.patterns.some(({ negated }) => negated);
    return isIgnored ? "ignored" : "absent";
  }
  const ignored = [path, target].find((each) => context.ignoreFile?.ignores(each));
  if (ignored === undefined) return null;
  const { files } = context.files();
  const isSentInPart = files[firstFrom(files, `${ignored}/`)]?.path.startsWith(`${ignored}/`);
  return isSentInPart ? null : "ignored";
}
