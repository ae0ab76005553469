import { baseImage } from "../knowledge/base-images.ts";
import type { Stage } from "../model/build-file.ts";
import { buildSteps } from "./build-steps.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type StageEdge, stageGraph } from "./stage-graph.ts";
import { startCommands } from "./start-commands.ts";
import { targetPurpose } from "./target-purpose.ts";

/** The whole context in the image that ships, though an earlier stage makes of it what the image runs. */
export interface ShippedSources {
  readonly use: ContextUse;
  /** The COPY of what that stage made. */
  readonly output: StageEdge;
}

/** Languages whose programs run without their sources. */
const compiled: ReadonlySet<string> = new Set(["dotnet", "go", "gradle", "haskell", "maven", "rust", "sbt"]);

/**
 * Whole copies of the context in the final stage beside a COPY from a stage that builds the same context. Silent for languages whose
 * sources run, where only part of the files may be made by that stage.
 */
export const shippedSources = defineFact("shipped-sources", (analysis): readonly ShippedSources[] => {
  const { finalStage, needsOf } = analysis.use(stageGraph);
  if (finalStage === null || analysis.use(targetPurpose) === "tooling") return [];
  const uses = analysis.use(contextUses);
  const whole = finalStage.steps.flatMap((step) => uses.get(step) ?? []).filter(isWholeCopy);
  if (whole.length === 0) return [];
  const output = needsOf(finalStage)
    .filter((edge) => edge.kind === "copy")
    .slice(0, mostCopies)
    .find((edge) => makesProgram(analysis, edge));
  return output === undefined ? [] : whole.map((use) => ({ use, output }));
});

/** As many COPY from other stages as are looked at, each with all that its stage is built on. */
const mostCopies = 32;

function isWholeCopy({ whole, kind }: ContextUse): boolean {
  return whole && kind !== "bind";
}

function makesProgram(analysis: Analysis, { needs, step, stage }: StageEdge): boolean {
  const { lineage, root } = analysis.use(stageGraph);
  const uses = analysis.use(contextUses);
  const stages = new Set<Stage>(lineage(needs));
  const hasSources = [...stages].some((each) =>
    each.steps.some((one) => uses.get(one)?.some(({ whole }) => whole)),
  );
  if (!hasSources) return false;
  const builds = analysis.use(buildSteps).filter((build) => stages.has(build.step.stage));
  if (builds.some(({ ecosystem }) => ecosystem !== null && compiled.has(ecosystem))) return true;
  if (!builds.some(({ ecosystem }) => ecosystem === "node")) return false;
  // A page for a web server, or a program that starts from what was copied.
  const base = root(stage);
  if (base.kind === "image" && baseImage(base.image).language === null)
    return servesFiles.test(base.image.text);
  return (
    base.kind === "image" &&
    step !== null &&
    startsFrom(
      analysis,
      stage,
      step.instruction.kind === "COPY" ? (step.instruction.destination?.text ?? "") : "",
    )
  );
}

const servesFiles =
  /(?:^|[/-])(?:nginx|nginx-unprivileged|caddy|httpd|static-web-server|openresty)(?:$|[:@])/;

/** Whether a start command names something in the folder that the output is copied to. */
function startsFrom(analysis: Analysis, stage: Stage, destination: string): boolean {
  const folder =
    destination
      .replace(/^(?:\.?\/)+|\/+$/g, "")
      .split("/")
      .at(-1) ?? "";
  if (folder === "" || folder === ".") return false;
  return analysis
    .use(startCommands)
    .of(stage)
    .commands.some(({ words }) => words.some(({ text }) => text.split("/").slice(0, -1).includes(folder)));
}
