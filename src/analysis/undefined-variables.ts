import { isUsualVariable, setsVariable } from "../knowledge/base-image-variables.ts";
import { baseImage } from "../knowledge/base-images.ts";
import type { BuildFile, Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Instruction, KeyValue } from "../syntax/nodes.ts";
import { nearestName } from "../text/nearest-name.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";
import { type VariableUse, variableUses } from "./variable-uses.ts";
import { windowsStages } from "./windows-stages.ts";

/** A variable that an instruction uses and that nothing sets above it. */
export interface UndefinedVariable {
  readonly step: Step;
  readonly use: VariableUse;
  readonly cause: UndefinedCause;
  /** False when the base image may set it: then the instruction gets that value. */
  readonly isUnset: boolean;
}

export type UndefinedCause =
  /** Another pair of the same ENV sets it: values are read before any of them is set. */
  | { readonly kind: "beside"; readonly pair: KeyValue }
  /** The builder sets it, in a stage that declares it. */
  | { readonly kind: "platform" }
  /** An ARG above the first FROM. */
  | { readonly kind: "global"; readonly pair: KeyValue }
  /** Further down in the same stage. */
  | { readonly kind: "later"; readonly pair: KeyValue }
  | { readonly kind: "elsewhere"; readonly stage: Stage; readonly pair: KeyValue }
  | { readonly kind: "misspelt"; readonly nearest: string }
  /** A process has it, the reader of the file has not. */
  | { readonly kind: "process" }
  | { readonly kind: "unknown" };

const platformVariable = /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;
const processVariable = /^(?:HOME|HOSTNAME|PWD|OLDPWD|SHELL|USER|UID|EUID|LOGNAME)$/;
/** These are variables for the builder itself: `nonEnvArgs` in BuildKit's `convert.go`. */
const builderVariable = /^BUILDKIT_SBOM_SCAN_(?:CONTEXT|STAGE)$/;
/** So many names are compared with one that is not set. */
const comparedNames = 200;

/**
 * Variables that are certainly not what was meant. What a base image sets is known for some images (`base-image-variables.ts`); of others
 * only what hardly any image can set is found: see `isTelling`. One for each name and instruction.
 */
export const undefinedVariables = defineFact(
  "undefined-variables",
  ({ file, use }): readonly UndefinedVariable[] => {
    const graph = use(stageGraph);
    const windows = use(windowsStages);
    const declared = declarations(file);
    const found: UndefinedVariable[] = [];
    for (const stage of file.stages) {
      const base = graph.root(stage);
      const image = base.kind === "image" ? baseImage(base.image) : null;
      const isOpen = stage.implicit || windows.has(stage);
      /** `null`: not known. */
      const baseSets = (name: string): boolean | null => {
        if (!/^[A-Za-z_]/.test(name)) return false;
        if (name === "PATH") return true;
        if (base.kind === "scratch") return false;
        return image === null || isOpen ? null : setsVariable(image.name, name);
      };
      for (const step of stage.steps) {
        const seen = new Set<string>();
        const { instruction, state } = step;
        let beside: ReadonlyMap<string, KeyValue> | null = null;
        for (const variable of variableUses(instruction, state.scope, file.syntax.escape)) {
          const { name } = variable;
          if (variable.isSet || seen.has(name) || builderVariable.test(name)) continue;
          beside ??= pairsByName(instruction);
          const own = beside.get(name);
          const other = own === variable.pair ? undefined : own;
          const isSet = baseSets(name);
          if (other !== undefined && instruction.kind === "ENV") {
            seen.add(name);
            found.push({
              step,
              use: variable,
              cause: { kind: "beside", pair: other },
              isUnset: isSet === false,
            });
            continue;
          }
          // The pairs of an ARG are read one after the other.
          if (isSet === true || (other !== undefined && other.range.start < variable.at.start)) continue;
          const cause = causeOf(variable, step, declared());
          if (isSet === null && !isTelling(cause, variable, stage)) continue;
          seen.add(name);
          found.push({ step, use: variable, cause, isUnset: true });
        }
      }
    }
    return found;
  },
);

