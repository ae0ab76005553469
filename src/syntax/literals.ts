import { quote } from "./quote.ts";

/** What BuildKit accepts as a literal value: quotes and escapes undone, no variables in it. */

/** Go's `strconv.ParseBool`; `null` when it is none. */
export function parseBool(text: string): boolean | null {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) return true;
  return /^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : null;
}

const secondsPerUnit: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Seconds of a Go duration such as `1m30s`; `null` when it is none. */
export function parseDuration(text: string): number | null {
  const sign = /^[-+]/.test(text) ? 1 : 0;
  const body = text.slice(sign);
  if (body === "0") return 0;
  const piece = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let seconds = 0;
  while (piece.lastIndex < body.length) {
    const match = piece.exec(body);
    if (match === null) return null;
    seconds += Number(match[1]) * (secondsPerUnit[match[2]!] ?? 0);
  }
  // 63 bits of nanoseconds.
  if (body === "" || seconds > 9_223_372_036.854) return null;
  return text.startsWith("-") ? -seconds : seconds;
}

/** Whether `--chmod` takes it: octal up to 07777, or symbolic as `chmod` does (`u=rwx,go-w`). */
export function isFileMode(text: string): boolean {
  if (/^\d/.test(text)) return /^0*[0-7]{1,4}$/.test(text);
  return /^[augo]*[-+=][-+=rstwXxugo]*(?:,[augo]*[-+=][-+=rstwXxugo]*)*$/.test(text);
}

/** What is wrong with a word of EXPOSE, `[[ip:]port:]port[-port][/protocol]`; `null` when nothing is. */
export function portProblem(text: string): string | null {
  const parts = text.split(":");
  const container = parts.at(-1) ?? "";
  const host = parts.at(-2) ?? "";
  const ip = parts.slice(0, -2).join(":");
  const slash = container.indexOf("/");
  const port = slash === -1 ? container : container.slice(0, slash);
  const protocol = slash === -1 ? "" : container.slice(slash + 1);
  if (port === "") return "names no port";
  if (!/^(?:tcp|udp|sctp|)$/i.test(protocol)) return `has the unknown protocol ${quote(protocol)}`;
  if (ip !== "" && !isIpAddress(ip)) return `has the invalid IP address ${quote(ip)}`;
  const range = parsePortRange(port);
  if (range === null) return `has the invalid port ${quote(port)}`;
  if (host === "") return null;
  const hostRange = parsePortRange(host);
  if (hostRange === null) return `has the invalid host port ${quote(host)}`;
  const isOnePort = range.first === range.last;
  return isOnePort || range.last - range.first === hostRange.last - hostRange.first
    ? null
    : "has a port range and a host port range of different lengths";
}

/** Whether a word of EXPOSE, otherwise well formed, names a port above 65535. */
export function isPortOutOfRange(text: string): boolean {
  const [, first, last = "0"] = /^(\d+)(?:-(\d+))?(?:\/(?:tcp|udp|sctp)?)?$/i.exec(text) ?? [];
  return Number(first) > 65_535 || Number(last) > 65_535;
}

function parsePortRange(text: string): { first: number; last: number } | null {
  const dash = text.indexOf("-");
  const first = parsePort(dash === -1 ? text : text.slice(0, dash));
  const last = dash === -1 ? first : parsePort(text.slice(dash + 1));
  return first === null || last === null || last < first ? null : { first, last };
}

function parsePort(text: string): number | null {
  const value = /^\+?\d+$/.test(text) ? Number(text) : -1;
  return value >= 0 && value <= 65_535 ? value : null;
}

/** Four decimal parts, or hexadecimal groups with colons; brackets around the latter are allowed. */
function isIpAddress(text: string): boolean {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/.test(text))
    return !/(?:^|\.)0\d/.test(text);
  const address = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (!/^[0-9a-fA-F:.]+$/.test(address) || !address.includes(":")) return false;
  const halves = address.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const isGroups = groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
  return isGroups && (halves.length === 2 ? groups.length < 8 : halves.length === 1 && groups.length === 8);
}

/** Names that moby's signal table has on Linux, without `SIG` and without the real-time ones. */
const signals: ReadonlySet<string> = new Set(
  (
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU " +
    "URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
  ).split(" "),
);

/** Whether STOPSIGNAL takes it: a number other than 0, or a name with or without `SIG`. */
export function isSignal(text: string): boolean {
  if (/^[-+]?\d+$/.test(text)) return Number(text) !== 0;
  const name = text.toUpperCase().replace(/^SIG/, "");
  return signals.has(name) || /^RT(?:MIN(?:\+(?:[1-9]|1[0-5]))?|MAX(?:-(?:[1-9]|1[0-4]))?)$/.test(name);
}

const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** Whether it is a digest, such as `sha256:` and 64 hexadecimal digits. */
export function isDigest(text: string): boolean {
  const colon = text.indexOf(":");
  const length = digestLengths[text.slice(0, Math.max(colon, 0))];
  const digits = text.slice(colon + 1);
  return length !== undefined && digits.length === length && /^[a-f0-9]+$/.test(digits);
}

/** Bytes of a size such as `64m` or `1.5 GiB`; `null` when it is none. Units are powers of 1,024. */
export function parseSize(text: string): number | null {
  const match = /^(\+?(?:\d+(?:\.\d*)?|\.\d+)) ?(?:(b)|([kmgtp])(?:i?b)?)?$/i.exec(text);
  if (match === null) return null;
  const power = match[3] ? "kmgtp".indexOf(match[3].toLowerCase()) + 1 : 0;
  return Math.trunc(Number(match[1]) * 1024 ** power);
}

/** Whether a source of ADD is fetched instead of read from the context, and how. */
export function remoteKind(source: string): "http" | "git" | null {
  if (/^https?:\/\//.test(source)) {
    const path = source.replace(/[?#].*$/s, "");
    return path.endsWith(".git") ? "git" : "http";
  }
  return /^(?:git|ssh):\/\//.test(source) || /^[\w-]+@[\w.-]+:/.test(source) ? "git" : null;
}
