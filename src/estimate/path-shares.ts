/** Changes of files, weighted. */
export interface ChangedPaths {
  readonly weight: number;
  /** A `/` after a directory of which no more is known. */
  readonly paths: readonly string[];
}

export interface PathShare {
  /** A `/` stands after a directory. */
  readonly path: string;
  readonly share: number;
}

interface Place {
  readonly path: string;
  weight: number;
  readonly inside: Map<string, Place>;
}

/** A directory with more than this share is looked into, if one of its parts has a good part of it. */
const dominating = 0.6;
const telling = 0.2;
/** Places that a directory is divided into at most. */
const mostPlaces = 12;

/**
 * Divides the weight of changes among files and directories directly below the given ones, and further down where nearly all lies in one directory. A change
 * counts in equal parts for all places that it touches, level by level: each of them alone would have been enough. The sum of the shares is 1; largest first.
 */
export function pathShares(changes: readonly ChangedPaths[], below: readonly string[]): readonly PathShare[] {
  const root = newPlace("");
  let total = 0;
  for (const { weight, paths } of changes) {
    if (paths.length === 0) continue;
    total += weight;
    divide(
      root,
      weight,
      paths.map((path) => wordsOf(path, below)),
      0,
    );
  }
  if (total === 0) return [];
  const shown = [...root.inside.values()];
  for (;;) {
    shown.sort((one, other) => other.weight - one.weight || (one.path < other.path ? -1 : 1));
    const [first] = shown;
    if (first === undefined || first.weight < dominating * total) break;
    const parts = [...first.inside.values()];
    const isTelling = parts.some(({ weight }) => weight >= telling * total);
    if (!isTelling || parts.length > mostPlaces) break;
    shown.splice(0, 1, ...parts);
  }
  return shown.map(({ path, weight }) => ({ path, share: weight / total }));
}

/** The parts of a path from what the step names on: `src/report/text.ts` below `src` is `src/report/`, `text.ts`. */
function wordsOf(path: string, below: readonly string[]): readonly string[] {
  const named = below.find((base) => base !== "." && (path === base || path.startsWith(`${base}/`)));
  const start = named === undefined ? 0 : named.length + 1;
  const words = path.slice(start).match(/[^/]+\/?/g) ?? [];
  if (named === undefined) return words;
  const [first = "", ...others] = words;
  return [path.slice(0, start) + first, ...others];
}

/** Gives each place that is touched an equal part of the weight. */
function divide(place: Place, weight: number, paths: readonly (readonly string[])[], depth: number): void {
  place.weight += weight;
  const byWord = new Map<string, (readonly string[])[]>();
  for (const words of paths) {
    const word = words[depth];
    if (word === undefined) continue;
    const same = byWord.get(word);
    if (same === undefined) byWord.set(word, [words]);
    else same.push(words);
  }
  for (const [word, same] of byWord) {
    const inner = place.inside.get(word) ?? newPlace(place.path + word);
    place.inside.set(word, inner);
    divide(inner, weight / byWord.size, same, depth + 1);
  }
}

function newPlace(path: string): Place {
  return { path, weight: 0, inside: new Map() };
}
