import { expect, test } from "vitest";
import { lint, positionAt } from "../src/index.ts";

/** Rules that speak of what package managers fetch, keep and throw away: what one advises, no other may advise against or again. */
const ofCaches = new Set([
  "apt-lists-kept",
  "apt-update-alone",
  "consecutive-runs",
  "emptied-cache-mount",
  "missing-cache-mount",
  "package-cache-kept",
  "split-package-installs",
]);

/** `line rule` of each finding about caches. */
function advice(lines: readonly string[], preset: "recommended" | "strict"): readonly string[] {
  const result = lint({ path: "Dockerfile", text: `${lines.join("\n")}\n` }, { preset });
  return result.findings
    .filter(({ rule }) => ofCaches.has(rule))
    .map(({ rule, at }) => ({ rule, line: positionAt(result.lines, at.start).line }))
    .sort((one, other) => one.line - other.line || (one.rule < other.rule ? -1 : 1))
    .map(({ rule, line }) => `${line} ${rule}`);
}

const aptMounts =
  "--mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked";

const files: readonly (readonly [about: string, lines: readonly string[], advice: readonly string[]])[] = [
  [
    "an update of its own takes its lists along",
    ["FROM debian:12", "RUN apt-get update", "RUN apt-get install -y --no-install-recommends curl"],
    ["2 apt-update-alone"],
  ],
  [
    "also where a later RUN removes them",
    [
      "FROM ubuntu:24.04",
      "RUN apt-get update",
      "RUN apt-get install -y --no-install-recommends git",
      "RUN apt-get install -y --no-install-recommends make",
      "RUN rm -rf /var/lib/apt/lists/*",
    ],
    ["2 apt-update-alone"],
  ],
  [
    "an install that others lean on says what to do first",
    [
      "FROM debian:12",
      "RUN apt-get update && apt-get install -y --no-install-recommends curl",
      "RUN apt-get install -y --no-install-recommends git",
    ],
    ["2 apt-lists-kept", "3 apt-update-alone"],
  ],
  [
    "lists are to be removed before RUNs are to be joined",
    [
      "FROM debian:12",
      "RUN apt-get update && apt-get install -y --no-install-recommends curl",
      "RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*",
    ],
    ["2 apt-lists-kept", "3 split-package-installs"],
  ],
  [
    "apk: one word for the update, one for each install",
    ["FROM alpine:3.22", "RUN apk update", "RUN apk add curl", "RUN apk update && apk add --no-cache git"],
    ["2 apt-update-alone", "3 package-cache-kept", "4 package-cache-kept"],
  ],
  [
    "a mount that is proposed with its price, or the option, but not both",
    ["FROM node:24", "WORKDIR /app", "COPY package.json package-lock.json ./", "RUN npm ci", "COPY . ."],
    ["4 missing-cache-mount"],
  ],
  [
    "no mount where nobody says that the builder knows them, and no clean-up where there is one",
    [
      "FROM python:3.13",
      "WORKDIR /app",
      "COPY vendor vendor",
      "COPY requirements.txt .",
      "RUN pip install --no-cache-dir -r requirements.txt",
      "COPY . .",
    ],
    [],
  ],
  [
    "the install is better moved, so no mount is proposed for where it stands",
    ["FROM node:24", "WORKDIR /app", "COPY . .", "RUN npm ci"],
    ["4 package-cache-kept"],
  ],
  [
    "in a builder stage nothing has to go",
    [
      "FROM golang:1.25 AS build",
      "RUN apt-get update && apt-get install -y protobuf-compiler && pip install grpcio-tools",
      "FROM debian:12-slim",
      "COPY --from=build /a /a",
    ],
    [],
  ],
  [
    "mounts that work need no clean-up",
    [
      "FROM debian:12",
      "RUN rm -f /etc/apt/apt.conf.d/docker-clean",
      `RUN ${aptMounts} apt-get update && apt-get install -y --no-install-recommends curl`,
      `RUN ${aptMounts} apt-get update && apt-get install -y --no-install-recommends git`,
    ],
    [],
  ],
  [
    "mounts that are emptied: one finding for each, and none about the layer",
    [
      "FROM debian:12",
      `RUN ${aptMounts} apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*`,
      "RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask",
    ],
    ["2 emptied-cache-mount", "2 emptied-cache-mount", "3 emptied-cache-mount"],
  ],
  [
    "dnf: what each layer keeps",
    [
      "FROM rockylinux:9",
      "RUN dnf makecache",
      "RUN dnf install -y git && dnf clean all",
      "RUN dnf install -y make && dnf clean all",
    ],
    ["2 package-cache-kept", "4 split-package-installs"],
  ],
];

test.each(files)("%s", (_, lines, expected) => {
  expect(advice(lines, "recommended")).toEqual(expected);
});

test.each(files)("strict has nothing against it: %s", (_, lines, expected) => {
  expect(advice(lines, "strict")).toEqual(expected);
});
