import { expect, test } from "vitest";
import { imageVersions } from "../../src/analysis/image-versions.ts";
import { movedArchives, releaseNames, supportEnds } from "../../src/knowledge/support-ends.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

const cases: readonly (readonly [image: string, versions: readonly string[]])[] = [
  ["node:18.20-alpine3.19", ["node 18.20"]],
  ["node:14-buster-slim", ["node 14", "debian 10"]],
  ["debian:buster-20230522", ["debian 10"]],
  ["debian:9.13", ["debian 9.13"]],
  ["public.ecr.aws/docker/library/ubuntu:bionic", ["ubuntu 18.04"]],
  ["arm64v8/python:3.7", ["python 3.7"]],
  ["centos", ["centos 8"]],
  ["centos:centos7.9.2009", ["centos 7.9"]],
  ["quay.io/centos/centos:stream8", ["centos stream8"]],
  ["mcr.microsoft.com/dotnet/core/sdk:3.1-buster", ["debian 10"]],
  ["node", []],
  ["debian:stable-slim", []],
  ["acme/node:14-buster", []],
  ["ghcr.io/acme/debian:buster", []],
  [`node@sha256:${"0".repeat(64)}`, []],
];

test.each(cases)("%s", (text, versions) => {
  const found = imageVersions(parseImageReference(text)!);
  expect(found.map(({ name, version }) => `${name} ${version}`)).toEqual(versions);
});

test("dates are dates of the past, in the same form", () => {
  const dates = Object.values(supportEnds).flatMap(({ ends }) => Object.values(ends));
  expect(dates.filter((date) => !/^20\d\d-[01]\d-[0-3]\d$/.test(date) || date > "2026-11-01")).toEqual([]);
});

test("versions by name, and those that have moved, are versions that have ended", () => {
  for (const [name, releases] of Object.entries(releaseNames)) {
    for (const version of Object.values(releases)) expect(supportEnds[name]!.ends).toHaveProperty([version]);
  }
  for (const [name, { versions }] of Object.entries(movedArchives)) {
    for (const version of versions.filter((one) => !one.startsWith("stream")))
      expect(supportEnds[name]!.ends).toHaveProperty([version]);
  }
});
