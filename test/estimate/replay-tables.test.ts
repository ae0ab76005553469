import fc from "fast-check";
import { expect, test } from "vitest";
import { outcomePatterns } from "../../src/estimate/outcome-patterns.ts";
import { pairNumbers } from "../../src/estimate/pair-numbers.ts";

test("pairs have equal numbers just when they are equal", () => {
  const member = fc.oneof(fc.nat(3), fc.nat(2 ** 31 - 1));
  fc.assert(
    fc.property(fc.array(fc.tuple(member, member), { maxLength: 40 }), (pairs) => {
      const numbers = pairNumbers(7);
      const known = new Map<string, number>();
      for (const [one, other] of pairs) {
        const key = `${one} ${other}`;
        if (!known.has(key)) known.set(key, 7 + known.size);
        expect(numbers.of(one, other)).toBe(known.get(key));
      }
    }),
  );
});

test("thousands of pairs keep their numbers", () => {
  const numbers = pairNumbers(1);
  const given = Array.from({ length: 5000 }, (_, at) => numbers.of(at % 71, at));
  expect(given).toEqual(Array.from({ length: 5000 }, (_, at) => at + 1));
  expect(given.map((_, at) => numbers.of(at % 71, at))).toEqual(given);
});

test("outcomes of segments have equal numbers just when they are equal", () => {
  const shape = fc
    .integer({ min: 0, max: 12 })
    .chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.array(fc.uint8Array({ min: 0, max: 2, minLength: size, maxLength: size }), { maxLength: 60 }),
      ),
    );
  fc.assert(
    fc.property(shape, ([size, all]) => {
      const patterns = outcomePatterns(size);
      const known = new Map<string, number>();
      for (const outcomes of all) {
        const key = outcomes.join("");
        if (!known.has(key)) known.set(key, known.size);
        const number = patterns.numberOf(outcomes);
        expect(number).toBe(known.get(key));
        expect(patterns.list[number]?.join("")).toBe(key);
      }
      expect(patterns.list).toHaveLength(known.size);
    }),
  );
});
