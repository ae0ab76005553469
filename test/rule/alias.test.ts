import { expect, it } from "vitest";
import { isFamily, standsFor } from "../../src/rule/alias.ts";

it.each([
  ["DL3007", "dl3007", true],
  ["DL3007", "DL3008", false],
  ["SC####", "SC2086", true],
  ["SC####", "sc2086", true],
  ["SC####", "SC####", true],
  ["SC####", "SC208", false],
  ["SC####", "SC20866", false],
  ["SC####", "SCabcd", false],
  ["SC####", "DL2086", false],
])("%s stands for %s: %s", (alias, code, stands) => {
  expect(standsFor(alias, code)).toBe(stands);
  expect(isFamily(alias)).toBe(alias.includes("#"));
});
