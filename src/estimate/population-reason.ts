import type { BuildInvocation } from "../invocations/build-invocation.ts";
import type { BuildPractice } from "../invocations/build-practice.ts";
import type { Population } from "../invocations/population.ts";

/** What the builds of a population find, in a few words. */
function described(population: Population): string {
  switch (population.kind) {
    case "dev":
      return "a builder that holds what earlier builds left";
    case "ci-cold":
      return "a new machine for each build, without cache";
    case "ci-cache":
      return "a new machine for each build, with the cache that the build before exported";
    case "pool":
      return `one of ${population.builders} builders, each with what its own builds left`;
    case "base-refresh":
      return "the first build after the image under it has changed";
  }
}

/** Why the numbers are about these builds: what follows `population: ci-cold, `. */
export function populationReason(population: Population, practice: BuildPractice | null): string {
  if (practice === null || practice.chosenBy === "default") return described(population);
  if (practice.chosenBy === "option") return `as asked: ${described(population)}`;
  const { invocation } = practice;
  if (invocation === null) return described(population);
  const { path, line, target } = invocation;
  const what = typeof target === "string" ? `its target ${target}` : "it";
  return `since ${path}:${line} builds ${what} ${how(invocation, population)}`;
}

function how({ place, cache }: BuildInvocation, population: Population): string {
  const where = {
    hosted: "on a hosted runner",
    "self-hosted": "on a self-hosted runner",
    unknown: "in CI",
    developer: "on a machine of one's own",
  }[place.runner];
  if (cache.noCache) return `${where} with no-cache`;
  if (population.kind === "ci-cold") return `${where} without cache`;
  if (population.kind === "ci-cache") {
    const kinds = new Set([...cache.from, ...cache.to].map(({ kind }) => kind));
    return `${where} with a cache (${[...kinds].join(", ")})`;
  }
  return place.runner === "developer" ? where : `${where} that keeps its builder`;
}
