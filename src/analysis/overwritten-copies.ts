import { unpackedByAdd } from "../knowledge/archive-names.ts";
import { baseImage } from "../knowledge/base-images.ts";
import { mayBelongToOthers, systemDirectories } from "../knowledge/system-directories.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { baseName, cleanPath, isWithin } from "../text/posix-path.ts";
import { buildContext, inContext } from "./build-context.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/** Whether the destination can only be a directory, as it is written. */
export function namesDirectory(destination: string): boolean {
  return /(?:^|\/|\\)\.{0,2}$/.test(destination);
}

/** Each look reads the stage above a step; no file that people write has more of them. */
const mostLooks = 100;

/**
 * COPY and ADD of several files to one path that is no directory: BuildKit writes one file after the other there, and the last one stays.
 * Only where that is certain: all sources are files, and nothing that the stage does, nor its base image, may have made the directory.
 */
export const overwrittenCopies = defineFact("overwritten-copies", (analysis): ReadonlySet<Step> => {
  const { file, use } = analysis;
  const found = new Set<Step>();
  let looks = 0;
  for (const stage of file.stages) {
    for (const step of stage.steps) {
      const { instruction, state } = step;
      if (instruction.kind !== "COPY" && instruction.kind !== "ADD") continue;
      if (instruction.sources.length < 2 || instruction.destination === null) continue;
      const { value, complete } = expand(instruction.destination.text, state.scope, file.syntax.escape);
      const path = complete ? pathInImage(state.workdir.path, value, file.syntax.escape) : null;
      if (path === null || namesDirectory(value)) continue;
      if (mayComeFromBase(path, stage, use) || ++looks > mostLooks || mayBeMade(path, step, analysis))
        continue;
      if (copiesFiles(step, instruction, analysis)) found.add(step);
    }
  }
  return found;
});

function mayComeFromBase(path: string, stage: Stage, use: Analysis["use"]): boolean {
  const base = use(stageGraph).root(stage);
  if (base.kind === "scratch") return false;
  if (base.kind === "unknown" || baseImage(base.image).runsAs === null) return true;
  const [, top = ""] = path.split("/");
  return systemDirectories.has(`/${top}`) || mayBelongToOthers(path);
}

/** Whether the stage, or one below it, mentions the path above this step in any way. */
function mayBeMade(path: string, at: Step, { file, use }: Analysis): boolean {
  const { text } = file;
  const name = baseName(path);
  return use(stageGraph)
    .lineage(at.stage)
    .some(({ steps }) =>
      steps.some((step) => {
        const { instruction } = step;
        if (step.stage === at.stage && step.index >= at.index) return false;
        const workdir = (step.stage.steps[step.index + 1]?.state ?? step.stage.end).workdir.path;
        if (workdir !== null && isWithin(workdir, path)) return true;
        if (!["RUN", "COPY", "ADD", "ONBUILD"].includes(instruction.kind)) return false;
        return text.slice(instruction.range.start, instruction.range.end).includes(name);
      }),
    );
}

function copiesFiles(step: Step, { kind, sources, flags }: Copy | Add, analysis: Analysis): boolean {
  const { file, host, use } = analysis;
  const isLocal = !flags.some(({ name }) => name === "from");
  const context = isLocal ? use(buildContext) : null;
  return sources.every(({ text }) => {
    const { value, complete } = expand(text, step.state.scope, file.syntax.escape);
    if (!complete || /[*?[]|:\/\//.test(value)) return false;
    // The destination of what is unpacked is a directory.
    if (kind === "ADD" && unpackedByAdd.test(value)) return false;
    const entry = context && host?.stat(inContext(context.root, cleanPath(`/${value}`).slice(1)));
    return entry ? entry.kind === "file" : /[^./]\.[a-z]\w*$/i.test(value) && !/\.d$/.test(value);
  });
}
