import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { undefinedVariables } from "../../src/analysis/undefined-variables.ts";
import { buildFile } from "../../src/model/build-file.ts";

const foreign = "FROM registry.example.com/base:3\n";

/** A Dockerfile, and what is said: `text in the file: cause`, with `?` where a default may stand in for it, `~` where the base sets it. */
const files: readonly (readonly [string, readonly string[]])[] = [
  ["FROM debian\nWORKDIR $X", ["$X: unknown"]],
  ["FROM debian\nWORKDIR '$X'\nWORKDIR \\$X\nWORKDIR $PATH", []],
  ['FROM debian\nWORKDIR "${X}"/a', ["${X}: unknown"]],
  ["FROM debian\nARG X\nWORKDIR $X", []],
  ["FROM debian AS a\nARG X=1\nFROM a\nWORKDIR $X", []],
  ["FROM debian\nWORKDIR ${X:-a}${X:+$Y}", ["${X:-a}: unknown?", "$Y: unknown?"]],
  ["FROM debian\nWORKDIR ${X:-a}$Y", ["${X:-a}: unknown?", "$Y: unknown"]],
  ["FROM debian\nENV L=a:$L", ["$L: unknown?"]],
  ["FROM debian\nENV $K=1 A=$V\nLABEL $N=$V", ["$K: unknown", "$V: unknown", "$N: unknown", "$V: unknown"]],
  ["FROM debian\nENV A b $X", ["$X: unknown"]],
  ["FROM debian\nVOLUME $X $X $Y", ["$X: unknown", "$Y: unknown"]],
  ['FROM debian\nCOPY ["$X", "/a"]', ['"$X": unknown']],
  ["FROM debian\nWORKDIR /a\\\n$X", ["/a\\\n$X: unknown"]],
  ["FROM debian\nUSER $HOME\nSTOPSIGNAL $S", ["$HOME: process", "$S: unknown"]],
  ["FROM debian\nARG A=$B\nARG C=1 D=$C E=$F F=1", ["$B: unknown", "$F: later"]],
  ["FROM debian\nADD --checksum=$C --link a b", ["$C: unknown"]],
  ["FROM debian\nRUN --mount=type=cache,id=$ID,target=/x --network=none echo $X", ["$ID: unknown"]],
  [
    'FROM debian\nRUN echo $X\nCMD echo $X\nENTRYPOINT ["$X"]\nHEALTHCHECK CMD $X\nEXPOSE $X\nONBUILD ENV A=$X',
    [],
  ],
  ["FROM debian\nARG BUILDKIT_SBOM_SCAN_STAGE=$BUILDKIT_SBOM_SCAN_CONTEXT", []],
  ["FROM debian\nENV A=1 B=$A C=$A", ["$A: beside"]],
  ["FROM debian\nENV PATH=/a:$PATH B=$PATH", ["$PATH: beside~"]],
  ["FROM debian\nENV A=0\nENV A=1 B=$A", []],
  ["ARG A=1\nFROM debian\nLABEL a=$A b=$TARGETARCH", ["$A: global", "$TARGETARCH: platform"]],
  ["FROM debian AS a\nENV DATA=/d\nFROM debian\nWORKDIR $DATA", ["$DATA: elsewhere"]],
  ["FROM debian\nENV DATA=/d\nWORKDIR $DATTA", ["$DATTA: misspelt DATA"]],
  // What images set.
  ["FROM scratch\nENV A=$JAVA_HOME", ["$JAVA_HOME: unknown"]],
  ["FROM eclipse-temurin:21\nENV A=$JAVA_HOME B=$JAVA_ANYTHING C=$GOPATH", ["$GOPATH: unknown"]],
  ["FROM python:3\nENV A=$PYTHON_PIP_VERSION B=$LANG C=$NODE_VERSION", ["$NODE_VERSION: unknown"]],
  ["FROM public.ecr.aws/docker/library/node:22 AS a\nFROM a\nENV A=$NODE_VERSION B=$X", ["$X: unknown"]],
  ["FROM gcr.io/distroless/static\nENV A=$SSL_CERT_FILE B=$X", ["$X: unknown"]],
  ["FROM mcr.microsoft.com/dotnet/sdk:9.0\nENV A=$DOTNET_VERSION B=$X", ["$X: unknown"]],
  ["FROM golang:1.25-nanoserver\nENV A=$ProgramFiles", []],
  ["FROM --platform=windows/amd64 debian\nENV A=$ProgramFiles", []],
  ["ENV A=$X", []],
  // Images that are not known.
  [`${foreign}ENV A=$X B=$HOME C=$JAVA_HOME`, []],
  [`${foreign}ENV A=$TARGETPLATFORM`, ["$TARGETPLATFORM: platform"]],
  [`ARG OWN=1\n${foreign}ENV A=$OWN`, ["$OWN: global"]],
  [`ARG OWN_VERSION=1\n${foreign}ENV A=$OWN_VERSION`, []],
  ["ARG OWN=1\nFROM registry.example.com/base:$OWN\nENV A=$OWN", []],
  ["ARG BASE\nFROM $BASE\nENV A=$X", []],
  [`${foreign}WORKDIR $SITE\nENV SITE=/s`, ["$SITE: later"]],
  [
    `${foreign}ENV ASSETS=/a\nWORKDIR $ASETS\nWORKDIR $assets\nWORKDIR $ASSTES`,
    ["$ASETS: misspelt ASSETS", "$assets: misspelt ASSETS", "$ASSTES: misspelt ASSETS"],
  ],
  [`${foreign}ENV NODE1=/a\nWORKDIR $NODE2\nWORKDIR $MODULES`, []],
  [`${foreign}ENV PIP_VERSION=1\nLABEL a=$PHP_VERSION`, []],
  [
    `${foreign}COPY <<E /a\n$1 "$@" \\$2 $(x) '$host' $http_proxy \${uri} $UPPER\nE\n`,
    ["$1: unknown", "$@: unknown", "$host: unknown", "${uri: unknown"],
  ],
  [`${foreign}COPY <<'E' /a\n$1\nE\n`, []],
  ["FROM debian\nADD <<E /a\n${X:-1} ${Y}\nE\n", ["${X:-: unknown?", "${Y: unknown"]],
];

test.each(files)("%j", (text, expected) => {
  const found = analyze(buildFile("Dockerfile", text), null, { path: null, context: null }).use(
    undefinedVariables,
  );
  expect(
    found.map(({ use, cause, isUnset }) => {
      const nearest = cause.kind === "misspelt" ? ` ${cause.nearest}` : "";
      const marks = `${use.isOptional ? "?" : ""}${isUnset ? "" : "~"}`;
      return `${text.slice(use.at.start, use.at.end)}: ${cause.kind}${nearest}${marks}`;
    }),
  ).toEqual(expected);
});
