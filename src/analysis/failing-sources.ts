import { outputNames } from "../knowledge/output-names.ts";
import { type BuildContext, buildContext, inContext } from "./build-context.ts";
import { contextRequests } from "./context-requests.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { gitIgnored } from "./git-ignored.ts";
import { type MissingSource, missingSources } from "./missing-sources.ts";
import { stageGraph } from "./stage-graph.ts";

/**
 * Missing sources of the target that nothing explains. What git ignores, and what has a name of build output, is made before the image
 * is. A context that was guessed is taken for the right one when it holds most of what the file copies.
 */
export const failingSources = defineFact("failing-sources", (analysis): readonly MissingSource[] => {
  const { isReachable } = analysis.use(stageGraph);
  const missing = analysis.use(missingSources).filter(({ use }) => isReachable(use.step.stage));
  const context = analysis.use(buildContext);
  if (missing.length === 0 || context === null) return [];
  const isSure = context.chosenBy === "option" || holdsMost(analysis, context, missing);
  const ignoredByGit = analysis.use(gitIgnored);
  const isMade = (path: string): boolean =>
    ignoredByGit(path) === true || path.split("/").some((part) => outputNames.test(part));
  return missing.filter(({ path, reason }) => reason === "ignored" || (isSure && !isMade(path)));
});

/** Programs that build images from a folder of their own making, by their settings in the context. */
const packagers = [".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml"];

function holdsMost(analysis: Analysis, context: BuildContext, missing: readonly MissingSource[]): boolean {
  const { host } = analysis;
  const isThere = (path: string): boolean => host?.stat(inContext(context.root, path)) != null;
  if (packagers.some(isThere)) return false;
  const absent = new Set(missing.map(({ path }) => path));
  const present = new Set<string>();
  for (const { sources } of analysis.use(contextRequests)) {
    for (const { path, known, wildcard } of sources) {
      if (known && !wildcard && path !== "." && !absent.has(path) && isThere(path)) present.add(path);
    }
  }
  return present.size >= 2 * absent.size;
}
