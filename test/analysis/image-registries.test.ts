import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { imageSources, isTrusted } from "../../src/analysis/image-registries.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A Dockerfile, and its images as `kind written text = registry`; `(local)` for those that no registry has. */
const files: readonly (readonly [string, readonly string[]])[] = [
  ["FROM node", ["base node = docker.io"]],
  ["FROM docker.io/acme/app", ["base docker.io/acme/app = docker.io"]],
  ["FROM index.docker.io/acme/app", ["base index.docker.io/acme/app = docker.io"]],
  ["FROM acme/app", ["base acme/app = docker.io"]],
  ["FROM localhost:5000/app", ["base localhost:5000/app = localhost:5000"]],
  ["FROM my_base", ["base my_base = docker.io (local)"]],
  ["FROM ghcr.io/acme/app:$TAG", ["base ghcr.io/acme/app:$TAG = ghcr.io"]],
  ["ARG TAG\nFROM ghcr.io/${TAG}/app@${TAG}", []],
  ["ARG TAG\nFROM ghcr.io/$TAG/app:$TAG", ["base ghcr.io/$TAG/app:$TAG = ghcr.io"]],
  ["ARG REGISTRY\nFROM $REGISTRY/app", []],
  ["ARG REGISTRY=quay.io\nFROM $REGISTRY/app", ["base $REGISTRY/app = quay.io"]],
  ["FROM scratch AS a\nFROM a", []],
  [
    "FROM a/b AS s\nFROM s\nCOPY --from=quay.io/c/d /x /\nRUN --mount=from=e.io/f,target=/x ls\nCOPY --from=s /x /\nCOPY --from=0 /x /",
    ["base a/b = docker.io", "copy quay.io/c/d = quay.io", "mount e.io/f = e.io"],
  ],
];

test.each(files)("the images of %j", (text, expected) => {
  const found = analyze(buildFile("Dockerfile", text), null, { path: null, context: null }).use(imageSources);
  expect(
    found.map(
      ({ kind, at, registry, isInRegistry }) =>
        `${kind} ${text.slice(at.start, at.end)} = ${registry}${isInRegistry ? "" : " (local)"}`,
    ),
  ).toEqual(expected);
});

describe("a list of registries", () => {
  test.each<[string, readonly string[], boolean]>([
    ["ghcr.io", ["ghcr.io"], true],
    ["ghcr.io", ["quay.io", "ghcr.io"], true],
    ["ghcr.io", [], false],
    ["ghcr.io", ["*"], true],
    ["eu.gcr.io", ["*.gcr.io"], true],
    ["gcr.io", ["*.gcr.io"], false],
    ["registry.example.com", ["registry.*"], true],
    ["my-registry.example.com", ["registry.*"], false],
    ["docker.io", ["docker.io"], true],
    ["docker.io", ["hub.docker.com"], true],
    ["docker.io", ["*.com"], true],
    ["docker.io", ["ghcr.io"], false],
    ["a.b.c", ["a.*.c"], false],
  ])("%s is trusted by %j: %s", (registry, patterns, expected) => {
    expect(isTrusted(registry, patterns)).toBe(expected);
  });
});
