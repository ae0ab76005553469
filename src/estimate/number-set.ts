/** A set of numbers from 1 to 2³¹ − 1. */
export interface NumberSet {
  /** @returns whether it was in the set already. */
  add(number: number): boolean;
}

const leastRoom = 1024;

/** A table of open addresses on a plain array: a replay asks millions of times, and a `Set` takes some times as long. */
export function numberSet(): NumberSet {
  let room = leastRoom;
  /** 0 for a free place. */
  let numbers = new Int32Array(room);
  let size = 0;

  const placeOf = (number: number): number => {
    let hash = Math.imul(number, 0x9e3779b1);
    hash ^= hash >>> 15;
    let place = hash & (room - 1);
    while (numbers[place] !== 0 && numbers[place] !== number) place = (place + 1) & (room - 1);
    return place;
  };
  const grow = (): void => {
    const old = numbers;
    room *= 2;
    numbers = new Int32Array(room);
    for (const number of old) if (number !== 0) numbers[placeOf(number)] = number;
  };
  return {
    add(number) {
      let place = placeOf(number);
      if (numbers[place] === number) return true;
      if (size * 2 >= room) {
        grow();
        place = placeOf(number);
      }
      numbers[place] = number;
      size += 1;
      return false;
    },
  };
}
