import { meanOfProbability } from "./distribution.ts";
import type { Graph } from "./graph.ts";
import { lagsOf } from "./held-keys.ts";
import type { MissRoot, RootWeight } from "./miss-roots.ts";

/** Causes along one chain that are told apart; more than these are in few files, and their shares are small. */
const mostCauses = 64;

/** What may have changed up to a segment. */
interface Chain {
  /** Roots above, each with the probability that it is the first in the chain. */
  readonly roots: readonly RootWeight[];
  readonly causes: ReadonlySet<number>;
  /** Probability that none of them occurred. */
  readonly steady: number;
}

const start: Chain = { roots: [], causes: new Set(), steady: 1 };

/**
 * The roots of the misses of each segment where no builds are known: causes occur independently of each other, so the probability that one is the first in
 * the chain is that of none above it times its own.
 */
export function priorRoots(graph: Graph): readonly (readonly RootWeight[])[] {
  const lags = lagsOf(graph.plan);
  const unchanged = graph.plan.causes.map((cause) => {
    const once = meanOfProbability(cause.unchanged);
    return lags.reduce((sum, lag) => sum + once ** lag, 0) / lags.length;
  });
  const chains: Chain[] = [];
  return graph.causes.map((own, segment) => {
    const above = chains[graph.parent[segment]!] ?? start;
    const entries = entriesOf(graph, segment, { own, chains });
    const whole = extended(above, segment, entries, unchanged);
    chains.push(whole.chain);
    return graph.follows[segment] === 1 ? whole.roots : extended(start, segment, entries, unchanged).roots;
  });

  /** What the segment says of its own misses, and what the chain says to those below. */
  function extended(
    above: Chain,
    segment: number,
    entries: readonly Entry[],
    of: readonly number[],
  ): { readonly roots: readonly RootWeight[]; readonly chain: Chain } {
    const isNew = (cause: number): boolean => !above.causes.has(cause);
    const added = new Set(entries.flatMap(({ causes }) => causes.filter(isNew)));
    if (added.size === 0 || above.causes.size >= mostCauses) return { roots: above.roots, chain: above };
    const occurs = (causes: readonly number[]): number =>
      1 - causes.filter(isNew).reduce((product, cause) => product * of[cause]!, 1);
    const first = above.steady * occurs([...added]);
    const sum = entries.reduce((total, { causes }) => total + occurs(causes), 0);
    const own = entries.map(({ root, causes }) => ({ root, weight: first * (occurs(causes) / (sum || 1)) }));
    const ownAndAbove = [...above.roots, ...own].filter(({ weight }) => weight > 0);
    return {
      roots: ownAndAbove,
      chain: {
        // What an image changed is said as such by all that stands on it.
        roots:
          graph.isPull[segment] === 1
            ? ownAndAbove
            : [...above.roots, { root: { kind: "above" as const, segment }, weight: first }],
        causes: new Set([...above.causes, ...added]),
        steady: above.steady - first,
      },
    };
  }
}

/** One way in which a segment changes, with the causes of that. */
interface Entry {
  readonly root: MissRoot;
  readonly causes: readonly number[];
}

function entriesOf(
  { reads, readsAt }: Graph,
  segment: number,
  { own, chains }: { readonly own: readonly number[]; readonly chains: readonly Chain[] },
): readonly Entry[] {
  const entries: Entry[] = own.map((cause) => ({ root: { kind: "cause", cause }, causes: [cause] }));
  for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) {
    const read = reads[at]!;
    entries.push({ root: { kind: "read", segment: read }, causes: [...(chains[read]?.causes ?? [])] });
  }
  return entries;
}
