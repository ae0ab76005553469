import { type VolatileName, volatileNameOf } from "../knowledge/volatile-names.ts";
import type { Stage, Step } from "../model/build-file.ts";
import type { Arg, Instruction, KeyValue } from "../syntax/nodes.ts";
import type { Range } from "../text/range.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { type Install, installs } from "./installs.ts";
import { isOpaque } from "./opaque-commands.ts";
import { stageGraph } from "./stage-graph.ts";

/** Arguments of one stage that get another value with nearly every build, and the installs that run again for it without reading them. */
export interface VolatileArguments {
  readonly stage: Stage;
  /** In the order of the file. */
  readonly declarations: readonly VolatileDeclaration[];
  /** ENV, LABEL and ARG that repeat a value and so have to stay below the declarations. */
  readonly carriers: readonly Step[];
  /** In the order of the file; also of stages that are built on this one. */
  readonly installs: readonly Install[];
}

export interface VolatileDeclaration {
  readonly step: Step;
  readonly name: string;
  readonly range: Range;
  readonly carries: VolatileName["carries"];
}

/**
 * Only stages that the target needs, and installs above the first step that uses such an argument or may do so unseen: all that follows
 * it runs again anyway. Linear in the file.
 */
export const volatileArguments = defineFact(
  "volatile-arguments",
  (analysis): readonly VolatileArguments[] => {
    const { file, use } = analysis;
    const graph = use(stageGraph);
    const installsOf = new Map<Step, Install[]>();
    for (const install of use(installs)) {
      const known = installsOf.get(install.step);
      if (known) known.push(install);
      else installsOf.set(install.step, [install]);
    }
    const found: Group[] = [];
    const atEnd = new Map<Stage, Path>();
    for (const stage of file.stages) {
      const base = stage.base.kind === "stage" ? atEnd.get(stage.base.stage) : undefined;
      const path: Path = base
        ? { ...base, groups: [...base.groups], names: [...base.names] }
        : { groups: [], names: [], isUsed: false };
      atEnd.set(stage, path);
      if (!graph.isReachable(stage)) continue;
      const own: Group = { stage, declarations: [], carriers: [], installs: [] };
      found.push(own);
      for (const step of stage.steps) {
        if (path.isUsed) break;
        const { instruction } = step;
        if (instruction.kind === "ARG") declare(analysis, step, instruction, own, path);
        if (instruction.kind === "ARG" || instruction.kind === "ENV")
          carry(step, instruction.pairs, own, path);
        else if (instruction.kind === "LABEL") {
          if (mentions(instruction, path.names)) own.carriers.push(step);
        } else if (instruction.kind === "RUN" && path.groups.length > 0) {
          const inRun = installsOf.get(step) ?? [];
          path.isUsed = mentions(instruction, path.names) || mayUse(analysis, step, inRun);
          if (path.isUsed) break;
          for (const group of path.groups) for (const install of inRun) group.installs.push(install);
        } else if (!atRunTime.has(instruction.kind)) path.isUsed = mentions(instruction, path.names);
      }
    }
    return found.filter((group) => group.installs.length > 0);
  },
);

interface Group extends VolatileArguments {
  readonly declarations: VolatileDeclaration[];
  readonly carriers: Step[];
  readonly installs: Install[];
}

/** What a stage and those it is built on have declared so far. */
interface Path {
  readonly groups: Group[];
  readonly names: string[];
  isUsed: boolean;
}

/** More of them would not change what is said. */
const mostNames = 16;

/** They see the values of a container, wherever they stand; RUN is looked at on its own. */
const atRunTime: ReadonlySet<Instruction["kind"]> = new Set([
  "RUN",
  "CMD",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "ONBUILD",
]);

/** A branch seldom changes from one build to the next, and who busts the cache wants what follows to run. */
const leftOut: ReadonlySet<VolatileName["carries"]> = new Set(["branch", "cache buster"]);

function declare({ use }: Analysis, step: Step, { pairs }: Arg, own: Group, path: Path): void {
  for (const { key, value, range } of pairs) {
    const name = key.text;
    const carries = volatileNameOf(name)?.carries;
    if (carries === undefined || leftOut.has(carries) || path.names.includes(name)) continue;
    // All steps are to have it: it makes what they write the same in each build.
    if (name === "SOURCE_DATE_EPOCH") continue;
    if (isPin(value?.text ?? use(globalDefaults).get(name) ?? "") || path.names.length >= mostNames) continue;
    own.declarations.push({ step, name, range, carries });
    path.names.push(name);
    if (!path.groups.includes(own)) path.groups.push(own);
  }
}

/** Defaults of the global ARGs as written; of those with the same name the first. */
const globalDefaults = defineFact("global-defaults", ({ file }): ReadonlyMap<string, string> => {
  const defaults = new Map<string, string>();
  for (const instruction of file.preamble) {
    for (const { key, value } of instruction.kind === "ARG" ? instruction.pairs : []) {
      if (!defaults.has(key.text)) defaults.set(key.text, value?.text ?? "");
    }
  }
  return defaults;
});

/** A default that names a certain commit, version or branch of something that is fetched. */
function isPin(value: string): boolean {
  const text = value.replace(/["']/g, "");
  const isHash = /^(sha\d+:)?[0-9a-f]{7,64}$/i.test(text) && /[1-9a-f]/i.test(text);
  return isHash || /\d\.\d/.test(text) || /^(master|main|develop|trunk|head|origin\/.*)$/i.test(text);
}

/** ENV and ARG whose values are made of such an argument have it too, under their own name. */
function carry(step: Step, pairs: readonly KeyValue[], own: Group, path: Path): void {
  const carried = pairs.filter(({ value }) => value !== null && hasName(value.text, path.names));
  if (carried.length > 0) own.carriers.push(step);
  for (const { key } of carried) {
    if (path.names.length < mostNames && !path.names.includes(key.text)) path.names.push(key.text);
  }
}

/** The whole text counts: `printenv GIT_SHA` uses it too. */
function mentions({ rest, flags, heredocs }: Instruction, names: readonly string[]): boolean {
  return (
    hasName(rest.text, names) ||
    flags.some(({ value }) => value !== null && hasName(value, names)) ||
    heredocs.some(({ body }) => hasName(body.text, names))
  );
}

function hasName(text: string, names: readonly string[]): boolean {
  return names.some((name) => text.includes(name));
}

/** Go is the one compiler that takes nothing from variables which nobody names to it. */
function mayUse({ use }: Analysis, { instruction }: Step, inRun: readonly Install[]): boolean {
  const script = use(commands).of(instruction);
  if (script.unread !== null || script.problems.length > 0 || script.commands.some(isOpaque)) return true;
  return inRun.some(({ what, manager }) => (what === "build" || what === "project") && manager !== "go");
}
