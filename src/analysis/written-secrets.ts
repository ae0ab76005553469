import { secretFormats } from "../knowledge/secret-formats.ts";
import type { BuildFile } from "../model/build-file.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { isStandIn } from "./secret-content.ts";

/** A secret that stands in the file. */
export interface WrittenSecret {
  /** With its article: "a GitHub token". */
  readonly what: string;
  readonly at: Range;
  readonly instruction: Instruction;
}

/** In the order of the file; comments are left out. Linear in the file. */
export const writtenSecrets = defineFact("written-secrets", ({ file }): readonly WrittenSecret[] => {
  const found = [...tokensIn(file.text), ...passwordsInUrls(file.text)].sort(
    (a, b) => a.at.start - b.at.start,
  );
  if (found.length === 0) return [];
  const secrets: WrittenSecret[] = [];
  let end = -1;
  for (const { what, at } of found) {
    // A token may be the password of an address.
    const instruction = at.start < end ? null : instructionAt(file, at.start);
    if (instruction === null) continue;
    end = at.end;
    secrets.push({ what, at, instruction });
  }
  return secrets;
});

interface Found {
  readonly what: string;
  readonly at: Range;
}

const formats = secretFormats.flatMap(({ what, prefixes, form }) =>
  prefixes.map((prefix) => ({ what, prefix, form })),
);
const formatOf = new Map(formats.map((format) => [format.prefix, format]));
const anyPrefix = new RegExp(
  `(?<![A-Za-z0-9])(?:${formats.map(({ prefix }) => prefix.replace(/[.-]/g, "\\$&")).join("|")})`,
  "g",
);

/** No secret is longer, but for keys, of which the beginning is enough. */
const longestSecret = 400;

function tokensIn(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const { 0: prefix, index } of text.matchAll(anyPrefix)) {
    const { what, form } = formatOf.get(prefix)!;
    form.lastIndex = 0;
    const secret = form.exec(text.slice(index, index + longestSecret))?.[0];
    if (secret === undefined || isMadeUp(secret.slice(prefix.length))) continue;
    found.push({ what, at: { start: index, end: index + secret.length } });
  }
  return found;
}

/** Least bits of a character in what is drawn by chance; hexadecimal digits have up to 4, letters and digits near 6. */
const leastEntropy = 2.7;

/** Examples of manuals and stand-ins: few different characters, the alphabet, or a word that says so. */
function isMadeUp(body: string): boolean {
  if (
    /example|dummy|fake|placeholder|redacted|your|xxxx|(?:abcdef|012345|123456)(?=.{0,9}(?:ghijkl|6789))/i.test(
      body,
    )
  )
    return true;
  const counts = new Map<string, number>();
  for (const character of body) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / body.length) * Math.log2(count / body.length);
  return entropy < leastEntropy;
}

/** `scheme://user:password@host`; the parts are bounded, so that no text is read twice. */
const urlWithPassword =
  /[a-z][a-z0-9+.-]{1,20}:\/\/([^\s:/@"'`$<>{}[\]\\]{0,128}):([^\s/@"'`$<>{}[\]\\]{1,256})@([A-Za-z0-9.-]{1,253})/g;

function passwordsInUrls(text: string): readonly Found[] {
  if (!text.includes("@")) return [];
  const found: Found[] = [];
  for (const { 0: url, 1: user = "", 2: password = "", 3: host = "", index } of text.matchAll(
    urlWithPassword,
  )) {
    if (password === user || password.length < 6 || isStandIn(password) || !isPublicHost(host)) continue;
    if (/pass|secret|token|example|dummy/i.test(password)) continue;
    const start = index + url.lastIndexOf(`${password}@`);
    found.push({ what: "a password", at: { start, end: start + password.length } });
  }
  return found;
}

/** Passwords for a machine of one's own or for a neighbour in Compose open nothing to others. */
function isPublicHost(host: string): boolean {
  return (
    /\.[a-z]{2,}$/i.test(host) &&
    !/(?:^|\.)(?:example(?:\.[a-z]+)?|test|local|localhost|localdomain|internal|invalid)$/i.test(host)
  );
}

/** The instruction that holds an offset, unless it is in a comment. Logarithmic. */
function instructionAt({ syntax }: BuildFile, offset: number): Instruction | null {
  return holderOf(syntax.comments, offset) === null ? holderOf(syntax.instructions, offset) : null;
}

/** Of things in the order of the text, none within another, the one that holds an offset. */
function holderOf<Item extends { readonly range: Range }>(
  items: readonly Item[],
  offset: number,
): Item | null {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (items[middle]!.range.start <= offset) low = middle;
    else high = middle - 1;
  }
  const found = items[low];
  return found !== undefined && found.range.start <= offset && offset < found.range.end ? found : null;
}