/** What the instruction itself sets. */
function pairsByName(instruction: Instruction): ReadonlyMap<string, KeyValue> {
  const pairs = instruction.kind === "ENV" || instruction.kind === "ARG" ? instruction.pairs : [];
  return new Map(pairs.map((pair) => [pair.key.text, pair]));
}

interface Declarations {
  readonly global: ReadonlyMap<string, KeyValue>;
  /** The first of each name in each stage, by index. */
  readonly stages: readonly ReadonlyMap<string, KeyValue>[];
  /** The first stage of each name. */
  readonly stageOf: ReadonlyMap<string, Stage>;
  /** To compare misspelt ones with. */
  readonly names: readonly string[];
}

/** Made when it is first asked for: most files have no undefined variable. */
function declarations(file: BuildFile): () => Declarations {
  let made: Declarations | null = null;
  return () => {
    made ??= collect(file);
    return made;
  };
}

function collect({ preamble, stages }: BuildFile): Declarations {
  const global = new Map<string, KeyValue>();
  for (const instruction of preamble) {
    if (instruction.kind === "ARG") for (const pair of instruction.pairs) global.set(pair.key.text, pair);
  }
  const stageOf = new Map<string, Stage>();
  const byStage = stages.map((stage) => {
    const own = new Map<string, KeyValue>();
    for (const { instruction } of stage.steps) {
      if (instruction.kind !== "ARG" && instruction.kind !== "ENV") continue;
      for (const pair of instruction.pairs) {
        if (!own.has(pair.key.text)) own.set(pair.key.text, pair);
        if (!stageOf.has(pair.key.text)) stageOf.set(pair.key.text, stage);
      }
    }
    return own;
  });
  return { global, stages: byStage, stageOf, names: [...stageOf.keys()].slice(0, comparedNames) };
}

function causeOf(
  use: VariableUse,
  { stage, state }: Step,
  { global, stages, stageOf, names }: Declarations,
): UndefinedCause {
  const { name } = use;
  const later = stages[stage.index]?.get(name);
  if (later !== undefined && later !== use.pair) return { kind: "later", pair: later };
  const above = global.get(name);
  if (above !== undefined) return { kind: "global", pair: above };
  if (platformVariable.test(name)) return { kind: "platform" };
  const other = stageOf.get(name);
  if (other !== undefined && other !== stage)
    return { kind: "elsewhere", stage: other, pair: stages[other.index]!.get(name)! };
  const nearest = nearestName(
    name,
    names.filter((known) => state.scope.lookup(known) !== null),
  );
  if (nearest !== null) return { kind: "misspelt", nearest };
  return processVariable.test(name) ? { kind: "process" } : { kind: "unknown" };
}

/** Whether a variable is a mistake whatever the base image is, as far as one can tell. */
function isTelling(cause: UndefinedCause, { name, heredoc }: VariableUse, stage: Stage): boolean {
  if (cause.kind === "platform") return true;
  // The text of a script or of a server's settings, with variables of its own.
  if (heredoc !== null && /^[a-z]/.test(name) && !/proxy$|^container$/.test(name)) return true;
  if (isUsualVariable(name)) return false;
  if (cause.kind === "global") return !namesBase(stage, name);
  if (cause.kind === "misspelt") return isSlip(name.toLowerCase(), cause.nearest.toLowerCase());
  return cause.kind === "later";
}

/** Whether the image of the stage's own FROM is named with a variable: it may well set one of the same name. */
function namesBase({ from, start }: Stage, name: string): boolean {
  return expand(from.image?.text ?? "", start.scope, "\\").references.some(
    (reference) => reference.name === name,
  );
}

/** Whether two names differ in one letter, or in the order of two; not in a digit, which tells things apart. */
function isSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (/\d/.test(left + right)) return false;
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && right === left[1]! + left[0]!);
}
