/** Character classes as BuildKit uses them; JavaScript's own differ (U+FEFF, U+0085). All take UTF-16 units. */

/** White space of Go's `unicode.IsSpace`: trims lines and separates the words of ENV, LABEL and ARG. */
export function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x85) return false;
  if (unit < 0x2000) return unit === 0x85 || unit === 0xa0 || unit === 0x1680;
  return (
    unit <= 0x200a ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** What separates the keyword and the words of FROM, COPY, EXPOSE …: tab, vertical tab, form feed, CR, blank. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || (unit >= 0x0b && unit <= 0x0d);
}

/** The first offset from `start` on that is no white space; `end` when there is none. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The end of `start`…`end` without the white space before it. */
export function trimSpaceEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The first offset from `start` on that is no blank; `end` when there is none. */
export function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The first blank from `start` on; `end` when there is none. */
export function findBlank(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The white space of ASCII: what BuildKit finds where it looks at bytes. */
export function isAsciiSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

/** The first offset from `start` on that is no white space of ASCII; `end` when there is none. */
export function skipAsciiSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isAsciiSpace(text.charCodeAt(at))) at++;
  return at;
}
