/** How much two texts have in common, word by word: 1 when one is the other in another order, 0 when they share no word. Linear. */
export function likeness(one: string, other: string): number {
  const counts = new Map<string, number>();
  const words = wordsOf(one);
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  const others = wordsOf(other);
  for (const word of others) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    shared++;
  }
  const all = words.length + others.length;
  return all === 0 ? 1 : (2 * shared) / all;
}

/** A version counts as a word of its own: `node@22` is most of `node@24`. */
function wordsOf(text: string): readonly string[] {
  return text.split(/[\s=@:,]+/).filter((word) => word !== "" && word !== "&&" && word !== "…");
}
