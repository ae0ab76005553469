import { severities } from "../rule/finding.ts";
import { presets, type Rule } from "../rule/rule.ts";
import { resolvePath } from "../text/posix-path.ts";
import type { Choice } from "./choices.ts";
import { ruleNames } from "./rule-names.ts";
import { readOptions } from "./rule-options.ts";
import { nameProblems } from "./settings.ts";
import {
  type ConfigProblem,
  type MapEntry,
  plainValue,
  readBoolean,
  readChoice,
  readMap,
  readText,
  readTexts,
  readYaml,
  rejectKey,
  type Tree,
} from "./yaml-tree.ts";

/** A configuration file as written: nothing that it extends is read. */
export interface ConfigFile {
  readonly extends: readonly { readonly path: string; readonly line: number; readonly column: number }[];
  /** Its own settings, then its overrides, in their order. */
  readonly sections: readonly ConfigSection[];
  readonly problems: readonly ConfigProblem[];
}

export interface ConfigSection {
  /** Patterns of Dockerfiles that the choices are for; `null` for all. */
  readonly files: readonly string[] | null;
  readonly choices: readonly Choice[];
}

/** Where a file stands: as shown in origins, and its absolute folder, which its paths are relative to. */
export interface ConfigPlace {
  readonly shown: string;
  readonly directory: string;
}

/** Keys that stand in a file and in each of its overrides. */
export const settingKeys = [
  "preset",
  "select",
  "ignore",
  "severities",
  "options",
  "failOn",
  "context",
  "baseline",
  "hadolintComments",
] as const;
/** All keys of a file. */
export const fileKeys = ["extends", ...settingKeys, "overrides"] as const;
/** All keys of an override. */
export const overrideKeys = ["files", ...settingKeys] as const;

/** Reads the text of a `.stowage.yaml`. Each problem has its place. */
export function readStowageFile(text: string, place: ConfigPlace, rules: readonly Rule[]): ConfigFile {
  const reading = readYaml(text);
  const names = ruleNames(rules);
  const parents: { path: string; line: number; column: number }[] = [];
  const overrides: ConfigSection[] = [];

  /** Known names of rules in a list. */
  const readNames = (tree: Tree, what: string, isWanted: boolean): ReturnType<typeof readTexts> =>
    readTexts(reading, tree, what).filter(({ text: name, offset }) => isKnown(name, offset, isWanted));
  const isKnown = (name: string, offset: number, isWanted: boolean): boolean => {
    const problems = nameProblems(name, names, isWanted);
    for (const { message, help } of problems)
      reading.reject(offset, `${message}; ${help ?? "`stowage rules` lists all"}`);
    return problems.length === 0;
  };

  const readSetting = ({ key, offset, value }: MapEntry): readonly Choice[] | null => {
    const at = (position: number): string => `${place.shown}:${reading.placeOf(position).line}`;
    const origin = at(offset);
    switch (key as (typeof settingKeys)[number]) {
      case "preset": {
        const preset = readChoice(reading, value, "`preset`", presets);
        return preset === null ? [] : [{ setting: "preset", value: preset, origin }];
      }
      case "failOn": {
        const threshold = readChoice(reading, value, "`failOn`", [...severities, "none"]);
        return threshold === null ? [] : [{ setting: "failOn", value: threshold, origin }];
      }
      case "context":
      case "baseline": {
        const setting = key === "context" ? "context" : "baseline";
        const path = readText(reading, value, `\`${key}\``);
        return path === null ? [] : [{ setting, value: resolvePath(place.directory, path), origin }];
      }
      case "hadolintComments": {
        const heeded = readBoolean(reading, value, "`hadolintComments`");
        return heeded === null ? [] : [{ setting: "hadolintComments", value: heeded, origin }];
      }
      case "select": {
        const selected = readNames(value, "`select`", true).map(({ text: name }) => name);
        return [{ setting: "select", value: selected, origin }];
      }
      case "ignore":
        return readNames(value, "`ignore`", false).map((name) => ({
          setting: "ignore",
          name: name.text,
          origin: at(name.offset),
        }));
      case "severities":
        return (readMap(reading, value, "`severities`") ?? []).flatMap((entry): Choice[] => {
          if (!isKnown(entry.key, entry.offset, false)) return [];
          const severity = readChoice(reading, entry.value, `\`${entry.key}\``, [...severities, "off"]);
          if (severity === null) return [];
          return [{ setting: "severity", name: entry.key, value: severity, origin: at(entry.offset) }];
        });
      case "options":
        return (readMap(reading, value, "`options`") ?? []).flatMap((entry) =>
          isKnown(entry.key, entry.offset, true) ? readRuleOptions(entry, names.find(entry.key), at) : [],
        );
      default:
        return null;
    }
  };

  /** The options of a rule; under an alias of several rules each takes those that it has. */
  const readRuleOptions = (
    entry: MapEntry,
    named: readonly Rule[],
    at: (offset: number) => string,
  ): readonly Choice[] =>
    (readMap(reading, entry.value, `\`${entry.key}\``) ?? []).flatMap((option) => {
      const owners = named.filter(({ options = {} }) => Object.hasOwn(options, option.key));
      const value = plainValue(option.value);
      const { problems } = readOptions((owners[0] ?? named[0]!).options ?? {}, { [option.key]: value });
      for (const problem of problems) {
        reading.reject(
          owners.length > 0 ? option.value.offset : option.offset,
          `in the options of \`${entry.key}\`: ${problem}`,
        );
      }
      if (problems.length > 0) return [];
      return owners.map(({ id }) => ({
        setting: "option",
        rule: id,
        name: option.key,
        value,
        origin: at(option.offset),
      }));
    });

  const readOverride = (tree: Tree): void => {
    const choices: Choice[] = [];
    let files: readonly string[] | null = null;
    for (const entry of readMap(reading, tree, "an override") ?? []) {
      const read = readSetting(entry);
      if (read !== null) choices.push(...read);
      else if (entry.key === "files")
        files = readTexts(reading, entry.value, "`files`").map((file) => file.text);
      else rejectKey(reading, entry, overrideKeys);
    }
    if (files === null || files.length === 0)
      reading.reject(tree.offset, "the override names no files; add `files`, a list of patterns");
    else overrides.push({ files, choices });
  };

  const own: Choice[] = [];
  for (const entry of reading.root === null
    ? []
    : (readMap(reading, reading.root, "the configuration") ?? [])) {
    const read = readSetting(entry);
    if (read !== null) own.push(...read);
    else if (entry.key === "extends") {
      for (const parent of readTexts(reading, entry.value, "`extends`")) {
        const path = resolvePath(place.directory, parent.text);
        parents.push({ path, ...reading.placeOf(parent.offset) });
      }
    } else if (entry.key === "overrides") {
      const { content } = entry.value;
      if (content.kind === "list") for (const item of content.items) readOverride(item);
      else reading.reject(entry.value.offset, "`overrides` is no list");
    } else rejectKey(reading, entry, fileKeys);
  }
  return {
    extends: parents,
    sections: [{ files: null, choices: own }, ...overrides],
    problems: reading.problems,
  };
}
