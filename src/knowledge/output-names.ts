/**
 * Parts of paths that say: this is made by a build, outside the image, and so need not be there when the file is looked at.
 * Source: output folders of Maven, Gradle, Cargo, npm scripts, .NET, Bazel, CMake, GoReleaser; endings of packages and archives (2026-11).
 */
export const outputNames =
  /^(?:[_.]?(?:artifacts?|assets|bin|binaries|build|builds|bundle|dist|generated|linux|node_modules|obj|out|output|pkg|prebuilt|publish|release|releases|rootfs|target|tmp|vendor)|(?:bazel|cmake-build)-.*)$|\.(?:apk|bin|deb|ear|exe|gz|jar|nupkg|phar|pyz|rpm|so|tar|tgz|war|whl|xz|zip|zst)$|(?:amd64|arm64|x86_64)/i;
