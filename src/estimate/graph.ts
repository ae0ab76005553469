import type { CacheTransfer } from "./cache-transfer.ts";
import { outcome } from "./outcome.ts";
import { type BuildPlan, isPull, type Vertex } from "./plan.ts";

/**
 * A plan in arrays. Steps that always miss together and run one after the other are one segment, so that the work per build
 * grows with the number of places where the cache can break, not with the number of steps.
 */
export interface Graph {
  readonly plan: BuildPlan;
  /** Number of segments; a segment comes after those it needs. */
  readonly size: number;
  /** Segment of each vertex, by position in `plan.vertices`. */
  readonly segmentOf: Int32Array;
  /** Segment that it starts from; -1 for none. */
  readonly parent: Int32Array;
  /** 1 where a miss of the parent is a miss here. */
  readonly follows: Uint8Array;
  /** Segments by whose output a segment is keyed: those of segment `i` are `reads[readsAt[i]]` to before `reads[readsAt[i + 1]]`. */
  readonly reads: Int32Array;
  readonly readsAt: Int32Array;
  readonly causes: readonly (readonly number[])[];
  /** Whether any segment is keyed by the output of another. */
  readonly hasContentEdges: boolean;
  /** Segment whose end is the end of the build; -1 for none. */
  readonly last: number;
  /** 1 for the pull of an image, where that is a segment of its own. */
  readonly isPull: Uint8Array;
  /** 1 where a cache that is kept elsewhere gets the layers. */
  readonly isExported: Uint8Array;
}

const none: readonly number[] = [];

/** Reads a plan once; an edge to a vertex that is not there, or comes later, is left out. */
export function graphOf(plan: BuildPlan): Graph {
  const { vertices } = plan;
  const positionOf = new Map<number, number>();
  const parentOf = new Int32Array(vertices.length).fill(-1);
  const readsOf: (readonly number[])[] = [];
  const dependents = new Int32Array(vertices.length);
  for (const [position, vertex] of vertices.entries()) {
    const parent = vertex.parent === null ? undefined : positionOf.get(vertex.parent);
    if (parent !== undefined) {
      parentOf[position] = parent;
      dependents[parent] = (dependents[parent] ?? 0) + 1;
    }
    let reads = none;
    if (vertex.reads.length > 0) {
      reads = vertex.reads.map((id) => positionOf.get(id)).filter((read) => read !== undefined);
      for (const read of reads) dependents[read] = (dependents[read] ?? 0) + 1;
    }
    readsOf.push(reads);
    positionOf.set(vertex.id, position);
  }
  const last = plan.last === null ? undefined : positionOf.get(plan.last);

  // Layers that come from a cache save the pull of what is under them.
  const pullsApart = plan.population.kind === "ci-cache";
  const segmentOf = new Int32Array(vertices.length);
  const parents: number[] = [];
  const follows: number[] = [];
  const segmentReads: number[] = [];
  const readsAt = [0];
  const causes: (readonly number[])[] = [];
  const pulls: number[] = [];
  for (const [position, vertex] of vertices.entries()) {
    const parent = parentOf[position] ?? -1;
    const reads = readsOf[position] ?? none;
    if (
      continues(vertex, vertices[parent], reads, dependents[parent] ?? 0) &&
      !(pullsApart && isPull(vertices[parent]!))
    ) {
      segmentOf[position] = segmentOf[parent] ?? 0;
      continue;
    }
    segmentOf[position] = parents.length;
    parents.push(parent === -1 ? -1 : (segmentOf[parent] ?? -1));
    follows.push(vertex.followsParent ? 1 : 0);
    for (const read of reads) segmentReads.push(segmentOf[read] ?? 0);
    readsAt.push(segmentReads.length);
    causes.push(vertex.causes);
    pulls.push(isPull(vertex) ? 1 : 0);
  }
  const lastSegment = last === undefined ? -1 : (segmentOf[last] ?? -1);
  return {
    plan,
    size: parents.length,
    segmentOf,
    parent: Int32Array.from(parents),
    follows: Uint8Array.from(follows),
    reads: Int32Array.from(segmentReads),
    readsAt: Int32Array.from(readsAt),
    causes,
    hasContentEdges: segmentReads.length > 0,
    last: lastSegment,
    isPull: Uint8Array.from(pulls),
    isExported: exportedOf(plan, parents, lastSegment),
  };
}

/** All segments with `mode=max`, else those of the final image. */
function exportedOf({ population }: BuildPlan, parents: readonly number[], last: number): Uint8Array {
  const exported = new Uint8Array(parents.length);
  if (population.kind !== "ci-cache") return exported;
  if (population.mode === "max") return exported.fill(1);
  for (let segment = last; segment !== -1; segment = parents[segment]!) exported[segment] = 1;
  return exported;
}

/** Whether a vertex is only the continuation of its parent: misses with it, starts when it ends, and nothing else waits for the parent. */
function continues(
  vertex: Vertex,
  parent: Vertex | undefined,
  reads: readonly number[],
  dependentsOfParent: number,
): boolean {
  if (!parent || dependentsOfParent !== 1 || !vertex.followsParent) return false;
  return parent.followsParent && vertex.causes.length === 0 && reads.length === 0;
}

/**
 * Wall time of one build: the longest path over the segments that miss or are restored, and then the export of the cache. `COPY --link` runs beside
 * what stands above it. `costs` has the segments' seconds from `offset` on; `missed` tells it of the class of each segment; `ends` is working memory of
 * at least `graph.size` numbers.
 */
export function wallTime(
  graph: Graph,
  costs: Float64Array,
  offset: number,
  missed: Uint8Array,
  classOf: Int32Array,
  ends: Float64Array,
  transfer: CacheTransfer,
): number {
  const { parent, follows, reads, readsAt, size, last, isExported, isPull } = graph;
  let exported = 0;
  for (let segment = 0; segment < size; segment += 1) {
    const above = parent[segment]!;
    const chain = above === -1 ? 0 : ends[above]!;
    let ready = follows[segment] === 1 ? chain : 0;
    for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) {
      const end = ends[reads[at]!]!;
      if (end > ready) ready = end;
    }
    const became = missed[classOf[segment]!];
    if (became === outcome.miss) {
      ready += costs[offset + segment]!;
      if (isExported[segment] === 1 && isPull[segment] === 0) exported += costs[offset + segment]!;
    } else if (became === outcome.restored) ready += costs[offset + segment]! * transfer.restoreShare;
    ends[segment] = Math.max(ready, chain);
  }
  return last === -1 ? 0 : ends[last]! + transfer.lookup + exported * transfer.exportShare;
}
