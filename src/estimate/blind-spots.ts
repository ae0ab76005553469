import { buildContext } from "../analysis/build-context.ts";
import { type CacheInputs, cacheInputs } from "../analysis/cache-inputs.ts";
import type { Analysis } from "../analysis/fact.ts";
import { fedArguments } from "../analysis/fed-arguments.ts";
import { pastBuilds, tooFewBuilds } from "../history/past-builds.ts";
import type { Population } from "../invocations/population.ts";
import type { Stage } from "../model/build-file.ts";
import type { Cause } from "./plan.ts";
import { practiceBlindSpots } from "./practice-blind-spots.ts";

const mostNames = 5;

/** What an estimate can't show for this file, one sentence each; what weighs most stands first. */
export function blindSpots(analysis: Analysis, stages: readonly Stage[], causes: readonly Cause[]): string[] {
  const inputs = analysis.use(cacheInputs);
  const past = analysis.use(pastBuilds);
  const practice = analysis.options.practice ?? null;
  const population: Population = practice?.population ?? { kind: "dev" };
  const reusesNothing = population.kind === "ci-cold" || practice?.noCache === true;
  const spots = [
    ...(reusesNothing
      ? []
      : past === null
        ? [
            `Hit rates are priors from public repositories: ${analysis.use(tooFewBuilds) ?? "no git history was read"}`,
          ]
        : [
            "Hit rates are replayed from git history with the Dockerfile and the ignore file of today: builds that changed these are not counted as such",
            ...past.blindSpots,
          ]),
    ...populationBlindSpots(population, past !== null),
    ...practiceBlindSpots(analysis),
  ];
  if (causes.some(({ source }) => source.kind === "git-directory")) {
    spots.push(
      "`.git` is in the build context: every commit changes it, so a COPY of the whole context never hits",
    );
  }
  const fed = analysis.use(fedArguments);
  const changing = causes.flatMap(({ source }) => (source.kind === "argument" ? [source.name] : []));
  const told = changing.filter((name) => fed.has(name));
  const invocation = practice?.invocation ?? null;
  if (told.length > 0 && invocation !== null) {
    spots.push(
      `\`${invocation.path}:${invocation.line}\` gives a new value in every build to ${listed(told)} (${[...new Set(told.map((name) => fed.get(name)))].join(", ")}); the steps that follow never hit`,
    );
  }
  const volatile = changing.filter((name) => !fed.has(name));
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
    population.kind === "ci-cache"
      ? "Sending the context, exporting and pushing the image are not counted"
      : "Sending the context, exporting and pushing the image, and cache import and export are not counted",
  );
  return spots;
}

/** Git keeps of a mode only whether a file may be executed; the builder compares all of it. */
const umask =
  "Files are taken to be checked out with the same modes everywhere: where the umask of a machine differs, what copies them runs again";

function populationBlindSpots(population: Population, isReplayed: boolean): readonly string[] {
  switch (population.kind) {
    case "dev":
      return [
        "A builder that starts empty, as most CI runners do, rebuilds everything: there the cold time applies",
      ];
    case "ci-cold":
      return [];
    case "ci-cache":
      return [
        "What a cache takes to restore and to export is a prior from the few public reports there are, of people who had trouble with it: mostly too high",
        ...(population.mode === "min"
          ? [
              "The cache is exported with `mode=min`, so steps of other stages than the last run whenever their stage is needed",
            ]
          : []),
        "A branch is taken to find the cache that the build before left: the first builds of a new branch find that of the default branch, or less",
        umask,
      ];
    case "pool":
      return [
        "Builds are taken to land on any builder of the pool by chance; with one that is chosen for what it holds, more is reused",
        umask,
        ...(isReplayed
          ? []
          : [
              "Changes come in clusters, which priors don't tell: a builder of a pool reuses somewhat more than this",
            ]),
      ];
    case "base-refresh":
      return [
        "These are only the builds in which the base image is new: how often that happens is not in the numbers",
      ];
  }
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
