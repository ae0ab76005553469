/**
 * What keeps a manager's downloads out of a layer, for managers whose cache takes space there.
 *
 * Left out on purpose: pnpm, uv and bun link installed files to their cache, so within one layer it takes next to no space
 * (pnpm.io/faq, docs.astral.sh/uv/reference/settings/#link-mode, bun.sh/docs/install/cache); caches of compilers' managers (go,
 * cargo, Maven …), which no image that ships has a use for at all.
 * Sources: the managers' documentation, see the rows of `package-managers.ts`; 2026-11-21.
 */
export interface CacheRemedy {
  /** What stays in the layer. */
  readonly keeps: "downloads" | "index";
  /** An option of the command itself. */
  readonly flag?: string;
  /** A command at the end of the RUN. */
  readonly cleanUp?: string;
  /** Whether a refresh of the list of packages or an upgrade alone leaves as much. */
  readonly alsoIndex?: boolean;
}

export const cacheRemedies: Readonly<Record<string, CacheRemedy>> = {
  apk: { keeps: "index", flag: "--no-cache", alsoIndex: true },
  bundler: { keeps: "downloads", cleanUp: "rm -rf /usr/local/bundle/cache" },
  composer: { keeps: "downloads", cleanUp: "composer clear-cache" },
  conda: { keeps: "downloads", cleanUp: "conda clean --all --yes" },
  dnf: { keeps: "index", cleanUp: "dnf clean all", alsoIndex: true },
  microdnf: { keeps: "index", cleanUp: "microdnf clean all", alsoIndex: true },
  npm: { keeps: "downloads", cleanUp: "npm cache clean --force" },
  pacman: { keeps: "downloads", cleanUp: "pacman -Scc --noconfirm" },
  pip: { keeps: "downloads", flag: "--no-cache-dir" },
  pipenv: { keeps: "downloads", cleanUp: "rm -rf ~/.cache" },
  poetry: { keeps: "downloads", cleanUp: "rm -rf ~/.cache/pypoetry" },
  yarn: { keeps: "downloads", cleanUp: "yarn cache clean" },
  yum: { keeps: "index", cleanUp: "yum clean all", alsoIndex: true },
  zypper: { keeps: "index", cleanUp: "zypper clean --all", alsoIndex: true },
};

/** The package list of apt, which no option keeps out of a layer. */
export const aptListsCleanUp = "rm -rf /var/lib/apt/lists/*";

/** Tools of a megabyte or two: their download is not worth a line in a Dockerfile. */
export const smallTools: ReadonlySet<string> = new Set(
  "bundler corepack npm pip pipenv pnpm poetry rake setuptools uv virtualenv wheel yarn".split(" "),
);

const rpmInstalls = ["install", "group install", "groups install", "module install"];
const dnfActions = [
  ...rpmInstalls,
  ...["in", "upgrade", "up", "upgrade-minimal", "up-min", "reinstall", "rei"],
];

/**
 * Actions of managers after which hadolint asks for a clean cache (DL3009, DL3019, DL3032, DL3036, DL3040, DL3042, DL3060). It does not
 * know that `yarn` alone installs. Source: hadolint 2.15.1.
 */
export const hadolintActions: Readonly<Record<string, readonly string[]>> = {
  "apt-get": ["update"],
  apk: ["add"],
  dnf: dnfActions,
  microdnf: dnfActions,
  pip: ["install"],
  yarn: ["install", ""],
  yum: rpmInstalls,
  zypper: ["install", "in"],
};
