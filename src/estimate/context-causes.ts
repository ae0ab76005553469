import type { ContextSource } from "../analysis/context-requests.ts";
import type { ContextUse } from "../analysis/context-use.ts";
import { globMachine } from "../analysis/file-glob.ts";
import { type BetaPrior, hitPriors, manifestHitPrior } from "../knowledge/hit-priors.ts";
import { baseName, parentPath } from "../text/posix-path.ts";
import { betaOf, type Probability } from "./distribution.ts";
import type { Cause, CauseSource } from "./plan.ts";

/** Manifests of one ecosystem in one directory of the context; they change together. */
export interface ManifestGroup {
  readonly ecosystem: string;
  /** Relative to the context, cleaned; `.` for its root. */
  readonly directory: string;
  /** Patterns relative to the directory: `package.json`, `*.csproj`. */
  readonly patterns: ReadonlySet<string>;
}

/** What the context is divided into. */
export interface ContextParts {
  readonly groups: readonly ManifestGroup[];
  /** How often nothing changes in what a source names. */
  readonly priorOf: (source: ContextSource) => BetaPrior;
}

export interface ContextCauses {
  /** Causes that change what a step reads of the context. Equal sets are the same array. */
  of(use: ContextUse): readonly number[];
  ofManifests(group: ManifestGroup): number;
}

/** Hands out the number of a cause. */
export type AddCause = (
  source: CauseSource,
  unchanged: Probability,
  recorded?: Pick<Cause, "states" | "paths">,
) => number;

/** Parts of the context with causes of their own; what lies in further ones counts as changes of the part around it. */
const mostRegions = 32;
const mostGroups = 16;
const longestPath = 1024;

/** A part of the context that some step reads as a whole, or a group of manifests. */
interface Region {
  readonly source: CauseSource;
  /** Nothing in it changed, the parts inside included. */
  readonly prior: BetaPrior;
  /** Files by which to ask whether a step reads it; `null` for parts that are asked for by path. */
  readonly samples: readonly string[] | null;
  readonly inside: Region[];
  cause: number | null;
}

/**
 * Divides the context into parts that change independently, such that steps which read the same file share its cause, and the
 * probability that nothing in a part changed is that part's prior: `COPY . .` stays a hit with its own prior, with the manifests
 * inside. So the rest of a part gets its prior divided by those of the parts inside.
 */
export function contextCauses(
  uses: readonly ContextUse[],
  { groups, priorOf }: ContextParts,
  add: AddCause,
): ContextCauses {
  const whole = newRegion({ kind: "files", path: "." }, hitPriors.wholeContext, null);
  const byPath = new Map([[".", whole]]);
  const manifests = groups.slice(0, mostGroups).map((group) => ({
    group,
    region: newRegion(
      { kind: "manifests", ecosystem: group.ecosystem, directory: group.directory },
      manifestHitPrior(group.ecosystem, group.directory === "." ? null : priorOf(directoryOf(group))),
      Array.from(group.patterns, (pattern) => joined(group.directory, sampleOf(pattern))),
    ),
    matches: manifestMatcher(group),
  }));

  const around = (path: string): Region => {
    if (path.length > longestPath) return whole;
    for (let at = path; at !== "." && at !== "/"; at = parentPath(at)) {
      const found = byPath.get(at);
      if (found) return found;
    }
    return whole;
  };
  const isManifest = (source: ContextSource) => manifests.some(({ matches }) => matches(source.path));

  for (const { sources } of uses) {
    for (const source of sources) {
      if (byPath.size >= mostRegions) break;
      if (byPath.has(source.path) || source.path.length > longestPath || isManifest(source)) continue;
      byPath.set(source.path, newRegion({ kind: "files", path: source.path }, priorOf(source), null));
    }
  }
  for (const [path, region] of byPath) if (region !== whole) around(parentPath(path)).inside.push(region);
  for (const { group, region } of manifests) around(group.directory).inside.push(region);

  const causeOf = (region: Region): number => {
    region.cause ??= add(region.source, restOf(region));
    return region.cause;
  };
  const sets = new Map<string, readonly number[]>();
  const shared = (causes: ReadonlySet<number>): readonly number[] => {
    const sorted = [...causes].sort((one, other) => one - other);
    const key = sorted.join(" ");
    const known = sets.get(key);
    if (known) return known;
    sets.set(key, sorted);
    return sorted;
  };

  const of = (use: ContextUse): readonly number[] => {
    const read = new Set<Region>();
    const uncounted: Region[] = [];
    for (const source of use.sources) {
      const own = byPath.get(source.path);
      if (own) read.add(own);
      else if (!isManifest(source)) uncounted.push(around(source.path));
    }
    // Members added on the way are walked too.
    for (const region of read) {
      for (const part of region.inside) if (part.samples === null && isRead(use, part)) read.add(part);
    }
    for (const { region } of manifests) {
      if (region.samples?.some((path) => use.reads(path))) read.add(region);
    }
    for (const region of uncounted) read.add(region);
    return shared(new Set(Array.from(read, causeOf)));
  };
  const memo = new Map<ContextUse, readonly number[]>();
  return {
    of(use) {
      let causes = memo.get(use);
      if (!causes) {
        causes = of(use);
        memo.set(use, causes);
      }
      return causes;
    },
    ofManifests(group) {
      const found = manifests.find((known) => known.group === group);
      return causeOf(found?.region ?? whole);
    },
  };
}

