/**
 * File names that mostly hold secrets and have no place in a build context. Patterns are those of `.dockerignore`
 * without a folder: they are matched against the last part of a path, or against its end where they hold a `/`.
 * Sources: GitHub's gitignore templates, the documentation of the named tools; list as of 2026-11.
 */
export interface SecretFile {
  /** `*` stands for any characters of one path part. */
  readonly pattern: string;
  readonly holds: string;
  /** `certain`: the name says so · `likely`: such files are at times public or empty (`.npmrc`, `*.pem`). */
  readonly confidence: "certain" | "likely";
  readonly source: string;
}

const openssh = "https://man.openbsd.org/ssh-keygen";
const dotenv = "https://github.com/motdotla/dotenv#readme";

export const secretFiles: readonly SecretFile[] = [
  { pattern: ".env", holds: "environment variables", confidence: "certain", source: dotenv },
  { pattern: ".env.*", holds: "environment variables", confidence: "certain", source: dotenv },
  { pattern: "*.env", holds: "environment variables", confidence: "likely", source: dotenv },
  {
    pattern: ".envrc",
    holds: "environment variables",
    confidence: "likely",
    source: "https://direnv.net/man/direnv.1.html",
  },
  { pattern: "id_rsa", holds: "a private SSH key", confidence: "certain", source: openssh },
  { pattern: "id_dsa", holds: "a private SSH key", confidence: "certain", source: openssh },
  { pattern: "id_ecdsa", holds: "a private SSH key", confidence: "certain", source: openssh },
  { pattern: "id_ed25519", holds: "a private SSH key", confidence: "certain", source: openssh },
  {
    pattern: "*.key",
    holds: "a private key",
    confidence: "likely",
    source: "https://docs.openssl.org/master/man1/openssl-pkey/",
  },
  {
    pattern: "*.pem",
    holds: "a private key or certificate",
    confidence: "likely",
    source: "https://www.rfc-editor.org/rfc/rfc7468",
  },
  {
    pattern: "*.p12",
    holds: "a private key and certificate",
    confidence: "certain",
    source: "https://www.rfc-editor.org/rfc/rfc7292",
  },
  {
    pattern: "*.pfx",
    holds: "a private key and certificate",
    confidence: "certain",
    source: "https://www.rfc-editor.org/rfc/rfc7292",
  },
  {
    pattern: "*.jks",
    holds: "a Java key store",
    confidence: "likely",
    source: "https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html",
  },
  {
    pattern: "*.keystore",
    holds: "a Java key store",
    confidence: "likely",
    source: "https://docs.oracle.com/en/java/javase/21/docs/specs/man/keytool.html",
  },
  {
    pattern: "*.ppk",
    holds: "a private SSH key",
    confidence: "certain",
    source: "https://the.earth.li/~sgtatham/putty/latest/htmldoc/",
  },
  {
    pattern: "*.kdbx",
    holds: "a password database",
    confidence: "certain",
    source: "https://keepass.info/help/base/repair.html",
  },
  {
    pattern: ".npmrc",
    holds: "registry tokens, at times",
    confidence: "likely",
    source: "https://docs.npmjs.com/cli/v11/configuring-npm/npmrc",
  },
  {
    pattern: ".pypirc",
    holds: "package index passwords",
    confidence: "certain",
    source: "https://packaging.python.org/en/latest/specifications/pypirc/",
  },
  {
    pattern: ".netrc",
    holds: "passwords of remote hosts",
    confidence: "certain",
    source: "https://everything.curl.dev/usingcurl/netrc.html",
  },
  {
    pattern: "_netrc",
    holds: "passwords of remote hosts",
    confidence: "certain",
    source: "https://everything.curl.dev/usingcurl/netrc.html",
  },
  {
    pattern: ".git-credentials",
    holds: "passwords of git remotes",
    confidence: "certain",
    source: "https://git-scm.com/docs/git-credential-store",
  },
  {
    pattern: ".htpasswd",
    holds: "password hashes",
    confidence: "certain",
    source: "https://httpd.apache.org/docs/2.4/programs/htpasswd.html",
  },
  {
    pattern: ".pgpass",
    holds: "database passwords",
    confidence: "certain",
    source: "https://www.postgresql.org/docs/current/libpq-pgpass.html",
  },
  {
    pattern: ".my.cnf",
    holds: "database passwords",
    confidence: "likely",
    source: "https://dev.mysql.com/doc/refman/8.4/en/option-files.html",
  },
  {
    pattern: ".aws/credentials",
    holds: "AWS access keys",
    confidence: "certain",
    source: "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html",
  },
  {
    pattern: ".docker/config.json",
    holds: "registry passwords",
    confidence: "certain",
    source: "https://docs.docker.com/reference/cli/docker/login/",
  },
  {
    pattern: ".dockercfg",
    holds: "registry passwords",
    confidence: "certain",
    source: "https://docs.docker.com/reference/cli/docker/login/",
  },
  {
    pattern: ".kube/config",
    holds: "cluster credentials",
    confidence: "certain",
    source: "https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/",
  },
  {
    pattern: "kubeconfig",
    holds: "cluster credentials",
    confidence: "certain",
    source: "https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/",
  },
  {
    pattern: "*-service-account.json",
    holds: "a cloud service account key",
    confidence: "certain",
    source: "https://cloud.google.com/iam/docs/keys-create-delete",
  },
  {
    pattern: "service-account*.json",
    holds: "a cloud service account key",
    confidence: "certain",
    source: "https://cloud.google.com/iam/docs/keys-create-delete",
  },
  {
    pattern: "serviceAccountKey.json",
    holds: "a cloud service account key",
    confidence: "certain",
    source: "https://cloud.google.com/iam/docs/keys-create-delete",
  },
  {
    pattern: "application_default_credentials.json",
    holds: "cloud credentials",
    confidence: "certain",
    source: "https://cloud.google.com/docs/authentication/application-default-credentials",
  },
  {
    pattern: "credentials.json",
    holds: "credentials",
    confidence: "likely",
    source: "https://developers.google.com/workspace/guides/create-credentials",
  },
  {
    pattern: "secrets.yml",
    holds: "application secrets",
    confidence: "likely",
    source: "https://guides.rubyonrails.org/security.html",
  },
  {
    pattern: "secrets.yaml",
    holds: "application secrets",
    confidence: "likely",
    source: "https://guides.rubyonrails.org/security.html",
  },
  {
    pattern: "config/master.key",
    holds: "the key to Rails credentials",
    confidence: "certain",
    source: "https://guides.rubyonrails.org/security.html",
  },
  {
    pattern: "terraform.tfstate",
    holds: "infrastructure state with secrets",
    confidence: "certain",
    source: "https://developer.hashicorp.com/terraform/language/state/sensitive-data",
  },
  {
    pattern: "*.tfvars",
    holds: "infrastructure secrets, at times",
    confidence: "likely",
    source: "https://developer.hashicorp.com/terraform/language/values/variables",
  },
];

