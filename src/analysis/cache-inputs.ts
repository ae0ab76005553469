import { volatileNameOf } from "../knowledge/volatile-names.ts";
import type { Stage, State, Step } from "../model/build-file.ts";
import { expand, type Scope } from "../model/variables.ts";
import type { Arg, Instruction, Word } from "../syntax/nodes.ts";
import { type ContextUse, contextUses } from "./context-use.ts";
import { defineFact } from "./fact.ts";
import { fedArguments } from "./fed-arguments.ts";
import { type NamedImage, type StageEdge, stageGraph } from "./stage-graph.ts";

/** Anything that enters the cache key of a step besides its own text. */
export type CacheInput =
  /** The layers of an external base image: FROM, `COPY --from=image`, `--mount=from=image`. */
  | { readonly kind: "image"; readonly image: string; readonly pinned: boolean }
  /** Content of context files. */
  | { readonly kind: "files"; readonly use: ContextUse }
  /**
   * A build argument whose value changes from build to build (commit, date, build number), or one that the file gives no value.
   * Every RUN after it has it; it is listed at the first, since the others miss with that one.
   */
  | { readonly kind: "argument"; readonly name: string; readonly volatile: boolean }
  /** Content of paths of another stage: keyed by content, so a rebuilt stage with equal output is a hit. */
  | { readonly kind: "stage-output"; readonly stage: Stage; readonly paths: readonly string[] }
  /** What an ADD fetches from a URL or a git remote. */
  | { readonly kind: "remote"; readonly url: string; readonly pinned: boolean };

/** One step as the cache sees it. */
export interface StepInputs {
  readonly step: Step;
  /** Inputs of its own. */
  readonly own: readonly CacheInput[];
  /** Whether it also misses when the step before it missed: false for `COPY --link` (without `--chmod`). */
  readonly followsParent: boolean;
}

export interface CacheInputs {
  /** What decides reuse of a step; `null` for instructions that only change the image's configuration: they are no step of the build. */
  of(step: Step): StepInputs | null;
  /** What decides reuse of the image under a stage; empty for one built on another stage or on `scratch`. */
  ofBase(stage: Stage): readonly CacheInput[];
}

/** What each step's cache key is made of (BuildKit `solver/llbsolver/ops`, `dockerfile2llb/convert.go`, read 2026-08). Linear. */
export const cacheInputs = defineFact("cache-inputs", (analysis): CacheInputs => {
  const { file } = analysis;
  const graph = analysis.use(stageGraph);
  const uses = analysis.use(contextUses);
  const { escape: escapeCharacter } = file.syntax;
  const images = byStep(graph.images);
  const fed = analysis.use(fedArguments);
  const isVolatile: NameTest = (name) => fed.has(name) || volatileNameOf(name) !== null;
  const inputs = new Map<Step, StepInputs>();
  /** Arguments that no RUN has had yet, at the end of each stage: a stage built on it inherits them. */
  const waitingAtEnd: (readonly CacheInput[])[] = [];

  for (const stage of file.stages) {
    const edges = byStep(graph.needsOf(stage));
    let waiting = stage.base.kind === "stage" ? (waitingAtEnd[stage.base.stage.index] ?? none) : none;
    for (const step of stage.steps) {
      const { instruction } = step;
      if (instruction.kind === "ARG")
        waiting = withArguments(waiting, instruction, stateAfter(step).scope, isVolatile);
      if (!isBuildStep(step)) continue;
      const own: CacheInput[] = [];
      for (const edge of edges.get(step) ?? none) {
        own.push({ kind: "stage-output", stage: edge.needs, paths: outputPaths(edge, escapeCharacter) });
      }
      for (const { image, text } of images.get(step) ?? none) {
        own.push({ kind: "image", image: text, pinned: image?.digest != null });
      }
      for (const use of uses.get(step) ?? none) own.push({ kind: "files", use });
      if (instruction.kind === "ADD") own.push(...remotes(step, uses.get(step) ?? none, escapeCharacter));
      if (instruction.kind === "RUN") {
        own.push(...waiting);
        waiting = none;
      } else {
        own.push(...expandedArguments(instruction, step.state.scope, escapeCharacter, isVolatile));
      }
      inputs.set(step, { step, own, followsParent: !isLinked(instruction) });
    }
    waitingAtEnd.push(waiting);
  }

  return {
    of: (step) => inputs.get(step) ?? null,
    ofBase(stage) {
      const { base } = stage;
      if (base.kind === "stage" || base.kind === "scratch" || stage.from.image === null) return none;
      const text = base.kind === "image" ? base.image.text : base.text;
      const pinned = base.kind === "image" && base.image.digest !== null;
      return [
        { kind: "image", image: text, pinned },
        ...expandedArguments(stage.from, file.globalScope, escapeCharacter, isVolatile),
      ];
    },
  };
});

