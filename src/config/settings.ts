import {
  buildError,
  buildkitChecks,
  type CodeSeverity,
  hadolintCodes,
  shellCheckAlias,
} from "../knowledge/tool-codes.ts";
import { isFamily, standsFor } from "../rule/alias.ts";
import { type Severity, severities } from "../rule/finding.ts";
import type { OptionSpecs, OptionValues } from "../rule/options.ts";
import type { LiteralTool, Preset, Rule } from "../rule/rule.ts";
import { nameKey, type RuleNames, ruleNames } from "./rule-names.ts";
import { readOptions } from "./rule-options.ts";

/** What the user chose. */
export interface Settings {
  readonly preset: Preset;
  /** Ids or aliases. When there are any, exactly these rules run, whatever the preset. */
  readonly select: readonly string[];
  /** Ids or aliases of rules that do not run; stronger than `select`. */
  readonly ignore: readonly string[];
  /** The least severity that makes a run fail. */
  readonly failOn: Threshold;
  /** Options of rules, by id. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Severities of rules (by id) or of those of their findings that an alias stands for; `off` leaves them out. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
  /** Whether comments such as `# hadolint ignore=DL3006` hide findings. */
  readonly hadolintComments: boolean;
}

export type Threshold = Severity | "none";

export const defaultSettings: Settings = {
  preset: "recommended",
  select: [],
  ignore: [],
  failOn: "warning",
  options: {},
  severities: {},
  hadolintComments: true,
};

/** The rules of one run. */
export interface RuleSet {
  /** Those that run, in the order of `known`. */
  readonly enabled: readonly Rule[];
  /** All that exist: a suppression may name one that does not run. */
  readonly known: readonly Rule[];
  /** How users call the known ones. */
  readonly names: RuleNames;
  /** The tool whose codes are reported to the letter. */
  readonly literal: LiteralTool | null;
  /** How severe a finding with these aliases is; `null` when it was not asked for. `own` is how severe it is by itself. */
  severityOf(rule: Rule, aliases: readonly string[], own?: Severity): Severity | null;
  /** The code by which the tool of the preset knows a finding with these aliases; `null` without such a preset. */
  codeOf(aliases: readonly string[]): string | null;
  optionsOf(rule: Rule): OptionValues<OptionSpecs>;
  /** The same with checks of BuildKit that run only where a file asks for them. */
  withChecks(checks: readonly string[]): RuleSet;
  readonly hadolintComments: boolean;
}

/** A setting that can't be followed: what is wrong and what to do. */
export interface SettingsProblem {
  readonly message: string;
  readonly help: string | null;
}

/** How severe a tool finds what it reports under a code; `null` for a code that it does not have. `own` is for codes that say no more. */
type CodeGrades = (code: string, own: Severity) => CodeSeverity | null;

/** By the preset that reports the codes of a tool. */
const gradesOf: Readonly<Record<LiteralTool, CodeGrades>> = {
  hadolint: (code, own) =>
    standsFor(shellCheckAlias, code) ? own : (ownProperty(hadolintCodes, code) ?? null),
  buildkit: (code) => (code === buildError ? "error" : (ownProperty(buildkitChecks, code) ?? null)),
};

function ownProperty<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * Chooses the rules that run. An id names all findings of a rule, an alias those that stand for it. Unknown names are problems; the rest
 * of the settings still counts.
 */
