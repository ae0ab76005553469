import { baseImage } from "../knowledge/base-images.ts";
import { outputNames } from "../knowledge/output-names.ts";
import { baseName, parentPath } from "../text/posix-path.ts";
import { type BuildContext, buildContext, inContext } from "./build-context.ts";
import { contextRequests } from "./context-requests.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { gitIgnored } from "./git-ignored.ts";
import { type MissingSource, missingSources } from "./missing-sources.ts";
import { stageGraph } from "./stage-graph.ts";

/**
 * Missing sources of the target that nothing explains. What git ignores, and what has a name of build output, is made before the image
 * is. A context that was guessed is taken for the right one when it holds most of what the file copies, and no folder above it the rest: a
 * script may put a context together from several.
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
  const isElsewhere = (path: string): boolean =>
    context.chosenBy !== "option" && isAbove(analysis, context, path);
  return missing.filter((each) => {
    const { path, reason } = each;
    if (reason === "ignored") return true;
    return isSure && !isMade(path) && !isElsewhere(path) && !mayBeFoundInOtherCase(analysis, context, each);
  });
});

/** As many folders as are looked at above a context. */
const mostLevels = 20;

/** Whether a source stands where it would be found from a folder above the context, within the repository. */
function isAbove({ host }: Analysis, { root }: BuildContext, path: string): boolean {
  let folder = root;
  for (let level = 0; level < mostLevels; level++) {
    if (host?.stat(inContext(folder, ".git")) != null) return false;
    const parent = parentPath(folder);
    if (parent === folder || parent === ".") return false;
    folder = parent;
    if (host?.stat(inContext(folder, path)) != null) return true;
  }
  return false;
}

/** Windows finds `Web.config` by the name `web.config`: for images of Windows, and where the base is not known, that is no mistake. */
function mayBeFoundInOtherCase(
  { host, use }: Analysis,
  { root }: BuildContext,
  { use: { step }, path }: MissingSource,
): boolean {
  const base = use(stageGraph).root(step.stage);
  if (base.kind === "scratch") return false;
  if (base.kind === "image" && baseImage(base.image).distribution !== "windows") return false;
  const name = baseName(path).toLowerCase();
  const entries = host?.list(inContext(root, parentPath(path))) ?? [];
  return entries.some((entry) => entry.name.toLowerCase() === name);
}

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
