/**
 * About how many megabytes an image is to pull (compressed, linux/amd64). Only the class matters: a factor of two is a factor of two
 * in a number that is known within a factor of four. Source: tag pages of Docker Hub and of the vendors' registries, read from
 * memory, 2026-11: judgement.
 */
export interface ImageSize {
  /** The repository as people write it, or the last part of it. */
  readonly name: RegExp;
  /** `null` for any tag. */
  readonly tag: RegExp | null;
  readonly megabytes: number;
}

/** A size of the table may be this many times as large, or as small: judgement, as the table. */
export const imageSizeFactor = 2;

const alpine = /alpine/;
const slim = /slim/;
const size = (name: RegExp, megabytes: number, tag: RegExp | null = null): ImageSize => ({
  name,
  tag,
  megabytes,
});

/** The first row that fits counts. */
export const imageSizes: readonly ImageSize[] = [
  size(/(^|\/)(alpine|busybox)$/, 4),
  size(/distroless\/(static|base)/, 5),
  size(/distroless\/nodejs/, 50),
  size(/distroless\//, 35),
  size(/(^|\/)wolfi-base$/, 8),
  size(/cgr\.dev\/chainguard\//, 25),
  size(/(^|\/)hello-world$/, 1),
  size(/(^|\/)node$/, 50, alpine),
  size(/(^|\/)node$/, 75, slim),
  size(/(^|\/)node$/, 390),
  size(/(^|\/)(bun|deno)$/, 45, alpine),
  size(/(^|\/)(bun|deno)$/, 80),
  size(/(^|\/)python$/, 20, alpine),
  size(/(^|\/)python$/, 45, slim),
  size(/(^|\/)python$/, 370),
  size(/astral-sh\/uv$/, 60),
  size(/(^|\/)golang$/, 80, alpine),
  size(/(^|\/)golang$/, 300),
  size(/(^|\/)rust$/, 290, /alpine|slim/),
  size(/(^|\/)rust$/, 550),
  size(/cargo-chef$/, 560),
  size(/(^|\/)ruby$/, 75, /alpine|slim/),
  size(/(^|\/)ruby$/, 370),
  size(/(^|\/)php$/, 45, alpine),
  size(/(^|\/)php$/, 170),
  size(/(^|\/)composer$/, 65),
  size(/(^|\/)(eclipse-temurin|openjdk|amazoncorretto|sapmachine|ibm-semeru-runtimes)$/, 75, /jre/),
  size(/(^|\/)(eclipse-temurin|openjdk|amazoncorretto|sapmachine|ibm-semeru-runtimes)$/, 200),
  size(/(^|\/)(maven|gradle)$/, 280),
  size(/dotnet\/sdk$/, 280),
  size(/dotnet\/(aspnet|runtime|runtime-deps|monitor)$/, 75),
  size(/dotnet\/framework/, 2500),
  size(/windows\/(servercore|server)/, 2000),
  size(/windows\/nanoserver/, 110),
  size(/(^|\/)elixir$/, 60, /alpine|slim/),
  size(/(^|\/)(elixir|erlang)$/, 350),
  size(/(^|\/)haskell$/, 900),
  size(/(^|\/)swift$/, 90, slim),
  size(/(^|\/)swift$/, 1000),
  size(/(^|\/)(gcc)$/, 480),
  size(/(^|\/)buildpack-deps$/, 320),
  size(/(^|\/)nginx(-unprivileged)?$/, 20, alpine),
  size(/(^|\/)nginx(-unprivileged)?$/, 70),
  size(/(^|\/)(httpd|caddy|traefik|haproxy)$/, 30),
  size(/(^|\/)(redis|memcached)$/, 40),
  size(/(^|\/)(postgres|mysql|mariadb|mongo)$/, 150),
  size(/(^|\/)debian$/, 28, slim),
  size(/(^|\/)debian$/, 48),
  size(/(^|\/)ubuntu$/, 29),
  size(/(^|\/)(fedora|centos|rockylinux|almalinux|oraclelinux|amazonlinux)$/, 65),
  size(/ubi\d*(-|\/ubi-)?(minimal|micro)/, 38),
  size(/(^|\/)ubi\d*(\/ubi)?$/, 78),
  size(/nvidia\/cuda$/, 90, /base/),
  size(/nvidia\/cuda$/, 1300, /runtime/),
  size(/nvidia\/cuda$/, 4000),
  size(/(^|\/)pytorch$/, 3500),
  size(/(^|\/)tensorflow$/, 2500, /gpu/),
  size(/(^|\/)tensorflow$/, 600),
  size(/(^|\/)(miniconda3?|anaconda3?|mambaforge|miniforge3)$/, 250),
  size(/(^|\/)micromamba$/, 40),
  size(/jupyter\//, 1000),
  size(/playwright/, 800),
  size(/cypress\//, 900),
];

/** Megabytes of an image by its repository and tag; `null` when the table has no row for it. */
export function imageMegabytes(name: string, tag: string | null): number | null {
  return (
    imageSizes.find((row) => row.name.test(name) && (row.tag?.test(tag ?? "") ?? true))?.megabytes ?? null
  );
}
