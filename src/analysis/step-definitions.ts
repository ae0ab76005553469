import type { BuildFile, Stage, State, Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import { shellText } from "../shell/script.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Add, Copy, Flag, Instruction, Run } from "../syntax/nodes.ts";
import { baseName } from "../text/posix-path.ts";
import { defineFact } from "./fact.ts";
import { hasWildcard } from "./file-glob.ts";

/**
 * What of a step's own words, and of what is set where it stands, enters its cache key. Files, images, other stages and the steps above come on
 * top. Equal texts stand for equal parts of keys.
 */
export interface StepDefinitions {
  /** `null` for instructions that are no step of the build. */
  of(step: Step): string | null;
  /** Of the image that a stage starts from. */
  ofBase(stage: Stage): string;
}

/** Source: BuildKit `solver/llbsolver/ops/{exec,file}.go`, `dockerfile2llb/convert*.go` (read 2026-08), and builds of it. */
export const stepDefinitions = defineFact("step-definitions", ({ file }): StepDefinitions => {
  const environments = environmentsOfRuns(file);
  return {
    of(step) {
      const { instruction } = step;
      switch (instruction.kind) {
        case "RUN":
          return textOf(runParts(instruction, step, environments.get(step) ?? []));
        case "COPY":
        case "ADD":
          return textOf(copyParts(instruction, step, file));
        case "WORKDIR":
          return textOf(["WORKDIR", directoryAfter(step), step.state.user.value ?? ""]);
        default:
          return null;
      }
    },
    ofBase({ base, from, platform }) {
      const image = base.kind === "image" ? base.image.text : (from.image?.text ?? "");
      return textOf(["FROM", platform ?? "", base.kind === "scratch" ? "scratch" : image]);
    },
  };
});

function textOf(parts: readonly (string | readonly string[])[]): string {
  return JSON.stringify(parts);
}

/** For each RUN the variables that it has: those of ENV, and those of ARG that have a value, used or not. */
function environmentsOfRuns(file: BuildFile): ReadonlyMap<Step, readonly string[]> {
  const found = new Map<Step, readonly string[]>();
  const namesAtEnd: (readonly string[])[] = [];
  for (const stage of file.stages) {
    const inherited = stage.base.kind === "stage" ? (namesAtEnd[stage.base.stage.index] ?? []) : [];
    const names = new Set(inherited);
    let current: readonly string[] | null = null;
    for (const step of stage.steps) {
      const { instruction } = step;
      if (instruction.kind === "ENV" || instruction.kind === "ARG") {
        for (const { key } of instruction.pairs) names.add(key.text);
        current = null;
      } else if (instruction.kind === "RUN") {
        current ??= valuesOf(names, step.state, file);
        found.set(step, current);
      }
    }
    namesAtEnd.push([...names]);
  }
  return found;
}

function valuesOf(names: ReadonlySet<string>, { scope }: State, { text }: BuildFile): readonly string[] {
  return Array.from(names).flatMap((name) => {
    const variable = scope.lookup(name);
    if (variable === null || !variable.isSet) return [];
    const { value, declaredAt } = variable;
    // A value that depends on the base image stays the same as long as its words do.
    const words = value ?? (declaredAt === null ? "" : text.slice(declaredAt.start, declaredAt.end));
    return [`${name}=${words}`];
  });
}

function runParts(
  { command, flags, heredocs }: Run,
  { state }: Step,
  environment: readonly string[],
): readonly (string | readonly string[])[] {
  const words =
    command.form === "exec"
      ? command.strings.map(({ value }) => value)
      : [...state.shell, shellText(command.script, heredocs).text.trimEnd()];
  return ["RUN", words, environment, state.workdir.path ?? "?", state.user.value ?? "", flags.map(flagText)];
}

/** What a cache mount is called, and how it is shared, is in no key; that it is said at all is. */
function flagText(flag: Flag): string {
  if (flag.name !== "mount" || flag.mapped === null) return `${flag.name}=${flag.value ?? ""}`;
  const mount = parseMount(flag);
  if (mount.type === "secret" || mount.type === "ssh") {
    return `mount ${mount.fields.map(({ key, value }) => `${key}=${value ?? ""}`).join(" ")}`;
  }
  const isNamed = mount.id !== null || (mount.sharing ?? "shared") !== "shared";
  const { type, target, from, readonly, uid, gid, mode, size } = mount;
  return `mount ${[type, target, from, readonly, uid, gid, mode, size, type === "cache" && isNamed].join(" ")}`;
}

function copyParts(
  instruction: Copy | Add,
  { state }: Step,
  { syntax }: BuildFile,
): readonly (string | readonly string[])[] {
  const expanded = (text: string): string =>
    instruction.json ? text : expand(text, state.scope, syntax.escape).value;
  const destination = expanded(instruction.destination?.text ?? "");
  const path = pathInImage(state.workdir.path, destination, syntax.escape) ?? `? ${destination}`;
  const sources = instruction.sources.map((word) => {
    const source = expanded(word.text);
    return hasWildcard(source) ? `* ${source}` : baseName(source.replace(/\/+$/, "")) || ".";
  });
  const texts = instruction.heredocs.map(({ name, body, expand: isExpanded }) =>
    [name, isExpanded ? expand(body.text, state.scope, syntax.escape).value : body.text].join("\n"),
  );
  const flags = instruction.flags
    .filter(({ name }) => name !== "from")
    .map(
      ({ name, value }) => `${name}=${value === null ? "" : expand(value, state.scope, syntax.escape).value}`,
    )
    .sort();
  const kept = /\/\.?$/.test(destination) || destination === "." ? `${path}/` : path;
  return [instruction.kind, sources, kept, flags, texts];
}

function directoryAfter({ stage, index }: Step): string {
  const after = stage.steps[index + 1]?.state ?? stage.end;
  const { instruction } = stage.steps[index]!;
  return after.workdir.path ?? `? ${wordOf(instruction)}`;
}

function wordOf(instruction: Instruction): string {
  return instruction.rest.text;
}
