/**
 * What Docker's guidelines ask of the keys of labels: lower-case letters, digits, `.` and `-` within, a letter first; `_` and `/` are let
 * pass, as many use them. Source: https://docs.docker.com/engine/manage-resources/labels/ (read 2026-11).
 */

/** Namespaces that Docker keeps for itself. */
const reserved = ["com.docker.", "io.docker.", "org.dockerproject."];

/** Labels there that Docker tells the authors of images to set. Source: Docker's documentation of extensions and of Compose. */
const meantForAuthors = /^com\.docker\.(?:desktop\.|extension\.|compose\.|image\.source\.)/;

export interface KeyFault {
  /** Clause after "the key": `ends with \`-\``. */
  readonly fault: string;
  readonly isReserved: boolean;
  /** Whether Docker documents the label for authors all the same. */
  readonly isAllowed: boolean;
}

/** What is wrong with the key of a label; `null` when nothing is. */
export function faultOfLabelKey(key: string): KeyFault | null {
  const fault = plainFault(key);
  if (fault !== null) return { fault, isReserved: false, isAllowed: false };
  const namespace = reserved.find((prefix) => key.startsWith(prefix));
  if (namespace === undefined) return null;
  return {
    fault: `is in the namespace \`${namespace.slice(0, -1)}\`, which Docker keeps for itself`,
    isReserved: true,
    isAllowed: meantForAuthors.test(key),
  };
}

function plainFault(key: string): string | null {
  const strange = /[^0-9a-z._/-]/.exec(key)?.[0];
  if (strange !== undefined) {
    return /[A-Z]/.test(strange) ? "has upper-case letters" : `holds \`${strange}\``;
  }
  if (!/^[a-z]/.test(key)) return "does not begin with a letter";
  if (!/[a-z0-9]$/.test(key)) return `ends with \`${key.at(-1)}\``;
  const pair = /\.\.|--/.exec(key)?.[0];
  return pair === undefined ? null : `has \`${pair}\` in it`;
}
