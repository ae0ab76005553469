/** A value of HCL. */
export type HclData = string | number | boolean | null | readonly HclData[] | ReadonlyMap<string, HclData>;

/** Says that a value is known to a run alone, or is none. */
export class Uncomputed extends Error {}

export function isList(value: HclData): value is readonly HclData[] {
  return Array.isArray(value);
}

export function isMap(value: HclData): value is ReadonlyMap<string, HclData> {
  return value instanceof Map;
}

/** A value as a text, as HCL converts it. @throws Uncomputed for lists, maps and nothing. */
export function textOfData(value: HclData): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Uncomputed("a text is wanted where there is none");
}

/** @throws Uncomputed for what is no number. */
export function numberOf(value: HclData): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    throw new Uncomputed("a number is wanted where there is none");
  return number;
}

/** @throws Uncomputed for what is neither true nor false. */
export function isTrueData(value: HclData): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new Uncomputed("a condition is neither true nor false");
}

export function sameData(one: HclData, other: HclData): boolean {
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((item, index) => sameData(item, other[index]!));
  if (isMap(one) && isMap(other))
    return (
      one.size === other.size &&
      [...one].every(([key, item]) => other.has(key) && sameData(item, other.get(key)!))
    );
  return one === other;
}
