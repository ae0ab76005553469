import type { Severity } from "../rule/finding.ts";
import { severities } from "../rule/finding.ts";
import type { Preset, Rule } from "../rule/rule.ts";
import { type RuleNames, ruleNames } from "./rule-names.ts";

/** What the user chose. */
export interface Settings {
  readonly preset: Preset;
  /** Ids or aliases. When there are any, exactly these rules run, whatever the preset. */
  readonly select: readonly string[];
  /** Ids or aliases of rules that do not run; stronger than `select`. */
  readonly ignore: readonly string[];
  /** The least severity that makes a run fail. */
  readonly failOn: Threshold;
}

export type Threshold = Severity | "none";

export const defaultSettings: Settings = {
  preset: "recommended",
  select: [],
  ignore: [],
  failOn: "warning",
};

/** The rules of one run. */
export interface RuleSet {
  /** Those that run, in the order of `known`. */
  readonly enabled: readonly Rule[];
  /** All that exist: a suppression may name one that does not run. */
  readonly known: readonly Rule[];
  /** How users call the known ones. */
  readonly names: RuleNames;
}

/** A setting that can't be followed: what is wrong and what to do. */
export interface SettingsProblem {
  readonly message: string;
  readonly help: string | null;
}

/** Chooses the rules that run. Unknown names are problems; the rest of the settings still counts. */
export function resolveRules(
  known: readonly Rule[],
  settings: Pick<Settings, "preset" | "select" | "ignore">,
): { readonly ruleSet: RuleSet; readonly problems: readonly SettingsProblem[] } {
  const names = ruleNames(known);
  const problems: SettingsProblem[] = [];
  const named = (list: readonly string[]): Set<Rule> => {
    const found = new Set<Rule>();
    for (const name of list) {
      const matches = names.find(name);
      if (matches.length === 0) problems.push(unknownRule(name, names));
      for (const rule of matches) found.add(rule);
    }
    return found;
  };
  const selected = named(settings.select);
  const ignored = named(settings.ignore);
  const isChosen = (rule: Rule): boolean =>
    settings.select.length > 0 ? selected.has(rule) : isInPreset(rule, settings.preset);
  const enabled = known.filter((rule) => isChosen(rule) && !ignored.has(rule));
  return { ruleSet: { enabled, known, names }, problems };
}

/** Whether a preset holds a rule: `strict` holds all. */
export function isInPreset(rule: Rule, preset: Preset): boolean {
  return preset === "strict" || rule.preset === preset;
}

/** Whether a finding of this severity counts as failure. */
export function reachesThreshold(severity: Severity, threshold: Threshold): boolean {
  return threshold !== "none" && severities.indexOf(severity) <= severities.indexOf(threshold);
}

function unknownRule(name: string, names: RuleNames): SettingsProblem {
  const suggestion = names.suggest(name);
  return {
    message: `there is no rule \`${name}\``,
    help: suggestion === null ? null : `did you mean \`${suggestion}\`?`,
  };
}
