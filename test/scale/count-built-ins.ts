type Method = (...args: unknown[]) => unknown;

/** The units that one call went over. */
type Cost<Self> = (self: Self, args: readonly unknown[], result: unknown) => number;

/**
 * Counts the units that built-in functions go over while `run` runs: characters, elements, entries. Functions that call back are
 * counted by what they call; a regular expression counts the text from where it starts to where it ends.
 */
export function countBuiltIns(run: () => void): number {
  let units = 0;
  const undo: (() => void)[] = [];

  function count<Self>(owner: Self, names: string, cost: Cost<Self>): void {
    const methods = owner as Record<string, Method>;
    for (const name of names.split(" ")) {
      const original = methods[name]!;
      methods[name] = function counted(this: Self, ...args) {
        const result = original.apply(this, args);
        units += cost(this, args, result);
        return result;
      };
      undo.push(() => {
        methods[name] = original;
      });
    }
  }

  const text = String.prototype;
  const { indexOf } = text;
  count(text, "indexOf", upToFound);
  count(text, "includes", (self, args) =>
    upToFound(self, args, indexOf.call(self, String(args[0]), Number(args[1] ?? 0))),
  );
  count(text, "lastIndexOf", ({ length }, [, from], result) => Number(from ?? length) - Number(result));
  count(text, "startsWith endsWith", (_, [wanted]) => lengthOf(wanted));
  count(text, "slice substring repeat padStart padEnd", ofResult);
  count(text, "toLowerCase toUpperCase trim trimStart trimEnd localeCompare split", ofSelf);
  count(text, "replace replaceAll", (self, [pattern]) => (typeof pattern === "string" ? self.length : 0));

  const list: unknown[] = Array.prototype;
  const { indexOf: placeOf } = list;
  count(list, "indexOf", upToFound);
  count(list, "includes", (self, args) => upToFound(self, args, placeOf.call(self, args[0])));
  count(list, "lastIndexOf splice shift unshift reverse fill sort", ofSelf);
  count(list, "slice concat flat join toSorted toReversed with toSpliced", ofResult);
  count(Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array, "set fill slice sort toSorted", ofSelf);
  count(Object, "keys values entries assign", ofResult);

  // Spreads, destructurings and constructors go over these too.
  for (const iterable of [[], new Map(), new Set()]) {
    const iterator = Object.getPrototypeOf(iterable[Symbol.iterator]()) as Iterator<unknown>;
    const { next } = iterator;
    iterator.next = function counted() {
      units++;
      return next.call(this);
    };
    undo.push(() => {
      iterator.next = next;
    });
  }

  // Everything that takes a regular expression calls this.
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function counted(subject) {
    const start = this.global || this.sticky ? this.lastIndex : 0;
    const found = exec.call(this, subject);
    const isTiedToStart = this.sticky || (this.source.startsWith("^") && !this.multiline);
    if (found) units += found.index + found[0].length - start;
    else units += isTiedToStart ? 1 : subject.length - start;
    return found;
  };
  undo.push(() => {
    RegExp.prototype.exec = exec;
  });

  units = 0;
  try {
    run();
    return units;
  } finally {
    for (const step of undo) step();
  }
}

function lengthOf(value: unknown): number {
  return (value as { length?: number } | null)?.length ?? 0;
}

const ofSelf: Cost<{ length: number }> = ({ length }) => length;
const ofResult: Cost<unknown> = (_self, _args, result) => lengthOf(result);
const upToFound: Cost<{ length: number }> = ({ length }, [, from], result) =>
  (result === -1 ? length : Number(result) + 1) - Number(from ?? 0);
