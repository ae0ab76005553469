import type { Host } from "../host/host.ts";
import { type BuildContext, buildContext, inContext } from "./build-context.ts";
import type { ContextSource } from "./context-requests.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { defineFact } from "./fact.ts";

/** A source without wildcards that the builder does not find: the step fails. */
export interface MissingSource {
  readonly use: ContextUse;
  readonly source: ContextSource;
  /** `absent`: nothing stands there; `ignored`: the ignore file keeps it out. */
  readonly reason: "absent" | "ignored";
}

/** Missing sources in the order of the file; empty where there is no context. The context is only walked for half-ignored directories. */
export const missingSources = defineFact("missing-sources", (analysis): readonly MissingSource[] => {
  const context = analysis.use(buildContext);
  const { host } = analysis;
  if (host === null || context === null || context.problem !== null) return [];
  const missing: MissingSource[] = [];
  for (const uses of analysis.use(contextUses).values()) {
    for (const use of uses) {
      for (const source of use.sources) {
        const reason = whyMissing(host, context, source);
        if (reason !== null) missing.push({ use, source, reason });
      }
    }
  }
  return missing;
});

function whyMissing(
  host: Host,
  context: BuildContext,
  source: ContextSource,
): MissingSource["reason"] | null {
  const { path, known, wildcard } = source;
  if (!known || wildcard || path === ".") return null;
  const entry = host.stat(inContext(context.root, path));
  if (entry === null) return "absent";
  if (context.ignoreFile?.ignores(path) !== true) return null;
  if (entry.kind !== "directory") return "ignored";
  return context.files().files.some((file) => file.path.startsWith(`${path}/`)) ? null : "ignored";
}
