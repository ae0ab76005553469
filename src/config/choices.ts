import type { Severity } from "../rule/finding.ts";
import type { Preset } from "../rule/rule.ts";
import { nameKey } from "./rule-names.ts";
import { defaultSettings, type Settings, type Threshold, thresholdOf } from "./settings.ts";

/** One thing that the user chose, and where: `.stowage.yaml:3`, `HADOLINT_IGNORE`, `--preset`. */
export type Choice = { readonly origin: string } & (
  | { readonly setting: "preset"; readonly value: Preset }
  | { readonly setting: "failOn"; readonly value: Threshold }
  /** Absolute path within the host. */
  | { readonly setting: "context"; readonly value: string }
  /** Absolute path within the host. */
  | { readonly setting: "baseline"; readonly value: string }
  | { readonly setting: "hadolintComments"; readonly value: boolean }
  | { readonly setting: "select"; readonly value: readonly string[] }
  /** An id or alias, one choice each: lists of several places add up. */
  | { readonly setting: "ignore"; readonly name: string }
  | { readonly setting: "severity"; readonly name: string; readonly value: Severity | "off" }
  /** `rule` is an id. */
  | { readonly setting: "option"; readonly rule: string; readonly name: string; readonly value: unknown }
);

/** What counts in the end. */
export interface Chosen {
  readonly settings: Settings;
  /** The build context, as an absolute path; `null` to search for it. */
  readonly context: string | null;
  /** The file with the findings of old, as an absolute path; `null` without one. */
  readonly baseline: string | null;
  /** The choices that count, in the order in which they were first made. */
  readonly choices: readonly Choice[];
}

/**
 * Puts choices together: a later one takes the place of an earlier one of the same thing. What is selected later is no longer ignored or
 * off.
 */
export function mergeChoices(choices: readonly Choice[]): Chosen {
  const byKey = new Map<string, Choice>();
  for (const choice of choices) {
    if (choice.setting === "select") {
      for (const name of choice.value) {
        byKey.delete(keyOf({ setting: "ignore", name, origin: "" }));
        const key = keyOf({ setting: "severity", name, value: "off", origin: "" });
        const severity = byKey.get(key);
        if (severity?.setting === "severity" && severity.value === "off") byKey.delete(key);
      }
    }
    byKey.set(keyOf(choice), choice);
  }
  const kept = [...byKey.values()];
  const last = <Name extends Choice["setting"]>(setting: Name): Extract<Choice, { setting: Name }> | null =>
    (byKey.get(setting) as Extract<Choice, { setting: Name }> | undefined) ?? null;
  const preset = last("preset")?.value ?? defaultSettings.preset;
  const options: Record<string, Record<string, unknown>> = {};
  const severities: Record<string, Severity | "off"> = {};
  for (const choice of kept) {
    if (choice.setting === "severity") severities[choice.name] = choice.value;
    if (choice.setting !== "option") continue;
    const ofRule = options[choice.rule] ?? {};
    ofRule[choice.name] = choice.value;
    options[choice.rule] = ofRule;
  }
  const settings: Settings = {
    preset,
    select: last("select")?.value ?? defaultSettings.select,
    ignore: kept.flatMap((choice) => (choice.setting === "ignore" ? [choice.name] : [])),
    failOn: last("failOn")?.value ?? thresholdOf(preset),
    options,
    severities,
    hadolintComments: last("hadolintComments")?.value ?? defaultSettings.hadolintComments,
  };
  return {
    settings,
    context: last("context")?.value ?? null,
    baseline: last("baseline")?.value ?? null,
    choices: kept,
  };
}

/** Choices with the same key are about the same thing. */
function keyOf(choice: Choice): string {
  switch (choice.setting) {
    case "ignore":
    case "severity":
      return `${choice.setting} ${nameKey(choice.name)}`;
    case "option":
      return `option ${choice.rule} ${choice.name}`;
    default:
      return choice.setting;
  }
}
