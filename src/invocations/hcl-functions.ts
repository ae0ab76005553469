import {
  type HclData,
  isList,
  isMap,
  isTrueData,
  numberOf,
  sameData,
  textOfData,
  Uncomputed,
} from "./hcl-data.ts";

type Compute = (parameters: readonly HclData[]) => HclData;

function listOf(value: HclData | undefined): readonly HclData[] {
  if (value === undefined || !isList(value)) throw new Uncomputed("a list is wanted where there is none");
  return value;
}

function given(parameters: readonly HclData[], at: number): HclData {
  const value = parameters[at];
  if (value === undefined) throw new Uncomputed("a function is given too little");
  return value;
}

const ofText =
  (compute: (text: string) => HclData): Compute =>
  (parameters) =>
    compute(textOfData(given(parameters, 0)));
const ofTexts =
  (compute: (one: string, other: string) => HclData): Compute =>
  (parameters) =>
    compute(textOfData(given(parameters, 0)), textOfData(given(parameters, 1)));
const ofNumbers =
  (compute: (one: number, other: number) => HclData): Compute =>
  (parameters) =>
    compute(numberOf(given(parameters, 0)), numberOf(given(parameters, 1)));
const ofNumber =
  (compute: (one: number) => HclData): Compute =>
  (parameters) =>
    compute(numberOf(given(parameters, 0)));

