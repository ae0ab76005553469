import type { Analysis, Fact } from "../analysis/fact.ts";
import type { BuildFile, Stage, Step } from "../model/build-file.ts";
import type { InstructionKind, InstructionOf } from "../syntax/nodes.ts";
import type { Category, Problem, Severity } from "./finding.ts";
import type { OptionSpecs, OptionValues } from "./options.ts";
import type { Suppression } from "./suppression.ts";

/**
 * `recommended`: what an expert accepts on a file of their own without arguing · `strict`: opinions too · `hadolint`, `buildkit`: the
 * codes of that tool with its severities.
 */
export const presets = ["recommended", "strict", "hadolint", "buildkit"] as const;
export type Preset = (typeof presets)[number];
/** The tools whose codes a preset reports to the letter. */
export type LiteralTool = Extract<Preset, "hadolint" | "buildkit">;

export interface RuleDefinition<Specs extends OptionSpecs = OptionSpecs> {
  /** Kebab-case name of the smell: reads after "ignore". */
  readonly id: string;
  /** One line: what is wrong; no final full stop. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity;
  /** `recommended` rules are also in `strict`; rules that are `off` run when they are selected, or under the preset of a tool. */
  readonly preset: "recommended" | "strict" | "off";
  /** Whether any of its problems carries a fix that can be applied. */
  readonly fixable: boolean;
  /** `context`: it is skipped, and listed as skipped, when there is no build context to look at. */
  readonly needs?: readonly "context"[];
  /** How editors show what it reports: faded as without use, or struck out as out of date. */
  readonly shownAs?: "unnecessary" | "deprecated";
  /** Version of stowage that has it first. */
  readonly since: string;
  /** Codes under which people know it elsewhere: `DL3007`, `JSONArgsRecommended`; in a `SC####` each `#` stands for any digit. */
  readonly aliases?: readonly string[];
  /** What users can set for this rule. */
  readonly options?: Specs;
  readonly check: Handlers<Specs>;
}

/**
 * One handler for each kind of instruction in a stage, or the stage, or the file: the narrowest that shows the problem.
 * Global ARGs belong to no stage: `file` sees them in `preamble`. The trigger of an ONBUILD runs in
 * another build and is not handed to the handler of its kind.
 */
export type Handlers<Specs extends OptionSpecs = OptionSpecs> = {
  readonly [Kind in InstructionKind]?: (step: StepOf<Kind>, context: RuleContext<Specs>) => void;
} & {
  /** FROM is handled here or by `FROM`; called once for each stage. */
  readonly stage?: (stage: Stage, context: RuleContext<Specs>) => void;
  readonly file?: (file: BuildFile, context: RuleContext<Specs>) => void;
  /** Called for each suppression comment after all other handlers, when it is known what it hid. */
  readonly suppression?: (suppression: Suppression, context: RuleContext<Specs>) => void;
};

/** A step whose instruction is of the kind that the handler is for. A `FROM` step has `index` -1 and the state before its stage. */
export type StepOf<Kind extends InstructionKind> = Omit<Step, "instruction"> & {
  readonly instruction: InstructionOf<Kind>;
};

export interface RuleContext<Specs extends OptionSpecs = OptionSpecs> {
  readonly analysis: Analysis;
  readonly file: BuildFile;
  /** Set under the preset of a tool: then the rule reports what that tool does, also where stowage would say less. */
  readonly literal: LiteralTool | null;
  /** As the user set them, or their defaults. */
  readonly options: OptionValues<Specs>;
  use<Value>(fact: Fact<Value>): Value;
  report(problem: Problem): void;
}

export type Rule = RuleDefinition;

/** Declares a rule; the default and only export of `rules/<id>.ts`. */
export function defineRule<const Specs extends OptionSpecs = Record<never, never>>(
  definition: RuleDefinition<Specs>,
): Rule {
  // The engine hands each rule the values of its own options: the walk keeps what the types can't say.
  return definition as unknown as Rule;
}
