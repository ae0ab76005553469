import { buildWalk } from "./build-walk.ts";
import { type CriticalPath, criticalPath } from "./critical-path.ts";
import { builderState, type Evaluation, evaluate, expectedCost } from "./evaluate.ts";
import { outcome } from "./outcome.ts";
import { outcomePatterns } from "./outcome-patterns.ts";
import { type BuildPlan, type PastBuild, reusesNothing } from "./plan.ts";

/** What a report shows of a plan beside its numbers. */
export interface BuildPicture {
  /** Those that the target needs, in an order in which each comes after the ones it needs. */
  readonly stages: readonly PicturedStage[];
  readonly edges: readonly StageEdge[];
  /** `null` where no builds were replayed. */
  readonly replay: ReplayPicture | null;
}

export interface PicturedStage {
  /** Its name, or its index as text. */
  readonly name: string;
  /** Lines of its steps, ascending. */
  readonly lines: readonly number[];
  /** Mean seconds that its steps work in a build. */
  readonly workSeconds: number;
  /** Mean seconds that the build waits for it; those of all stages make the expected build, but for what a cache elsewhere takes. */
  readonly pathSeconds: number;
}

/** One stage needs another. */
export interface StageEdge {
  /** Positions in the list of stages. */
  readonly from: number;
  readonly to: number;
  /** Share of the expected build time that is of builds whose critical path goes along here. */
  readonly pathShare: number;
}

export interface ReplayPicture {
  /** Oldest first. */
  readonly builds: readonly PicturedBuild[];
  /** In the order of the steps of the estimate. */
  readonly rows: readonly ReplayRow[];
}

export interface PicturedBuild extends PastBuild {
  /** Mean wall time of the build. */
  readonly seconds: number;
}

export interface ReplayRow {
  /** 1-based. */
  readonly line: number;
  /** For each build how probable it is that the step runs; what no history tells happens by chance. */
  readonly misses: Float64Array;
}

/** Segments times builds times draws of a replay that is shown. */
const budget = 1_000_000;
const mostDraws = 16;

/** The stages of a plan with its critical path, and what became of each step in each build. */
export function buildPicture(plan: BuildPlan): BuildPicture {
  const evaluation = evaluate(plan);
  return { ...pictureOfStages(evaluation), replay: pictureOfReplay(evaluation) };
}

function pictureOfStages(evaluation: Evaluation): Pick<BuildPicture, "stages" | "edges"> {
  const { graph, replay } = evaluation;
  const { vertices } = graph.plan;
  const names = [...new Set(vertices.map(({ label }) => label.stage))];
  const stageOf = vertices.map(({ label }) => names.indexOf(label.stage));
  const work = new Float64Array(names.length);
  const path = new Float64Array(names.length);
  const shares = vertexShares(evaluation);
  const verticesOf: number[][] = Array.from({ length: graph.size }, () => []);
  for (const [position, segment] of graph.segmentOf.entries()) verticesOf[segment]!.push(position);
  const crossed = new Map<string, number>();
  let total = 0;
  for (const [index, build] of replay.builds.entries()) {
    const weight = replay.weights[index]!;
    if (weight <= 0) continue;
    const outcomes = Uint8Array.from(replay.classOf, (position) => build[position]!);
    for (const [position, segment] of graph.segmentOf.entries())
      if (outcomes[segment] === outcome.miss)
        work[stageOf[position]!]! += weight * evaluation.meanCosts[segment]! * shares[position]!;
    const { seconds, parts } = criticalPath(graph, evaluation.meanCosts, outcomes, evaluation.transfers.mean);
    total += weight * seconds;
    let before = -1;
    for (const part of parts) {
      for (const position of verticesOf[part.segment]!) {
        const stage = stageOf[position]!;
        path[stage]! += weight * part.seconds * shares[position]!;
        if (before !== -1 && before !== stage) {
          const key = `${before} ${stage}`;
          crossed.set(key, (crossed.get(key) ?? 0) + weight * seconds);
        }
        before = stage;
      }
    }
  }
  const stages = names.map((name, index) => ({
    name,
    lines: [
      ...new Set(
        vertices.flatMap(({ instruction, label }, position) =>
          instruction !== null && stageOf[position] === index ? [label.line] : [],
        ),
      ),
    ].sort((one, other) => one - other),
    workSeconds: work[index]!,
    pathSeconds: path[index]!,
  }));
  const positionOf = new Map(vertices.map(({ id }, position) => [id, position]));
  const needs = new Set(
    vertices.flatMap(({ parent, reads }, position) =>
      [...(parent === null ? [] : [parent]), ...reads].flatMap((id) => {
        const from = stageOf[positionOf.get(id) ?? -1];
        return from === undefined || from === stageOf[position] ? [] : [`${from} ${stageOf[position]}`];
      }),
    ),
  );
  const edges = Array.from(new Set([...needs, ...crossed.keys()]), (key) => {
    const [from, to] = key.split(" ").map(Number);
    return { from: from!, to: to!, pathShare: total > 0 ? (crossed.get(key) ?? 0) / total : 0 };
  });
  return { stages, edges };
}

/** What part of the cost of its segment each vertex is. */
function vertexShares({ graph, meanCosts }: Evaluation): Float64Array {
  const builder = builderState(graph.plan);
  return Float64Array.from(graph.plan.vertices, (vertex, position) => {
    const whole = meanCosts[graph.segmentOf[position]!]!;
    return whole > 0 ? expectedCost(vertex, builder) / whole : 0;
  });
}

function pictureOfReplay({ graph, meanCosts, transfers }: Evaluation): ReplayPicture | null {
  const { plan, size, segmentOf } = graph;
  if (plan.series.kind !== "builds" || reusesNothing(plan)) return null;
  const { builds } = plan.series;
  const { isCertain, walk } = buildWalk(graph, builds, false);
  const affordable = Math.floor(budget / Math.max(1, size * builds.length));
  const draws = isCertain ? 1 : Math.min(mostDraws, Math.max(1, affordable));
  const misses = Array.from({ length: size }, () => new Float64Array(builds.length));
  const seconds = new Float64Array(builds.length);
  const told = new Float64Array(builds.length);
  const patterns = outcomePatterns(size);
  const paths = new Map<number, CriticalPath>();
  for (let draw = 0; draw < draws; draw += 1) {
    walk(draw, ({ build, outcomes }) => {
      if (outcomes === null) return;
      const pattern = patterns.numberOf(outcomes);
      const path = paths.get(pattern) ?? criticalPath(graph, meanCosts, outcomes, transfers.mean);
      paths.set(pattern, path);
      told[build]! += 1;
      seconds[build]! += path.seconds;
      for (let segment = 0; segment < size; segment += 1)
        if (outcomes[segment] === outcome.miss) misses[segment]![build]! += 1;
    });
  }
  const share = (sums: Float64Array): Float64Array =>
    sums.map((sum, build) => (told[build]! > 0 ? sum / told[build]! : 0));
  const means = share(seconds);
  const rows = misses.map(share);
  return {
    builds: builds.map((build, index) => ({ ...build, seconds: means[index]! })),
    rows: plan.vertices.flatMap(({ instruction, label }, position) =>
      instruction === null ? [] : [{ line: label.line, misses: rows[segmentOf[position]!]! }],
    ),
  };
}
