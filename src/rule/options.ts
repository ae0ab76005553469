/** One thing that users can set for a rule. */
export type OptionSpec =
  | { readonly kind: "boolean"; readonly summary: string; readonly default: boolean }
  | { readonly kind: "strings"; readonly summary: string; readonly default: readonly string[] }
  /** Names to values, such as labels to their types; `values` are the ones that may stand on the right. */
  | {
      readonly kind: "string-map";
      readonly summary: string;
      readonly default: Readonly<Record<string, string>>;
      readonly values?: readonly string[];
    };

/** By name, in camel case. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<Spec extends OptionSpec> = Spec["kind"] extends "boolean"
  ? boolean
  : Spec["kind"] extends "strings"
    ? readonly string[]
    : Readonly<Record<string, string>>;

export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: ValueOf<Specs[Name]>;
};
