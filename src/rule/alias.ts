/**
 * Codes too many to list share one alias in which `#` stands for any digit: `SC####`.
 */
const digit = "#";

/** Whether an alias is a pattern for many codes. */
export function isFamily(alias: string): boolean {
  return alias.includes(digit);
}

/** Whether an alias stands for a code. Letter case does not count. */
export function standsFor(alias: string, code: string): boolean {
  if (!isFamily(alias)) return alias.toLowerCase() === code.toLowerCase();
  return (
    alias.length === code.length &&
    [...alias].every((character, at) =>
      character === digit ? /[\d#]/.test(code[at]!) : character.toLowerCase() === code[at]!.toLowerCase(),
    )
  );
}
