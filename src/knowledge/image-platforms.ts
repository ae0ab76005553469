/** Images whose name says for which platform they are; most names stand for one image a platform. */
import { baseImage, type ImageName } from "./base-images.ts";

/** Parts that the name leaves open are `null`. */
export interface ImagePlatform {
  readonly system: "linux" | "windows";
  readonly architecture: string | null;
  /** The same image under the name that all platforms share; `null` where it is not certain that there is one. */
  readonly shared: string | null;
}

/**
 * Docker's own accounts for the official images of one platform, and what they are in the words of the builder.
 * Source: docker-library/official-images README.md, "Architectures other than amd64?" (read 2026-11).
 */
const accounts: Readonly<Record<string, string>> = {
  amd64: "linux/amd64",
  arm32v5: "linux/arm",
  arm32v6: "linux/arm",
  arm32v7: "linux/arm",
  arm64v8: "linux/arm64",
  i386: "linux/386",
  mips64le: "linux/mips64le",
  ppc64le: "linux/ppc64le",
  riscv64: "linux/riscv64",
  s390x: "linux/s390x",
  winamd64: "windows/amd64",
};

/** Publishers who say the architecture at the end of a tag, and how they spell it. */
const tagEndings: readonly {
  readonly names: RegExp;
  readonly endings: Readonly<Record<string, string>>;
  /** Where it can be read. */
  readonly source: string;
}[] = [
  {
    names: /^mcr\.microsoft\.com\/dotnet\//,
    endings: { amd64: "amd64", arm32v7: "arm", arm64v8: "arm64" },
    source: "dotnet/dotnet-docker README.runtime.md, tags of each architecture (read 2026-11)",
  },
  {
    names: /^gcr\.io\/distroless\//,
    endings: {
      amd64: "amd64",
      arm: "arm",
      arm64: "arm64",
      ppc64le: "ppc64le",
      riscv64: "riscv64",
      s390x: "s390x",
    },
    source: "GoogleContainerTools/distroless README.md, architecture suffixes (read 2026-11)",
  },
];

/** `null` for an image whose name does not say it. */
export function imagePlatform(image: ImageName): ImagePlatform | null {
  const { familiarName, tag } = image;
  const [account = "", name, ...more] = familiarName.split("/");
  if (name !== undefined && more.length === 0 && Object.hasOwn(accounts, account)) {
    const [system, architecture] = accounts[account]!.split("/") as ["linux" | "windows", string];
    return { system, architecture, shared: tag === null ? name : `${name}:${tag}` };
  }
  if (baseImage(image).distribution === "windows")
    return { system: "windows", architecture: null, shared: null };
  if (tag === null) return null;
  const row = tagEndings.find(({ names }) => names.test(familiarName));
  const dash = tag.lastIndexOf("-");
  const ending = tag.slice(dash + 1);
  if (row === undefined || dash === -1 || !Object.hasOwn(row.endings, ending)) return null;
  return {
    system: "linux",
    architecture: row.endings[ending]!,
    shared: `${familiarName}:${tag.slice(0, dash)}`,
  };
}