function trimmed(text: string, units: string): string {
  const isIn = (unit: string): boolean => units.includes(unit);
  let start = 0;
  let end = text.length;
  while (start < end && isIn(text[start]!)) start += 1;
  while (end > start && isIn(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

/** Functions of bake whose value depends on nothing outside (its list of standard library functions, buildx 0.29). */
export const hclFunctions: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ["absolute", ofNumber(Math.abs)],
  ["add", ofNumbers((one, other) => one + other)],
  ["and", (all) => isTrueData(given(all, 0)) && isTrueData(given(all, 1))],
  ["basename", ofText((text) => text.replace(/\/+$/, "").split("/").at(-1) || (text === "" ? "." : "/"))],
  ["ceil", ofNumber(Math.ceil)],
  ["chomp", ofText((text) => text.replace(/[\r\n]+$/, ""))],
  [
    "coalesce",
    (all) => {
      const found = all.find((value) => value !== null);
      if (found === undefined) throw new Uncomputed("nothing of `coalesce()` has a value");
      return found;
    },
  ],
  [
    "coalescelist",
    (all) =>
      all.find((value) => isList(value) && value.length > 0) ??
      (() => {
        throw new Uncomputed("all lists are empty");
      })(),
  ],
  ["compact", ([list]) => listOf(list).filter((item) => item !== "" && item !== null)],
  ["concat", (all) => all.flatMap((list) => listOf(list))],
  ["contains", (all) => listOf(all[0]).some((item) => sameData(item, given(all, 1)))],
  [
    "dirname",
    ofText((text) => {
      const at = text.lastIndexOf("/");
      return at === -1 ? "." : text.slice(0, at) || "/";
    }),
  ],
  [
    "distinct",
    ([list]) => listOf(list).filter((item, at, all) => all.findIndex((one) => sameData(one, item)) === at),
  ],
  ["divide", ofNumbers((one, other) => one / other)],
  [
    "element",
    (all) => {
      const list = listOf(all[0]);
      return given(list, numberOf(given(all, 1)) % list.length);
    },
  ],
  ["equal", (all) => sameData(given(all, 0), given(all, 1))],
  ["flatten", ([list]) => flattened(listOf(list))],
  ["floor", ofNumber(Math.floor)],
  ["format", (all) => formatted(all)],
  ["greaterthan", ofNumbers((one, other) => one > other)],
  ["greaterthanorequalto", ofNumbers((one, other) => one >= other)],
  [
    "hasindex",
    (all) => {
      const of = given(all, 0);
      const key = given(all, 1);
      return isList(of)
        ? typeof key === "number" && of[key] !== undefined
        : isMap(of) && of.has(textOfData(key));
    },
  ],
  [
    "homedir",
    () => {
      throw new Uncomputed("`homedir()` is known to a run alone");
    },
  ],
  ["indent", (all) => textOfData(given(all, 1)).replaceAll("\n", `\n${" ".repeat(numberOf(given(all, 0)))}`)],
  ["int", ofNumber(Math.trunc)],
  [
    "join",
    (all) =>
      all
        .slice(1)
        .flatMap((list) => listOf(list))
        .map(textOfData)
        .join(textOfData(given(all, 0))),
  ],
  ["keys", ([map]) => [...mapOf(map).keys()].sort()],
  [
    "length",
    ([of = null]) => {
      if (isList(of)) return of.length;
      return isMap(of) ? of.size : [...textOfData(of)].length;
    },
  ],
  ["lessthan", ofNumbers((one, other) => one < other)],
  ["lessthanorequalto", ofNumbers((one, other) => one <= other)],
  ["lookup", (all) => mapOf(all[0]).get(textOfData(given(all, 1))) ?? given(all, 2)],
  ["lower", ofText((text) => text.toLowerCase())],
  ["max", (all) => Math.max(...all.map(numberOf))],
  ["merge", (all) => new Map(all.flatMap((map) => (map === null ? [] : [...mapOf(map)])))],
  ["min", (all) => Math.min(...all.map(numberOf))],
  ["modulo", ofNumbers((one, other) => one % other)],
  ["multiply", ofNumbers((one, other) => one * other)],
  ["negate", ofNumber((one) => -one)],
  ["not", (all) => !isTrueData(given(all, 0))],
  ["notequal", (all) => !sameData(given(all, 0), given(all, 1))],
  ["or", (all) => isTrueData(given(all, 0)) || isTrueData(given(all, 1))],
  ["range", (all) => ranged(all.map(numberOf))],
  [
    "replace",
    (all) => textOfData(given(all, 0)).replaceAll(textOfData(given(all, 1)), () => textOfData(given(all, 2))),
  ],
  ["reverse", ofText((text) => [...text].reverse().join(""))],
  ["reverselist", ([list]) => listOf(list).toReversed()],
  ["sanitize", ofText((text) => text.replace(/[^a-zA-Z0-9_-]/g, "_"))],
  [
    "slice",
    (all) =>
      listOf(all[0]).slice(numberOf(given(all, 1)), all[2] === undefined ? undefined : numberOf(all[2])),
  ],
  ["sort", ([list]) => listOf(list).map(textOfData).sort()],
  ["split", ofTexts((separator, text) => text.split(separator))],
  ["strlen", ofText((text) => [...text].length)],
  [
    "substr",
    (all) => {
      const units = [...textOfData(given(all, 0))];
      const start = numberOf(given(all, 1));
      const length = numberOf(given(all, 2));
      const from = start < 0 ? units.length + start : start;
      return units.slice(from, length < 0 ? undefined : from + length).join("");
    },
  ],
  ["subtract", ofNumbers((one, other) => one - other)],
  [
    "title",
    ofText((text) =>
      text.replace(/(^|\s)(\S)/g, (_, before: string, unit: string) => before + unit.toUpperCase()),
    ),
  ],
  ["trim", ofTexts(trimmed)],
  ["trimprefix", ofTexts((text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text))],
  ["trimspace", ofText((text) => text.trim())],
  [
    "trimsuffix",
    ofTexts((text, suffix) =>
      suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
    ),
  ],
  ["upper", ofText((text) => text.toUpperCase())],
  [
    "values",
    ([map]) => [...mapOf(map)].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value),
  ],
  ["zipmap", (all) => new Map(listOf(all[0]).map((key, at) => [textOfData(key), given(listOf(all[1]), at)]))],
]);

function mapOf(value: HclData | undefined): ReadonlyMap<string, HclData> {
  if (value === undefined || !isMap(value)) throw new Uncomputed("a map is wanted where there is none");
  return value;
}

function flattened(list: readonly HclData[]): readonly HclData[] {
  return list.flatMap((item) => (isList(item) ? flattened(item) : [item]));
}

const mostItems = 10_000;

function ranged([first = 0, second, step = 1]: readonly number[]): readonly HclData[] {
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const items: number[] = [];
  if (step === 0) throw new Uncomputed("`range()` gets nowhere");
  for (let at = start; (step > 0 ? at < end : at > end) && items.length < mostItems; at += step)
    items.push(at);
  return items;
}

/** Of the verbs only those without a width. */
function formatted([format = "", ...values]: readonly HclData[]): string {
  let next = 0;
  return textOfData(format).replace(/%(.)?/gs, (_, verb: string | undefined) => {
    if (verb === "%") return "%";
    const value = given(values, next++);
    if (verb === "s" || verb === "v") return textOfData(value);
    if (verb === "d") return String(numberOf(value));
    if (verb === "q") return JSON.stringify(textOfData(value));
    if (verb === "t") return String(isTrueData(value));
    throw new Uncomputed("`format()` has a verb that is known to bake alone");
  });
}
