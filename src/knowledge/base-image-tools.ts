/**
 * What well-known images are for, what they carry that only a build needs, and what to run the result on.
 *
 * Read in the images' own repositories (2026-11): groovy, gradle and jetty. All other rows are common knowledge of these images,
 * kept conservative and not looked up for this table. Where to do so: docker-library/docs, dotnet/dotnet-docker,
 * carlossg/docker-maven, adoptium/containers and the images' Dockerfiles.
 */
export interface ImageKind {
  /** Names as people write them, without a mirror's prefix; `*` at the end stands for any rest. */
  readonly names: readonly string[];
  /** Which tags it holds for; all without it. An image without tag has the tag `latest`. */
  readonly tags?: RegExp;
  /** What its programs are written in; `null` for an operating system or a server. */
  readonly language: ImageLanguage | null;
  /** What only a build needs. */
  readonly buildTools: readonly string[];
  /** Whether building is what it is there for: no one runs a finished program on it. */
  readonly isBuilder: boolean;
  /** Images to run the result on; the first that fits the tag is the one. Empty where none is certain. */
  readonly runtimes: readonly Runtime[];
}

export interface Runtime {
  /** Which tags it stands in for; all without it. */
  readonly tags?: RegExp;
  /** With `$<name>` for the named groups of `tags`. */
  readonly image: string;
}

export type ImageLanguage =
  | "c"
  | "dart"
  | "dotnet"
  | "elixir"
  | "go"
  | "haskell"
  | "java"
  | "node"
  | "perl"
  | "php"
  | "python"
  | "ruby"
  | "rust"
  | "swift";

const names = (text: string): string[] => text.split(/\s+/);

/** Variants that do not rest on buildpack-deps, which brings gcc, make and headers along. */
const smallVariant = /slim|alpine|windowsservercore|nanoserver|distroless/;
const fullVariant = new RegExp(`^(?!.*(?:${smallVariant.source}))`);
const compilers = ["gcc", "make", "development headers"];

/** The suite that a tag names, for a Debian without anything on it. */
const debianOfTag: readonly Runtime[] = [
  { tags: /\b(?<suite>bullseye|bookworm|trixie)\b/, image: "debian:$<suite>-slim" },
  { tags: /alpine(?<version>\d+\.\d+)/, image: "alpine:$<version>" },
  { tags: /alpine/, image: "alpine" },
  { image: "debian:stable-slim" },
];

/** Versions for which there is a runtime without the JDK: those with long support. */
const java = "(?<java>8|11|17|21|25)(?!\\d)";

const jreOf = (versionInTag: string): readonly Runtime[] => [
  { tags: new RegExp(`${versionInTag}.*alpine`), image: "eclipse-temurin:$<java>-jre-alpine" },
  { tags: new RegExp(versionInTag), image: "eclipse-temurin:$<java>-jre" },
];

/** The Java that a tag of a build tool names: `3.9-eclipse-temurin-21`, `jdk17-alpine`, `8.5-jdk-21`. */
const javaOfBuildTool = jreOf(`(?:temurin|corretto|jdk|zulu|liberica|semeru|sapmachine|graalvm)-?${java}`);

/** The Java that starts a tag: `21`, `17-jdk-alpine`, `11.0.20_8-jdk`, `8u342`. */
const javaOfJdk = jreOf(`^${java}`);

/** The slim variants of images that rest on Debian: the suite comes last. */
const slimOf = (name: string): readonly Runtime[] => [
  { tags: /^latest$/, image: `${name}:slim` },
  { tags: /^(?<version>[\d.]+)$/, image: `${name}:$<version>-slim` },
  {
    tags: /^(?<version>[\d.]+)-(?<suite>bullseye|bookworm|trixie)$/,
    image: `${name}:$<version>-slim-$<suite>`,
  },
];

