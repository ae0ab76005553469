import { type LeftOutCode, leftOutCodes } from "../knowledge/left-out-codes.ts";
import { isFamily, standsFor } from "../rule/alias.ts";
import type { Rule } from "../rule/rule.ts";
import { nearestName } from "../text/nearest-name.ts";

/** The names by which users call rules: ids and aliases. */
export interface RuleNames {
  /** The rules of a name: an alias can stand for several. Empty for an unknown name. */
  find(name: string): readonly Rule[];
  /** The code of another tool for which there is no rule on purpose; `null` for any other name. */
  leftOut(name: string): LeftOutCode | null;
  /** What an unknown name probably means; `null` when nothing is close. */
  suggest(name: string): string | null;
}

/** Ways to write a code, and what they come down to; names are in lower case. */
const spellingsOfCodes: readonly (readonly [pattern: RegExp, name: string])[] = [
  // tally and layerLint put before a name where it comes from.
  [/^(?:hadolint|buildkit|shellcheck|dockerfile)\//, ""],
  // Trivy's ids have changed twice: DS002, AVD-DS-0002, DS-0002.
  [/^avd-/, ""],
  [/^ds(\d{3})$/, "ds-0$1"],
  // KICS' ids are long, and known by their first part.
  [/^([\da-f]{8})-[\da-f]{4}-[\da-f-]+$/, "$1"],
  // semgrep's ids are paths: dockerfile.security.missing-user.missing-user.
  [/^dockerfile\.(?:[\w-]+\.)+/, ""],
];

const leftOutByKey: ReadonlyMap<string, LeftOutCode> = new Map(
  leftOutCodes.map((row) => [nameKey(row.code), row]),
);

/** Indexes ids and aliases once. */
export function ruleNames(rules: readonly Rule[]): RuleNames {
  const byName = new Map<string, Rule[]>();
  const spellings: string[] = [];
  const families: { readonly alias: string; readonly rule: Rule }[] = [];
  for (const rule of rules) {
    for (const name of [rule.id, ...(rule.aliases ?? [])]) {
      if (isFamily(name)) families.push({ alias: name, rule });
      // Rules write codes in the way that the others come down to.
      const key = name.toLowerCase();
      const named = byName.get(key);
      if (named === undefined) {
        byName.set(key, [rule]);
        spellings.push(name);
      } else if (!named.includes(rule)) named.push(rule);
    }
  }
  return {
    find: (name) =>
      byName.get(nameKey(name)) ??
      families.filter(({ alias }) => standsFor(alias, nameKey(name))).map(({ rule }) => rule),
    leftOut: (name) => leftOutByKey.get(nameKey(name)) ?? null,
    suggest: (name) => nearestName(name, spellings),
  };
}

/** What a name is compared by: letter case does not count, nor which of several ways it is written in. */
export function nameKey(name: string): string {
  return spellingsOfCodes.reduce((key, [pattern, to]) => key.replace(pattern, to), name.toLowerCase());
}
