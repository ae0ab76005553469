import type { Dockerfile, From, Instruction } from "../syntax/nodes.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import type { ImageReference } from "./image-reference.ts";
import type { Scope } from "./variables.ts";

/** A Dockerfile with what its words mean: stages, variables, effective state. */
export interface BuildFile {
  /** As shown to people: relative to the working directory, `/` between parts. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly syntax: Dockerfile;
  readonly stages: readonly Stage[];
  /** Instructions before the first FROM. */
  readonly preamble: readonly Instruction[];
  /** Variables of the preamble, as FROM sees them after all of it. */
  readonly globalScope: Scope;
  /** The stage that is built: the one named by the target option, else the last; `null` without stages. */
  readonly target: Stage | null;
  /** Set when the target option names no stage. */
  readonly unknownTarget: string | null;
}

export interface Stage {
  readonly index: number;
  /** Lower-cased; `null` when the stage has none. */
  readonly name: string | null;
  readonly from: From;
  readonly base: Base;
  /** `--platform` after expansion; `null` without one. */
  readonly platform: string | null;
  /** Everything after FROM up to the next FROM. */
  readonly steps: readonly Step[];
  /** From FROM to the end of the last instruction. */
  readonly range: Range;
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

/** An instruction in its stage, with the state that it starts with. */
export interface Step {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** Position in `stage.steps`. */
  readonly index: number;
  readonly state: State;
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
