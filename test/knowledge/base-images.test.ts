import { describe, expect, test } from "vitest";
import { imageKinds } from "../../src/knowledge/base-image-tools.ts";
import { imageUsers } from "../../src/knowledge/base-image-users.ts";
import { type BaseImage, baseImage } from "../../src/knowledge/base-images.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

const digest = `@sha256:${"0".repeat(64)}`;

function known(text: string): BaseImage {
  const image = parseImageReference(text);
  if (image === null) throw new Error(`${text} is no image`);
  return baseImage(image);
}

describe("the user of", () => {
  test.each<[string, BaseImage["runsAs"]]>([
    ["node", "root"],
    ["node:20-alpine", "root"],
    ["docker.io/library/python:3.12", "root"],
    ["arm64v8/golang", "root"],
    ["mirror.gcr.io/library/nginx", "root"],
    ["registry.docker.com/library/ruby:3.3-slim", "root"],
    ["myorg/node", null],
    ["ghcr.io/myorg/node", null],
    ["gcr.io/distroless/static-debian12", "root"],
    ["gcr.io/distroless/static-debian12:nonroot", "user"],
    ["gcr.io/distroless/java21-debian12:debug-nonroot", "user"],
    ["gcr.io/distroless/base:debug", "root"],
    [`gcr.io/distroless/base${digest}`, null],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", "root"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "user"],
    ["mcr.microsoft.com/dotnet/runtime-deps:9.0-azurelinux3.0-distroless", "user"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-1809", null],
    ["mcr.microsoft.com/dotnet/framework/sdk:4.8", null],
    ["registry.access.redhat.com/ubi9/nodejs-20", "user"],
    ["registry.access.redhat.com/ubi9/ubi-minimal:9.4", "root"],
    ["bitnami/redis:7.2", "user"],
    ["bitnami/node:20", null],
    ["nginxinc/nginx-unprivileged:alpine", "user"],
    ["selenium/standalone-chrome:4", "user"],
    ["elasticsearch:8.14.0", "user"],
    ["elasticsearch:7.17.0", null],
    ["haproxy:2.9", "user"],
    ["haproxy:2.2", null],
    ["sonarqube:10-community", "user"],
    ["sonarqube:9-community", null],
    ["postgres:16", "entrypoint"],
    [`node${digest}`, "root"],
  ])("%s is %s", (text, user) => {
    expect(known(text).runsAs).toBe(user);
  });
});

describe("what is built with, and where to run it", () => {
  test.each<[string, string, boolean, string | null]>([
    ["golang:1.22", "the Go toolchain", true, "gcr.io/distroless/static-debian12:nonroot"],
    ["golang:1.22-alpine", "the Go toolchain", true, "alpine"],
    ["rust:1.80-bookworm", "the Rust toolchain, gcc", true, "debian:bookworm-slim"],
    ["rust:1-alpine3.20", "the Rust toolchain, gcc", true, "alpine:3.20"],
    ["maven:3-eclipse-temurin-21", "Maven, a JDK", true, "eclipse-temurin:21-jre"],
    ["maven:3.9.6-amazoncorretto-17", "Maven, a JDK", true, "eclipse-temurin:17-jre"],
    ["maven:3.8-openjdk-11-slim", "Maven, a JDK", true, "eclipse-temurin:11-jre"],
    ["maven:3.9-eclipse-temurin-21-alpine", "Maven, a JDK", true, "eclipse-temurin:21-jre-alpine"],
    ["maven:3-eclipse-temurin-22", "Maven, a JDK", true, null],
    ["maven", "Maven, a JDK", true, null],
    ["gradle:8.5-jdk17", "Gradle, a JDK", true, "eclipse-temurin:17-jre"],
    ["eclipse-temurin:21", "a JDK", false, "eclipse-temurin:21-jre"],
    ["eclipse-temurin:17-jdk-alpine", "a JDK", false, "eclipse-temurin:17-jre-alpine"],
    ["eclipse-temurin:17-jre", "", false, null],
    ["openjdk:8-jdk", "a JDK", false, "eclipse-temurin:8-jre"],
    ["openjdk:11.0.16-jre-slim", "", false, null],
    ["amazoncorretto:17-al2023-headless", "", false, null],
    ["mcr.microsoft.com/dotnet/sdk:8.0", "the .NET SDK", true, "mcr.microsoft.com/dotnet/aspnet:8.0"],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0-alpine3.20",
      "the .NET SDK",
      true,
      "mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.20",
    ],
    ["mcr.microsoft.com/dotnet/sdk:8.0.300", "the .NET SDK", true, "mcr.microsoft.com/dotnet/aspnet"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", "", false, null],
    ["node:20", "gcc, make, development headers", false, "node:20-slim"],
    ["node:20-bookworm", "gcc, make, development headers", false, "node:20-bookworm-slim"],
    ["node", "gcc, make, development headers", false, "node:slim"],
    ["node:20-slim", "", false, null],
    ["node:20-alpine3.19", "", false, null],
    ["python:3.12", "gcc, make, development headers", false, "python:3.12-slim"],
    ["python:3.12-bookworm", "gcc, make, development headers", false, "python:3.12-slim-bookworm"],
    ["python:3.12-slim-bookworm", "", false, null],
    ["ruby:3.3-rc", "gcc, make, development headers", false, null],
    ["swift:5.10-jammy", "the Swift toolchain", true, "swift:5.10-jammy-slim"],
    ["swift:5.10-slim", "", false, null],
    ["buildpack-deps:bookworm", "gcc, make, development headers", true, "debian:bookworm-slim"],
    ["buildpack-deps:bookworm-curl", "", false, null],
    ["debian:bookworm", "", false, null],
    ["nginx", "", false, null],
    [`node${digest}`, "", false, null],
    [`golang${digest}`, "the Go toolchain", true, "gcr.io/distroless/static-debian12:nonroot"],
  ])("%s", (text, tools, isBuilder, runtime) => {
    const image = known(text);
    expect([image.buildTools.join(", "), image.isBuilder, image.runtime]).toEqual([
      tools,
      isBuilder,
      runtime,
    ]);
  });
});

describe("the system of", () => {
  test.each<[string, BaseImage["distribution"], boolean]>([
    ["node:20", "debian", false],
    ["node:20-alpine", "alpine", true],
    ["python:3.12-slim", "debian", true],
    ["debian:bookworm-slim", "debian", true],
    ["alpine:3.20", "alpine", false],
    ["ubuntu:24.04", "ubuntu", false],
    ["eclipse-temurin:21", "ubuntu", false],
    ["eclipse-temurin:21-jre-alpine", "alpine", true],
    ["eclipse-temurin:21-ubi9-minimal", "redhat", true],
    ["amazoncorretto:17", "amazon", false],
    ["amazoncorretto:17-alpine", "alpine", true],
    ["registry.access.redhat.com/ubi9/ubi-minimal", "redhat", false],
    ["rockylinux:9", "redhat", false],
    ["fedora:40", "fedora", false],
    ["gcr.io/distroless/base", "distroless", false],
    ["mcr.microsoft.com/windows/nanoserver:ltsc2022", "windows", false],
    ["golang:1.22-windowsservercore-ltsc2022", "windows", false],
    ["maven", null, false],
    ["myorg/app", null, false],
    [`node${digest}`, null, false],
    [`ubuntu${digest}`, "ubuntu", false],
  ])("%s", (text, distribution, isSlim) => {
    const image = known(text);
    expect([image.distribution, image.isSlim]).toEqual([distribution, isSlim]);
  });
});

test("every row can be reached, and every name is a valid one", () => {
  for (const rows of [imageUsers, imageKinds]) {
    const decided = new Set<string>();
    for (const { names, tags } of rows) {
      for (const name of names) {
        expect(parseImageReference(name.replace(/\*$/, "x"))?.familiarName).toBe(name.replace(/\*$/, "x"));
        expect(decided.has(name), `${name} comes after a row that takes it already`).toBe(false);
        if (tags === undefined) decided.add(name);
      }
    }
  }
});
