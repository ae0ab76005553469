import { isAptConfiguration, isYumConfiguration } from "./configuration-places.ts";

/**
 * How package managers are kept from asking before they change anything. In a build nobody answers: they read the end of their input,
 * take it for a no and fail.
 *
 * Left out: apk, pip, npm, gem and go never ask.
 * Sources: apt-get(8), yum(8), dnf(8), zypper(8); 2026-11-25.
 */
export interface Confirmation {
  /** Options with which it does not ask: the answer is yes, or no, or nothing is changed. */
  readonly flags: readonly string[];
  /** The same as a setting of the configuration, on the command line and in files. */
  readonly setting: RegExp;
  readonly isPlace: (path: string) => boolean;
  /** What to add, and where. */
  readonly option: string;
  readonly position: "program" | "action";
}

const dnf: Confirmation = {
  flags: ["-y", "--assumeyes", "--assumeno", "--downloadonly"],
  setting: /\bassumeyes\s*=\s*(1|true|yes|on)/i,
  isPlace: isYumConfiguration,
  option: "-y",
  position: "action",
};

/**
 * The microdnf of Red Hat's minimal images takes `-y` and never asks. On Fedora it is another name of dnf5, which does: dnf5.spec provides
 * it since Fedora 38.
 */
export const microdnfConfirmation = dnf;

/** By the name of the manager. */
export const confirmations: Readonly<Record<string, Confirmation>> = {
  "apt-get": {
    flags: [
      ...["-y", "--yes", "--assume-yes", "--assume-no", "--qq", "-h"],
      ...["-s", "--simulate", "--just-print", "--dry-run", "--recon", "--no-act", "--print-uris"],
    ],
    setting: /APT::Get::Assume-Yes[\s"=]+(1|true|yes|on)/i,
    isPlace: isAptConfiguration,
    option: "-y",
    position: "action",
  },
  dnf,
  yum: dnf,
  zypper: {
    flags: ["-n", "--non-interactive", "-y", "--no-confirm", "--dry-run"],
    setting: /^(?!)/,
    isPlace: () => false,
    option: "--non-interactive",
    position: "program",
  },
};
