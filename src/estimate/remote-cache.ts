import { cacheEviction } from "../knowledge/cache-transfer-priors.ts";
import { betaOf, meanOfProbability } from "./distribution.ts";
import type { Graph } from "./graph.ts";
import { outcome } from "./outcome.ts";
import { probabilityDraws, seedOf } from "./random.ts";
import type { Replay } from "./replay.ts";

/**
 * What a machine that holds nothing but a cache elsewhere makes of the segments that hit and miss by their keys: images are pulled for steps that
 * run, layers below these are restored, and what the cache has no layer of (`mode=min`: all but the final stage) runs when it is needed.
 */
export function settler(graph: Graph): (missed: Uint8Array) => void {
  const { population } = graph.plan;
  if (population.kind !== "ci-cache") return () => {};
  const { size, parent, follows, reads, readsAt, isPull, isExported } = graph;
  const needed = new Uint8Array(size);
  return (missed) => {
    needed.fill(0);
    // What needs a segment comes after it.
    for (let segment = size - 1; segment >= 0; segment -= 1) {
      const isNeeded = needed[segment] === 1;
      if (isPull[segment] === 1) {
        missed[segment] = isNeeded || segment === graph.last ? outcome.miss : outcome.hit;
        continue;
      }
      if (missed[segment] === outcome.hit && isNeeded)
        missed[segment] = isExported[segment] === 1 ? outcome.restored : outcome.miss;
      if (missed[segment] !== outcome.miss) {
        if (isNeeded && parent[segment] !== -1) needed[parent[segment]!] = 1;
        continue;
      }
      // `COPY --link` is made beside what it stands on.
      if (parent[segment] !== -1 && (isNeeded || follows[segment] === 1)) needed[parent[segment]!] = 1;
      for (let at = readsAt[segment]!; at < readsAt[segment + 1]!; at += 1) needed[reads[at]!] = 1;
    }
  };
}

/** The same for a population of which the builds are made up: each build may also find the cache gone. */
export function withRemoteCache(replay: Replay, graph: Graph): Replay {
  if (graph.plan.population.kind !== "ci-cache") return replay;
  const settle = settler(graph);
  const bySegment = (missed: Uint8Array): Uint8Array => {
    const own = Uint8Array.from(replay.classOf, (position) => missed[position]!);
    settle(own);
    return own;
  };
  const empty = new Uint8Array(graph.size).fill(outcome.miss);
  const { perDraw, stride, draws } = replay;
  const groups = stride === 0 ? 1 : draws;
  const builds: Uint8Array[] = [];
  const weights: number[] = [];
  const gone = meanOfProbability(betaOf(cacheEviction.early));
  for (let group = 0; group < groups; group += 1) {
    for (let at = 0; at < perDraw; at += 1) {
      builds.push(bySegment(replay.builds[group * stride + at]!));
      weights.push(replay.weights[group * stride + at]! * (1 - gone));
    }
    builds.push(empty);
    weights.push(gone / groups);
  }
  return {
    ...replay,
    classOf: Int32Array.from({ length: graph.size }, (_, segment) => segment),
    classes: graph.size,
    builds,
    weights: Float64Array.from(weights),
    perDraw: perDraw + 1,
    stride: stride === 0 ? 0 : stride + 1,
    drawWeights() {
      const before = replay.drawWeights();
      const after = new Float64Array(draws * (perDraw + 1));
      const early = probabilityDraws(betaOf(cacheEviction.early), seedOf("eviction"));
      for (let draw = 0; draw < draws; draw += 1) {
        for (let at = 0; at < perDraw; at += 1)
          after[draw * (perDraw + 1) + at] = before[draw * perDraw + at]! * (1 - early[draw]!);
        after[draw * (perDraw + 1) + perDraw] = early[draw]!;
      }
      return after;
    },
  };
}
