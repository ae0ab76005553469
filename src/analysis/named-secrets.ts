import { isForShow, type SecretFile, secretFileOf } from "../knowledge/secret-files.ts";
import { buildContext, inContext } from "./build-context.ts";
import { type ContextRequest, type ContextSource, contextRequests } from "./context-requests.ts";
import { defineFact } from "./fact.ts";
import { holdsSecret } from "./secret-content.ts";
import { stageGraph } from "./stage-graph.ts";

/** A file with a secret that a COPY or ADD of the target names. */
export interface NamedSecret {
  readonly request: ContextRequest;
  readonly source: ContextSource;
  readonly row: SecretFile;
  /** Whether the image of the target has it; else it stays in the builder's cache. */
  readonly ships: boolean;
}

/**
 * Secrets that are copied by name, in the order of the file. The text of a file decides where it can be read; else its name has to be
 * certain. Settings without a telling name are no secret; `.env.production` and its like, those of web pages, need a text.
 */
export const namedSecrets = defineFact("named-secrets", ({ host, use }): readonly NamedSecret[] => {
  const { shipped, isReachable } = use(stageGraph);
  const found: NamedSecret[] = [];
  for (const request of use(contextRequests)) {
    const { stage } = request.step;
    if (request.kind === "bind" || !isReachable(stage)) continue;
    for (const source of request.sources) {
      const row = source.known && !source.wildcard ? secretFileOf(source.path) : null;
      if (row === null || isForShow(source.path)) continue;
      const context = use(buildContext);
      const text = context === null ? undefined : host?.readText(inContext(context.root, source.path)).text;
      const verdict = text === undefined ? "unknown" : holdsSecret(row, text);
      const isSettings = row.pattern.includes("env");
      const isSure =
        row.confidence === "certain" && row.pattern !== ".env.*" && !(isSettings && text !== undefined);
      if (verdict === "yes" || (verdict === "unknown" && isSure)) {
        found.push({ request, source, row, ships: shipped.has(stage) });
      }
    }
  }
  return found;
});
