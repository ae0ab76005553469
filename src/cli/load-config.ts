import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Choice, type Chosen, mergeChoices } from "../config/choices.ts";
import { readHadolintEnvironment } from "../config/hadolint-environment.ts";
import { defaultSettings, resolveRules, type Settings } from "../config/settings.ts";
import type { ConfigSection } from "../config/stowage-file.ts";
import type { ConfigProblem } from "../config/yaml-tree.ts";
import type { InputProblem } from "../engine/result.ts";
import { hostPath, nodeHost } from "../host/node-host.ts";
import type { Preset, Rule } from "../rule/rule.ts";
import type { Invocation } from "./arguments.ts";
import { leadsTo } from "./override-patterns.ts";
import { kindOf, readProblem, shownPath } from "./read-inputs.ts";
import type { Terminal } from "./terminal.ts";

/** What counts for one Dockerfile. */
export interface Configured extends Chosen {
  /** Configuration files that had a part in it, the nearest last, as shown to people. */
  readonly files: readonly string[];
  /** Why the run can't go on. */
  readonly problems: readonly InputProblem[];
}

/** Configuration files, environment and flags of one run; each file is read once. */
export interface Configuration {
  /** `dockerfile` is an absolute path; `null` for a text without one. */
  configure(dockerfile: string | null): Promise<Configured>;
}

/** A configuration file with all that it extends, the farthest first. */
interface Loaded {
  readonly path: string;
  readonly sections: readonly ConfigSection[];
  readonly files: readonly string[];
  readonly problems: readonly InputProblem[];
}

const ownNames = [".stowage.yaml", ".stowage.yml"];

/**
 * Finds the configuration of Dockerfiles: the file that `--config` names, else the nearest of stowage's own, else that of hadolint.
 * @param others What else was chosen, which counts before the command line and after all files.
 */
export function configuration(
  invocation: Invocation,
  terminal: Terminal,
  rules: readonly Rule[],
  others: readonly Choice[] = [],
): Configuration {
  const environment = readHadolintEnvironment(terminal.environment, rules);
  const last = [...environment.choices, ...others, ...flagChoices(invocation, terminal)];
  const environmentProblems = environment.problems.map((message) => ({ path: "environment", message }));
  const named = invocation.text("config");
  const nearest = new Map<string, string | null>();
  const loaded = new Map<string, Promise<Loaded>>();

  /** The nearest of stowage's own files; each folder is asked once. */
  const ownFile = (folder: string): string | null => {
    const known = nearest.get(folder);
    if (known !== undefined) return known;
    const here = ownNames.map((name) => join(folder, name)).find((path) => existsSync(path));
    const above = dirname(folder);
    const found = here ?? (above === folder ? null : ownFile(above));
    nearest.set(folder, found);
    return found;
  };
  let hadolint: string | null | undefined;
  const hadolintFile = (): string | null => {
    hadolint ??= hadolintPlaces(terminal).find((path) => existsSync(path)) ?? null;
    return hadolint;
  };
  const load = (path: string): Promise<Loaded> => {
    const known = loaded.get(path) ?? loadConfig(path, [], terminal, rules);
    loaded.set(path, known);
    return known;
  };

  return {
    async configure(dockerfile) {
      const folder = dockerfile === null ? terminal.workingDirectory : dirname(resolve(dockerfile));
      const path =
        named === null ? (ownFile(folder) ?? hadolintFile()) : resolve(terminal.workingDirectory, named);
      const config = path === null ? null : await load(path);
      const sections = (config?.sections ?? []).filter(({ files }) =>
        leadsTo(files, dockerfile === null ? null : hostPath(dockerfile), hostPath(dirname(path!))),
      );
      const chosen = mergeChoices([...sections.flatMap(({ choices }) => choices), ...last]);
      const context = chosen.choices.find((choice) => choice.setting === "context");
      const problems = [...(config?.problems ?? []), ...environmentProblems];
      if (context !== undefined && kindOf(chosen.context!) !== "folder")
        problems.push({
          path: context.origin,
          message: `there is no folder \`${shownPath(chosen.context!, terminal)}\` to be the build context`,
        });
      return { ...chosen, files: config?.files ?? [], problems };
    },
  };
}

