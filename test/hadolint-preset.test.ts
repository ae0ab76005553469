import { expect, test } from "vitest";
import { lint, positionAt } from "../src/index.ts";
import { hadolintCodes } from "../src/knowledge/tool-codes.ts";

/** What is reported under hadolint's preset: `line:code`, by line. */
function codesOf(lines: readonly string[]): readonly string[] {
  const result = lint({ path: "Dockerfile", text: `${lines.join("\n")}\n` }, { preset: "hadolint" });
  return result.findings
    .flatMap(({ aliases, at }) => {
      const { line } = positionAt(result.lines, at.start);
      return aliases.filter((alias) => Object.hasOwn(hadolintCodes, alias)).map((code) => `${line}:${code}`);
    })
    .sort();
}

/** Each as hadolint 2.15.1 has it, one line an instruction. */
const cases: readonly (readonly [lines: readonly string[], codes: readonly string[]])[] = [
  [
    ["FROM debian:latest", "RUN apt-get update", "RUN apt-get install -y curl"],
    ["1:DL3007", "2:DL3009", "3:DL3008", "3:DL3015", "3:DL3059"],
  ],
  [["FROM debian:12", "RUN apt install curl"], ["2:DL3027"]],
  [
    ["FROM debian:12", "RUN apt-get update && apt-get install curl=7.88.* && rm -rf /var/lib/apt/lists/*"],
    ["2:DL3014", "2:DL3015"],
  ],
  [
    ["FROM alpine:3.22", "ONBUILD RUN apk add curl"],
    ["2:DL3018", "2:DL3019"],
  ],
  [
    ["FROM python:3.13", "RUN pip install flask"],
    ["2:DL3013", "2:DL3042"],
  ],
  [
    ["FROM rockylinux:9", "RUN yum install httpd"],
    ["2:DL3030", "2:DL3032", "2:DL3033"],
  ],
  [
    ["FROM rockylinux:9", "RUN dnf install httpd"],
    ["2:DL3038", "2:DL3040", "2:DL3041"],
  ],
  [
    ["FROM opensuse/leap:15.6", "RUN zypper dup && zypper in vim"],
    ["2:DL3034", "2:DL3035", "2:DL3036", "2:DL3037"],
  ],
  [
    ["FROM node:24", "RUN npm install -g serve && yarn install"],
    ["2:DL3016", "2:DL3060"],
  ],
  [["FROM ruby:3.4", "RUN gem install rails"], ["2:DL3028"]],
  [["FROM golang:1.25", "RUN go install example.com/tool@latest"], ["2:DL3062"]],
  // What those rules do not ask of.
  [["FROM rockylinux:9", "RUN dnf reinstall httpd && dnf clean all && yum update && apk update"], []],
  [["FROM rockylinux:9", "RUN dnf rei -y httpd"], ["2:DL3040"]],
  [["FROM debian:12", "RUN apt-get upgrade && aptitude install curl && apt-get remove curl"], []],
  [["FROM node:24 AS build", "RUN yarn install", "FROM scratch", "COPY --from=build /a /b/"], []],
  [["FROM debian:12 AS base", "RUN apt-get update", "FROM base AS other", "FROM debian:12"], ["2:DL3009"]],
  [["FROM debian:12 AS build", "RUN apt-get update", "FROM debian:12"], []],
  [
    [
      "FROM alpine:3.22",
      "RUN --mount=type=cache,target=/var/cache/apk apk add curl=8",
      "RUN --mount=type=ssh apk add curl~8",
    ],
    ["3:DL3019"],
  ],
  [
    [
      "FROM python:3.13",
      "ENV PIP_NO_CACHE_DIR=1",
      "RUN pip3 install flask==3.1.0 && python3 -m pip install -c c.txt a",
    ],
    [],
  ],
];

test.each(cases)("%j", (lines, codes) => {
  expect(codesOf(lines)).toEqual(codes);
});

test("by default the same text says once what matters", () => {
  const [lines] = cases[0]!;
  const { findings } = lint({ path: "Dockerfile", text: lines.join("\n") });
  expect(findings.map(({ rule }) => rule).sort()).toEqual([
    "apt-lists-kept",
    "apt-update-alone",
    "install-recommends",
    "moving-base-tag",
  ]);
});
