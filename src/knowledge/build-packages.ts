/**
 * Packages of operating systems that only a build needs.
 * Source: packages.debian.org, pkgs.alpinelinux.org, packages.fedoraproject.org (read 2026-11).
 */
export type BuildPackage =
  /** Compilers and what drives them. */
  | "tool"
  /** Headers, and links for the linker. */
  | "headers";

const tools: ReadonlySet<string> = new Set(
  `build-essential build-base alpine-sdk base-devel gcc g++ gcc-c++ clang llvm make cmake automake autoconf libtool ninja ninja-build
  meson bison flex nasm yasm binutils dpkg-dev ant maven gradle sbt default-jdk default-jdk-headless cargo rust
  rustc golang golang-go go ghc swig protobuf-compiler @development-tools development-tools node-gyp`.split(
    /\s+/,
  ),
);

const toolNames =
  /^(?:gcc|g\+\+|clang|llvm|golang)-?[\d.]+$|^openjdk-?\d+(?:-jdk(?:-headless)?)?$|^java-[\d.]+-(?:openjdk|amazon-corretto)-devel$/;

/** What a package is to a build; `null` for one that may be needed when the program runs. */
export function buildPackage(name: string): BuildPackage | null {
  const lower = name.toLowerCase();
  if (tools.has(lower) || toolNames.test(lower)) return "tool";
  return /^(?!apk-).*-(?:dev|devel)$|^linux-headers/.test(lower) ? "headers" : null;
}

/** Programs that build what they start: a container that starts with one of them needs the tools. */
export const buildPrograms: ReadonlySet<string> = new Set(
  `air cabal cargo clj clojure dart gcc go gradle gradlew iex javac jlink jshell lein mix mvn mvnw sbt stack swift`.split(
    " ",
  ),
);

/** Programs other than package managers that compile. */
export const compilerPrograms: ReadonlySet<string> = new Set(
  "make cmake gcc g++ cc c++ clang clang++ ninja meson configure javac rustc ghc".split(" "),
);
