import { clutterNamed } from "../knowledge/clutter.ts";
import { isForShow, type SecretFile, secretFileOf } from "../knowledge/secret-files.ts";
import { buildContext, inContext } from "./build-context.ts";
import { contextRequests } from "./context-requests.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { gitIgnored } from "./git-ignored.ts";
import { holdsSecret } from "./secret-content.ts";
import { stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";

/** A file of the context with a secret that a step copies without naming it. */
export interface PrivateFile {
  readonly path: string;
  readonly row: SecretFile;
}

export interface PrivateUse {
  readonly use: ContextUse;
  readonly files: readonly PrivateFile[];
  /** Whether the file system of the target has them; else they stay in the builder's cache. */
  readonly ships: boolean;
}

/** Bounds the work where thousands of steps read the same files; none of them is the first. */
const mostVisits = 1_000_000;
/** More files are not opened. */
const mostReads = 100;

/**
 * Secrets that COPY and ADD of the target take along with a folder, each at the first step that does. A name alone is no proof: the text is
 * read, and what git ignores counts as private. What git keeps is known to all who have the repository: it counts where it ships. Files
 * for show, and those of dependencies, hold secrets of nobody.
 */
export const privateFiles = defineFact("private-files", (analysis): readonly PrivateUse[] => {
  const { finalStage, isReachable, lineage } = analysis.use(stageGraph);
  if (analysis.use(buildContext)?.problem !== null) return [];
  const isForWork = analysis.use(targetPurpose) === "tooling";
  const shipped = new Set(finalStage === null || isForWork ? [] : lineage(finalStage));
  const isPrivate = privacyOf(analysis);
  const seen = new Set<string>();
  const found: PrivateUse[] = [];
  let visits = 0;
  for (const use of [...analysis.use(contextUses).values()].flat()) {
    if (use.kind === "bind" || !isReachable(use.step.stage)) continue;
    const ships = shipped.has(use.step.stage);
    const files: PrivateFile[] = [];
    for (const { path } of use.files() ?? []) {
      visits++;
      if (seen.has(path)) continue;
      seen.add(path);
      const row = secretFileOf(path);
      if (row !== null && isPrivate(path, row, ships)) files.push({ path, row });
    }
    if (files.length > 0) found.push({ use, files, ships });
    if ((use.whole && use.excludes.length === 0) || visits > mostVisits) break;
  }
  return found;
});

const ofOthers = /(?:^|\/)(?:vendor|third_party)\//;

function privacyOf(analysis: Analysis): (path: string, row: SecretFile, ships: boolean) => boolean {
  const { host } = analysis;
  const context = analysis.use(buildContext);
  const ignoredByGit = analysis.use(gitIgnored);
  const named = analysis
    .use(contextRequests)
    .flatMap(({ sources }) => sources.filter(({ known, wildcard }) => known && !wildcard));
  let reads = 0;
  return (path, row, ships) => {
    if (host === null || context === null || isForShow(path) || isOfOthers(path)) return false;
    if (named.some((source) => source.path !== "." && source.path === path)) return false;
    const ignored = ignoredByGit(path);
    // What git keeps under a name of its own is for everybody who has the source: the defaults of `docker compose`, of a test.
    if (ignored === false && isVariant(path, row)) return false;
    if (++reads > mostReads) return false;
    const { text } = host.readText(inContext(context.root, path));
    const verdict = text === undefined ? "unknown" : holdsSecret(row, text);
    if (verdict === "no") return false;
    if (verdict === "yes") return ships || ignored !== false;
    return ignored ?? row.confidence === "certain";
  };
}

/** `.env.docker`, `mysql.env`: settings for one purpose, unlike `.env`. */
function isVariant(path: string, { holds }: SecretFile): boolean {
  return holds === "environment variables" && !/(?:^|\/)\.env$/.test(path);
}

/** Dependencies bring keys of their own along; that they are copied is another matter. */
function isOfOthers(path: string): boolean {
  if (ofOthers.test(path)) return true;
  const parts = path.split("/");
  return parts.some(
    (_, at) => at > 0 && clutterNamed(parts.slice(0, at).join("/"), "directory")?.needless === "always",
  );
}
