import type { Stage, Step } from "../model/build-file.ts";
import { resolvePath } from "../text/posix-path.ts";
import { buildContext } from "./build-context.ts";
import { contextDirectoryOf } from "./context-directory.ts";
import { contextIndex } from "./context-index.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type Install, installs } from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";

/** Installs in Python that find their packages there: the environment was copied from a stage that has done the same. */
export const satisfiedInstalls = defineFact("satisfied-installs", (analysis): ReadonlySet<Install> => {
  const { lineage, edges } = analysis.use(stageGraph);
  const python = analysis.use(installs).filter(({ ecosystem }) => ecosystem === "python");
  const managers = new Map<Stage, Set<string>>();
  const copiedInto = new Map<Stage, { readonly needs: Stage; readonly step: Step }[]>();
  for (const { kind, stage, needs, step } of edges) {
    if (kind !== "copy" || step === null) continue;
    const known = copiedInto.get(stage);
    if (known) known.push({ needs, step });
    else copiedInto.set(stage, [{ needs, step }]);
  }
  const satisfied = new Set<Install>();
  for (const install of python) {
    const { step, manager, what } = install;
    const { stage } = step;
    if (what === "packages") continue;
    const comesAlong = (copiedInto.get(stage) ?? []).some(
      (copy) =>
        copy.step.index < step.index && lineage(copy.needs).some((each) => managers.get(each)?.has(manager)),
    );
    if (comesAlong) satisfied.add(install);
    managers.set(stage, (managers.get(stage) ?? new Set()).add(manager));
  }
  return satisfied;
});

/** Whether a module of Go brings its dependencies along, in the repository. */
export function isVendored(analysis: Analysis, install: Install): boolean {
  const context = analysis.use(buildContext);
  if (install.manager !== "go" || context === null || context.problem !== null) return false;
  const directory = contextDirectoryOf(analysis, install) ?? ".";
  return contextIndex(context.files()).files.has(resolvePath(directory, "vendor/modules.txt"));
}
