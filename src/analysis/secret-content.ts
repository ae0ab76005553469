import type { SecretFile } from "../knowledge/secret-files.ts";

/**
 * Whether a file of this name holds a secret, by its text: `no` for certificates, empty values and stand-ins; `unknown` where the
 * text tells nothing, as that of binary files and of settings without a telling name.
 */
export function holdsSecret({ pattern }: SecretFile, text: string): "yes" | "no" | "unknown" {
  if (text.trim() === "") return "no";
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(text)) return "yes";
  if (/\.(?:key|pem)$|^id_/.test(pattern)) return /^\s*[0-9a-f]{32,}\s*$/.test(text) ? "yes" : "no";
  if (/npmrc$/.test(pattern))
    return /_(?:authToken|auth|password)\s*=\s*["']?[^\s"'$]/i.test(text) ? "yes" : "no";
  if (/\.env|env$|\.envrc|secrets\.ya?ml|\.tfvars|\.cnf|\.json$/.test(pattern)) return settingsVerdict(text);
  return "unknown";
}

/** `NAME=value`, `export NAME=value`, `name: value`, `"name": "value"`. */
const setting = /^(?:export\s+)?["']?([\w.-]+)["']?\s*[=:]\s*(.*)$/;

const secretName =
  /secret|token|passw(?:or)?d|passphrase|(?:^|[_.-])(?:pass|pwd|dsn|auth)$|api[_-]?key|private|credential|access[_-]?key|(?:^|_)key$/i;

/** A password within an URL. */
const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^\s:@/]+:([^\s:@/]+)@/i;

/** Values that are nobody's secret: nothing, a variable, a word for "put yours here", or what everyone uses on their own machine. */
const standIn =
  /^(?:|\$.*|<.*>|\{\{.*|\[.*|\{.*|x+|\*+|\.+|null|none|nil|true|false|yes|no|\d{1,6}|change[ _-]?(?:me|this|it).*|.*change[ _-]?me.*|(?:my|your|some|a)[ _-].*|.*your[ _-].*|example.*|.*example|dummy.*|placeholder.*|fake.*|test.*|todo.*|default|secret|password|passwd|pass|admin|root|postgres|mysql|dev|development|local|localhost|docker|key|token)$/i;

/** Whether a value is nobody's secret. */
export function isStandIn(value: string): boolean {
  return standIn.test(value);
}

/** What Rails and others keep below `development:` and `test:` is known to all who develop. */
function settingsVerdict(text: string): "yes" | "no" | "unknown" {
  let isEmpty = true;
  let isForOthers = false;
  for (const rawLine of text.split("\n", mostLines)) {
    const section = /^([\w-]+):\s*$/.exec(rawLine)?.[1];
    if (section !== undefined) isForOthers = /^(?:dev|development|test|ci|local)$/.test(section);
    if (isForOthers) continue;
    const line = rawLine.trim();
    if (line.length > longestLine || /^[#;]/.test(line)) continue;
    const match = setting.exec(line);
    if (match === null) continue;
    const [, name = "", written = ""] = match;
    const value = unquoted(written);
    if (value !== "") isEmpty = false;
    const inUrl = passwordInUrl.exec(value)?.[1];
    if (inUrl !== undefined && !standIn.test(inUrl)) return "yes";
    if (inUrl === undefined && secretName.test(name) && !/public/i.test(name) && !standIn.test(value))
      return "yes";
  }
  return isEmpty ? "no" : "unknown";
}

const mostLines = 2000;
const longestLine = 4096;

function unquoted(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value);
  return quoted ? quoted[2]! : value.replace(/\s+#.*$/, "");
}
