import { expect, test } from "vitest";
import { type ImagePlatform, imagePlatform } from "../../src/knowledge/image-platforms.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

const digest = `@sha256:${"0".repeat(64)}`;
const linux = (architecture: string, shared: string): ImagePlatform => ({
  system: "linux",
  architecture,
  shared,
});
const windows: ImagePlatform = { system: "windows", architecture: null, shared: null };

const cases: readonly (readonly [image: string, platform: ImagePlatform | null])[] = [
  ["arm64v8/debian:12", linux("arm64", "debian:12")],
  ["docker.io/arm32v7/node", linux("arm", "node")],
  [`i386/debian:12${digest}`, linux("386", "debian:12")],
  ["winamd64/golang:1.25", { system: "windows", architecture: "amd64", shared: "golang:1.25" }],
  ["amd64/team/debian", null],
  ["ghcr.io/amd64/debian", null],
  ["amd64", null],
  ["constructor/debian", null],
  [
    "mcr.microsoft.com/dotnet/aspnet:9.0-alpine3.22-arm32v7",
    linux("arm", "mcr.microsoft.com/dotnet/aspnet:9.0-alpine3.22"),
  ],
  ["mcr.microsoft.com/dotnet/aspnet:9.0-alpine3.22", null],
  ["mcr.microsoft.com/dotnet/aspnet:9.0-nanoserver-ltsc2022", windows],
  ["mcr.microsoft.com/powershell:arm64v8", null],
  ["gcr.io/distroless/cc-debian12:latest-s390x", linux("s390x", "gcr.io/distroless/cc-debian12:latest")],
  ["gcr.io/distroless/cc-debian12", null],
  ["microsoft/nanoserver", windows],
  ["mcr.microsoft.com/windows:ltsc2019", windows],
  ["acme/tool:1-amd64", null],
];

test.each(cases)("%s", (text, platform) => {
  expect(imagePlatform(parseImageReference(text)!)).toEqual(platform);
});
