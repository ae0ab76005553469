import { fixedDirectory } from "../analysis/source-selection.ts";
import type { PastBuilds } from "../history/past-builds.ts";
import { type AddCause, type ContextCauses, manifestMatcher } from "./context-causes.ts";
import type { Probability } from "./distribution.ts";
import type { CausePaths } from "./plan.ts";

/** Probability of a cause whose states are recorded: nobody asks for it. */
const recorded: Probability = { kind: "point", value: 1 };

/** What a history says of the context: a cause for what each step reads, and one for the manifests of each install. */
export function recordedCauses(past: PastBuilds, add: AddCause): ContextCauses {
  return {
    of(use) {
      const { sources, excludes, parents } = use;
      const words = [
        ...sources.map(({ path }) => path),
        ...excludes.map((pattern) => `--exclude=${pattern}`),
        ...(parents ? ["--parents"] : []),
      ];
      const paths: CausePaths = {
        below: sources.map(({ path, wildcard }) => (wildcard ? fixedDirectory(path) : path)),
        changedIn: (build) => past.changesOf(use, build),
      };
      return [add({ kind: "files", path: words.join(" ") }, recorded, { states: past.statesOf(use), paths })];
    },
    ofManifests(group) {
      const { ecosystem, directory } = group;
      const states = past.statesOfPaths(manifestMatcher(group));
      return add({ kind: "manifests", ecosystem, directory }, recorded, { states });
    },
  };
}
