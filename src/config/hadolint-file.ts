import { type Severity, severities } from "../rule/finding.ts";
import type { Rule } from "../rule/rule.ts";
import type { Choice } from "./choices.ts";
import {
  failOnOf,
  hadolintOptions,
  hadolintThresholds,
  optionChoices,
  overrideChoices,
} from "./hadolint-choices.ts";
import {
  type ConfigProblem,
  type MapEntry,
  plainValue,
  readBoolean,
  readChoice,
  readMap,
  readTexts,
  readYaml,
} from "./yaml-tree.ts";

/**
 * Reads the text of a `.hadolint.yaml` as hadolint does: keys that it does not know are left out, codes that no rule has do no harm.
 * `format` and `no-color` have no meaning here. Values of another kind are problems; hadolint would go on without the whole file.
 */
export function readHadolintFile(
  text: string,
  shown: string,
  rules: readonly Rule[],
): { readonly choices: readonly Choice[]; readonly problems: readonly ConfigProblem[] } {
  const reading = readYaml(text);
  const at = (offset: number): string => `${shown}:${reading.placeOf(offset).line}`;
  let noFail: Choice | null = null;

  const option = ({ key, offset, value }: MapEntry, name: string, given: unknown): readonly Choice[] => {
    const { choices, problems } = optionChoices(rules, name, given, at(offset));
    for (const problem of problems) reading.reject(value.offset, `in \`${key}\`: ${problem}`);
    return choices;
  };
  const choicesOf = (entry: MapEntry): readonly Choice[] => {
    const { key, offset, value } = entry;
    const what = `\`${key}\``;
    const origin = at(offset);
    switch (key) {
      case "ignored":
        return readTexts(reading, value, what).map((name) => ({
          setting: "ignore",
          name: name.text,
          origin: at(name.offset),
        }));
      case "override": {
        const lists: Partial<Record<Severity, { name: string; origin: string }[]>> = {};
        for (const level of readMap(reading, value, what) ?? []) {
          const severity = severities.find((known) => known === level.key);
          if (severity === undefined) continue;
          lists[severity] = readTexts(reading, level.value, `\`${level.key}\``).map((name) => ({
            name: name.text,
            origin: at(name.offset),
          }));
        }
        return overrideChoices(lists);
      }
      case "trustedRegistries": {
        const registries = readTexts(reading, value, what).map((registry) => registry.text);
        return option(entry, hadolintOptions.registries, registries);
      }
      case "label-schema":
        return readMap(reading, value, what) === null
          ? []
          : option(entry, hadolintOptions.schema, plainValue(value) ?? {});
      case "strict-labels": {
        const isStrict = readBoolean(reading, value, what);
        return isStrict === null ? [] : option(entry, hadolintOptions.strict, isStrict);
      }
      case "disable-ignore-pragma": {
        const isDisabled = readBoolean(reading, value, what);
        return isDisabled === null ? [] : [{ setting: "hadolintComments", value: !isDisabled, origin }];
      }
      case "failure-threshold": {
        const threshold = readChoice(reading, value, what, hadolintThresholds);
        return threshold === null ? [] : [{ setting: "failOn", value: failOnOf(threshold), origin }];
      }
      case "no-fail":
        if (readBoolean(reading, value, what)) noFail = { setting: "failOn", value: "none", origin };
        return [];
      default:
        return [];
    }
  };
  const { root } = reading;
  const entries = root === null ? [] : (readMap(reading, root, "the configuration") ?? []);
  const choices = entries.flatMap(choicesOf);
  // It is stronger than a threshold, whichever stands first.
  return { choices: noFail === null ? choices : [...choices, noFail], problems: reading.problems };
}