type Escape = "\\" | "`";

/** Whether a variable of this name has a new value in nearly every build. */
type NameTest = (name: string) => boolean;

const none: readonly never[] = [];

/** Whether the builder executes something for it. `WORKDIR /` creates nothing. */
function isBuildStep({ instruction, state }: Step): boolean {
  switch (instruction.kind) {
    case "RUN":
    case "COPY":
    case "ADD":
      return true;
    case "WORKDIR":
      return instruction.path !== null && (instruction.path.text !== "/" || state.workdir.path === null);
    default:
      return false;
  }
}

/** With `--chmod`, `--link` is dropped by the builder. */
function isLinked({ kind, flags }: Instruction): boolean {
  if (kind !== "COPY" && kind !== "ADD") return false;
  const link = flags.find((flag) => flag.name === "link");
  return link !== undefined && link.value !== "false" && !flags.some((flag) => flag.name === "chmod");
}

function byStep<Item extends Pick<StageEdge, "step"> | Pick<NamedImage, "step">>(
  items: readonly Item[],
): ReadonlyMap<Step, readonly Item[]> {
  const found = new Map<Step, Item[]>();
  for (const item of items) {
    if (item.step === null) continue;
    const before = found.get(item.step);
    if (before) before.push(item);
    else found.set(item.step, [item]);
  }
  return found;
}

/** More of them would change nothing: each alone decides. */
const mostWaiting = 16;

/** Adds the names of an ARG that have no value, or a new one with each build. An argument without value has no effect until it is given one. */
function withArguments(
  waiting: readonly CacheInput[],
  instruction: Arg,
  after: Scope,
  isVolatile: NameTest,
): readonly CacheInput[] {
  let added = waiting;
  for (const { key } of instruction.pairs) {
    const name = key.text;
    const volatile = isVolatile(name);
    if (!volatile && after.lookup(name)?.isSet !== false) continue;
    if (added.length === mostWaiting) break;
    if (added.some((input) => input.kind === "argument" && input.name === name)) continue;
    added = [...added, { kind: "argument", name, volatile }];
  }
  return added;
}

function stateAfter({ stage, index }: Step): State {
  return stage.steps[index + 1]?.state ?? stage.end;
}

/** Volatile arguments in the words of an instruction: only there do they reach a COPY, an ADD, a WORKDIR or a FROM. */
function expandedArguments(
  instruction: Instruction,
  scope: Scope,
  escapeCharacter: Escape,
  isVolatile: NameTest,
): CacheInput[] {
  const names = new Set<string>();
  for (const word of wordsOf(instruction)) {
    if (!word.text.includes("$")) continue;
    for (const { name, variable } of expand(word.text, scope, escapeCharacter).references) {
      if (variable !== null && variable.source !== "platform" && isVolatile(name)) names.add(name);
    }
  }
  return Array.from(names, (name) => ({ kind: "argument", name, volatile: true }));
}

function wordsOf(instruction: Instruction): readonly Word[] {
  switch (instruction.kind) {
    case "COPY":
    case "ADD":
      return instruction.destination
        ? [...instruction.sources, instruction.destination]
        : instruction.sources;
    case "WORKDIR":
      return instruction.path ? [instruction.path] : none;
    case "FROM":
      return instruction.image ? [instruction.image] : none;
    default:
      return none;
  }
}

/** The paths that a step reads of another stage; empty for all of it. */
function outputPaths({ step, instruction }: StageEdge, escapeCharacter: Escape): string[] {
  if (instruction.kind !== "COPY" || step === null) return [];
  return instruction.sources.map((word) => expand(word.text, step.state.scope, escapeCharacter).value);
}

/** The sources of an ADD that are not files of the context. A checksum, or a full commit after `#`, fixes what is fetched. */
function remotes(
  { instruction, state }: Step,
  uses: readonly ContextUse[],
  escapeCharacter: Escape,
): CacheInput[] {
  if (instruction.kind !== "ADD") return [];
  const local = new Set(uses.flatMap((use) => use.sources.map((source) => source.range.start)));
  const hasChecksum = instruction.flags.some((flag) => flag.name === "checksum");
  return instruction.sources
    .filter((word) => !local.has(word.range.start))
    .map((word) => {
      const url = expand(word.text, state.scope, escapeCharacter).value;
      return { kind: "remote", url, pinned: hasChecksum || /#[0-9a-f]{40}(?::|$)/.test(url) };
    });
}
