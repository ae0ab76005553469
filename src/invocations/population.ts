/** Which builds an estimate is about: what decides is what their builder holds when they begin. */
export type Population =
  /** A machine that still holds what earlier builds left, cache mounts included. */
  | { readonly kind: "dev" }
  /** A machine that is new for each build, without a cache kept elsewhere. */
  | { readonly kind: "ci-cold" }
  /** A machine that is new for each build, with what the build before exported: `min` are the layers of the final image alone. */
  | { readonly kind: "ci-cache"; readonly mode: "min" | "max" }
  /** One of several machines, each of which holds what the builds that it got have left. */
  | { readonly kind: "pool"; readonly builders: number }
  /** The first build after the image under it has changed, on a machine as of `dev`. */
  | { readonly kind: "base-refresh" };

/** How `--population` and the JSON output write it: `pool:3`. */
export function populationName(population: Population): string {
  return population.kind === "pool" ? `pool:${population.builders}` : population.kind;
}

/** What such a name looks like. A pool of one is `dev`, and who has hundreds of builders does not hand out builds by chance. */
export const populationForm = /^(?:dev|ci-cold|ci-cache|base-refresh|pool:(?:[2-9]|[1-9]\d))$/;

/** The population of a name that has this form. */
export function populationNamed(name: string): Population {
  const [kind, builders] = name.split(":");
  switch (kind) {
    case "pool":
      return { kind, builders: Number(builders) };
    case "ci-cache":
      return { kind, mode: "max" };
    case "ci-cold":
    case "base-refresh":
      return { kind };
    default:
      return { kind: "dev" };
  }
}
