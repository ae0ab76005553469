import { joinMapped, type MappedText, mappedText, sliceMapped, sourceOffset } from "../text/mapped-text.ts";

/** A text of a compose file with its variables filled in. */
export interface Filled {
  /** What is filled in stands where its `$` does. */
  readonly mapped: MappedText;
  /** Variables without a value and without a default, which Compose takes for empty. */
  readonly unset: readonly string[];
  /** Whether anything but `$$` was there to fill in. */
  readonly isChanged: boolean;
}

const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const mostLevels = 20;

/**
 * Fills in variables as Compose does (Compose specification, "Interpolation", 2026-11): `$NAME`, `${NAME}` and its forms with `:-`, `-`, `:?`, `?`, `:+` and
 * `+`, one in the other; `$$` is `$`. `null` for what Compose rejects.
 */
export function filledText(
  given: MappedText,
  environment: ReadonlyMap<string, string>,
  level = 0,
): Filled | null {
  const { text } = given;
  const pieces: { text: string; source: number }[] = [];
  const unset: string[] = [];
  let isChanged = false;
  let from = 0;
  const keep = (start: number, end: number): void => {
    for (let at = start; at < end; at += 1) pieces.push({ text: text[at]!, source: sourceOffset(given, at) });
  };
  const fill = (value: string, at: number): void => {
    for (const unit of value) pieces.push({ text: unit, source: sourceOffset(given, at) });
  };
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", from)) {
    keep(from, at);
    if (text[at + 1] === "$") {
      keep(at, at + 1);
      from = at + 2;
      continue;
    }
    isChanged = true;
    name.lastIndex = at + 1;
    const bare = name.exec(text)?.[0];
    if (bare !== undefined) {
      if (!environment.has(bare)) unset.push(bare);
      fill(environment.get(bare) ?? "", at);
      from = at + 1 + bare.length;
      continue;
    }
    const end = text[at + 1] === "{" ? closingBrace(text, at + 2) : -1;
    name.lastIndex = at + 2;
    const braced = end === -1 ? undefined : name.exec(text)?.[0];
    if (braced === undefined || level > mostLevels) return null;
    const operator = /^(?::?[-?+])?/.exec(text.slice(at + 2 + braced.length, end))![0];
    const restAt = at + 2 + braced.length + operator.length;
    if (operator === "" && restAt !== end) return null;
    const value = environment.get(braced);
    const isSet = operator.startsWith(":") ? (value ?? "") !== "" : value !== undefined;
    if (operator.endsWith("?") && !isSet) return null;
    if (operator.endsWith("-") ? !isSet : operator.endsWith("+") && isSet) {
      const rest = filledText(mappedText(text.slice(restAt, end), restAt), environment, level + 1);
      if (rest === null) return null;
      for (const [index, unit] of [...rest.mapped.text].entries())
        pieces.push({ text: unit, source: sourceOffset(given, sourceOffset(rest.mapped, index)) });
      unset.push(...rest.unset);
    } else if (!operator.endsWith("+")) {
      if (value === undefined) unset.push(braced);
      fill(value ?? "", at);
    }
    from = end + 1;
  }
  if (from === 0) return { mapped: given, unset, isChanged };
  keep(from, text.length);
  return { mapped: pieces.length === 0 ? sliceMapped(given, 0, 0) : joinMapped(pieces), unset, isChanged };
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith("${", at)) depth += 1;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

/** The variables of a `.env` file, as Compose reads it: comments, `export`, quotes, and variables that stand above. */
export function environmentFile(
  text: string,
  around: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pattern =
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*[=:][ \t]*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\n]*))/gm;
  for (const [, key, double, single, bare] of text.replaceAll("\r\n", "\n").matchAll(pattern)) {
    const written = double?.replace(/\\([nrt"\\$])/g, (_, unit: string) => escapes[unit]!) ?? bare;
    const plain = double === undefined ? (bare ?? "").replace(/(?:^|\s+)#.*$/, "").trim() : written!;
    const known = new Map([...found, ...around]);
    found.set(key!, single ?? filledText(mappedText(plain, 0), known)?.mapped.text ?? plain);
  }
  return found;
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  $: "$$",
};
