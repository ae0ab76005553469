import { commands } from "../analysis/commands.ts";
import type { Analysis } from "../analysis/fact.ts";
import { cacheState, removesCache } from "../analysis/install-commands/download-cache.ts";
import { cacheMountTargets, everyPackageCommand, type PackageCommandInStep } from "../analysis/installs.ts";
import type { MissingMount } from "../analysis/missing-mounts.ts";
import { runsScript } from "../analysis/script-files.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { baseImage } from "../knowledge/base-images.ts";
import type { ManagerAction } from "../knowledge/package-manager.ts";
import type { Step } from "../model/build-file.ts";
import { isWithin } from "../text/posix-path.ts";
import { lineOf, shortText } from "./moves.ts";
import { stepEffects } from "./step-effects.ts";

/**
 * Why a clean-up that a mount makes pointless may have another point: it also takes away what the image holds in that place already, which
 * a mount hides from it. `null` where nothing is there.
 */
export function leftDownloads(
  analysis: Analysis,
  { install, targets, readers }: MissingMount,
): string | null {
  const { lineage, root } = analysis.use(stageGraph);
  const base = root(install.step.stage);
  // Official images are made without such leavings.
  if (base.kind !== "image" || baseImage(base.image).name.includes("/"))
    return "it is not known whether the base image holds downloads, which the clean-up would take away";
  const calls = analysis.use(everyPackageCommand).filter(({ call }) => call.manager.name === install.manager);
  const last = Math.max(...readers.map(({ instruction }) => instruction.index));
  for (const stage of lineage(install.step.stage)) {
    for (const step of stage.steps) {
      if (step.instruction.index >= last || readers.includes(step)) continue;
      if (leaves(analysis, step, { calls, targets }))
        return `${shortText(analysis, step)} (line ${lineOf(analysis, step)}) may leave downloads there, which the clean-up takes away`;
    }
  }
  return null;
}

interface Place {
  /** Calls of the manager whose cache it is. */
  readonly calls: readonly PackageCommandInStep[];
  readonly targets: readonly string[];
}

function leaves(analysis: Analysis, step: Step, { calls, targets }: Place): boolean {
  const { kind } = step.instruction;
  if (kind === "COPY" || kind === "ADD") {
    const { unknown, writes } = analysis.use(stepEffects).of(step);
    const isThere = (path: string): boolean =>
      targets.some((target) => isWithin(path, target) || isWithin(target, path));
    return unknown !== null || [...writes].some(isThere);
  }
  if (kind !== "RUN") return false;
  if (analysis.use(commands).of(step.instruction).commands.some(runsScript)) return true;
  const mounted = cacheMountTargets(step, analysis.file.syntax.escape);
  return calls.some(({ step: own, call, setting, cleanUps }) => {
    if (own !== step || !filling.has(call.does)) return false;
    const { directories, isMounted } = cacheState(call.manager.caches, call, setting, mounted);
    const later = cleanUps.filter(({ command }) => command.index > call.command.index);
    if (isMounted || removesCache(call, setting, later)) return false;
    return directories.some((directory) => targets.some((target) => isWithin(directory, target)));
  });
}

const filling: ReadonlySet<ManagerAction> = new Set([
  "install",
  "manifest",
  "packages",
  "build",
  "project",
  "upgrade",
]);
