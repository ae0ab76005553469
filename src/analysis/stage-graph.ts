import type { Base, BuildFile, Stage, Step } from "../model/build-file.ts";
import { type ImageReference, parseImageReference } from "../model/image-reference.ts";
import { parseMount } from "../syntax/mount.ts";
import type { Flag, Instruction } from "../syntax/nodes.ts";
import { defineFact } from "./fact.ts";

/** Which stage needs which, and what the target needs of them. */
export interface StageGraph {
  /** The stage that is built; `null` without stages. */
  readonly finalStage: Stage | null;
  /** In the order of the file. */
  readonly edges: readonly StageEdge[];
  /** Stages that the target needs, itself included: only these run. */
  readonly reachable: ReadonlySet<Stage>;
  /** Stages whose layers are in the image of the target: itself and what it is built on. */
  readonly shipped: ReadonlySet<Stage>;
  /** Images named by `COPY --from` and `RUN --mount=from=`: those of FROM are in `stage.base`. */
  readonly images: readonly NamedImage[];
  /** References that no build can follow. */
  readonly brokenReferences: readonly BrokenReference[];
  isReachable(stage: Stage): boolean;
  /** What a stage needs, in the order of the file. */
  needsOf(stage: Stage): readonly StageEdge[];
  /** The stage, the stage that it is built on, and so on. As long as that chain. */
  lineage(stage: Stage): readonly Stage[];
  /** What the last stage of the lineage starts from: never a stage. */
  root(stage: Stage): ExternalBase;
}

export type ExternalBase = Exclude<Base, { readonly kind: "stage" }>;

export interface StageEdge {
  readonly kind: "base" | "copy" | "mount";
  /** The stage that reads. */
  readonly stage: Stage;
  /** The earlier stage that is read. */
  readonly needs: Stage;
  /** The FROM, COPY or RUN. */
  readonly instruction: Instruction;
  /** `null` for FROM. */
  readonly step: Step | null;
}

/** An image that a COPY or a mount reads by name. */
export interface NamedImage {
  readonly kind: "copy" | "mount";
  readonly step: Step;
  readonly flag: Flag;
  /** `null` when the name is no valid reference. */
  readonly image: ImageReference | null;
  readonly text: string;
}

export interface BrokenReference {
  readonly step: Step;
  readonly flag: Flag;
  readonly text: string;
  /** `later`: the stage stands below · `itself`: the stage that holds it · `index`: no stage has this number. */
  readonly why: "later" | "itself" | "index";
  /** `null` for `index`. */
  readonly stage: Stage | null;
}

/** Linear in the file. Names are looked up as BuildKit does (`dockerfile2llb/convert.go`, `toCommand`; read 2026-08). */
export const stageGraph = defineFact("stage-graph", ({ file }): StageGraph => {
  const edges: StageEdge[] = [];
  const images: NamedImage[] = [];
  const brokenReferences: BrokenReference[] = [];
  const edgesOfStage: StageEdge[][] = [];
  const roots: ExternalBase[] = [];

  for (const stage of file.stages) {
    const own: StageEdge[] = [];
    roots.push(stage.base.kind === "stage" ? roots[stage.base.stage.index]! : stage.base);
    if (stage.base.kind === "stage") {
      own.push({ kind: "base", stage, needs: stage.base.stage, instruction: stage.from, step: null });
    }
    for (const step of stage.steps) {
      for (const { kind, flag, text } of referencesOf(step.instruction, file.syntax.escape)) {
        const target = resolve(file, kind, text);
        if (target.kind === "image") {
          if (text !== "scratch") images.push({ kind, step, flag, image: parseImageReference(text), text });
        } else if (target.kind === "nothing") {
          brokenReferences.push({ step, flag, text, why: "index", stage: null });
        } else if (target.stage.index < stage.index) {
          own.push({ kind, stage, needs: target.stage, instruction: step.instruction, step });
        } else {
          const why = target.stage === stage ? "itself" : "later";
          brokenReferences.push({ step, flag, text, why, stage: target.stage });
        }
      }
    }
    edgesOfStage.push(own);
    for (const edge of own) edges.push(edge);
  }

  const needsOf = (stage: Stage) => edgesOfStage[stage.index] ?? [];
  const reachable = reachableFrom(file.target, needsOf);
  return {
    finalStage: file.target,
    edges,
    reachable,
    shipped: new Set(file.target === null ? [] : lineage(file.target)),
    images,
    brokenReferences,
    isReachable: (stage) => reachable.has(stage),
    needsOf,
    lineage,
    root: (stage) => roots[stage.index]!,
  };
});

function lineage(stage: Stage): readonly Stage[] {
  const chain = [stage];
  for (let { base } = stage; base.kind === "stage"; { base } = base.stage) chain.push(base.stage);
  return chain;
}

function reachableFrom(target: Stage | null, needsOf: (stage: Stage) => readonly StageEdge[]): Set<Stage> {
  const reached = new Set<Stage>(target === null ? [] : [target]);
  // A set is walked in the order of insertion, members added on the way included.
  for (const stage of reached) {
    for (const edge of needsOf(stage)) reached.add(edge.needs);
  }
  return reached;
}

interface Reference {
  readonly kind: "copy" | "mount";
  readonly flag: Flag;
  readonly text: string;
}

/** A variable in the name is an error for the builder, so such a name says nothing. */
function referencesOf(instruction: Instruction, escapeCharacter: string): Reference[] {
  const references: Reference[] = [];
  for (const flag of instruction.flags) {
    if (instruction.kind === "COPY" && flag.name === "from") {
      references.push({ kind: "copy", flag, text: flag.value ?? "" });
    } else if (instruction.kind === "RUN" && flag.name === "mount") {
      references.push({ kind: "mount", flag, text: parseMount(flag, escapeCharacter).from ?? "" });
    }
  }
  return references.filter(({ text }) => text !== "" && !text.includes("$"));
}

type Target = { kind: "stage"; stage: Stage } | { kind: "image" } | { kind: "nothing" };

/** A number is an index for COPY; for a mount it is a name like any other. */
function resolve(file: BuildFile, kind: Reference["kind"], text: string): Target {
  if (kind === "copy" && /^[+-]?[0-9]+$/.test(text)) {
    const stage = file.stages[Number(text)];
    return stage === undefined ? { kind: "nothing" } : { kind: "stage", stage };
  }
  const stage = file.stagesByName.get(text.toLowerCase());
  return stage === undefined ? { kind: "image" } : { kind: "stage", stage };
}
