import { buildContext, inContext } from "../analysis/build-context.ts";
import { type CacheInput, cacheInputs } from "../analysis/cache-inputs.ts";
import { type ContextUse, contextUses } from "../analysis/context-use.ts";
import type { Analysis } from "../analysis/fact.ts";
import { pastBuilds } from "../history/past-builds.ts";
import { inputPriors } from "../knowledge/input-priors.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { type AddCause, contextCauses } from "./context-causes.ts";
import { betaOf, type Probability } from "./distribution.ts";
import { manifestGroups } from "./manifest-groups.ts";
import { type Cause, causeKey } from "./plan.ts";
import { recordedCauses } from "./recorded-causes.ts";
import { sourcePriors } from "./source-priors.ts";

/** What changes the inputs of steps between two builds, by the history of the repository, else by the priors. A cause is named by its position in `causes`. */
export interface StepCauses {
  /** Grows as it is asked. */
  readonly causes: readonly Cause[];
  /**
   * Files of the context, arguments and downloads of a step; what it reads of images and stages has causes of its own. Equal sets are
   * the same array.
   */
  of(step: Step): readonly number[];
  /** Arguments in the name of the image under a stage. */
  ofBase(stage: Stage): readonly number[];
  /** The layers behind a name, which is one under a stage or not. */
  ofImage(image: CacheInput & { readonly kind: "image" }, isBase: boolean): readonly number[];
  /** Those behind the manifests that installs of a step read. */
  ofManifests(step: Step): readonly number[];
}

const nothing: readonly never[] = [];
const eachBuild: Probability = { kind: "point", value: 0 };

/** `stages` are those that the target needs. */
export function stepCauses(analysis: Analysis, stages: readonly Stage[]): StepCauses {
  const inputs = analysis.use(cacheInputs);
  const { causes, add } = newCauses();
  const allUses = analysis.use(contextUses);
  const uses = stages.flatMap((stage) => stage.steps.flatMap((step) => allUses.get(step) ?? nothing));
  const sources = uses.flatMap((use) => use.sources);
  const manifests = manifestGroups(analysis, stages);
  const past = analysis.use(pastBuilds);
  const context =
    past === null
      ? contextCauses(uses, { groups: manifests.groups, priorOf: sourcePriors(analysis, sources) }, add)
      : recordedCauses(past, add);
  const carriesGit = gitDirectoryTest(analysis);
  const isRefreshed = analysis.options.practice?.population.kind === "base-refresh";

  const ofInput = (input: CacheInput): readonly number[] => {
    if (input.kind === "argument" && input.volatile) {
      return [add({ kind: "argument", name: input.name }, eachBuild)];
    }
    if (input.kind === "remote" && !input.pinned) {
      return [add({ kind: "remote", url: input.url }, betaOf(inputPriors.remote))];
    }
    if (input.kind !== "files") return nothing;
    const files = context.of(input.use);
    return carriesGit(input.use) ? [...files, add({ kind: "git-directory" }, eachBuild)] : files;
  };
  const sets = new Map<string, readonly number[]>();
  return {
    causes,
    of(step) {
      const own = [...new Set((inputs.of(step)?.own ?? nothing).flatMap(ofInput))];
      const key = own.join(" ");
      const found = sets.get(key) ?? own;
      sets.set(key, found);
      return found;
    },
    ofBase: (stage) => inputs.ofBase(stage).flatMap(ofInput),
    ofImage({ image, pinned }, isBase) {
      if (isBase && isRefreshed) return [add({ kind: "image", image }, eachBuild)];
      return pinned ? nothing : [add({ kind: "image", image }, betaOf(inputPriors.movingTag))];
    },
    ofManifests: (step) => Array.from(manifests.ofStep.get(step) ?? nothing, context.ofManifests),
  };
}

/** Equal sources are one cause. */
function newCauses(): { readonly causes: readonly Cause[]; readonly add: AddCause } {
  const causes: Cause[] = [];
  const known = new Map<string, number>();
  return {
    causes,
    add(source, unchanged, recorded) {
      const key = causeKey(source);
      let index = known.get(key);
      if (index === undefined) {
        index = causes.push({ source, unchanged, ...recorded }) - 1;
        known.set(key, index);
      }
      return index;
    },
  };
}

/** Whether a use takes `.git` along: each commit changes it. */
function gitDirectoryTest(analysis: Analysis): (use: ContextUse) => boolean {
  const context = analysis.use(buildContext);
  if (context === null || context.problem !== null || analysis.host === null) return () => false;
  const git = analysis.host.stat(inContext(context.root, ".git"));
  if (git?.kind !== "directory") return () => false;
  return (use) => use.whole && use.reads(".git/HEAD");
}
