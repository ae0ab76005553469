/** What the log of a build says of one step. */
export interface LoggedStep {
  /** As the builder shows it, with variables expanded: `RUN npm ci`. */
  readonly text: string;
  /** The words in front of its number: the stage, and where the builder names them the target and the platform. */
  readonly labels: readonly string[];
  readonly outcome: Outcome;
  /** How long it worked, in spans that may lie apart; `null` unless it ran. */
  readonly seconds: number | null;
}

/** `unclear`: the log does not tell whether the work itself was done. */
export type Outcome = "ran" | "cached" | "unclear" | "failed" | "unfinished";

export interface LoggedBuild extends UnnamedBuild {
  /** Names the build: the same one in two logs that tell its time has the same name. */
  readonly id: string;
}

export interface UnnamedBuild {
  /** When it began, in seconds since 1970; `null` where the log doesn't say. */
  readonly time: number | null;
  /** In the order in which the log first names them. */
  readonly steps: readonly LoggedStep[];
}

/** A layer of an image as `docker history` shows it. */
export interface LoggedLayer {
  /** As the builder has written it: `RUN /bin/sh -c npm ci # buildkit`; may end in `…`. */
  readonly createdBy: string;
  readonly bytes: number;
}

/** What is in a text that builds, or commands about them, have printed. */
export interface BuildLog {
  readonly builds: readonly LoggedBuild[];
  readonly layers: readonly LoggedLayer[];
  /** Whether a CI service has put its timestamps in front of the lines. */
  readonly isOfCi: boolean;
  /** Whether it is what `docker buildx history inspect` prints, which has no times of steps. */
  readonly isSummary: boolean;
}

/**
 * A step's name taken apart; `null` for the builder's own work: `[internal] load build context`, `exporting to image`, and the LINK that puts a
 * layer of `COPY --link` on the others.
 */
export function stepOfName(
  name: string,
): { readonly labels: readonly string[]; readonly text: string } | null {
  const end = name.startsWith("[") ? name.indexOf("] ") : -1;
  if (end === -1) return name.startsWith("FROM ") ? { labels: [], text: name } : null;
  const words = name
    .slice(1, end)
    .split(" ")
    .filter((word) => word !== "");
  if (!/^\d+\/\d+$/.test(words.at(-1) ?? "")) return null;
  const text = name.slice(end + 2);
  return text.startsWith("LINK ") ? null : { labels: words.slice(0, -1), text };
}

/** The builder's first work for a Dockerfile. */
export function isBeginning(name: string): boolean {
  return name.startsWith("[") && name.includes("internal] load build definition");
}

/** A pull shows in the layers that come; the builder's word CACHED does not tell whether one was needed. */
export function outcomeOf(
  text: string,
  seen: {
    readonly failed: boolean;
    readonly finished: boolean;
    readonly cached: boolean;
    readonly pulled: boolean;
  },
): Outcome {
  if (seen.failed) return "failed";
  if (!seen.finished && !seen.cached) return "unfinished";
  if (/^FROM /i.test(text)) return seen.pulled && !seen.cached ? "ran" : "unclear";
  return seen.cached ? "cached" : "ran";
}
