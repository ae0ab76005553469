import { type CacheInput, cacheInputs } from "../analysis/cache-inputs.ts";
import type { Analysis } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { pastBuilds } from "../history/past-builds.ts";
import type { Stage, Step } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { positionAt } from "../text/line-index.ts";
import { blindSpots } from "./blind-spots.ts";
import { costBlindSpots } from "./cost-blind-spots.ts";
import type { CostSource } from "./cost-source.ts";
import type { BuildPlan, Vertex, VertexId, VertexLabel } from "./plan.ts";
import { type StepCauses, stepCauses } from "./step-causes.ts";

/** The plan of the target with causes from history, else from the priors; `null` when there is no stage to build. */
export function buildPlan(analysis: Analysis, costs: CostSource): BuildPlan | null {
  const { stages, target } = analysis.file;
  if (target === null) return null;
  const graph = analysis.use(stageGraph);
  const needed = stages.filter((stage) => graph.isReachable(stage));
  const causes = stepCauses(analysis, needed);
  const past = analysis.use(pastBuilds);
  const practice = analysis.options.practice ?? null;
  const draft: Draft = { analysis, costs, causes, vertices: [], pulls: new Map(), ends: new Map() };
  for (const stage of needed) draft.ends.set(stage, addStage(draft, stage));
  return {
    target: nameOf(target),
    vertices: draft.vertices,
    last: draft.ends.get(target) ?? null,
    causes: causes.causes,
    series: past === null ? { kind: "independent" } : { kind: "builds", builds: past.builds },
    population: practice?.population ?? { kind: "dev" },
    noCache: practice?.noCache ?? false,
    blindSpots: [
      ...costBlindSpots(draft.vertices),
      ...costs.blindSpots,
      ...blindSpots(analysis, needed, causes.causes),
    ],
  };
}

/** A plan in the making. */
interface Draft {
  readonly analysis: Analysis;
  readonly costs: CostSource;
  readonly causes: StepCauses;
  readonly vertices: Vertex[];
  /** By platform and image: the builder pulls one once, however many stages start from it. */
  readonly pulls: Map<string, VertexId>;
  /** The vertex that ends each stage; `null` for a stage that needs nothing. */
  readonly ends: Map<Stage, VertexId | null>;
}

/** Adds the vertices of a stage, whose needs are there already. @returns the last one. */
function addStage(draft: Draft, stage: Stage): VertexId | null {
  const { analysis, costs, causes, ends } = draft;
  const inputs = analysis.use(cacheInputs);
  let last = stage.base.kind === "stage" ? (ends.get(stage.base.stage) ?? null) : null;
  const image = inputs.ofBase(stage).find((input) => input.kind === "image");
  if (image !== undefined) last = addPull(draft, stage, image, null);
  for (const step of stage.steps) {
    const found = inputs.of(step);
    if (found === null) continue;
    const reads = found.own.flatMap((input) => {
      if (input.kind === "image") return [addPull(draft, stage, input, step)];
      const end = input.kind === "stage-output" ? ends.get(input.stage) : null;
      return end == null ? [] : [end];
    });
    last = addVertex(draft, {
      instruction: step.instruction,
      label: labelOf(analysis, stage, step.instruction),
      parent: last,
      followsParent: found.followsParent,
      reads,
      causes: causes.of(step),
      manifests: causes.ofManifests(step),
      cost: costs.ofStep(step),
      scales: costs.scalesOf(step),
      reuses: costs.reusesOf(step),
    });
  }
  return last;
}

/** Adds the pull of an image that FROM, or a step, needs; one that is there already does for all. */
function addPull(
  draft: Draft,
  stage: Stage,
  image: CacheInput & { readonly kind: "image" },
  step: Step | null,
): VertexId {
  const { analysis, costs, causes, pulls } = draft;
  const key = `${stage.platform ?? ""} ${image.image}`;
  let id = pulls.get(key);
  if (id === undefined) {
    const own = causes.ofImage(image, step === null);
    id = addVertex(draft, {
      instruction: step === null ? stage.from : null,
      label: labelOf(analysis, stage, step?.instruction ?? stage.from),
      parent: null,
      followsParent: true,
      reads: nothing,
      causes: step === null ? [...own, ...causes.ofBase(stage)] : own,
      manifests: nothing,
      cost: costs.ofPull(image.image),
      scales: nothing,
    });
    pulls.set(key, id);
  }
  return id;
}

function addVertex({ vertices }: Draft, vertex: Omit<Vertex, "id" | "seed">): VertexId {
  const id = vertices.length;
  vertices.push({ ...vertex, id, seed: id });
  return id;
}

const nothing: readonly never[] = [];

function nameOf(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

const longestLabel = 200;

function labelOf({ file }: Analysis, stage: Stage, instruction: Instruction): VertexLabel {
  const { range, keyword, flags, rest } = instruction;
  const flagTexts = flags.map((flag) => file.text.slice(flag.range.start, flag.range.end));
  const words = [keyword.text, ...flagTexts, rest.text.slice(0, longestLabel)].join(" ");
  const text = words.replace(/\s+/g, " ").trim();
  return {
    stage: nameOf(stage),
    line: positionAt(file.lines, range.start).line,
    text: text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text,
  };
}
