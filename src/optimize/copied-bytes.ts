import { contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import type { Estimate, Interval } from "../estimate/estimate.ts";
import type { BuildPlan } from "../estimate/plan.ts";

/**
 * Bytes of the context that COPY and ADD write anew in a build in the mean: the sizes of the files today, each step by how often it runs. The ends
 * of the interval take all steps at the ends of their hit rates. `null` where the context is not known. What RUN writes is not in it.
 */
export function copiedBytes(
  analysis: Analysis,
  plan: BuildPlan,
  { steps }: Pick<Estimate, "steps">,
): Interval | null {
  const sizes = new Map<number, number>();
  for (const [step, uses] of analysis.use(contextUses)) {
    let bytes = 0;
    for (const use of uses) {
      if (use.kind === "bind") continue;
      const files = use.files();
      if (files === null) return null;
      for (const { size } of files) bytes += size;
    }
    sizes.set(step.instruction.index, bytes);
  }
  // An estimate has a step for each vertex that an instruction stands for, in the order of the plan.
  const instructions = plan.vertices.flatMap(({ instruction }) =>
    instruction === null ? [] : [instruction],
  );
  const total = { mean: 0, low: 0, high: 0 };
  for (const [at, { hitRate }] of steps.entries()) {
    const bytes = sizes.get(instructions[at]?.index ?? -1) ?? 0;
    total.mean += bytes * (1 - hitRate.value);
    total.low += bytes * (1 - hitRate.high);
    total.high += bytes * (1 - hitRate.low);
  }
  return total;
}
