import { expect, test } from "vitest";
import { normalQuantile } from "../../src/estimate/normal-quantile.ts";

/** Quantiles to 16 digits, as tables and statistics programs give them. */
const known: [probability: number, z: number][] = [
  [1e-9, -5.997807015007687],
  [1e-6, -4.753424308822899],
  [0.001, -3.090232306167813],
  [0.01, -2.326347874040841],
  [0.024, -1.977368428181947],
  [0.025, -1.959963984540054],
  [0.05, -1.6448536269514729],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357997],
];

test.each(known)("the quantile of %d is %d", (probability, z) => {
  expect(Math.abs(normalQuantile(probability) / z - 1)).toBeLessThan(1.2e-9);
  expect(Math.abs(normalQuantile(1 - probability) / -z - 1)).toBeLessThan(1e-8);
});

test("the middle is exactly nought", () => {
  expect(normalQuantile(0.5)).toBe(0);
});

test("it rises everywhere, also where its parts meet", () => {
  const steps = Array.from({ length: 9999 }, (_, at) => normalQuantile((at + 1) / 10_000));
  for (const [at, z] of steps.entries()) if (at > 0) expect(z).toBeGreaterThan(steps[at - 1]!);
});