/** Where hadolint looks for its file; it takes the first. */
function hadolintPlaces({ workingDirectory, environment }: Terminal): readonly string[] {
  const { XDG_CONFIG_HOME: xdg, LOCALAPPDATA: local, HOME: home, USERPROFILE: profile } = environment;
  const places = [join(workingDirectory, ".hadolint")];
  for (const folder of [xdg, local]) if (folder) places.push(join(folder, "hadolint"));
  const own = home || profile;
  if (own)
    for (const name of [".config/hadolint", ".hadolint/hadolint", "hadolint/config", ".hadolint"])
      places.push(join(own, name));
  return places.flatMap((place) => [`${place}.yaml`, `${place}.yml`]);
}

/** Reads a file and what it extends. `chain` are the files that lead to it, so that none extends itself. */
async function loadConfig(
  path: string,
  chain: readonly string[],
  terminal: Terminal,
  rules: readonly Rule[],
): Promise<Loaded> {
  const shown = shownPath(path, terminal);
  const read = nodeHost().readText(hostPath(path));
  if (read.text === undefined) {
    const message =
      read.problem === "missing"
        ? "there is no such configuration file"
        : read.problem === "directory"
          ? "this is a folder, not a configuration file"
          : readProblem(read.problem);
    return { path, sections: [], files: [], problems: [{ path: shown, message }] };
  }
  const located = ({ line, column, message }: ConfigProblem): InputProblem => ({
    path: `${shown}:${line}:${column}`,
    message,
  });
  if (basename(path).includes("hadolint") || basename(dirname(path)) === "hadolint") {
    const { readHadolintFile } = await import("../config/hadolint-file.ts");
    const { choices, problems } = readHadolintFile(read.text, shown, rules);
    return { path, sections: [{ files: null, choices }], files: [shown], problems: problems.map(located) };
  }
  const { readStowageFile } = await import("../config/stowage-file.ts");
  const file = readStowageFile(read.text, { shown, directory: hostPath(dirname(path)) }, rules);
  const sections: ConfigSection[] = [];
  const files: string[] = [];
  const problems: InputProblem[] = [];
  for (const { path: parent, line, column } of file.extends) {
    const way = [...chain, path];
    if (way.some((known) => hostPath(known) === hostPath(parent))) {
      const names = [...way, parent].map((known) => shownPath(known, terminal)).join(" → ");
      problems.push(located({ line, column, message: `the configuration extends itself: ${names}` }));
      continue;
    }
    if (kindOf(parent) !== "file") {
      const message = `there is no file \`${shownPath(parent, terminal)}\` to extend`;
      problems.push(located({ line, column, message }));
      continue;
    }
    const base = await loadConfig(parent, way, terminal, rules);
    sections.push(...base.sections);
    files.push(...base.files);
    problems.push(...base.problems);
  }
  return {
    path,
    sections: [...sections, ...file.sections],
    files: [...files, shown],
    problems: [...problems, ...file.problems.map(located)],
  };
}

/** What the command line chooses. */
function flagChoices(invocation: Invocation, { workingDirectory }: Terminal): readonly Choice[] {
  const choices: Choice[] = [];
  const baseline = invocation.text("baseline");
  if (baseline !== null) {
    const value = hostPath(resolve(workingDirectory, baseline));
    choices.push({ setting: "baseline", value, origin: "--baseline" });
  }
  const preset = invocation.given("preset");
  if (preset !== null) choices.push({ setting: "preset", value: preset as Preset, origin: "--preset" });
  const failOn = invocation.given("fail-on");
  if (failOn !== null)
    choices.push({ setting: "failOn", value: failOn as Settings["failOn"], origin: "--fail-on" });
  const selected = namesOf(invocation, "select");
  if (selected.length > 0) choices.push({ setting: "select", value: selected, origin: "--select" });
  for (const name of namesOf(invocation, "ignore"))
    choices.push({ setting: "ignore", name, origin: "--ignore" });
  return choices;
}

/** Names of rules in an option that lists them, each on its own. */
export function namesOf(invocation: Invocation, option: "select" | "ignore" | "fix-rule"): readonly string[] {
  return invocation.list(option).flatMap((list) => list.split(/[\s,]+/).filter((name) => name !== ""));
}

/** Names of rules on the command line that no rule has, one line each. */
export function unknownFlagNames(invocation: Invocation, rules: readonly Rule[]): readonly string[] {
  const { problems } = resolveRules(rules, {
    ...defaultSettings,
    select: [...namesOf(invocation, "select"), ...namesOf(invocation, "fix-rule")],
    ignore: namesOf(invocation, "ignore"),
  });
  return problems.map(({ message, help }) => `${message}; ${help ?? "`stowage rules` lists all"}`);
}