export function resolveRules(
  known: readonly Rule[],
  settings: Omit<Settings, "failOn">,
): { readonly ruleSet: RuleSet; readonly problems: readonly SettingsProblem[] } {
  const names = ruleNames(known);
  const problems: SettingsProblem[] = [];
  const named = (list: readonly string[], isWanted: boolean): ReadonlySet<string> => {
    for (const name of list) problems.push(...nameProblems(name, names, isWanted));
    return new Set(list.map(nameKey));
  };
  const selected = named(settings.select, true);
  const ignored = named(settings.ignore, false);
  const literal = settings.preset === "hadolint" || settings.preset === "buildkit" ? settings.preset : null;
  const gradeOf = literal === null ? null : gradesOf[literal];

  const overrides = new Map<string, Severity | "off">();
  for (const [name, severity] of Object.entries(settings.severities)) {
    problems.push(...nameProblems(name, names, false));
    overrides.set(nameKey(name), severity);
  }

  const severityOf = (rule: Rule, aliases: readonly string[], own = rule.severity): Severity | null => {
    const spoken = [rule.id, ...aliases].map((name) => name.toLowerCase());
    if (spoken.some((name) => ignored.has(name))) return null;
    if (selected.size > 0 && !spoken.some((name) => selected.has(name))) return null;
    const override = overrideOf(spoken, overrides);
    if (override !== null) return override === "off" ? null : override;
    const code = gradeOf && severestCode(aliases, (alias) => gradeOf(alias, own), selected);
    if (selected.size > 0) return code ?? own;
    return gradeOf === null ? (isInPreset(rule, settings.preset) ? own : null) : code;
  };
  const codeOf = (aliases: readonly string[]): string | null =>
    (gradeOf && aliases.find((alias) => gradeOf(alias, "info") !== null)) ?? null;
  /** A rule may report any of its aliases; one alone decides whether it runs. Of a family those that are named do. */
  const runs = (rule: Rule): boolean =>
    [
      [],
      ...(rule.aliases ?? []).flatMap((alias) => [
        [alias],
        ...(isFamily(alias) ? namedOf(alias) : []).map((code) => [code]),
      ]),
    ].some((aliases) => severityOf(rule, aliases) !== null);
  const namedOf = (family: string): readonly string[] =>
    [...selected, ...overrides.keys()].filter((name) => standsFor(family, name));
  const enabled = known.filter(runs);
  const options = new Map<Rule, OptionValues<OptionSpecs>>();
  for (const rule of known) {
    const read = readOptions(rule.options ?? {}, settings.options[rule.id] ?? {});
    options.set(rule, read.values);
    for (const problem of read.problems) {
      problems.push({ message: `in the options of \`${rule.id}\`: ${problem}`, help: null });
    }
  }
  const optionsOf = (rule: Rule) => options.get(rule) ?? {};
  const withChecks = (checks: readonly string[]): RuleSet => {
    const asked = Object.fromEntries(checks.map((name) => [name, "warning"] as const));
    return resolveRules(known, { ...settings, severities: { ...asked, ...settings.severities } }).ruleSet;
  };
  const { hadolintComments } = settings;
  return {
    ruleSet: { enabled, known, names, literal, severityOf, codeOf, optionsOf, withChecks, hadolintComments },
    problems,
  };
}

/** What the user set for a finding: for one of its aliases, else for its rule, which stands first. `off` is stronger than the rest. */
function overrideOf(
  [id, ...aliases]: readonly string[],
  overrides: ReadonlyMap<string, Severity | "off">,
): Severity | "off" | null {
  const found = aliases.flatMap((alias) => overrides.get(alias) ?? []);
  const levels = ["off", ...severities] as const;
  return levels.find((level) => found.includes(level)) ?? overrides.get(id!) ?? null;
}

/** The severity of the worst of a tool's codes; a code that is off counts only when it is selected. */
function severestCode(
  aliases: readonly string[],
  gradeOf: (alias: string) => CodeSeverity | null,
  selected: ReadonlySet<string>,
): Severity | null {
  const found = aliases.flatMap((alias) => {
    const severity = gradeOf(alias);
    if (severity !== "off") return severity ?? [];
    return selected.has(alias.toLowerCase()) ? (["info"] as const) : [];
  });
  return severities.find((severity) => found.includes(severity)) ?? null;
}

/** Whether a preset holds a rule. Which findings the presets of tools hold depends on their codes. */
function isInPreset(rule: Rule, preset: Preset): boolean {
  return rule.preset === preset || (preset === "strict" && rule.preset === "recommended");
}

/** The threshold of a preset: that of the tool whose codes it reports. */
export function thresholdOf(preset: Preset): Threshold {
  return preset === "hadolint" ? "info" : defaultSettings.failOn;
}

/** Whether a finding of this severity counts as failure. */
export function reachesThreshold(severity: Severity, threshold: Threshold): boolean {
  return threshold !== "none" && severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** What is wrong with a name: no rule has it. A code that is left out on purpose does no harm, but where its rule is wanted. */
export function nameProblems(name: string, names: RuleNames, isWanted: boolean): readonly SettingsProblem[] {
  if (names.find(name).length > 0) return [];
  if (names.leftOut(name) !== null) {
    if (!isWanted) return [];
    return [{ message: `no rule stands for \`${name}\``, help: `\`stowage explain ${name}\` says why` }];
  }
  const suggestion = names.suggest(name);
  const help = suggestion === null ? null : `did you mean \`${suggestion}\`?`;
  return [{ message: `there is no rule \`${name}\``, help }];
}
