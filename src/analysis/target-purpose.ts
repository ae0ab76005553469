import type { Stage } from "../model/build-file.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";

/**
 * What the image is for, as far as names tell: `tooling` is an image to develop, build or test in, which nobody deploys;
 * `unknown` is anything else, which is to be taken for an image that ships.
 */
export type TargetPurpose = "tooling" | "unknown";

const toolingName =
  /(?:^|[-_.])(?:dev|devel|develop|development|devcontainer|debug|test|tests|testing|e2e|cypress|ci|lint|builder|buildenv|toolchain)(?:$|[-_.])/i;

/** Judged by the name of the Dockerfile (`Dockerfile.dev`), its folder (`.devcontainer/`, `tests/`) and the stage that is built. */
export const targetPurpose = defineFact("target-purpose", ({ file, use }): TargetPurpose => {
  const { finalStage } = use(stageGraph);
  const [name = "", folder = ""] = file.path.split(/[/\\]/).reverse();
  const isTooling = toolingName.test(name) || toolingName.test(folder) || isToolingStage(finalStage);
  return isTooling ? "tooling" : "unknown";
});

function isToolingStage(stage: Stage | null): boolean {
  return stage?.name != null && toolingName.test(stage.name);
}
