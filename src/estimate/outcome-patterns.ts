/** Distinct sets of outcomes of segments, numbered from 0 in the order in which they come. */
export interface OutcomePatterns {
  readonly list: readonly Uint8Array[];
  /** @param outcomes of `size` segments; it is copied when it is new. */
  numberOf(outcomes: Uint8Array): number;
}

/** Hit, miss, restored. */
const outcomes = 3;

/** Follows the outcomes of segment after segment down a tree in which each leaf is a pattern. */
export function outcomePatterns(size: number): OutcomePatterns {
  const list: Uint8Array[] = [];
  /** For each node the next one by outcome; 0 for none yet. At the last segment the number of the pattern, plus 1. */
  let nodes = new Int32Array(outcomes * Math.max(1, size) * 4);
  let used = 1;
  return {
    list,
    numberOf(missed) {
      let node = 0;
      for (let segment = 0; segment < size - 1; segment += 1) {
        const at = node * outcomes + missed[segment]!;
        let next = nodes[at]!;
        if (next === 0) {
          next = used;
          used += 1;
          nodes[at] = next;
          if (used * outcomes > nodes.length) {
            const more = new Int32Array(nodes.length * 2);
            more.set(nodes);
            nodes = more;
          }
        }
        node = next;
      }
      const at = node * outcomes + (missed[size - 1] ?? 0);
      if (nodes[at] === 0) nodes[at] = list.push(missed.slice(0, size));
      return nodes[at]! - 1;
    },
  };
}
