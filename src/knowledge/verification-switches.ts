/**
 * Ways to make programs accept data that nobody vouches for: servers without a valid certificate, packages without a signature.
 * Source: the programs' manual pages; the codes are Checkov's (CKV2_DOCKER_2 to 16, read 2026-11).
 */
export interface VerificationSwitch {
  /** Base names of the programs. */
  readonly programs: readonly string[];
  /** Options that switch it off, with or without value. */
  readonly flags?: readonly string[];
  /** Words in this order, as in `config set strict-ssl false`. */
  readonly words?: RegExp;
  readonly what: "certificates" | "signatures";
  readonly aliases: readonly string[];
}

export const verificationSwitches: readonly VerificationSwitch[] = [
  {
    programs: ["curl"],
    flags: ["-k", "--insecure", "--proxy-insecure"],
    what: "certificates",
    aliases: ["CKV2_DOCKER_2"],
  },
  { programs: ["wget"], flags: ["--no-check-certificate"], what: "certificates", aliases: ["CKV2_DOCKER_3"] },
  {
    programs: ["pip", "pip3", "uv"],
    flags: ["--trusted-host", "--allow-insecure-host"],
    what: "certificates",
    aliases: ["CKV2_DOCKER_4"],
  },
  {
    programs: ["pip", "pip3"],
    words: /\bconfig (?:-\S+ )*set (?:-\S+ )*\w+\.trusted-host \S+/,
    what: "certificates",
    aliases: ["CKV2_DOCKER_4"],
  },
  { programs: ["apk"], flags: ["--allow-untrusted"], what: "signatures", aliases: ["CKV2_DOCKER_7"] },
  {
    programs: ["apt-get", "apt", "aptitude"],
    flags: ["--allow-unauthenticated", "--allow-insecure-repositories"],
    what: "signatures",
    aliases: ["CKV2_DOCKER_8"],
  },
  {
    programs: ["apt-get", "apt", "aptitude"],
    flags: ["--force-yes"],
    what: "signatures",
    aliases: ["CKV2_DOCKER_11"],
  },
  {
    programs: ["yum", "dnf", "tdnf", "microdnf"],
    flags: ["--nogpgcheck", "--no-gpgchecks"],
    what: "signatures",
    aliases: ["CKV2_DOCKER_9"],
  },
  {
    programs: ["zypper"],
    flags: ["--no-gpg-checks", "--no-gpgchecks", "--allow-unsigned-rpm"],
    what: "signatures",
    aliases: [],
  },
  {
    programs: ["rpm"],
    flags: ["--nodigest", "--nosignature", "--noverify", "--nofiledigest"],
    what: "signatures",
    aliases: ["CKV2_DOCKER_10"],
  },
  {
    programs: ["npm", "yarn", "pnpm"],
    words: /\b(?:config )?set (?:-\S+ )*(?:strict-ssl[ =]false|enablestrictssl false)\b/i,
    what: "certificates",
    aliases: ["CKV2_DOCKER_13"],
  },
  {
    programs: ["yum-config-manager", "dnf", "yum", "dnf5"],
    words: /\bsslverify=(?:0|false|no)\b/i,
    what: "certificates",
    aliases: ["CKV2_DOCKER_15"],
  },
  {
    programs: ["git"],
    words: /\bhttp(?:\.\S+)?\.sslverify(?:=| )(?:0|false|no|off)\b/i,
    what: "certificates",
    aliases: [],
  },
  {
    programs: ["conda", "mamba"],
    words: /\bssl_verify (?:0|false|no)\b/i,
    what: "certificates",
    aliases: [],
  },
];

/** Variables that do the same for a program that reads them. */
export interface VerificationVariable {
  /** Upper-cased. */
  readonly name: string;
  /** Values that switch it off, lower-cased; any value but the empty one when left out. */
  readonly values?: readonly string[];
  readonly program: string;
  readonly aliases: readonly string[];
}

export const verificationVariables: readonly VerificationVariable[] = [
  { name: "PYTHONHTTPSVERIFY", values: ["0"], program: "Python", aliases: ["CKV2_DOCKER_5"] },
  { name: "NODE_TLS_REJECT_UNAUTHORIZED", values: ["0"], program: "Node.js", aliases: ["CKV2_DOCKER_6"] },
  { name: "NPM_CONFIG_STRICT_SSL", values: ["false"], program: "npm", aliases: ["CKV2_DOCKER_12"] },
  { name: "GIT_SSL_NO_VERIFY", program: "Git", aliases: ["CKV2_DOCKER_14"] },
  { name: "PIP_TRUSTED_HOST", program: "pip", aliases: ["CKV2_DOCKER_16"] },
];
