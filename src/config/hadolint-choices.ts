import { type Severity, severities } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import type { Choice } from "./choices.ts";
import { readOptions } from "./rule-options.ts";
import type { Threshold } from "./settings.ts";

/** Severities at which hadolint can be told to fail; `ignore` is below all others. */
export const hadolintThresholds = [...severities, "ignore", "none"] as const;

/** The threshold that means the same here. */
export function failOnOf(threshold: (typeof hadolintThresholds)[number]): Threshold {
  return threshold === "ignore" ? "style" : threshold;
}

/** Names that the options of rules have, for what hadolint sets once. */
export const hadolintOptions = {
  registries: "trustedRegistries",
  schema: "labelSchema",
  strict: "strictLabels",
} as const;

/** Sets an option of every rule that has it, whatever the rule is called; and why that does not work. */
export function optionChoices(
  rules: readonly Rule[],
  name: string,
  value: unknown,
  origin: string,
): { readonly choices: readonly Choice[]; readonly problems: readonly string[] } {
  const owners = rules.filter(({ options = {} }) => Object.hasOwn(options, name));
  const { problems } = owners[0] ? readOptions(owners[0].options ?? {}, { [name]: value }) : { problems: [] };
  if (problems.length > 0) return { choices: [], problems };
  return {
    choices: owners.map(({ id }) => ({ setting: "option", rule: id, name, value, origin })),
    problems: [],
  };
}

/** `override`: rules by the severity that they get. Of a rule that stands twice the severest counts. */
export function overrideChoices(
  lists: Readonly<Partial<Record<Severity, readonly { readonly name: string; readonly origin: string }[]>>>,
): readonly Choice[] {
  return severities
    .toReversed()
    .flatMap((value) =>
      (lists[value] ?? []).map((entry) => ({ setting: "severity", value, ...entry }) as const),
    );
}
