import { expect, test } from "vitest";
import { faultOfLabelKey } from "../../src/knowledge/label-keys.ts";

test.each(["version", "a", "com.example.build-number", "org.opencontainers.image.source", "a_b/c2"])(
  "%j is fine",
  (key) => expect(faultOfLabelKey(key)).toBeNull(),
);

test.each([
  ["Version", "has upper-case letters"],
  ["a b", "holds ` `"],
  ["1a", "does not begin with a letter"],
  ["-a", "does not begin with a letter"],
  ["a.", "ends with `.`"],
  ["a..b", "has `..` in it"],
  ["a--b", "has `--` in it"],
  ["io.docker.x", "is in the namespace `io.docker`, which Docker keeps for itself"],
])("%j %s", (key, fault) => {
  expect(faultOfLabelKey(key)).toEqual({ fault, isReserved: key.startsWith("io."), isAllowed: false });
});

test("labels of Docker's own that authors set are allowed", () => {
  expect(faultOfLabelKey("com.docker.desktop.extension.api.version")?.isAllowed).toBe(true);
});
