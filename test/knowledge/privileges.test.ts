import { expect, test } from "vitest";
import { buildPackage } from "../../src/knowledge/build-packages.ts";
import { isOfficialImage } from "../../src/knowledge/official-images.ts";
import {
  accountOf,
  givesUpRoot,
  isForGivingUpRoot,
  startsAsDroppingDaemon,
} from "../../src/knowledge/privileges.ts";
import { mayBelongToOthers, systemDirectories } from "../../src/knowledge/system-directories.ts";

test.each([
  ["gosu", true],
  ["php-fpm", true],
  ["php-fpm8.3", true],
  ["nginx", true],
  ["node", false],
  ["php", false],
])("%s gives up root: %s", (program, expected) => {
  expect(givesUpRoot(program)).toBe(expected);
});

test.each([
  ["su-exec", true],
  ["tianon/gosu", true],
  ["https://github.com/tianon/gosu/releases/download/1.17/gosu-amd64", true],
  ["/tmp/s6-overlay-noarch.tar.xz", true],
  ["sugosu", false],
  ["gosling", false],
  ["supervisor", true],
  ["supervisor-conf", false],
])("%s is for giving up root: %s", (name, expected) => {
  expect(isForGivingUpRoot(name)).toBe(expected);
});

test.each<[string, string | null, string | null]>([
  ["node", "22", "node"],
  ["mcr.microsoft.com/dotnet/aspnet", "8.0", "$APP_UID"],
  ["mcr.microsoft.com/dotnet/aspnet", "10.0-alpine", "$APP_UID"],
  ["mcr.microsoft.com/dotnet/aspnet", "6.0", null],
  ["mcr.microsoft.com/dotnet/aspnet", null, null],
  ["gcr.io/distroless/static-debian12", null, "nonroot"],
  ["debian", "12", null],
])("an account of %s:%s is %s", (name, tag, expected) => {
  expect(accountOf(name, tag)).toBe(expected);
});

test.each<[string, string | null, boolean]>([
  ["nginx", "1.27", true],
  ["php", "8-apache", true],
  ["php", "8-cli", false],
  ["php", null, false],
  ["node", "22", false],
])("%s:%s starts as a daemon that gives up root: %s", (name, tag, expected) => {
  expect(startsAsDroppingDaemon(name, tag)).toBe(expected);
});

test.each([
  ["build-essential", "tool"],
  ["gcc-12", "tool"],
  ["openjdk-17-jdk-headless", "tool"],
  ["openjdk17", "tool"],
  ["openjdk17-jre", null],
  ["openjdk-17-jre-headless", null],
  ["java-17-openjdk-devel", "tool"],
  ["libpq-dev", "headers"],
  ["openssl-devel", "headers"],
  ["linux-headers", "headers"],
  ["libgcc", null],
  ["libstdc++", null],
  ["python3", null],
  ["git", null],
])("%s is to a build: %s", (name, expected) => {
  expect(buildPackage(name)).toBe(expected);
});

test.each([
  ["node", true],
  ["rocket.chat", true],
  ["centos", true],
  ["nodejs", false],
  ["builder", false],
])("%s is an official image: %s", (name, expected) => {
  expect(isOfficialImage(name)).toBe(expected);
});

test.each([
  ["/home/node", true],
  ["/home/node/app", false],
  ["/tmp", true],
  ["/var/www/html", true],
  ["/go", true],
  ["/app", false],
  ["/usr/src/app", false],
])("%s may come with an image: %s", (path, expected) => {
  expect(mayBelongToOthers(path)).toBe(expected);
  expect(systemDirectories.has(path)).toBe(false);
});