/** Names that a pattern above matches and that hold nothing secret: examples to copy, public halves of keys. */
const harmlessLookalikes: readonly string[] = [
  "*.example",
  "*.sample",
  "*.template",
  "*.tmpl",
  "*.tpl",
  "*.dist",
  "*.defaults",
  "*.schema",
  "*.enc",
  "*.gpg",
  "*.pub",
  "*.d.ts",
  "example.env",
  "sample.env",
  "template.env",
  "*.example.env",
  "*.sample.env",
  "cert.pem",
  "certs.pem",
  "ca.pem",
  "ca-*.pem",
  "ca_*.pem",
  "cacert.pem",
  "cacerts.pem",
  "chain.pem",
  "fullchain.pem",
  "*-ca.pem",
  "*_ca.pem",
  "*-cert.pem",
  "*_cert.pem",
  "*.cert.pem",
  "*.crt.pem",
  "*-bundle.pem",
  "*.bundle.pem",
  "*_bundle.pem",
  "*public*.pem",
  "*.pub.pem",
  "*public*.key",
  "*.pub.key",
  "dhparam*.pem",
];

interface Compiled {
  readonly row: SecretFile;
  /** Parts of the pattern, from the last one up, each cut at its stars. */
  readonly parts: readonly (readonly string[])[];
}

const compiled: readonly Compiled[] = secretFiles.map((row) => ({
  row,
  parts: row.pattern
    .split("/")
    .reverse()
    .map((part) => part.split("*")),
}));
const withStar = compiled.filter(({ parts }) => parts[0]!.length > 1);
const byLastPart = new Map<string, readonly Compiled[]>();
for (const each of compiled) {
  const [last] = each.parts[0]!;
  if (each.parts[0]!.length === 1) byLastPart.set(last!, [...(byLastPart.get(last!) ?? []), each]);
}
const harmless = harmlessLookalikes.map((pattern) => pattern.split("*"));

/** Folders and names of files that hold what tests and examples need: keys and passwords of nobody. */
const showFolder =
  /(?:^|\/)(?:__fixtures__|__mocks__|__tests__|demos?|docs?|e2e|examples?|fixtures?|mocks?|samples?|specs?|test-?data|testing|tests?)\//i;
const showName =
  /(?:^|[-_.])(?:self-?signed|snake-?oil|localhost|dummy|fake|tests?|testing|e2e|ci)(?:[-_.]|$)/i;

/** Whether a path says that its secret is for show. */
export function isForShow(path: string): boolean {
  return showFolder.test(path) || showName.test(path.slice(path.lastIndexOf("/") + 1));
}

/**
 * The row for a path of the build context (`config/.env`), or `null` when nothing about its name is secret. A whole name comes before
 * a pattern. Case-sensitive.
 */
export function secretFileOf(path: string): SecretFile | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const exact = byLastPart.get(name)?.find(({ parts }) => matchesEnd(path, parts));
  const found = exact ?? withStar.find(({ parts }) => matchesEnd(path, parts));
  if (found === undefined || harmless.some((pieces) => matchesPart(name, pieces))) return null;
  return found.row;
}

function matchesEnd(path: string, parts: readonly (readonly string[])[]): boolean {
  let end = path.length;
  for (const pieces of parts) {
    if (end < 0) return false;
    const start = path.lastIndexOf("/", end - 1) + 1;
    if (!matchesPart(path.slice(start, end), pieces)) return false;
    end = start - 1;
  }
  return true;
}

/** A star matches any characters. The pieces between stars are found left to right, so time is linear in the name. */
function matchesPart(name: string, pieces: readonly string[]): boolean {
  const first = pieces[0]!;
  if (pieces.length === 1) return name === first;
  const last = pieces.at(-1)!;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
