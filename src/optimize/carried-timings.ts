import type { Analysis } from "../analysis/fact.ts";
import { meanSeconds, stepCosts } from "../analysis/step-costs.ts";
import type { Step } from "../model/build-file.ts";
import { stepText } from "../timings/step-text.ts";
import type { DockerfileTimings, PartOfStep } from "../timings/timings-file.ts";

/** A step after a move, and the step before it that it is a part of, or is in other words. */
export interface StepPart {
  readonly part: Step;
  readonly whole: Step;
}

/**
 * What is recorded of a file before a move, with what that tells of the steps that the move has cut in two or given flags. The parts share the time of
 * the whole as priors expect it of them.
 */
export function carriedTimings(
  before: Analysis,
  after: Analysis,
  pairs: readonly StepPart[],
): DockerfileTimings | null {
  const timings = before.options.timings ?? null;
  if (timings === null || pairs.length === 0) return timings;
  const { ofStep } = after.use(stepCosts);
  const known = timings.parts ?? [];
  const added = pairs.flatMap(({ part, whole }): readonly PartOfStep[] => {
    const [now, was] = [stepText(after.file, part), stepText(before.file, whole)];
    if (now === null || was === null) return [];
    const all = pairs.filter((pair) => pair.whole === whole);
    const sum = all.reduce((total, pair) => total + meanSeconds(ofStep(pair.part)), 0);
    const share = all.length === 1 ? 1 : meanSeconds(ofStep(part)) / sum;
    const earlier = known.find(({ stage, digest }) => stage === was.stage && digest === was.digest);
    return [
      {
        stage: now.stage,
        digest: now.digest,
        whole: earlier?.whole ?? was.digest,
        share: share * (earlier?.share ?? 1),
      },
    ];
  });
  const isAdded = ({ stage, digest }: PartOfStep): boolean =>
    added.some((one) => one.stage === stage && one.digest === digest);
  return { ...timings, parts: [...known.filter((part) => !isAdded(part)), ...added] };
}
