import { cacheInputs } from "../analysis/cache-inputs.ts";
import type { ContextUse } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import { stepDefinitions } from "../analysis/step-definitions.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { relativePath } from "../text/posix-path.ts";

/** A step of one build by the key under which the builder would look for it. */
export interface StepKey {
  readonly step: Step;
  /** Equal keys, equal steps on equal files: then the builder has the result. Another stage that was built anew counts as changed. */
  readonly key: string;
  /** The same where what is copied from other stages came out as it was: then the step is a hit all the same. */
  readonly cutOffKey: string;
  /** Its own words and what is set there, without files and earlier steps. */
  readonly definition: string;
  /** Digests of what it reads of the context. */
  readonly files: readonly string[];
}

/** What changes from build to build besides the Dockerfile. */
export interface BuildInputs {
  /** A text that is equal for equal content and mode of a file of the context; `null` when there is no such file. */
  contentOf(path: string): string | null;
}

/** The keys of all steps that the target needs, in the order of the file. Linear. */
export function buildKeys(analysis: Analysis, { contentOf }: BuildInputs): readonly StepKey[] {
  const graph = analysis.use(stageGraph);
  const inputs = analysis.use(cacheInputs);
  const definitions = analysis.use(stepDefinitions);
  const ends = new Map<Stage, Chain>();
  const keys: StepKey[] = [];
  for (const stage of analysis.file.stages) {
    if (!graph.isReachable(stage)) continue;
    const base = stage.base.kind === "stage" ? ends.get(stage.base.stage) : undefined;
    const own = definitions.ofBase(stage);
    let above: Chain = base ?? { key: hash(own), cutOffKey: hash(own) };
    for (const step of stage.steps) {
      const found = inputs.of(step);
      const definition = definitions.of(step);
      if (found === null || definition === null) continue;
      const files = found.own.flatMap((input) =>
        input.kind === "files" ? [digestOf(input.use, contentOf)] : [],
      );
      const others = found.own.flatMap((input) => {
        if (input.kind === "image") return [input.image];
        return input.kind === "remote" ? [input.url] : [];
      });
      const reads = found.own.flatMap((input) => {
        const end = input.kind === "stage-output" ? ends.get(input.stage) : undefined;
        return input.kind === "stage-output" && end ? [{ end, paths: input.paths }] : [];
      });
      const self = [definition, ...files, ...others];
      const alone: Chain = {
        key: hash(...self, ...reads.map(({ end }) => end.key)),
        // Which stage it is does not matter where its output is the same.
        cutOffKey: hash(...self, ...reads.flatMap(({ paths }) => paths)),
      };
      const whole: Chain = {
        key: hash(alone.key, above.key),
        cutOffKey: hash(alone.cutOffKey, above.cutOffKey),
      };
      const { key, cutOffKey } = found.followsParent ? whole : alone;
      keys.push({ step, key, cutOffKey, definition, files });
      above = whole;
    }
    ends.set(stage, above);
  }
  return keys;
}

/** What the builder compares: contents, and names from what the instruction names on. Where that lies in the context does not matter. */
function digestOf(use: ContextUse, contentOf: BuildInputs["contentOf"]): string {
  const files = (use.files() ?? []).map(
    ({ path }) => `${nameBelowSource(use, path)}\0${contentOf(path) ?? ""}`,
  );
  return hash(...files.sort());
}

function nameBelowSource({ sources, parents }: ContextUse, path: string): string {
  for (const [index, { path: source, wildcard }] of sources.entries()) {
    // A pattern gives each file the name that it has.
    const below = wildcard || parents ? null : relativePath(path, source);
    if (below !== null) return `${index} ${below}`;
  }
  return path;
}

interface Chain {
  readonly key: string;
  readonly cutOffKey: string;
}

/** A short name for some texts (two FNV-1a hashes). */
function hash(...texts: readonly string[]): string {
  let one = 0x811c9dc5;
  let other = 0xcbf29ce4;
  for (const text of texts) {
    for (let at = 0; at <= text.length; at += 1) {
      const unit = at === text.length ? 0x1_0000 : text.charCodeAt(at);
      one = Math.imul(one ^ unit, 0x01000193);
      other = Math.imul(other ^ (unit + 0x9e37), 0x85ebca6b);
      other ^= other >>> 15;
    }
  }
  return `${(one >>> 0).toString(36)}.${(other >>> 0).toString(36)}`;
}

/** Whether each step of a build hits on a builder that holds what earlier builds left. */
export interface ReplayedStep extends StepKey {
  readonly hits: boolean;
  readonly hitsWithCutOff: boolean;
}

/** Replays builds, oldest first, on one builder that forgets nothing. */
export function* replayBuilds(builds: Iterable<readonly StepKey[]>): Generator<readonly ReplayedStep[]> {
  const held = new Set<string>();
  const heldWithCutOff = new Set<string>();
  for (const keys of builds) {
    const steps = keys.map((step) => ({
      ...step,
      hits: held.has(step.key),
      hitsWithCutOff: heldWithCutOff.has(step.cutOffKey),
    }));
    for (const { key, cutOffKey } of keys) {
      held.add(key);
      heldWithCutOff.add(cutOffKey);
    }
    yield steps;
  }
}
