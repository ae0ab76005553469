import type { BuildInvocation, FoundInvocations } from "./build-invocation.ts";
import type { Population } from "./population.ts";

/** How a Dockerfile is built, as far as the repository and the user tell: what an estimate is about. */
export interface BuildPractice {
  readonly population: Population;
  /** Who says so: the user, the invocation, or nobody. */
  readonly chosenBy: "option" | "invocation" | "default";
  /** The invocation that makes such builds; `null` where none is known. */
  readonly invocation: BuildInvocation | null;
  /** Whether nothing is reused, since that invocation says `--no-cache`. */
  readonly noCache: boolean;
  /** Invocations that make builds of another population, one for each. */
  readonly others: readonly { readonly invocation: BuildInvocation; readonly population: Population }[];
  /** The first invocation of which the file does not tell what its builder holds; `null` for none. */
  readonly untold: BuildInvocation | null;
  /** Stages that invocations of this population name, where they don't name one and the same. */
  readonly targets: readonly string[];
  readonly blindSpots: readonly string[];
}

/**
 * The population that the user names, else the one that the invocations tell: those of CI that run for most changes count before those for
 * releases, these before those of developers, and of equal ones the first.
 */
export function buildPractice(found: FoundInvocations, named: Population | null): BuildPractice {
  const { invocations, blindSpots } = found;
  const told = invocations
    .map((invocation) => ({ invocation, population: populationOf(invocation, invocations) }))
    .sort((one, other) => rank(one.invocation) - rank(other.invocation));
  const sure = told.filter((one): one is Told => one.population !== null);
  const chosen = named === null ? sure[0] : fitting(sure, named);
  const population = named ?? chosen?.population ?? { kind: "dev" };
  const isSame = (one: Told): boolean => one.population.kind === population.kind;
  const same =
    chosen === undefined
      ? []
      : sure.filter((one) => isSame(one) && rank(one.invocation) === rank(chosen.invocation));
  const targets = new Set(
    same.map(({ invocation: { target } }) => (typeof target === "string" ? target : "")),
  );
  const others = new Map<Population["kind"], Told>();
  for (const one of sure)
    if (!isSame(one) && !others.has(one.population.kind)) others.set(one.population.kind, one);
  return {
    population,
    chosenBy: named !== null ? "option" : chosen === undefined ? "default" : "invocation",
    invocation: chosen?.invocation ?? null,
    noCache: named === null && chosen?.invocation.cache.noCache === true,
    others: [...others.values()],
    untold: told.find((one) => one.population === null)?.invocation ?? null,
    targets: targets.size > 1 ? [...targets].filter((target) => target !== "") : [],
    blindSpots,
  };
}

interface Told {
  readonly invocation: BuildInvocation;
  readonly population: Population;
}

/** The invocation that a population which the user names is about: one that makes such builds, else one of the same side. */
function fitting(sure: readonly Told[], named: Population): Told | undefined {
  const isOfCi = named.kind === "ci-cold" || named.kind === "ci-cache";
  return (
    sure.find(({ population }) => population.kind === named.kind) ??
    sure.find(({ invocation }) => isOfCi === (invocation.place.runner !== "developer"))
  );
}

function rank({ place, isFrequent }: BuildInvocation): number {
  if (place.runner === "developer") return 2;
  return isFrequent ? 0 : 1;
}

/** What the builder of an invocation holds; `null` where the file does not tell. A cache that is only read must be written by another one. */
function populationOf({ cache, place }: BuildInvocation, all: readonly BuildInvocation[]): Population | null {
  if (place.keepsBuilder === true) return { kind: "dev" };
  if (cache.noCache) return { kind: "ci-cold" };
  const stores =
    cache.to.length > 0 ? cache.to : cache.from.length > 0 ? all.flatMap((one) => one.cache.to) : [];
  const reads = cache.from.length > 0;
  if (reads && stores.length > 0)
    return { kind: "ci-cache", mode: stores.some(({ mode }) => mode === "max") ? "max" : "min" };
  // An expression may stand for a cache.
  if (cache.from.some(({ kind }) => kind === "other")) return null;
  return place.keepsBuilder === false ? { kind: "ci-cold" } : null;
}
