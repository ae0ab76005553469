import { expect, it } from "vitest";
import { nearestName } from "../../src/text/nearest-name.ts";

const names = ["root-user", "relative-workdir", "shell-form-command", "DL3007", "apt-lists-kept"];

it.each([
  ["root-usr", "root-user"],
  ["roto-user", "root-user"],
  ["ROOT-USER", "root-user"],
  ["rootuser", "root-user"],
  ["relative-workdri", "relative-workdir"],
  ["dl3008", "DL3007"],
  ["shell-from-command", "shell-form-command"],
  ["something-else", null],
  ["x", null],
  ["", null],
  ["root-user".repeat(1000), null],
])("takes %j to mean %j", (name, expected) => {
  expect(nearestName(name, names)).toBe(expected);
});

it("prefers the nearest, then the first", () => {
  expect(nearestName("abcdex", ["abcdyz", "abcdey", "abcdez"])).toBe("abcdey");
});

it("takes at most so many edits", () => {
  expect(nearestName("relatve-wrokdir", names, 2)).toBe("relative-workdir");
  expect(nearestName("relatve-wrokdri", names, 2)).toBeNull();
});
