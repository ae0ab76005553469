import { baseImage } from "../knowledge/base-images.ts";
import type { Stage } from "../model/build-file.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/** Stages of Windows: by their image, by `--platform`, or by the stage that they are built on. */
export const windowsStages = defineFact("windows-stages", ({ file, use }): ReadonlySet<Stage> => {
  const { root, lineage } = use(stageGraph);
  return new Set(
    file.stages.filter((stage) => {
      const base = root(stage);
      return (
        (base.kind === "image" && baseImage(base.image).distribution === "windows") ||
        lineage(stage).some(({ platform }) => platform?.toLowerCase().startsWith("windows") === true)
      );
    }),
  );
});
