import type { Dockerfile, From, Instruction } from "../syntax/nodes.ts";
import { parse } from "../syntax/parse.ts";
import { type TrailingComment, trailingComments } from "../syntax/trailing-comment.ts";
import { type LineIndex, lineIndex } from "../text/line-index.ts";
import { mappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";
import { type ImageReference, parseImageReference } from "./image-reference.ts";
import { type Platforms, platformArgs } from "./platform-args.ts";
import { childTable, currentScope, declare, newTable, type VariableTable } from "./scopes.ts";
import { declareArg, imageState, type Surroundings, stateAfter } from "./state.ts";
import { expand, type Scope } from "./variables.ts";

/** A Dockerfile with what its words mean: stages, variables, effective state. */
export interface BuildFile {
  /** As shown to people: relative to the working directory, `/` between parts. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** As written; the instructions of stages are as meant. */
  readonly syntax: Dockerfile;
  readonly trailingComments: readonly TrailingComment[];
  readonly stages: readonly Stage[];
  /** By lower-cased name; of stages with the same name the last one, as `COPY --from` and `--target` see it. */
  readonly stagesByName: ReadonlyMap<string, Stage>;
  /** The global ARGs: what stands before the first stage. */
  readonly preamble: readonly Instruction[];
  /** Variables of the preamble, as FROM sees them after all of it. */
  readonly globalScope: Scope;
  /** The stage that is built: the one named by the target option if there is such a one, else the last; `null` without stages. */
  readonly target: Stage | null;
  /** Set when the target option names no stage. */
  readonly unknownTarget: string | null;
}

export interface Stage {
  readonly index: number;
  /** Lower-cased; `null` when the stage has none. */
  readonly name: string | null;
  /**
   * True for the stage of instructions that no FROM precedes. The builder rejects them; they are looked at all the same, as the
   * fragments in documents are. Its `from` is empty and stands nowhere.
   */
  readonly implicit: boolean;
  readonly from: From;
  readonly base: Base;
  /** `--platform` after expansion; `null` without one. */
  readonly platform: string | null;
  /** Everything after FROM up to the next FROM. */
  readonly steps: readonly Step[];
  /** From FROM to the end of the last instruction. */
  readonly range: Range;
  /** State right after FROM. */
  readonly start: State;
  /** State after the last instruction: what the image, or a stage built on this one, starts with. */
  readonly end: State;
}

/** What a stage starts from. A name refers to an earlier stage or to an image, never to a later stage. */
export type Base =
  | { readonly kind: "stage"; readonly stage: Stage }
  | { readonly kind: "image"; readonly image: ImageReference }
  | { readonly kind: "scratch" }
  /** The name holds a variable that has no value here, or is not a valid reference. */
  | { readonly kind: "unknown"; readonly text: string; readonly variables: readonly string[] };

/**
 * An instruction in its stage, with the state that it starts with. A trailing comment is left out, so that what is said of the
 * instruction holds for what its writer meant.
 */
export interface Step {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** Position in `stage.steps`. */
  readonly index: number;
  readonly state: State;
  /** What the trigger of an ONBUILD finds set in the image that is built on this one; `null` for any other instruction. */
  readonly triggerState: State | null;
}

/** What an instruction finds set. Equal states may be the same object. */
export interface State {
  /** Words of the shell; `["/bin/sh", "-c"]` by default. */
  readonly shell: readonly string[];
  /** Whether a SHELL instruction set it, here or in a base stage. */
  readonly shellIsSet: boolean;
  readonly user: UserState;
  readonly workdir: WorkdirState;
  readonly scope: Scope;
}

export interface UserState {
  /** Text after expansion, group included; `null` while no USER was seen: then the base image decides. */
  readonly value: string | null;
  /** The USER that set it. */
  readonly setBy: Instruction | null;
  /** False when it holds a variable without a known value. */
  readonly known: boolean;
}

export interface WorkdirState {
  /** Absolute, cleaned; `null` when it depends on the base image or on a variable without value. */
  readonly path: string | null;
  /** Whether a WORKDIR was seen in the stage or a base stage. */
  readonly isSet: boolean;
}

export interface BuildOptions {
  /** Values given with `--build-arg`. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Name or index of the stage to build. */
  readonly target?: string | null;
  /** What to build for, such as `linux/amd64`; unknown without it. */
  readonly platform?: string | null;
}

/** Reads a Dockerfile with what its words mean. Any text gives a file; time is linear in its length. */
export function buildFile(path: string, text: string, options: BuildOptions = {}): BuildFile {
  return modelOf(path, parse(text), options);
}

/** Gives a parsed Dockerfile its meaning. */
function modelOf(path: string, syntax: Dockerfile, options: BuildOptions): BuildFile {
  const { text } = syntax;
  const comments = trailingComments(syntax);
  const instructions = withoutComments(syntax.instructions, comments);
  const firstOfStages = instructions.findIndex(({ kind }) => kind !== "ARG");
  const preamble = firstOfStages === -1 ? instructions : instructions.slice(0, firstOfStages);
  const platform = options.platform ?? null;
  const globalScope = scopeOfPreamble(preamble, syntax, options, { target: platform, builder: null });
  const common = platform ?? commonPlatform;
  const namingScope = scopeOfPreamble(preamble, syntax, options, { target: common, builder: common });

  const reading: Reading = { syntax, options, globalScope, namingScope, tables: [], latestByName: new Map() };
  const stages: Stage[] = [];
  for (let at = preamble.length; at < instructions.length; ) {
    const first = instructions[at]!;
    const from = first.kind === "FROM" ? first : emptyFrom(first.range.start);
    const body = first.kind === "FROM" ? at + 1 : at;
    let end = body;
    while (end < instructions.length && instructions[end]!.kind !== "FROM") end++;
    const stage = readStage(from, instructions.slice(body, end), stages.length, reading);
    stages.push(stage);
    if (stage.name !== null) reading.latestByName.set(stage.name, stage);
    at = end;
  }

  const stagesByName = reading.latestByName;
  const wanted = options.target ?? null;
  const named =
    wanted === null ? undefined : (stagesByName.get(wanted.toLowerCase()) ?? stages[stageIndex(wanted)]);
  return {
    path,
    text,
    lines: lineIndex(text),
    syntax,
    trailingComments: comments,
    stages,
    stagesByName,
    preamble,
    globalScope,
    target: named ?? stages.at(-1) ?? null,
    unknownTarget: named === undefined ? wanted : null,
  };
}

function withoutComments(
  instructions: readonly Instruction[],
  comments: readonly TrailingComment[],
): readonly Instruction[] {
  if (comments.length === 0) return instructions;
  const meant = new Map(comments.map((comment) => [comment.instruction, comment.meant]));
  return instructions.map((instruction) => meant.get(instruction) ?? instruction);
}

function stageIndex(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : -1;
}

interface Reading {
  readonly syntax: Dockerfile;
  readonly options: BuildOptions;
  readonly globalScope: Scope;
  /** The same with a platform, where none is known. */
  readonly namingScope: Scope;
  /** By index of the stage. */
  readonly tables: VariableTable[];
  readonly latestByName: Map<string, Stage>;
}

/** `FROM build-$TARGETARCH` names one of several stages; for an unknown platform it is this one's that is looked at. */
const commonPlatform = "linux/amd64";

function scopeOfPreamble(
  preamble: readonly Instruction[],
  syntax: Dockerfile,
  options: BuildOptions,
  platforms: Platforms,
): Scope {
  const buildArgs = options.buildArgs ?? {};
  const table = newTable(true);
  const lastFrom = syntax.instructions.findLast((instruction) => instruction.kind === "FROM");
  const target = options.target ?? lastFrom?.name?.text.toLowerCase() ?? "default";
  declare(table, platformArgs(platforms, target, buildArgs));
  for (const instruction of preamble) {
    if (instruction.kind === "ARG")
      declareArg(instruction, table, null, { buildArgs, escape: syntax.escape });
  }
  return currentScope(table);
}

const noIndex = -1;

/** Stands for the FROM that instructions without one lack. */
function emptyFrom(start: number): From {
  const range = { start, end: start };
  return {
    kind: "FROM",
    index: noIndex,
    range,
    keyword: { text: "", range },
    flags: [],
    rest: mappedText("", start),
    heredocs: [],
    emptyContinuations: [],
    problems: [],
    image: null,
    as: null,
    name: null,
  };
}

type WritableStep = { -readonly [Key in keyof Step]: Step[Key] };

function readStage(from: From, instructions: readonly Instruction[], index: number, reading: Reading): Stage {
  const { syntax, options, globalScope, tables } = reading;
  const platformFlag = from.flags.find((flag) => flag.name === "platform")?.value ?? null;
  const platform = platformFlag === null ? null : expand(platformFlag, globalScope, syntax.escape).value;
  const isWindows = (platform ?? options.platform ?? "").startsWith("windows");
  const base = baseOf(from, reading);
  const parent = base.kind === "stage" ? base.stage : null;
  const table = parent === null ? newTable(base.kind === "scratch") : childTable(tables[parent.index]!);
  tables.push(table);

  const start =
    parent === null
      ? imageState(table, base.kind === "scratch", isWindows)
      : { ...parent.end, scope: currentScope(table) };
  const steps: WritableStep[] = [];
  const stage = {
    index,
    name: from.name === null ? null : from.name.text.toLowerCase(),
    implicit: from.index === noIndex,
    from,
    base,
    platform,
    steps,
    range: { start: from.range.start, end: (instructions.at(-1) ?? from).range.end },
    start,
    end: start,
  };
  const surroundings = { escape: syntax.escape, buildArgs: options.buildArgs ?? {}, globalScope };
  for (const instruction of instructions) {
    steps.push({ instruction, stage, index: steps.length, state: stage.end, triggerState: null });
    stage.end = stateAfter(instruction, stage.end, table, surroundings);
  }

  readTriggers(steps, stage.end, table, surroundings);
  return stage;
}

/** Triggers run right behind the FROM of the next image, one after the other. */
function readTriggers(
  steps: readonly WritableStep[],
  end: State,
  table: VariableTable,
  surroundings: Surroundings,
): void {
  if (steps.every(({ instruction }) => instruction.kind !== "ONBUILD")) return;
  const next = childTable(table);
  let state = { ...end, scope: currentScope(next) };
  for (const step of steps) {
    const { instruction } = step;
    if (instruction.kind !== "ONBUILD" || instruction.trigger === null) continue;
    step.triggerState = state;
    state = stateAfter(instruction.trigger, state, next, surroundings);
  }
}

/** A name in exactly the case of an earlier stage is that stage, even where it is called `scratch`. */
function baseOf(from: From, { syntax, globalScope, namingScope, latestByName }: Reading): Base {
  const written = from.image?.text ?? "";
  const stage = latestByName.get(expand(written, namingScope, syntax.escape).value);
  if (stage !== undefined) return { kind: "stage", stage };
  const { value, complete, references } = expand(written, globalScope, syntax.escape);
  if (complete && value === "scratch") return { kind: "scratch" };
  const image = complete ? parseImageReference(value) : null;
  if (image !== null) return { kind: "image", image };
  const variables = references.filter(({ variable }) => variable?.value == null).map(({ name }) => name);
  return { kind: "unknown", text: value, variables: [...new Set(variables)] };
}
