import type { CostDistribution, Probability } from "./distribution.ts";
import { normalQuantile } from "./normal-quantile.ts";

/**
 * Draws that depend on nothing but a key and a number: the same plan gives the same estimate everywhere, and two plans that share
 * a step or a cause see the same draws of it, so that their difference is not noise (common random numbers).
 */

/** Draws with good marginals: the table below holds one normal quantile for each. */
export const maximumDraws = 128;

/** FNV-1a over UTF-16 units. */
export function seedOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Mixes two 32-bit numbers into one (the finalizer of MurmurHash3). */
export function mix(one: number, other: number): number {
  let hash = Math.imul(one ^ Math.imul(other + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in (0, 1). */
export function uniform(seed: number, index: number): number {
  return (mix(seed, index) + 0.5) / 2 ** 32;
}

/** Fills `draws` with draws of a cost, in seconds. */
export function setCostDraws(draws: Float64Array, cost: CostDistribution, seed: number): void {
  const table = normalTable();
  const offset = seed & (maximumDraws - 1);
  // An odd stride visits every entry of the table once.
  const stride = ((seed >>> 8) & (maximumDraws - 1)) | 1;
  for (let draw = 0; draw < draws.length; draw += 1) {
    const z = table[(offset + stride * draw) & (maximumDraws - 1)]!;
    draws[draw] = Math.exp(cost.mu + cost.tau * z);
  }
}

/** Draws of a probability: how likely it may be, given what is known of it. */
export function probabilityDraws(probability: Probability, seed: number): Float64Array {
  if (probability.kind === "point") return new Float64Array(maximumDraws).fill(probability.value);
  const key = `${probability.alpha} ${probability.beta} ${seed}`;
  const known = betaDraws.get(key);
  if (known) return known;
  const draws = new Float64Array(maximumDraws);
  const next = stream(seed);
  for (let draw = 0; draw < maximumDraws; draw += 1) {
    const one = gammaDraw(probability.alpha, next);
    const other = gammaDraw(probability.beta, next);
    draws[draw] = one + other > 0 ? one / (one + other) : 0.5;
  }
  if (betaDraws.size >= rememberedDraws) betaDraws.clear();
  betaDraws.set(key, draws);
  return draws;
}

/** The same few causes recur in every file of a run, and their draws are the dear part of a small estimate. */
const betaDraws = new Map<string, Float64Array>();
const rememberedDraws = 512;

function stream(seed: number): () => number {
  let index = 0;
  return () => uniform(seed, index++);
}

/** Marsaglia and Tsang (2000), with the power of a uniform for shapes below one. */
function gammaDraw(shape: number, next: () => number): number {
  if (shape < 1) return gammaDraw(shape + 1, next) * next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const table = normalTable();
  for (;;) {
    const z = table[Math.floor(next() * maximumDraws)] ?? 0;
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(next()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

let normals: Float64Array | null = null;

/** The quantiles (i + 0.5) / 128 of the standard normal distribution, shuffled by a fixed seed. */
function normalTable(): Float64Array {
  if (normals) return normals;
  const table = Float64Array.from({ length: maximumDraws }, (_, at) =>
    normalQuantile((at + 0.5) / maximumDraws),
  );
  for (let at = maximumDraws - 1; at > 0; at -= 1) {
    const other = Math.floor(uniform(20_251, at) * (at + 1));
    const kept = table[at] ?? 0;
    table[at] = table[other] ?? 0;
    table[other] = kept;
  }
  normals = table;
  return table;
}
