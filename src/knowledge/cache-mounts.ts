/**
 * Where a cache mount helps an install, and what to know before adding one.
 * Source: the managers' documentation (rows of `package-managers.ts`), https://docs.docker.com/build/cache/optimize/ and the
 * Dockerfiles of the official images; list as of 2026-11-21.
 */
export interface CacheMountUse {
  /**
   * `install`: what was downloaded is unpacked elsewhere, so other steps never look at the cache. `manager`: later calls of the manager read
   * it too, so all of them have to mount it. `builds`: so do tools and scripts that call the manager unseen.
   */
  readonly readBy: "install" | "manager" | "builds";
  /** Images in which the cache is where the table says, by their names; any image when left out. */
  readonly images?: RegExp;
  /** Variables that say where it is; one of them will do in place of such an image. */
  readonly variables?: readonly string[];
  /** What else to do, as the end of a sentence. */
  readonly note?: string;
  /** Words after the program that do nothing but empty the cache, so that a mount makes them pointless. */
  readonly cleanUps?: readonly string[];
}

/**
 * By manager. Left out on purpose: system packages (official Debian images empty the cache, dnf and apk keep none by default; such a
 * step is better moved above what changes), Bundler and gem (the place depends on the version of Ruby), conda (the base packages
 * lie in the same place).
 */
export const cacheMountUses: Readonly<Record<string, CacheMountUse>> = {
  npm: { readBy: "install", cleanUps: ["cache clean"] },
  yarn: { readBy: "install", cleanUps: ["cache clean"] },
  pnpm: { readBy: "manager" },
  bun: { readBy: "install" },
  pip: { readBy: "install", cleanUps: ["cache purge"] },
  uv: { readBy: "install", note: "set `UV_LINK_MODE=copy`, since links don't reach out of the mount" },
  poetry: { readBy: "install" },
  pipenv: { readBy: "install" },
  composer: { readBy: "install", cleanUps: ["clear-cache", "clearcache", "cc"] },
  mix: { readBy: "install" },
  go: { readBy: "builds", images: /(^|\/)golang$/, variables: ["GOPATH", "GOMODCACHE"] },
  cargo: {
    readBy: "builds",
    images: /(^|\/)(rust|cargo-chef)$/,
    variables: ["CARGO_HOME"],
  },
  maven: { readBy: "builds" },
  gradle: { readBy: "builds" },
  sbt: { readBy: "builds" },
  dotnet: { readBy: "builds" },
  stack: { readBy: "builds" },
};
