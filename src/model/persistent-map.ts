/**
 * A map that is never changed: a larger one shares almost everything with the one it was made from. So each of thousands of
 * stages can hold all variables that it inherits. Reading and adding cost the logarithm of the size, to the base 16.
 */
export interface PersistentMap<Value> {
  /** Small numbers that stand for the keys, shared by all maps made from one empty map. */
  readonly ids: Map<string, number>;
  readonly root: Node<Value>;
  /** Levels below the root. */
  readonly height: number;
}

type Node<Value> = readonly (Node<Value> | Value | undefined)[];

const bits = 4;
const mask = (1 << bits) - 1;

export function emptyMap<Value>(): PersistentMap<Value> {
  return { ids: new Map(), root: [], height: 0 };
}

export function valueFor<Value>(map: PersistentMap<Value>, key: string): Value | undefined {
  const id = map.ids.get(key);
  if (id === undefined || id >>> (bits * (map.height + 1)) !== 0) return undefined;
  let node: Node<Value> | undefined = map.root;
  for (let level = map.height; level > 0; level--) {
    node = node?.[(id >>> (bits * level)) & mask] as Node<Value> | undefined;
  }
  return node?.[id & mask] as Value | undefined;
}

/** The map with `key` set to `value`. */
export function withValue<Value>(map: PersistentMap<Value>, key: string, value: Value): PersistentMap<Value> {
  const { ids } = map;
  const id = ids.get(key) ?? ids.size;
  ids.set(key, id);
  let { root, height } = map;
  for (; id >>> (bits * (height + 1)) !== 0; height++) root = [root];
  return { ids, root: withSlot(root, height, id, value), height };
}

function withSlot<Value>(node: Node<Value>, level: number, id: number, value: Value): Node<Value> {
  const slot = (id >>> (bits * level)) & mask;
  const child = level === 0 ? value : withSlot((node[slot] ?? []) as Node<Value>, level - 1, id, value);
  const copy = node.slice();
  copy[slot] = child;
  return copy;
}
