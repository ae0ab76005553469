import fc from "fast-check";
import { expect, test } from "vitest";
import { parseImageReference } from "../../src/model/image-reference.ts";

const hex = "0123456789abcdef".repeat(4);

test.each([
  ["node", "docker.io", "library/node", "node", null, null],
  ["node:20-alpine", "docker.io", "library/node", "node", "20-alpine", null],
  ["bitnami/redis:7", "docker.io", "bitnami/redis", "bitnami/redis", "7", null],
  ["docker.io/node", "docker.io", "library/node", "node", null, null],
  ["index.docker.io/library/node", "docker.io", "library/node", "node", null, null],
  ["docker.io/library/a/b", "docker.io", "library/a/b", "library/a/b", null, null],
  ["ghcr.io/owner/name:v1", "ghcr.io", "owner/name", "ghcr.io/owner/name", "v1", null],
  ["localhost/app", "localhost", "app", "localhost/app", null, null],
  ["localhost:5000/app:1", "localhost:5000", "app", "localhost:5000/app", "1", null],
  ["registry:5000/a/b/c", "registry:5000", "a/b/c", "registry:5000/a/b/c", null, null],
  ["[::1]:5000/app", "[::1]:5000", "app", "[::1]:5000/app", null, null],
  ["Registry/app", "Registry", "app", "Registry/app", null, null],
  ["a__b/c-d--e.f_g", "docker.io", "a__b/c-d--e.f_g", "a__b/c-d--e.f_g", null, null],
  [`node@sha256:${hex}`, "docker.io", "library/node", "node", null, `sha256:${hex}`],
  [`node:20@sha256:${hex}`, "docker.io", "library/node", "node", "20", `sha256:${hex}`],
  ["node:5000", "docker.io", "library/node", "node", "5000", null],
  ["scratch", "docker.io", "library/scratch", "scratch", null, null],
])("%s", (text, registry, repository, familiarName, tag, digest) => {
  expect(parseImageReference(text)).toEqual({ text, registry, repository, familiarName, tag, digest });
});

test.each([
  "",
  "Node",
  "library/Node",
  "node:",
  "node:-x",
  `node:${"a".repeat(129)}`,
  "node@",
  "node@sha256:abc",
  `node@md5:${hex}`,
  `node@sha256:${hex.toUpperCase()}`,
  `node@sha256:${hex}@sha256:${hex}`,
  hex,
  "/node",
  "node/",
  "a//b",
  "a b",
  "a___b",
  "-a",
  "a-",
  ".a/b",
  "a..b/c",
  "exa_mple.com/a",
  "host:port/a",
  "https://docker.io/node",
  "node:20:21",
  "${BASE}",
  `${"a/".repeat(127)}toolong`,
])("`%s` is not valid", (text) => {
  expect(parseImageReference(text)).toBeNull();
});

const part = fc.stringMatching(/^[a-z0-9]{1,6}(?:[._-][a-z0-9]{1,4})?$/);
const name = fc
  .tuple(
    fc.option(fc.constantFrom("ghcr.io", "localhost", "localhost:5000", "r.example.com:443"), { nil: null }),
    fc.array(part, { minLength: 1, maxLength: 3 }),
  )
  // Without a registry of its own a first part with a dot would be one.
  .filter(([registry, parts]) => registry !== null || parts.length === 1 || !parts[0]!.includes("."))
  .map(([registry, parts]) => [...(registry === null ? [] : [registry]), ...parts].join("/"));

test("the parts make up the whole again", () => {
  const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: null });
  const digest = fc.option(fc.constant(`sha256:${hex}`), { nil: null });
  fc.assert(
    fc.property(name, tag, digest, (familiarName, tagText, digestText) => {
      const text =
        familiarName +
        (tagText === null ? "" : `:${tagText}`) +
        (digestText === null ? "" : `@${digestText}`);
      expect(parseImageReference(text)).toMatchObject({
        text,
        familiarName,
        tag: tagText,
        digest: digestText,
      });
    }),
  );
});

test("any text gives a reference or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const reference = parseImageReference(text);
      expect(reference === null || reference.text === text).toBe(true);
    }),
  );
});
