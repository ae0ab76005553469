/**
 * Commands that write a credential into a file, and files that programs read credentials from. Sources: the manuals of the named programs
 * (read 2026-11).
 */
export interface CredentialCommand {
  readonly programs: readonly string[];
  /** The first operands. */
  readonly verbs: readonly string[];
  /** What one of the words after them has to look like; `null` when the command is about nothing but a credential. */
  readonly setting: RegExp | null;
  /** Where it is written to, as people call it. */
  readonly file: string;
  /** What takes it out again: the operands after the program. */
  readonly undo: readonly string[];
}

const npmSetting = /_authToken|_auth\b|:_password/;

export const credentialCommands: readonly CredentialCommand[] = [
  {
    programs: ["npm", "pnpm"],
    verbs: ["config", "set"],
    setting: npmSetting,
    file: "~/.npmrc",
    undo: ["config", "delete"],
  },
  {
    programs: ["npm", "pnpm"],
    verbs: ["set"],
    setting: npmSetting,
    file: "~/.npmrc",
    undo: ["config", "delete"],
  },
  {
    programs: ["yarn"],
    verbs: ["config", "set"],
    setting: /npmAuth(?:Token|Ident)|_authToken/,
    file: "~/.yarnrc.yml",
    undo: ["config", "unset"],
  },
  {
    programs: ["aws"],
    verbs: ["configure", "set"],
    setting: /aws_secret_access_key|aws_session_token/,
    file: "~/.aws/credentials",
    undo: [],
  },
  {
    programs: ["git"],
    verbs: ["config"],
    setting: /^(?:url\.)?https?:\/\/.*@/,
    file: "~/.gitconfig",
    undo: ["config", "--global", "--unset"],
  },
  {
    programs: ["pip", "pip3"],
    verbs: ["config", "set"],
    setting: /^https?:\/\/.*@/,
    file: "~/.config/pip/pip.conf",
    undo: ["config", "unset"],
  },
  {
    programs: ["poetry"],
    verbs: ["config"],
    setting: /^(?:http-basic|pypi-token)\./,
    file: "~/.config/pypoetry/auth.toml",
    undo: ["config", "--unset"],
  },
  {
    programs: ["composer"],
    verbs: ["config"],
    setting: /^(?:github-oauth|gitlab-token|gitlab-oauth|http-basic|bearer|bitbucket-oauth)\./,
    file: "auth.json",
    undo: ["config", "--unset"],
  },
  {
    programs: ["cargo"],
    verbs: ["login"],
    setting: null,
    file: "~/.cargo/credentials.toml",
    undo: ["logout"],
  },
  {
    programs: ["gcloud"],
    verbs: ["auth", "activate-service-account"],
    setting: null,
    file: "~/.config/gcloud",
    undo: ["auth", "revoke"],
  },
  { programs: ["az"], verbs: ["login"], setting: null, file: "~/.azure", undo: ["logout"] },
  {
    programs: ["doctl"],
    verbs: ["auth", "init"],
    setting: null,
    file: "~/.config/doctl",
    undo: ["auth", "remove"],
  },
  { programs: ["docker"], verbs: ["login"], setting: null, file: "~/.docker/config.json", undo: ["logout"] },
];

/** Ends of paths of files that hold credentials and little else. */
const credentialFiles =
  /(?:^|\/)(?:\.npmrc|\.yarnrc\.yml|\.netrc|_netrc|\.git-credentials|\.pypirc|pip\.conf|\.pgpass|id_(?:rsa|dsa|ecdsa|ed25519)|\.aws\/credentials|\.docker\/config\.json|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.m2\/settings\.xml|\.composer\/auth\.json|auth\.json|NuGet\.Config)$/i;

/** Whether programs read credentials from a file of this path. */
export function isCredentialFile(path: string): boolean {
  return credentialFiles.test(path);
}

/** Files that are credentials, whatever is in them. */
const certainFiles =
  /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.git-credentials|\.pypirc|\.aws\/credentials)$/;

/** Whether a file of the context is a credential by its name alone. */
export function isCertainCredentialFile(path: string): boolean {
  return certainFiles.test(path) && !/(?:^|\/)(?:tests?|fixtures?|examples?|samples?)\//i.test(path);
}
