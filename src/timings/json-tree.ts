/** A value of a JSON text and where it begins. */
export interface JsonNode {
  readonly offset: number;
  /** Lists hold nodes; of a map with a key twice both entries are there. */
  readonly content:
    | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
    | { readonly kind: "list"; readonly items: readonly JsonNode[] }
    | { readonly kind: "map"; readonly entries: readonly JsonEntry[] };
}

export interface JsonEntry {
  readonly key: string;
  readonly offset: number;
  readonly value: JsonNode;
}

/** More levels than any file of ours has. */
const mostLevels = 50;

/** Reads a JSON text; for one that is none, the offset at which it stops being one. Linear. */
export function readJsonTree(text: string): JsonNode | { readonly brokenAt: number } {
  let at = 0;
  let brokenAt: number | null = null;
  const fail = (): null => {
    brokenAt ??= Math.min(at, text.length);
    return null;
  };
  const skipBlanks = (): void => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at++;
  };
  /** The position moves on over what a sticky pattern takes. */
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const readScalar = (): string | number | boolean | null | undefined => {
    const written = take(scalar);
    if (written === null) return undefined;
    try {
      return JSON.parse(written);
    } catch {
      at -= written.length;
      return undefined;
    }
  };
  /** What stands between brackets, with commas. */
  const readParts = <Part>(close: string, readPart: () => Part | null): Part[] | null => {
    const parts: Part[] = [];
    at++;
    skipBlanks();
    if (text.charAt(at) === close) {
      at++;
      return parts;
    }
    for (;;) {
      const part = readPart();
      if (part === null) return null;
      parts.push(part);
      skipBlanks();
      const separator = text.charAt(at);
      if (separator !== close && separator !== ",") return fail();
      at++;
      if (separator === close) return parts;
      skipBlanks();
    }
  };
  const readNode = (level: number): JsonNode | null => {
    skipBlanks();
    const offset = at;
    if (level > mostLevels) return fail();
    if (text.charAt(at) === "[") {
      const items = readParts("]", () => readNode(level + 1));
      return items && { offset, content: { kind: "list", items } };
    }
    if (text.charAt(at) === "{") {
      const entries = readParts("}", (): JsonEntry | null => {
        const begin = at;
        const key = text.charAt(at) === '"' ? readScalar() : undefined;
        if (typeof key !== "string") return fail();
        skipBlanks();
        if (text.charAt(at) !== ":") return fail();
        at++;
        const value = readNode(level + 1);
        return value && { key, offset: begin, value };
      });
      return entries && { offset, content: { kind: "map", entries } };
    }
    const value = readScalar();
    return value === undefined ? fail() : { offset, content: { kind: "scalar", value } };
  };
  const root = readNode(0);
  skipBlanks();
  if (root !== null && at < text.length) fail();
  return root === null || brokenAt !== null ? { brokenAt: brokenAt ?? 0 } : root;
}

const scalar = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
