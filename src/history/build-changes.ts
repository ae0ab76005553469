import { cacheInputs } from "../analysis/cache-inputs.ts";
import { type ContextUse, contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { type BuildInputs, buildKeys } from "./build-keys.ts";

/** One of two builds: what its Dockerfile says, and the content of its files. */
export interface BuildSide extends BuildInputs {
  readonly analysis: Analysis;
}

/** What becomes of a step in a build on a builder that holds the build before. */
export interface StepChange {
  readonly step: Step;
  /** `depends`: it hits when what it copies of another stage comes out as it was. */
  readonly result: "hit" | "miss" | "depends";
  /** `null` for a hit. */
  readonly because: MissReason | null;
}

export type MissReason =
  /** The step itself, or what is set where it stands, is new. */
  | { readonly kind: "instruction" }
  /** Files of the context that are not as they were, sorted. */
  | { readonly kind: "files"; readonly paths: readonly string[] }
  /** The stage starts from another image. */
  | { readonly kind: "base" }
  /** What it reads of another stage may be new. */
  | { readonly kind: "stage"; readonly stage: Stage }
  /** A step above it misses: the nearest with a reason of its own. */
  | { readonly kind: "above"; readonly step: Step };

/**
 * Compares a build with the one before it, step by step, in the order of the file. `transplanted` is the Dockerfile of the later build over the
 * files of the earlier one: what it would have read there.
 */
export function buildChanges(
  before: BuildSide,
  after: BuildSide,
  transplanted: Analysis,
): readonly StepChange[] {
  const keysBefore = buildKeys(before.analysis, before);
  const held = new Set(keysBefore.map(({ key }) => key));
  const heldWithCutOff = new Set(keysBefore.map(({ cutOffKey }) => cutOffKey));
  const definitions = new Set(keysBefore.map(({ definition }) => definition));
  const inputs = after.analysis.use(cacheInputs);
  const uses = after.analysis.use(contextUses);
  const earlierUses = [...transplanted.use(contextUses).values()];
  const positions = new Map([...uses.keys()].map((step, index) => [step, index]));
  /** By stage the nearest step with a reason of its own, at the end of it. */
  const rootsAtEnd = new Map<Stage, Step>();
  const changedStages = new Set<Stage>();
  const changes: StepChange[] = [];
  let stage: Stage | null = null;
  let root: Step | null = null;
  for (const { step, key, cutOffKey, definition } of buildKeys(after.analysis, after)) {
    if (step.stage !== stage) {
      stage = step.stage;
      root = stage.base.kind === "stage" ? (rootsAtEnd.get(stage.base.stage) ?? null) : null;
    }
    const isHit = held.has(key);
    if (!isHit) changedStages.add(stage);
    const because = isHit ? null : reasonOf(step, definition);
    if (because !== null && because.kind !== "above") root = step;
    if (root !== null) rootsAtEnd.set(stage, root);
    const result = isHit ? "hit" : heldWithCutOff.has(cutOffKey) ? "depends" : "miss";
    changes.push({ step, result, because });
  }
  return changes;

  function reasonOf(step: Step, definition: string): MissReason {
    if (!definitions.has(definition)) return { kind: "instruction" };
    const at = positions.get(step);
    const paths = at === undefined ? [] : changedPaths(uses.get(step) ?? [], earlierUses[at] ?? []);
    if (paths.length > 0) return { kind: "files", paths };
    for (const input of inputs.of(step)?.own ?? []) {
      if (input.kind === "stage-output" && changedStages.has(input.stage))
        return { kind: "stage", stage: input.stage };
    }
    return root === null ? { kind: "base" } : { kind: "above", step: root };
  }

  function changedPaths(now: readonly ContextUse[], then: readonly ContextUse[]): readonly string[] {
    const paths = new Set<string>();
    for (const [index, use] of now.entries()) {
      const earlier = new Set(then[index]?.files()?.map(({ path }) => path));
      for (const { path } of use.files() ?? []) {
        if (!earlier.delete(path) || before.contentOf(path) !== after.contentOf(path)) paths.add(path);
      }
      for (const path of earlier) paths.add(path);
    }
    return [...paths].sort();
  }
}
