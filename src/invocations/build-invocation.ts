/** One place in the repository that builds an image from a Dockerfile. Paths are relative to the root of the repository, cleaned. */
export interface BuildInvocation {
  /** The file that it stands in. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly dockerfile: string;
  /** A folder; another source, such as a URL, is unknown. */
  readonly context: string | Unknown;
  /** Stage to build; `null` when none is named. */
  readonly target: string | Unknown | null;
  readonly buildArgs: readonly InvocationArgument[];
  readonly platforms: readonly string[];
  readonly cache: CacheSettings;
  readonly place: BuildPlace;
  /** Whether it runs for most changes: not one for releases, for a schedule or on request. */
  readonly isFrequent: boolean;
}

/** A setting whose value only the run tells. */
export interface Unknown {
  /** As written. */
  readonly unknown: string;
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value;
}

export interface InvocationArgument {
  readonly name: string;
  /** As written, with what is known filled in; `null` when it is taken from the environment. */
  readonly value: string | null;
  /** What feeds it when that is new in nearly every build. */
  readonly changesWith: ChangingSource | null;
}

export type ChangingSource = "commit" | "date" | "build number";

/** Where the builder looks for results of earlier builds, and leaves its own, beyond what it holds itself. */
export interface CacheSettings {
  readonly from: readonly CacheStore[];
  readonly to: readonly CacheStore[];
  /** `--no-cache`: nothing is reused. */
  readonly noCache: boolean;
  /** `--pull`: base images are looked up anew in each build. */
  readonly pull: boolean;
}

export interface CacheStore {
  readonly kind: "gha" | "registry" | "local" | "inline" | "other";
  /** `min` keeps the layers of the final image alone. */
  readonly mode: "min" | "max";
}

/** Where a build runs, which tells what its builder still has of the build before. */
export interface BuildPlace {
  /** `unknown` is a CI runner of which the file does not tell what it is. */
  readonly runner: "hosted" | "self-hosted" | "unknown" | "developer";
  /** Whether the builder is there before the build and after it; `null` when that is not known. */
  readonly keepsBuilder: boolean | null;
}

/** What was found for one Dockerfile. */
export interface FoundInvocations {
  /** Those of CI first, else in the order of the files. */
  readonly invocations: readonly BuildInvocation[];
  /** Files that could not be read, one sentence each. */
  readonly blindSpots: readonly string[];
}

export const developer: BuildPlace = { runner: "developer", keepsBuilder: true };

export const noCacheSettings: CacheSettings = { from: [], to: [], noCache: false, pull: false };
