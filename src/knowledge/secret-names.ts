/**
 * Names of variables that hold secrets. Three readings of a name: ours, which asks for a name that says "this is the secret itself", and
 * those of two tools whose findings people know. List as of 2026-11.
 */

/** What the last words of a name have to be. Upper case, words joined by `_`. */
const secretEndings = words(
  `PASSWORD PASSWD PASSPHRASE PASS_PHRASE PWORD SECRET SECRETS TOKEN APIKEY API_KEY API_SECRET SECRET_KEY SECRET_KEY_BASE ACCESS_KEY
   PRIVATE_KEY ENCRYPTION_KEY SIGNING_KEY MASTER_KEY DEPLOY_KEY SSH_KEY AUTH_KEY CREDENTIALS`,
);

/** Words beside which such an ending means something else: a setting, a limit, something that everyone may see. */
const harmlessWords = new Set(
  words(
    `PUBLIC PUBLISHABLE PUB MAX MIN NUM COUNT LENGTH SIZE LIMIT ALLOW DISABLE ENABLE ENABLED REQUIRE REQUIRED SKIP USE USES HAS NO IS
     EMPTY RANDOM STOP BOS EOS PAD CLS SEP MASK SPECIAL`,
  ),
);

/** Last words that say that the value is about a secret, but not the secret. */
const harmlessEndings = new Set(
  words(
    `FILE FILES FILENAME PATH PATHS DIR DIRS DIRECTORY FOLDER LOCATION URL URI ENDPOINT HOST PORT SOCK NAME USERNAME USER LOGIN EMAIL ID IDS
     TYPE VERSION ALGORITHM ALG SIZE LENGTH TTL EXPIRY EXPIRATION EXPIRES LIFETIME TIMEOUT HEADER PREFIX SUFFIX FORMAT SCHEME METHOD
     MODE ENABLED DISABLED REQUIRED PROVIDER ISSUER AUDIENCE ARN REF STORE POLICY FINGERPRINT CACHE SCOPE SCOPES DUMMY SUDO`,
  ),
);

/** Their values end up in what browsers load. Sources: the documentation of Next.js, Vite, Create React App, Expo, Nuxt, Gatsby, Vue CLI. */
const publicPrefixes = /^(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|PUBLIC)_/;

/** Whether a variable of this name holds a secret itself, as far as a name can say so. */
export function isSecretName(name: string): boolean {
  const upper = snakeCase(name);
  if (publicPrefixes.test(upper)) return false;
  const parts = upper.split("_");
  if (parts.some((part) => harmlessWords.has(part))) return false;
  return secretEndings.some((ending) => upper === ending || upper.endsWith(`_${ending}`));
}

/** Whether a name that a tool takes for a secret's says plainly that it is none: a path, a user, a setting. */
export function isHarmlessName(name: string): boolean {
  const upper = snakeCase(name);
  const parts = upper.split("_");
  if (wellKnown.has(upper)) return false;
  return (
    harmlessEndings.has(parts.at(-1) ?? "") ||
    parts.includes("PUBLIC") ||
    // The word is only a part of another, or says who may see the rest.
    !parts.some((part) => telling.test(part))
  );
}

const telling =
  /^(?:.*(?:PASSWORD|PASSWD|PWORD|SECRET|APIKEY)S?|TOKENS?|AUTHTOKEN|ACCESSTOKEN|CREDENTIALS?|AUTH|KEYS?)$/;

/** Source: BuildKit, `linter/ruleset.go` and `dockerfile2llb/convert.go` (read 2026-08): whole words between `_`. */
const buildkitWords = new Set(
  words("APIKEY AUTH CREDENTIAL CREDENTIALS KEY PASSWORD PWORD PASSWD SECRET TOKEN"),
);
const buildkitExceptions = new Set(["PUBLIC", "FILE", "VERSION"]);

/** Whether `docker build --check` takes the name for that of a secret. */
export function isSecretForBuildkit(name: string): boolean {
  const parts = name.toUpperCase().split("_");
  return parts.some((part) => buildkitWords.has(part)) && !parts.some((part) => buildkitExceptions.has(part));
}

/** Source: hadolint's documentation of the check and its behaviour in 2.15.1: anywhere in the name. */
const hadolintParts = /api_key|client_key|password|private|secret|token|username/i;

/** Names of tokens and keys that these words don't find. Source: the documentation of the services (read 2026-11). */
const wellKnown = new Set(words("AWS_ACCESS_KEY_ID AWS_ACCESS_KEY SSH_KEY DEPLOY_KEY"));

/** Whether hadolint takes the name for that of a secret. */
export function isSecretForHadolint(name: string): boolean {
  return hadolintParts.test(name) || wellKnown.has(name.toUpperCase());
}

/** `npmAuthToken`, `npm-auth-token` → `NPM_AUTH_TOKEN`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
