import type { CacheTransfer } from "./cache-transfer.ts";
import type { Graph } from "./graph.ts";
import { outcome } from "./outcome.ts";

/** The longest path through one build. */
export interface CriticalPath {
  /** Up to the end of the last segment, without what a cache elsewhere takes at start and end; see `wallTime`. */
  readonly seconds: number;
  /** Segments that take time on it, in their order, and how long. */
  readonly parts: readonly { readonly segment: number; readonly seconds: number }[];
}

/** Follows `wallTime` back from its end. `costs` are the segments' seconds, `outcomes` what becomes of each in the build. */
export function criticalPath(
  graph: Graph,
  costs: Float64Array,
  outcomes: Uint8Array,
  { restoreShare }: CacheTransfer,
): CriticalPath {
  const { parent, follows, reads, readsAt, size, last } = graph;
  const ends = new Float64Array(size);
  const own = new Float64Array(size);
  /** What a segment waited for longest; -1 for nothing that took time. */
  const waitedFor = new Int32Array(size).fill(-1);
  for (let segment = 0; segment < size; segment += 1) {
    const above = parent[segment]!;
    const chain = above === -1 ? 0 : ends[above]!;
    let ready = 0;
    const wait = (other: number): void => {
      if (ends[other]! <= ready) return;
      ready = ends[other]!;
      waitedFor[segment] = other;
    };
    if (follows[segment] === 1 && above !== -1) wait(above);
    for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) wait(reads[at]!);
    if (outcomes[segment] === outcome.miss) own[segment] = costs[segment]!;
    else if (outcomes[segment] === outcome.restored) own[segment] = costs[segment]! * restoreShare;
    ends[segment] = ready + own[segment]!;
    if (ends[segment]! >= chain) continue;
    // `COPY --link` was ready before what stands above it.
    ends[segment] = chain;
    own[segment] = 0;
    waitedFor[segment] = above;
  }
  const parts: { segment: number; seconds: number }[] = [];
  for (let segment = last; segment !== -1; segment = waitedFor[segment]!)
    if (own[segment]! > 0) parts.push({ segment, seconds: own[segment]! });
  return { seconds: last === -1 ? 0 : ends[last]!, parts: parts.reverse() };
}
