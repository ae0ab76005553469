/** Numbers for pairs of numbers: equal for equal pairs. */
export interface PairNumbers {
  /** Both are from 0 to 2³¹ − 1. */
  of(one: number, other: number): number;
}

const leastRoom = 1024;

/**
 * Numbers from `first` on, in the order in which pairs come. A table of open addresses on plain arrays: a replay asks millions of times, and a
 * `Map` takes some ten times as long.
 */
export function pairNumbers(first: number): PairNumbers {
  let room = leastRoom;
  let ones = new Int32Array(room);
  let others = new Int32Array(room);
  /** 0 for a free place, since no number is that small. */
  let numbers = new Int32Array(room);
  let next = first;

  const placeOf = (one: number, other: number): number => {
    let hash = Math.imul(one ^ Math.imul(other, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    let place = hash & (room - 1);
    while (numbers[place] !== 0 && (ones[place] !== one || others[place] !== other))
      place = (place + 1) & (room - 1);
    return place;
  };
  const grow = (): void => {
    const [oldOnes, oldOthers, oldNumbers] = [ones, others, numbers];
    room *= 2;
    ones = new Int32Array(room);
    others = new Int32Array(room);
    numbers = new Int32Array(room);
    for (let at = 0; at < oldNumbers.length; at += 1) {
      if (oldNumbers[at] === 0) continue;
      const place = placeOf(oldOnes[at]!, oldOthers[at]!);
      ones[place] = oldOnes[at]!;
      others[place] = oldOthers[at]!;
      numbers[place] = oldNumbers[at]!;
    }
  };
  return {
    of(one, other) {
      let place = placeOf(one, other);
      if (numbers[place] !== 0) return numbers[place]!;
      if ((next - first) * 2 >= room) {
        grow();
        place = placeOf(one, other);
      }
      ones[place] = one;
      others[place] = other;
      numbers[place] = next;
      next += 1;
      return next - 1;
    },
  };
}