function newRegion(source: CauseSource, prior: BetaPrior, samples: readonly string[] | null): Region {
  return { source, prior, samples, inside: [], cause: null };
}

function directoryOf({ directory }: ManifestGroup): ContextSource {
  return { path: directory, range: { start: 0, end: 0 }, wildcard: false, known: true, pivot: "." };
}

function isRead(use: ContextUse, { source }: Region): boolean {
  if (use.excludes.length === 0 || source.kind !== "files") return true;
  return use.reads(source.path) || use.reads(`${source.path}/file`);
}

const meanOf = ({ alpha, beta }: BetaPrior) => alpha / (alpha + beta);

/** The rest of a part never becomes certain, even where the parts inside it change more often than the prior of the whole has it. */
const steadiestRest = 0.98;

/** Probability that nothing changed in a region outside the regions within it. */
function restOf({ prior, inside }: Region): Probability {
  const { alpha, beta } = prior;
  if (inside.length === 0) return betaOf(prior);
  let within = 1;
  for (const part of inside) within *= meanOf(part.prior);
  const mean = Math.min(steadiestRest, meanOf(prior) / within);
  const strength = alpha + beta;
  return { kind: "beta", alpha: mean * strength, beta: (1 - mean) * strength };
}

/** A file name that a pattern of manifests stands for. */
function sampleOf(pattern: string): string {
  return pattern.replaceAll("**/", "").replaceAll("*", "");
}

function joined(directory: string, path: string): string {
  return directory === "." ? path : `${directory}/${path}`;
}

/** Whether a source is one of the manifests, or a pattern for them: `package.json`, `package*.json`, `*.csproj`. */
export function manifestMatcher({ directory, patterns }: ManifestGroup): (path: string) => boolean {
  const machines = Array.from(patterns, (pattern) =>
    globMachine(joined(directory, pattern.replaceAll("**/", ""))),
  );
  const texts = new Set(Array.from(patterns, (pattern) => joined(directory, pattern)));
  const names = Array.from(patterns, (pattern) => joined(directory, sampleOf(pattern)));
  const known = new Map<string, boolean>();
  const matches = (path: string): boolean => {
    if (texts.has(path) || machines.some((machine) => machine?.matches(path))) return true;
    // A pattern that begins like a manifest's name takes manifests; `*.json` takes other files too.
    const name = baseName(path);
    if (!/^[A-Za-z][^*?[]*[*?[]/.test(name)) return false;
    const pattern = globMachine(path);
    return names.some((manifest) => pattern?.matches(manifest));
  };
  return (path) => {
    if (path.length > longestPath) return false;
    let answer = known.get(path);
    if (answer === undefined) {
      answer = matches(path);
      known.set(path, answer);
    }
    return answer;
  };
}
