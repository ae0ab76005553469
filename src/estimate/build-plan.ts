import { buildContext, inContext } from "../analysis/build-context.ts";
import { type CacheInput, cacheInputs } from "../analysis/cache-inputs.ts";
import { type ContextUse, contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { inputPriors } from "../knowledge/input-priors.ts";
import type { Stage } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { positionAt } from "../text/line-index.ts";
import { blindSpots } from "./blind-spots.ts";
import { type AddCause, contextCauses } from "./context-causes.ts";
import type { CostSource } from "./cost-source.ts";
import { betaOf } from "./distribution.ts";
import { manifestGroups } from "./manifest-groups.ts";
import {
  type BuildPlan,
  type Cause,
  causeKey,
  type Vertex,
  type VertexId,
  type VertexLabel,
} from "./plan.ts";
import { sourcePriors } from "./source-priors.ts";

/** The plan of the target with causes from the priors; `null` when there is no stage to build. */
export function buildPlan(analysis: Analysis, costs: CostSource): BuildPlan | null {
  const { file } = analysis;
  const { target } = file;
  if (target === null) return null;
  const graph = analysis.use(stageGraph);
  const inputs = analysis.use(cacheInputs);
  const stages = file.stages.filter((stage) => graph.isReachable(stage));

  const causes: Cause[] = [];
  const known = new Map<string, number>();
  const add: AddCause = (source, unchanged) => {
    const key = causeKey(source);
    let index = known.get(key);
    if (index === undefined) {
      index = causes.length;
      causes.push({ source, unchanged });
      known.set(key, index);
    }
    return index;
  };

  const allUses = analysis.use(contextUses);
  const uses = stages.flatMap((stage) => stage.steps.flatMap((step) => allUses.get(step) ?? []));
  const manifests = manifestGroups(analysis, stages);
  const sets = new Map<string, readonly number[]>();
  const shared = (set: ReadonlySet<number>): readonly number[] => {
    const key = [...set].join(" ");
    const found = sets.get(key) ?? [...set];
    sets.set(key, found);
    return found;
  };
  const parts = {
    groups: manifests.groups,
    priorOf: sourcePriors(
      analysis,
      uses.flatMap((use) => use.sources),
    ),
  };
  const context = contextCauses(uses, parts, add);
  const carriesGit = gitDirectoryTest(analysis);

  const vertices: Vertex[] = [];
  const addVertex = (vertex: Partial<Vertex> & Pick<Vertex, "label" | "cost">): VertexId => {
    const id = vertices.length;
    vertices.push({ ...blank, ...vertex, id, seed: id });
    return id;
  };
  /** The builder pulls an image once, however many stages start from it. */
  const pulls = new Map<string, VertexId>();
  const pull = (
    image: CacheInput & { kind: "image" },
    platform: string,
    rest: Partial<Vertex>,
    label: VertexLabel,
  ) => {
    const key = `${platform} ${image.image}`;
    let id = pulls.get(key);
    if (id === undefined) {
      const moved = image.pinned
        ? []
        : [add({ kind: "image", image: image.image }, betaOf(inputPriors.movingTag))];
      const cost = costs.ofPull(image.image);
      id = addVertex({ ...rest, causes: [...moved, ...(rest.causes ?? [])], cost, label });
      pulls.set(key, id);
    }
    return id;
  };
  /** The vertex that ends each stage; `null` for a stage that needs nothing. */
  const ends = new Map<Stage, VertexId | null>();

  for (const stage of stages) {
    const label = labeller(analysis, stage);
    const platform = stage.platform ?? "";
    let last = stage.base.kind === "stage" ? (ends.get(stage.base.stage) ?? null) : null;
    const base = inputs.ofBase(stage);
    for (const input of base) {
      if (input.kind !== "image") continue;
      const rest = { instruction: stage.from, causes: causesOf(base, add) };
      last = pull(input, platform, rest, label(stage.from));
    }
    for (const step of stage.steps) {
      const found = inputs.of(step);
      if (!found) continue;
      const reads: VertexId[] = [];
      const own = new Set(causesOf(found.own, add));
      for (const input of found.own) {
        if (input.kind === "stage-output") {
          const end = ends.get(input.stage);
          if (end != null) reads.push(end);
        } else if (input.kind === "image") {
          reads.push(pull(input, platform, {}, label(step.instruction)));
        } else if (input.kind === "files") {
          for (const cause of context.of(input.use)) own.add(cause);
          if (carriesGit(input.use)) own.add(add({ kind: "git-directory" }, { kind: "point", value: 0 }));
        }
      }
      last = addVertex({
        instruction: step.instruction,
        label: label(step.instruction),
        parent: last,
        followsParent: found.followsParent,
        reads,
        causes: shared(own),
        manifests: Array.from(manifests.ofStep.get(step) ?? nothing, context.ofManifests),
        cost: costs.ofStep(step),
        scales: costs.scalesOf(step),
      });
    }
    ends.set(stage, last);
  }

  return {
    target: nameOf(target),
    vertices,
    last: ends.get(target) ?? null,
    causes,
    population: { kind: "independent" },
    blindSpots: blindSpots(analysis, stages, causes),
  };
}

const nothing: readonly never[] = [];
const blank: Omit<Vertex, "id" | "seed" | "label" | "cost"> = {
  instruction: null,
  parent: null,
  followsParent: true,
  reads: nothing,
  causes: nothing,
  manifests: nothing,
  scales: nothing,
};

function nameOf(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

/** Causes of everything but files, images and other stages. */
function causesOf(inputs: readonly CacheInput[], add: AddCause): number[] {
  return inputs.flatMap((input) => {
    if (input.kind === "argument" && input.volatile) {
      return [add({ kind: "argument", name: input.name }, { kind: "point", value: 0 })];
    }
    if (input.kind === "remote" && !input.pinned) {
      return [add({ kind: "remote", url: input.url }, betaOf(inputPriors.remote))];
    }
    return [];
  });
}

/** Whether a use takes `.git` along: each commit changes it. */
function gitDirectoryTest(analysis: Analysis): (use: ContextUse) => boolean {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || analysis.host === null) return () => false;
  const git = analysis.host.stat(inContext(context.root, ".git"));
  if (git?.kind !== "directory") return () => false;
  return (use) => use.whole && use.reads(".git/HEAD");
}

const longestLabel = 200;

function labeller({ file }: Analysis, stage: Stage): (instruction: Instruction) => VertexLabel {
  const name = nameOf(stage);
  return ({ range, keyword, flags, rest }) => {
    const flagTexts = flags.map((flag) => file.text.slice(flag.range.start, flag.range.end));
    const words = [keyword.text, ...flagTexts, rest.text.slice(0, longestLabel)].join(" ");
    const text = words.replace(/\s+/g, " ").trim();
    return {
      stage: name,
      line: positionAt(file.lines, range.start).line,
      text: text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text,
    };
  };
}
