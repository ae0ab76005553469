import { expect, test } from "vitest";
import { type Platform, parsePlatform } from "../../src/syntax/platform.ts";

const cases: readonly (readonly [text: string, platform: Platform | null])[] = [
  ["linux/amd64", { system: "linux", architecture: "amd64", variant: null }],
  ["Linux/ARM/v7", { system: "linux", architecture: "arm", variant: "v7" }],
  ["linux/x86_64", { system: "linux", architecture: "amd64", variant: null }],
  ["aarch64", { system: null, architecture: "arm64", variant: null }],
  ["i386", { system: null, architecture: "386", variant: null }],
  ["windows(10.0.20348)/amd64", { system: "windows", architecture: "amd64", variant: null }],
  ["macos", { system: "darwin", architecture: null, variant: null }],
  ["linux/$TARGETARCH", null],
  ["x64", null],
  ["", null],
  ["linux/arm/v7/x", null],
];

test.each(cases)("%s", (text, platform) => {
  expect(parsePlatform(text)).toEqual(platform);
});
