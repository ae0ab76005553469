import { hash64 } from "../text/hash64.ts";

/** One of several runs that share the Dockerfiles of one search among them. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

export const shardForm = /^[1-9]\d{0,3}\/[1-9]\d{0,3}$/;

/** What `--shard 2/3` says; why it can't be followed. */
export function readShard(text: string): Shard | string {
  const [index, of] = text.split("/").map(Number) as [number, number];
  return index <= of ? { index, of } : `\`--shard ${text}\`: there is no part ${index} of ${of}`;
}

/** Whether a file is of this part: told by its path alone, so that other files have no say. */
export function isInShard(path: string, { index, of }: Shard): boolean {
  return Number.parseInt(hash64(path).slice(-8), 16) % of === index - 1;
}
