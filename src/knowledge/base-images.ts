/** Looks up what is known of a base image: its user, its tools, its system. Tables: `base-image-users.ts`, `base-image-tools.ts`. */
import { type ImageLanguage, imageKinds } from "./base-image-tools.ts";
import { imageUsers } from "./base-image-users.ts";

export interface BaseImage {
  /** The name without a mirror's or a platform's prefix: `node` for `public.ecr.aws/docker/library/node` and `arm64v8/node`. */
  readonly name: string;
  /** As whom it runs: `entrypoint` where its own entrypoint gives up root; `null` where that is not known. */
  readonly runsAs: "root" | "user" | "entrypoint" | null;
  readonly language: ImageLanguage | null;
  /** What it carries that only a build needs, as words of a sentence; empty when nothing is known. */
  readonly buildTools: readonly string[];
  /** Whether building is what it is there for. */
  readonly isBuilder: boolean;
  /** An image to run the result on, without the tools; `null` where none is certain. */
  readonly runtime: string | null;
  /** A variant that its publisher made small. */
  readonly isSlim: boolean;
  readonly distribution: Distribution | null;
}

export type Distribution =
  | "alpine"
  | "amazon"
  | "arch"
  | "debian"
  | "distroless"
  | "fedora"
  | "redhat"
  | "suse"
  | "ubuntu"
  | "windows"
  | "wolfi";

/** The parts of an image's name that the tables look at. */
export interface ImageName {
  /** The repository as people write it: `node`, `ghcr.io/owner/name`. */
  readonly familiarName: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const known = new WeakMap<ImageName, BaseImage>();

/** What is known of an image. A digest without tag says nothing about the variant. Steps ask for that of their stage time and again. */
export function baseImage(image: ImageName): BaseImage {
  let found = known.get(image);
  if (found === undefined) {
    found = readName(image);
    known.set(image, found);
  }
  return found;
}

function readName(image: ImageName): BaseImage {
  const name = image.familiarName.replace(mirrors, "");
  const tag = image.tag ?? (image.digest === null ? "latest" : null);
  const distribution = distributionOf(name, tag);
  const user = distribution === "windows" ? null : firstFitting(imageUsers, name, tag);
  const kind = distribution === "windows" ? null : firstFitting(imageKinds, name, tag);
  const runtime = kind?.runtimes.find(({ tags }) => tags === undefined || (tag !== null && tags.test(tag)));
  return {
    name,
    runsAs: user?.runsAs ?? null,
    language: kind?.language ?? null,
    buildTools: kind?.buildTools ?? [],
    isBuilder: kind?.isBuilder ?? false,
    runtime: runtime === undefined ? null : withGroups(runtime.image, runtime.tags, tag),
    isSlim: tag !== null && /(?:^|-)(?:slim|alpine|chiseled|distroless|minimal)/.test(tag),
    distribution,
  };
}

/**
 * Docker's official images under other names: copies elsewhere, other names of Docker Hub, those for a single platform.
 * Source: docs of Amazon ECR Public and of mirror.gcr.io, docker-library/official-images README.md (read 2026-11).
 */
const mirrors =
  /^(?:public\.ecr\.aws\/docker\/library\/|mirror\.gcr\.io\/(?:library\/)?|registry(?:\.hub)?\.docker\.com\/(?:library\/)?|registry-1\.docker\.io\/(?:library\/)?|(?:amd64|arm32v[567]|arm64v8|i386|mips64le|ppc64le|riscv64|s390x)\/(?=[^/]*$))/;

interface Row {
  readonly names: readonly string[];
  readonly tags?: RegExp;
}

/** The first row that fits; `null` when a row would have to see a tag that is not known. */
function firstFitting<T extends Row>(rows: readonly T[], name: string, tag: string | null): T | null {
  for (const row of rows) {
    if (!row.names.some((pattern) => fits(pattern, name))) continue;
    if (row.tags === undefined) return row;
    if (tag === null) return null;
    if (row.tags.test(tag)) return row;
  }
  return null;
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function withGroups(image: string, tags: RegExp | undefined, tag: string | null): string {
  const groups = tags?.exec(tag ?? "")?.groups ?? {};
  return image.replace(/\$<(\w+)>/g, (_, group: string) => groups[group] ?? "");
}

/** What a tag says of the system below, in the order of trust. Suites: wiki.debian.org, wiki.ubuntu.com (read 2026-11). */
const distributionsByTag: readonly (readonly [RegExp, Distribution])[] = [
  [/windowsservercore|nanoserver|ltsc20\d\d/, "windows"],
  [/chiseled|distroless/, "distroless"],
  [/alpine/, "alpine"],
  [/\b(?:stretch|buster|bullseye|bookworm|trixie|forky|sid)\b|debian/, "debian"],
  [/\b(?:bionic|focal|jammy|noble)\b|ubuntu/, "ubuntu"],
  [/\bubi\d*\b/, "redhat"],
  [/\bal20\d\d\b|\bal2\b|amazonlinux/, "amazon"],
];

/** What a name says where the tag does not. */
const distributionsByName: readonly (readonly [RegExp, Distribution])[] = [
  [/^mcr\.microsoft\.com\/(?:windows|dotnet\/framework)\b/, "windows"],
  [/^(?:microsoft\/(?:aspnet|dotnet-framework|iis|nanoserver|windowsservercore)$|winamd64\/)/, "windows"],
  [/^gcr\.io\/distroless\/|^cgr\.dev\/chainguard\/static$/, "distroless"],
  [/^cgr\.dev\/chainguard\//, "wolfi"],
  [/^(?:alpine|caddy|composer|docker|registry|traefik)$/, "alpine"],
  [
    /^(?:debian|buildpack-deps|elixir|erlang|gcc|golang|haproxy|haskell|httpd|mariadb|memcached|nginx|node|perl|php|postgres|pypy|python|r-base|redis|ruby|rust)$/,
    "debian",
  ],
  [/^(?:ubuntu|eclipse-temurin|nvidia\/cuda|mcr\.microsoft\.com\/playwright(?:\/.*)?)$/, "ubuntu"],
  [/^registry\.(?:access\.)?redhat\.(?:com|io)\/ubi\d+/, "redhat"],
  [
    /^(?:almalinux|centos|oraclelinux|rockylinux|rockylinux\/rockylinux|quay\.io\/(?:centos|rockylinux)\/.*)$/,
    "redhat",
  ],
  [/^(?:fedora|quay\.io\/fedora\/fedora)$/, "fedora"],
  [/^(?:amazonlinux|amazoncorretto|public\.ecr\.aws\/amazonlinux\/amazonlinux)$/, "amazon"],
  [/^archlinux$/, "arch"],
  [/^opensuse\//, "suse"],
];

function distributionOf(name: string, tag: string | null): Distribution | null {
  const byTag = tag === null ? undefined : distributionsByTag.find(([pattern]) => pattern.test(tag));
  if (byTag !== undefined) return byTag[1];
  const byName = distributionsByName.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  // Without its tag an image that comes in several systems could be any of them.
  return tag === null && byName === "debian" && name !== "debian" ? null : byName;
}

const rolling =
  /^(?:(?:registry\.opensuse\.org\/)?opensuse\/tumbleweed|archlinux(?:\/archlinux)?|kalilinux\/kali-rolling|gentoo\/[\w-]+|(?:ghcr\.io\/)?void-?linux\/[\w-]+)$/;

/**
 * Whether an image is a distribution without versions: `latest` is its only tag, or the others name days and can't install anything soon after.
 * Source: the images' pages on Docker Hub; 2026-11.
 */
export function isRolling(name: string): boolean {
  return rolling.test(name);
}
