import type { Rule } from "../rule/rule.ts";
import { nearestName } from "../text/nearest-name.ts";

/** The names by which users call rules: ids and aliases. Letter case does not count. */
export interface RuleNames {
  /** The rules of a name: an alias can stand for several. Empty for an unknown name. */
  find(name: string): readonly Rule[];
  /** What an unknown name probably means; `null` when nothing is close. */
  suggest(name: string): string | null;
}

/** Indexes ids and aliases once. */
export function ruleNames(rules: readonly Rule[]): RuleNames {
  const byName = new Map<string, Rule[]>();
  const spellings: string[] = [];
  for (const rule of rules) {
    for (const name of [rule.id, ...(rule.aliases ?? [])]) {
      const key = name.toLowerCase();
      const named = byName.get(key);
      if (named) named.push(rule);
      else {
        byName.set(key, [rule]);
        spellings.push(name);
      }
    }
  }
  return {
    find: (name) => byName.get(name.toLowerCase()) ?? [],
    suggest: (name) => nearestName(name, spellings),
  };
}
