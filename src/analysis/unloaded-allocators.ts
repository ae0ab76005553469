import { baseImage } from "../knowledge/base-images.ts";
import type { Step } from "../model/build-file.ts";
import { buildContext, inContext } from "./build-context.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type InstalledPackage, installs, packageCommands } from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";
import { startCommands } from "./start-commands.ts";

/** jemalloc in an image of Ruby, where neither the file nor what starts the program says that it is to be used. */
export interface UnloadedAllocator {
  readonly installed: InstalledPackage;
  readonly step: Step;
}

const library = /^(?:lib)?jemalloc\d*$/;
const mention = /jemalloc|LD_PRELOAD|ld\.so\.preload/gi;

/** Files that start a program, or tell what its containers are given. */
const starters =
  /(?:^|\/)(?:bin\/[^/]+|[^/]*entrypoint[^/]*|[^/]+\.sh|Procfile[^/]*|[^/]*compose[^/]*\.ya?ml|\.?env[^/]*|(?:deploy|fly|render|app)[^/]*\.(?:ya?ml|toml|json))$/i;
/** More files than any project has of these. */
const mostStarters = 200;

/** The first one in the image that is built; `null` without a context to look into. */
export const unloadedAllocator = defineFact("unloaded-allocator", (analysis): UnloadedAllocator | null => {
  const { finalStage, lineage } = analysis.use(stageGraph);
  if (finalStage === null) return null;
  const { entrypoint, cmd } = analysis.use(startCommands).of(finalStage);
  // An image for others to build on leaves that to them.
  if (entrypoint === null && cmd === null) return null;
  const stages = new Set(lineage(finalStage));
  const installed = analysis
    .use(installs)
    .filter(({ ecosystem, step }) => ecosystem === "system" && stages.has(step.stage))
    .flatMap(({ packages, step }) => packages.map((one) => ({ installed: one, step })))
    .filter((one) => library.test(one.installed.name));
  const [first] = installed;
  if (
    first === undefined ||
    !isRuby(analysis) ||
    isMentioned(
      analysis,
      installed.map((one) => one.installed),
    )
  )
    return null;
  return first;
});

/** Whether Ruby is what the image is for: other programs may be linked to the library. */
function isRuby({ use }: Analysis): boolean {
  const { finalStage, lineage, root } = use(stageGraph);
  const stages = finalStage === null ? [] : lineage(finalStage);
  const base = finalStage === null ? null : root(finalStage);
  if (base?.kind === "image" && baseImage(base.image).language === "ruby") return true;
  return use(packageCommands).some(
    ({ step, call }) => call.manager.name === "bundler" && stages.includes(step.stage),
  );
}

function isMentioned({ file, host, use }: Analysis, installed: readonly InstalledPackage[]): boolean {
  const said = [
    ...installed.map(({ word }) => word.range),
    ...file.syntax.comments.map(({ range }) => range),
  ];
  for (const { index } of file.text.matchAll(mention)) {
    if (!said.some(({ start, end }) => index >= start && index < end)) return true;
  }
  const context = use(buildContext);
  if (host === null || context === null || context.problem !== null) return true;
  return context
    .files()
    .files.filter(({ path }) => starters.test(path))
    .slice(0, mostStarters)
    .some(({ path }) => /jemalloc|LD_PRELOAD/.test(host.readText(inContext(context.root, path)).text ?? ""));
}
