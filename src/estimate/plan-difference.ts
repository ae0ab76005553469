import type { Estimate, Interval } from "./estimate.ts";
import { estimatePlan } from "./estimate-plan.ts";
import { coldWall, type Evaluation, evaluate, expectedWall, intervalOver, type Sample } from "./evaluate.ts";
import type { BuildPlan } from "./plan.ts";
import { seedOf } from "./random.ts";

/** Two Dockerfiles for the same image, or one before and after a change. */
export interface PlanDifference {
  readonly before: Estimate;
  readonly after: Estimate;
  /** Seconds that the expected build takes longer afterwards; negative when it is faster. */
  readonly expectedSeconds: Interval;
  /** The same when nothing is cached. */
  readonly coldSeconds: Interval;
}

/**
 * Prices two plans on common draws: steps of the same words cost the same in both, so that what they share is no noise in the difference.
 */
export function planDifference(before: BuildPlan, after: BuildPlan): PlanDifference {
  const plans = [withSharedSeeds(before), withSharedSeeds(after)] as const;
  return {
    before: estimatePlan(plans[0]),
    after: estimatePlan(plans[1]),
    ...wallDifference(evaluate(plans[0]), evaluate(plans[1])),
  };
}

/** What the second of two plans takes longer than the first; both have shared seeds. */
export function wallDifference(
  before: Evaluation,
  after: Evaluation,
): Pick<PlanDifference, "expectedSeconds" | "coldSeconds"> {
  const { before: one, after: other } = comparable(before, after);
  const walls = wallsOf(one, other).map(([first, second]) => difference(second, first));
  return {
    expectedSeconds: intervalOver(walls),
    coldSeconds: intervalOver([difference(coldWall(other), coldWall(one))]),
  };
}

/** Expected wall times of both, with what stages make taken for new, and for the same. */
function wallsOf(before: Evaluation, after: Evaluation): readonly (readonly [Sample, Sample])[] {
  const walls: [Sample, Sample][] = [
    [expectedWall(before, before.replay), expectedWall(after, after.replay)],
  ];
  if (before.cutOffReplay !== null || after.cutOffReplay !== null) {
    walls.push([
      expectedWall(before, before.cutOffReplay ?? before.replay),
      expectedWall(after, after.cutOffReplay ?? after.replay),
    ]);
  }
  return walls;
}

/**
 * Draws by the words of a step, and by how many steps of the same words stand before it. A step that `sameAs` names is a part of another one, or
 * that one in other words, and is as slow or fast as that.
 */
export function withSharedSeeds(plan: BuildPlan, sameAs: ReadonlyMap<string, string> = new Map()): BuildPlan {
  const seen = new Map<string, number>();
  const vertices = plan.vertices.map((vertex) => {
    const { text } = vertex.label;
    const earlier = seen.get(text) ?? 0;
    seen.set(text, earlier + 1);
    const other = sameAs.get(text);
    return { ...vertex, seed: seedOf(other === undefined ? `${text}\n${earlier}` : `${other}\n0`) };
  });
  return { ...plan, vertices };
}

/** Both sides replayed by the same method: a sampled mean against an exact one would show noise. */
export function comparable(
  before: Evaluation,
  after: Evaluation,
): { readonly before: Evaluation; readonly after: Evaluation } {
  const isSampled = (evaluation: Evaluation) =>
    evaluation.replay.method === "sampled" || evaluation.cutOffReplay?.method === "sampled";
  if (isSampled(before) === isSampled(after)) return { before, after };
  return {
    before: isSampled(before) ? before : evaluate(before.graph.plan, "sampled"),
    after: isSampled(after) ? after : evaluate(after.graph.plan, "sampled"),
  };
}

/** The first minus the second, draw by draw. */
export function difference(one: Sample, other: Sample): Sample {
  const count = Math.min(one.draws.length, other.draws.length);
  return {
    mean: one.mean - other.mean,
    draws: Float64Array.from(
      { length: count },
      (_, draw) => (one.draws[draw] ?? 0) - (other.draws[draw] ?? 0),
    ),
  };
}
