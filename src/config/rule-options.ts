import type { OptionSpec, OptionSpecs, OptionValues } from "../rule/options.ts";
import { nearestName } from "../text/nearest-name.ts";

/** Values for all options of a rule: as given where that fits, else the default. Each problem is one clause. */
export function readOptions(
  specs: OptionSpecs,
  given: Readonly<Record<string, unknown>>,
): { readonly values: OptionValues<OptionSpecs>; readonly problems: readonly string[] } {
  const problems: string[] = [];
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(specs, name)) continue;
    const suggestion = nearestName(name, Object.keys(specs));
    problems.push(
      `there is no option \`${name}\`${suggestion === null ? "" : `; did you mean \`${suggestion}\`?`}`,
    );
  }
  const values = Object.entries(specs).map(([name, spec]) => {
    if (!Object.hasOwn(given, name)) return [name, spec.default];
    const problem = misfit(spec, given[name]);
    if (problem === null) return [name, given[name]];
    problems.push(`\`${name}\` ${problem}`);
    return [name, spec.default];
  });
  return { values: Object.fromEntries(values), problems };
}

/** Why a value does not fit; `null` when it does. */
function misfit(spec: OptionSpec, value: unknown): string | null {
  if (spec.kind === "boolean") return typeof value === "boolean" ? null : "is neither true nor false";
  if (spec.kind === "strings") {
    return Array.isArray(value) && value.every((item) => typeof item === "string")
      ? null
      : "is no list of texts";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "is no map of names to values";
  const strange = Object.entries(value).find(
    ([, item]) => typeof item !== "string" || (spec.values && !spec.values.includes(item)),
  );
  if (strange === undefined) return null;
  const allowed = spec.values ? `one of ${spec.values.map((item) => `\`${item}\``).join(", ")}` : "a text";
  return `has a value for \`${strange[0]}\` that is not ${allowed}`;
}
