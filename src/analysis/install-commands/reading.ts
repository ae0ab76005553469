import { projectFilesOf } from "../../knowledge/ecosystems.ts";
import type { ShellWord } from "../../shell/command.ts";
import type { Install, InstalledPackage, ManifestPattern } from "../installs.ts";
import { type CommandSetting, expandWord } from "./command-setting.ts";
import { isSwitchedOn, type PackageCommand } from "./package-command.ts";
import { type WorkPlace, workPlace } from "./place.ts";

/** What the readers of single ecosystems find out about one command. */
export interface Reading {
  readonly what: Install["what"];
  readonly packages: readonly InstalledPackage[];
  readonly place: WorkPlace;
  readonly manifests: readonly ManifestPattern[];
  readonly needsSources: string | null;
  readonly developmentPackages: Install["developmentPackages"];
  readonly global: boolean;
}

/** Reads the commands of some managers; `null` for a command that installs nothing. */
export type Reader = (call: PackageCommand, setting: CommandSetting) => Reading | null;

/** A reading with what most commands have in common; `differences` win. */
export function reading(
  call: PackageCommand,
  setting: CommandSetting,
  differences: Partial<Reading> & Pick<Reading, "what">,
): Reading {
  const { what } = differences;
  const ofProject = what !== "packages";
  return {
    packages: [],
    place: workPlace(call, setting),
    manifests: ofProject ? tableManifests(call, setting) : [],
    needsSources: what === "build" ? `\`${callText(call)}\` compiles the sources` : null,
    developmentPackages: ofProject ? developmentPackages(call, setting) : "unknown",
    global: isSwitchedOn(call, call.manager.global, setting.variable),
    ...differences,
  };
}

/** The manifests of the table, the ones that the command can't do without first. */
export function tableManifests(
  call: PackageCommand,
  setting: CommandSetting,
  row = call.manager.name,
): readonly ManifestPattern[] {
  const frozen = isSwitchedOn(call, call.manager.frozen, setting.variable);
  const patterns = (projectFilesOf(row)?.files ?? []).map(({ pattern, role, required }) => ({
    pattern,
    role,
    required: required === "always" || (required === "frozen" && frozen),
  }));
  return requiredFirst(patterns);
}

/** Sorted with the required ones first; the first of two equal patterns stays. */
export function requiredFirst(patterns: readonly ManifestPattern[]): readonly ManifestPattern[] {
  const seen = new Set<string>();
  return [
    ...patterns.filter(({ required }) => required),
    ...patterns.filter(({ required }) => !required),
  ].filter(({ pattern }) => !seen.has(pattern) && seen.add(pattern));
}

/** Files that the command line names. */
export function namedFiles(
  words: readonly ShellWord[],
  setting: CommandSetting,
  role: ManifestPattern["role"] = "manifest",
): readonly ManifestPattern[] {
  return words
    .filter((word) => !/^[a-z][a-z+]*:\/\//.test(word.text) && word.text !== "-")
    .map((word) => ({
      pattern: (expandWord(word, setting.variable) ?? word.text).replace(/^(\.\/+)+/, ""),
      role,
      required: true,
    }));
}

function developmentPackages(call: PackageCommand, setting: CommandSetting): Reading["developmentPackages"] {
  const { manager } = call;
  if (manager.developmentByDefault === null) return "unknown";
  if (isSwitchedOn(call, manager.includeDevelopment, setting.variable)) return "included";
  if (isSwitchedOn(call, manager.omitDevelopment, setting.variable)) return "omitted";
  return manager.developmentByDefault ? "included" : "omitted";
}

/** The command without its options: `go build`, `mvn clean package`. */
export function callText(call: PackageCommand): string {
  return `${call.command.name} ${call.action}`.trimEnd();
}
