import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { imageUses } from "../../src/analysis/image-uses.ts";
import { buildFile } from "../../src/model/build-file.ts";

const digest = `sha256:${"0".repeat(64)}`;

/** A Dockerfile, and its uses as `written text = pin`, with the variables behind it. */
const files: readonly (readonly [string, readonly string[]])[] = [
  ["FROM node", ["node = untagged"]],
  ["FROM node:latest", ["node:latest = latest"]],
  ["FROM node:latest-alpine", ["node:latest-alpine = latest"]],
  ["FROM node:latestish", ["node:latestish = version"]],
  ["FROM debian:sid-slim", ["debian:sid-slim = latest"]],
  ["FROM alpine:edge", ["alpine:edge = latest"]],
  ["FROM acme/alpine:edge", ["acme/alpine:edge = version"]],
  ["FROM node:22", ["node:22 = version"]],
  ["FROM node:22-slim AS a\nFROM a", ["node:22-slim = version"]],
  [`FROM node@${digest}`, [`node@${digest} = digest`]],
  [`FROM node:latest@${digest}`, [`node:latest@${digest} = digest`]],
  ["FROM localhost:5000/app", ["localhost:5000/app = untagged"]],
  ["FROM docker.io/library/node", ["docker.io/library/node = untagged"]],
  ["FROM scratch", []],
  ["FROM my_base", []],
  ["FROM docker.io/library/my-base:latest", []],
  ["FROM acme/base", ["acme/base = untagged"]],
  ["FROM Node", []],
  ["ARG V\nFROM node:$V", []],
  ["ARG V=22\nFROM node:$V", ["node:$V = version < V"]],
  ["ARG V=latest\nARG I=node\nFROM $I:$V", ["$I:$V = latest < I V"]],
  ["FROM --platform=$BUILDPLATFORM node", ["node = untagged"]],
  ["FROM a/b:1\nCOPY --from=c/d /x /", ["a/b:1 = version", "c/d = untagged"]],
  [
    "FROM a/b:1 AS s\nFROM a/b:2\nCOPY --from=s /x /\nCOPY --from=0 /x /",
    ["a/b:1 = version", "a/b:2 = version"],
  ],
  [
    "FROM a/b:1\nRUN --mount=type=bind,from=c/d:latest,target=/x ls",
    ["a/b:1 = version", "c/d:latest = latest"],
  ],
  ["FROM a/b:1\nCOPY --from=builder /x /", ["a/b:1 = version"]],
];

test.each(files)("%j", (text, expected) => {
  const found = analyze(buildFile("Dockerfile", text), null, { path: null, context: null }).use(imageUses);
  const shown = found.map(({ at, pin, variables }) => {
    const names = variables.map(({ name }) => name);
    return [text.slice(at.start, at.end), "=", pin, ...(names.length > 0 ? ["<", ...names] : [])].join(" ");
  });
  expect(shown).toEqual(expected);
});
