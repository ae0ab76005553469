import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { missingDefaults, undeclaredInFrom } from "../../src/analysis/from-variables.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** A Dockerfile, and its variables that nothing declares: `text in the file`, then `?` with a default, `> nearest`, `@ where declared`. */
const undeclared: readonly (readonly [string, readonly string[]])[] = [
  ["FROM node:$V", ["$V"]],
  ["ARG V\nFROM node:$V", []],
  ["FROM node:22\nARG V=1\nFROM node:$V", ["$V @ V=1"]],
  ["ARG VERSION=1\nFROM node:${VERSOIN}", ["${VERSOIN} > VERSION"]],
  ["FROM node:${V:-22}${W+a}", ["${V:-22}?", "${W+a}?"]],
  ["FROM --platform=$BUILDPLATFORM node:$TARGETARCH-$TARGETSTAGE", []],
  ["FROM --platform=linux/$ARCH node-$ARCH:$V", ["$ARCH", "$V"]],
  ['FROM "node:$V"', ["$V"]],
  ["FROM \\\n  node:$V AS a\nFROM a", ["$V"]],
];

test.each(undeclared)("undeclared in %j", (text, expected) => {
  const found = analyze(buildFile("Dockerfile", text), null, { path: null, context: null }).use(
    undeclaredInFrom,
  );
  expect(
    found.map(({ at, isOptional, nearest, declaredIn }) =>
      [
        text.slice(at.start, at.end) + (isOptional ? "?" : ""),
        ...(nearest === null ? [] : [`> ${nearest}`]),
        ...(declaredIn === null ? [] : [`@ ${text.slice(declaredIn.range.start, declaredIn.range.end)}`]),
      ].join(" "),
    ),
  ).toEqual(expected);
});

/** A Dockerfile, and what its FROMs name without arguments where that is no image: `name < variables`. */
const defaults: readonly (readonly [string, readonly string[]])[] = [
  ["ARG V\nFROM node:$V", ["node: < V"]],
  ["ARG BASE\nFROM $BASE", [" < BASE"]],
  ["ARG V=22\nFROM node:$V", []],
  ["ARG V\nFROM node:22$V", []],
  ["ARG V\nFROM node:${V:-22}", []],
  ["ARG V\nARG W=$V\nFROM node:$W", ["node: < "]],
  ["ARG R\nFROM $R/node", ["/node < R"]],
  ["ARG NAME=Node\nFROM $NAME", ["Node < "]],
  ["FROM node-$TARGETARCH", []],
  ["ARG V\nFROM node:${V:?missing}", []],
  ["FROM Node", ["Node < (constant)"]],
  ["FROM scratch AS a.\nFROM a.", ["a. < (constant)"]],
];

test.each(defaults)("without arguments: %j", (text, expected) => {
  const file = buildFile("Dockerfile", text, { buildArgs: { V: "22", BASE: "node", R: "example.com" } });
  const found = analyze(file, null, { path: null, context: null }).use(missingDefaults);
  expect(
    found.map(
      ({ name, variables, isConstant }) => `${name} < ${isConstant ? "(constant)" : variables.join(" ")}`,
    ),
  ).toEqual(expected);
});
