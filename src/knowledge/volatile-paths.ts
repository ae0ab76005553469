/** Files of an image that two builds of the same Dockerfile have otherwise, and in which an image is not compared; each with the reason. */
export interface VolatilePath {
  /** Of paths without a leading `/`. */
  readonly path: RegExp;
  readonly reason: string;
}

/**
 * As few as can be. Source: two builds without cache of the same Dockerfile, compared on Debian, for each of the package managers here
 * (`npm run check:fixes`, 2026-11).
 */
export const volatilePaths: readonly VolatilePath[] = [
  { path: /^(?:proc|sys|dev)(?:\/|$)/, reason: "file systems of the kernel" },
  {
    path: /^(?:\.dockerenv|etc\/(?:hostname|hosts|resolv\.conf|mtab))$/,
    reason: "made by the engine for a container",
  },
  {
    path: /^var\/log\/(?:apt|dpkg\.log|alternatives\.log|bootstrap\.log|faillog|lastlog)/,
    reason: "logs with times",
  },
  {
    path: /^var\/cache\/(?:apt|debconf|ldconfig|apk|dnf|man)(?:\/|$)/,
    reason: "caches of the system's package manager",
  },
  {
    path: /^var\/lib\/apt\/(?:lists|extended_states)/,
    reason: "package lists, which a cache mount keeps out of the image",
  },
  {
    path: /^var\/lib\/dpkg\/(?:status-old|available|diversions-old|statoverride-old|lock|lock-frontend)/,
    reason: "copies that dpkg keeps of what was before",
  },
  {
    path: /^etc\/(?:passwd|group|shadow|gshadow|subuid|subgid)-$/,
    reason: "copies that useradd keeps of what was before",
  },
  {
    path: /^(?:root|home\/[^/]+)\/(?:\.npm|\.cache|\.yarn\/(?:berry\/)?cache|\.local\/share\/pnpm|\.composer\/cache|\.bundle\/cache|\.node-gyp|go\/pkg)(?:\/|$)/,
    reason: "download caches of users",
  },
  {
    path: /^(?:root|home\/[^/]+)\/\.local(?:\/share|\/state)?$/,
    reason: "folders around download caches: a mount makes them, and takes them away",
  },
  { path: /^(?:root|home\/[^/]+)\/\.local\/state\/pnpm\//, reason: "when pnpm last looked for a newer pnpm" },
  { path: /^usr\/local\/share\/\.cache(?:\/|$)/, reason: "download cache of Yarn for root" },
  { path: /^(?:go\/pkg|root\/go)(?:\/|$)/, reason: "module cache of Go" },
  {
    path: /^tmp\/(?:v8-compile-cache|node-compile-cache|npm-|yarn--|pip-|\.?composer|go-build)/,
    reason: "left behind by tools",
  },
  { path: /(?:^|\/)__pycache__\//, reason: "compiled Python, which holds the time of its source" },
  {
    path: /(?:^|\/)node_modules\/\.(?:package-lock\.json|yarn-integrity|modules\.yaml|pnpm-workspace-state.*|cache\/.*)$/,
    reason: "bookkeeping of installs, with times and places of the cache",
  },
];
