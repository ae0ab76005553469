import { buildContext } from "../analysis/build-context.ts";
import { type CacheInputs, cacheInputs } from "../analysis/cache-inputs.ts";
import type { Analysis } from "../analysis/fact.ts";
import { pastBuilds, tooFewBuilds } from "../history/past-builds.ts";
import type { Stage } from "../model/build-file.ts";
import type { Cause } from "./plan.ts";

const mostNames = 5;

/** What an estimate can't show for this file, one sentence each; what weighs most stands first. */
export function blindSpots(analysis: Analysis, stages: readonly Stage[], causes: readonly Cause[]): string[] {
  const inputs = analysis.use(cacheInputs);
  const past = analysis.use(pastBuilds);
  const spots = [
    ...(past === null
      ? [
          `Hit rates are priors from public repositories: ${analysis.use(tooFewBuilds) ?? "no git history was read"}`,
        ]
      : [
          "Hit rates are replayed from git history with the Dockerfile and the ignore file of today: builds that changed these are not counted as such",
          ...past.blindSpots,
        ]),
    "A builder that starts empty, as most CI runners do, rebuilds everything: there the cold time applies",
  ];
  if (causes.some(({ source }) => source.kind === "git-directory")) {
    spots.push(
      "`.git` is in the build context: every commit changes it, so a COPY of the whole context never hits",
    );
  }
  const volatile = causes.flatMap(({ source }) => (source.kind === "argument" ? [source.name] : []));
  if (volatile.length > 0) {
    spots.push(
      `Taken by name to change in every build: ${listed(volatile)}; the steps that follow never hit`,
    );
  }
  const unset = unsetArguments(inputs, stages);
  if (unset.length > 0) {
    spots.push(
      `The file gives ${listed(unset)} no value: a build argument that changes would rebuild every RUN after it`,
    );
  }
  if (stages.some((stage) => stage.steps.some((step) => readsStage(inputs, step)))) {
    spots.push(
      "A COPY from another stage is taken to miss when that stage does; it hits when the files come out the same, which the intervals allow for",
    );
  }
  if (analysis.use(buildContext) === null) {
    spots.push("No build context was looked at: sizes, `.git` and ignored files are unknown");
  }
  spots.push(
    "Sending the context, exporting and pushing the image, and cache import and export are not counted",
  );
  return spots;
}

function readsStage(inputs: CacheInputs, step: Stage["steps"][number]): boolean {
  return inputs.of(step)?.own.some((input) => input.kind === "stage-output") ?? false;
}

function unsetArguments(inputs: CacheInputs, stages: readonly Stage[]): string[] {
  const names = new Set<string>();
  for (const stage of stages) {
    for (const step of stage.steps) {
      for (const input of inputs.of(step)?.own ?? []) {
        if (input.kind === "argument" && !input.volatile) names.add(input.name);
      }
    }
  }
  return [...names];
}

/** `A`, `B` and 3 more */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop() ?? "";
  return shown.length > 0 ? `${shown.join(", ")} and ${last}` : last;
}
