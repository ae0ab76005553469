import type { Severity } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import type { Choice } from "./choices.ts";
import {
  failOnOf,
  hadolintOptions,
  hadolintThresholds,
  optionChoices,
  overrideChoices,
} from "./hadolint-choices.ts";

/** Reads the variables that hadolint reads. Those that choose its output have no meaning here. */
export function readHadolintEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  rules: readonly Rule[],
): { readonly choices: readonly Choice[]; readonly problems: readonly string[] } {
  const choices: Choice[] = [];
  const problems: string[] = [];
  const when = (name: string, read: (value: string, origin: string) => readonly Choice[]): void => {
    const origin = `HADOLINT_${name}`;
    const value = environment[origin]?.trim();
    if (value !== undefined && value !== "") choices.push(...read(value, origin));
  };
  const option = (name: string, value: unknown, origin: string): readonly Choice[] => {
    const read = optionChoices(rules, name, value, origin);
    problems.push(...read.problems.map((problem) => `in ${origin}: ${problem}`));
    return read.choices;
  };
  const override = (severity: Severity): void =>
    when(`OVERRIDE_${severity.toUpperCase()}`, (value, origin) =>
      overrideChoices({ [severity]: listOf(value).map((name) => ({ name, origin })) }),
    );

  when("IGNORE", (value, origin) => listOf(value).map((name) => ({ setting: "ignore", name, origin })));
  // The severest last, since the last counts.
  override("style");
  override("info");
  override("warning");
  override("error");
  when("TRUSTED_REGISTRIES", (value, origin) => option(hadolintOptions.registries, listOf(value), origin));
  when("REQUIRE_LABELS", (value, origin) => {
    const schema = listOf(value).map((item): [string, string] => {
      const at = item.indexOf(":");
      return at === -1 ? [item, ""] : [item.slice(0, at).trim(), item.slice(at + 1).trim()];
    });
    return option(hadolintOptions.schema, Object.fromEntries(schema), origin);
  });
  when("STRICT_LABELS", (value, origin) => option(hadolintOptions.strict, isTrue(value), origin));
  when("DISABLE_IGNORE_PRAGMA", (value, origin) => [
    { setting: "hadolintComments", value: !isTrue(value), origin },
  ]);
  when("FAILURE_THRESHOLD", (value, origin) => {
    const threshold = hadolintThresholds.find((known) => known === value.toLowerCase());
    if (threshold !== undefined) return [{ setting: "failOn", value: failOnOf(threshold), origin }];
    problems.push(`${origin} takes one of ${hadolintThresholds.join(", ")}; not \`${value}\``);
    return [];
  });
  when("NOFAIL", (value, origin) => (isTrue(value) ? [{ setting: "failOn", value: "none", origin }] : []));
  return { choices, problems };
}

function isTrue(value: string): boolean {
  return /^(?:1|y|yes|true|on)$/i.test(value);
}

function listOf(value: string): readonly string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
