import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { shippedBuildTools } from "../../src/analysis/shipped-build-tools.ts";
import { buildFile } from "../../src/model/build-file.ts";

function toolsIn(text: string): string {
  const analysis = analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
  const { base, packages, areUnused } = analysis.use(shippedBuildTools);
  const names = packages.map(({ name }) => name).join(" ");
  return [base === null ? "" : `base ${base.name}`, areUnused && names !== "" ? "unused" : "", names]
    .filter((part) => part !== "")
    .join(" ");
}

const run = 'CMD ["/run"]';
const slim = (packages: string, rest: string): string =>
  `FROM python:3-slim\nRUN apt-get install -y ${packages}\n${rest}\n${run}`;
const built = "FROM x AS build\nRUN make\n";

/** A Dockerfile; what its image carries for no use. */
const files: readonly (readonly [string, string])[] = [
  ["FROM debian", ""],
  // Packages
  [slim("gcc curl", "RUN pip install -r r.txt"), "gcc"],
  [slim("g++-12 libpq-dev python3", "RUN pip install -r r.txt"), "g++-12 libpq-dev"],
  [slim("libpq-dev", "RUN pip install -r r.txt"), "unused libpq-dev"],
  [
    slim("default-jdk openjdk-17-jdk-headless openjdk-17-jre", "RUN pip install x"),
    "default-jdk openjdk-17-jdk-headless",
  ],
  [slim("gcc", "RUN ./configure && make install"), "gcc"],
  [slim("gcc", "COPY . ."), ""],
  [slim("libpq-dev", "COPY . ."), ""],
  [slim("$PACKAGES", "RUN pip install x"), ""],
  [`${built}${slim("libpq-dev", "COPY --from=build /a /a")}`, "unused libpq-dev"],
  [`${built}${slim("gcc libpq-dev", "COPY --from=build /a /a")}`, ""],
  [`${built}FROM python:3-slim\nCOPY --from=build /a /a\n${run}`, ""],
  [`${slim("gcc", "RUN pip install x")}\nFROM debian\n${run}`, ""],
  [`FROM python:3-slim AS b\nRUN apt-get install gcc && pip install x\nFROM b\n${run}`, "gcc"],
  [`FROM fedora\nRUN dnf install -y gcc-c++ openssl-devel && pip install x\n${run}`, "gcc-c++ openssl-devel"],
  // Removed
  [slim("gcc && pip install x && apt-get purge -y gcc", ""), ""],
  [slim("gcc make && pip install x && apt-get purge -y gcc", ""), "make"],
  [slim("gcc && pip install x && apt-get remove $D", ""), ""],
  [slim("gcc && pip install x", "RUN apt-get purge -y gcc"), "gcc"],
  [`FROM alpine\nRUN apk add -t .b gcc && pip install x && apk del .b\n${run}`, ""],
  [`FROM alpine\nRUN apk add --virtual .b gcc && pip install x && apk del .c\n${run}`, "gcc"],
  [slim("gcc && pip install x && apt-mark auto '.*' && apt-get purge -y --auto-remove", ""), ""],
  [slim("gcc && pip install x && apt-get autoremove", ""), "gcc"],
  // Base images
  [`FROM golang\nRUN go build -o /run\n${run}`, "base golang"],
  ["FROM golang\nRUN go build -o /run", ""],
  ['FROM golang\nRUN go build\nCMD ["go", "run", "."]', ""],
  ['FROM golang\nRUN go install x/y@v1\nENTRYPOINT ["y"]', ""],
  [`${built}FROM golang\nCOPY --from=build /a /a\n${run}`, "base golang"],
  ['FROM eclipse-temurin:21\nCOPY a.jar .\nCMD ["java", "-jar", "a.jar"]', "base eclipse-temurin"],
  ["FROM eclipse-temurin:21-jre\nCMD java -jar a.jar", ""],
  ["FROM eclipse-temurin:23\nCMD java -jar a.jar", ""],
  ["FROM eclipse-temurin:21\nCMD jshell", ""],
  [
    "FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish\nCMD dotnet a.dll",
    "base mcr.microsoft.com/dotnet/sdk",
  ],
  ["FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet build\nCMD dotnet run", ""],
  [`FROM node:22\nRUN npm ci\n${run}`, ""],
  [`${built}FROM node:22\nCOPY --from=build /a /a\n${run}`, "base node"],
  [`${built}FROM node:22\nCOPY --from=build /a /a\nRUN npm ci\n${run}`, ""],
  [`${built}FROM node:22-slim\nCOPY --from=build /a /a\n${run}`, ""],
  // Images to work in
  [`FROM golang AS dev\nRUN go build -o /run\n${run}`, ""],
  ["FROM golang\nRUN go build -o /run\nCMD bash", ""],
  [
    `FROM php:8-fpm\nRUN apt-get install libpng-dev gcc && docker-php-ext-install gd && composer install\n${run}`,
    "",
  ],
];

test.each(files)("%j", (text, expected) => {
  expect(toolsIn(text)).toBe(expected);
});
