/**
 * How package managers of operating systems upgrade everything that is installed.
 * Sources: apt-get(8), apk(8), dnf(8), zypper(8), pacman(8); 2026-11-21.
 */
export interface SystemUpgrade {
  /** Actions that do so when no packages are named. */
  readonly upgrade: readonly string[];
  /** Actions that may also remove packages, or go to another release of the distribution. */
  readonly release: readonly string[];
}

const dnf: SystemUpgrade = {
  upgrade: ["update", "upgrade", "up", "upgrade-minimal", "update-minimal", "up-min"],
  release: ["distro-sync", "dsync"],
};

/** By the name of the manager. */
export const systemUpgrades: Readonly<Record<string, SystemUpgrade>> = {
  apk: { upgrade: ["upgrade"], release: [] },
  "apt-get": { upgrade: ["upgrade", "safe-upgrade"], release: ["dist-upgrade", "full-upgrade"] },
  dnf,
  microdnf: dnf,
  pacman: { upgrade: ["-Su"], release: [] },
  yum: dnf,
  zypper: { upgrade: ["update", "up", "patch"], release: ["dist-upgrade", "dup"] },
};
