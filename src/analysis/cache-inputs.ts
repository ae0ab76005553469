import type { Stage, Step } from "../model/build-file.ts";
import type { ContextUse } from "./context-use.ts";

/** Anything that enters the cache key of a step besides its own text. */
export type CacheInput =
  /** The layers of an external base image: FROM, `COPY --from=image`, `--mount=from=image`. */
  | { readonly kind: "image"; readonly image: string; readonly pinned: boolean }
  /** Content of context files. */
  | { readonly kind: "files"; readonly use: ContextUse }
  /** A build argument or variable whose value changes from build to build (commit, date, build number). */
  | { readonly kind: "argument"; readonly name: string; readonly volatile: boolean }
  /** Content of paths of another stage: keyed by content, so a rebuilt stage with equal output is a hit. */
  | { readonly kind: "stage-output"; readonly stage: Stage; readonly paths: readonly string[] }
  /** What an ADD fetches from a URL or a git remote. */
  | { readonly kind: "remote"; readonly url: string; readonly pinned: boolean };

/** One step as the cache sees it. */
export interface StepInputs {
  readonly step: Step;
  /** Inputs of its own. */
  readonly own: readonly CacheInput[];
  /** Whether it also misses when the step before it missed: false for `COPY --link` (without `--chmod`). */
  readonly followsParent: boolean;
}