/** The first row that fits decides. */
export const imageKinds: readonly ImageKind[] = [
  {
    names: names("golang"),
    language: "go",
    buildTools: ["the Go toolchain"],
    isBuilder: true,
    runtimes: [{ tags: /alpine/, image: "alpine" }, { image: "gcr.io/distroless/static-debian12:nonroot" }],
  },
  {
    names: names("rust"),
    language: "rust",
    buildTools: ["the Rust toolchain", "gcc"],
    isBuilder: true,
    runtimes: debianOfTag,
  },
  {
    names: names("gcc"),
    language: "c",
    buildTools: ["gcc", "make"],
    isBuilder: true,
    runtimes: [{ image: "debian:stable-slim" }],
  },
  {
    names: names("buildpack-deps"),
    tags: /^(?!.*(?:curl|scm))/,
    language: null,
    buildTools: compilers,
    isBuilder: true,
    runtimes: debianOfTag,
  },
  {
    names: names("haskell"),
    language: "haskell",
    buildTools: ["GHC", "Cabal", "Stack"],
    isBuilder: true,
    runtimes: [{ image: "debian:stable-slim" }],
  },
  {
    names: names("dart"),
    language: "dart",
    buildTools: ["the Dart SDK"],
    isBuilder: true,
    runtimes: [{ image: "scratch" }],
  },
  {
    names: names("swift"),
    tags: /^(?!.*slim)/,
    language: "swift",
    buildTools: ["the Swift toolchain"],
    isBuilder: true,
    runtimes: [{ tags: /^(?<version>\d[\w.-]*)$/, image: "swift:$<version>-slim" }],
  },
  { names: names("swift"), language: "swift", buildTools: [], isBuilder: false, runtimes: [] },
  {
    names: names("maven"),
    language: "java",
    buildTools: ["Maven", "a JDK"],
    isBuilder: true,
    runtimes: javaOfBuildTool,
  },
  {
    names: names("gradle"),
    language: "java",
    buildTools: ["Gradle", "a JDK"],
    isBuilder: true,
    runtimes: javaOfBuildTool,
  },
  {
    names: names("sbtscala/scala-sbt"),
    language: "java",
    buildTools: ["sbt", "a JDK"],
    isBuilder: true,
    runtimes: javaOfBuildTool,
  },
  {
    names: names("clojure"),
    language: "java",
    buildTools: ["the Clojure tools", "a JDK"],
    isBuilder: true,
    runtimes: javaOfBuildTool,
  },
  {
    names: names("eclipse-temurin openjdk ibm-semeru-runtimes"),
    tags: /jre/,
    language: "java",
    buildTools: [],
    isBuilder: false,
    runtimes: [],
  },
  {
    names: names("amazoncorretto"),
    tags: /headless|jre/,
    language: "java",
    buildTools: [],
    isBuilder: false,
    runtimes: [],
  },
  {
    names: names("eclipse-temurin openjdk amazoncorretto ibm-semeru-runtimes sapmachine"),
    language: "java",
    buildTools: ["a JDK"],
    isBuilder: false,
    runtimes: javaOfJdk,
  },
  ...["mcr.microsoft.com/dotnet/", "mcr.microsoft.com/dotnet/nightly/"].map(
    (prefix): ImageKind => ({
      names: [`${prefix}sdk`],
      language: "dotnet",
      buildTools: ["the .NET SDK"],
      isBuilder: true,
      runtimes: [
        {
          tags: /^(?<tag>\d+\.\d+(?:-(?:alpine|bookworm-slim|jammy|noble)[\d.]*)?)$/,
          image: `${prefix}aspnet:$<tag>`,
        },
        { image: `${prefix}aspnet` },
      ],
    }),
  ),
  {
    names: names("mcr.microsoft.com/dotnet/*"),
    language: "dotnet",
    buildTools: [],
    isBuilder: false,
    runtimes: [],
  },
  {
    names: names("node"),
    tags: fullVariant,
    language: "node",
    buildTools: compilers,
    isBuilder: false,
    runtimes: [
      { tags: /^latest$/, image: "node:slim" },
      { tags: /^(?<tag>[\w.-]+)$/, image: "node:$<tag>-slim" },
    ],
  },
  ...(["python", "ruby", "perl", "pypy"] as const).map(
    (name): ImageKind => ({
      names: [name],
      tags: fullVariant,
      language: name === "pypy" ? "python" : name,
      buildTools: compilers,
      isBuilder: false,
      runtimes: slimOf(name),
    }),
  ),
  {
    names: names("elixir erlang"),
    tags: fullVariant,
    language: "elixir",
    buildTools: compilers,
    isBuilder: false,
    runtimes: [{ image: "debian:stable-slim" }],
  },
  {
    names: names("node oven/bun denoland/deno"),
    language: "node",
    buildTools: [],
    isBuilder: false,
    runtimes: [],
  },
  {
    names: names("python pypy ghcr.io/astral-sh/uv"),
    language: "python",
    buildTools: [],
    isBuilder: false,
    runtimes: [],
  },
  { names: names("ruby"), language: "ruby", buildTools: [], isBuilder: false, runtimes: [] },
  { names: names("perl"), language: "perl", buildTools: [], isBuilder: false, runtimes: [] },
  {
    names: names("elixir erlang hexpm/elixir hexpm/erlang"),
    language: "elixir",
    buildTools: [],
    isBuilder: false,
    runtimes: [],
  },
  // The Debian variants carry gcc for `docker-php-ext-install`; there is no official image without it.
  { names: names("php"), language: "php", buildTools: [], isBuilder: false, runtimes: [] },
  {
    names: names("composer"),
    language: "php",
    buildTools: ["Composer"],
    isBuilder: true,
    runtimes: [{ image: "php" }],
  },
  { names: names("tomcat jetty tomee"), language: "java", buildTools: [], isBuilder: false, runtimes: [] },
];
