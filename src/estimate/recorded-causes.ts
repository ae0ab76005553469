import type { PastBuilds } from "../history/past-builds.ts";
import { type AddCause, type ContextCauses, manifestMatcher } from "./context-causes.ts";
import type { Probability } from "./distribution.ts";

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
      return [add({ kind: "files", path: words.join(" ") }, recorded, past.statesOf(use))];
    },
    ofManifests(group) {
      const { ecosystem, directory } = group;
      const states = past.statesOfPaths(manifestMatcher(group));
      return add({ kind: "manifests", ecosystem, directory }, recorded, states);
    },
  };
}
