import type { Range } from "../text/range.ts";

/** Variables at one place of the build: ENV over ARG over what base stages set. */
export interface Scope {
  /** What the file says of a name here; `null` when it says nothing (the base image may). */
  lookup(name: string): Variable | null;
}

export interface Variable {
  readonly name: string;
  readonly source: "env" | "arg" | "global-arg" | "platform";
  /** `null` for an ARG without default and without build argument, or when it depends on such a one. */
  readonly value: string | null;
  /** Where it was declared; `null` for predefined ones. */
  readonly declaredAt: Range | null;
}

export interface Expansion {
  /** Quotes and escapes undone, variables replaced; those without a known value stand as `${NAME}`. */
  readonly value: string;
  /** True when every variable had a known value. */
  readonly complete: boolean;
  readonly references: readonly VariableReference[];
}

export interface VariableReference {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`; `null` for a plain one. */
  readonly modifier: string | null;
  /** Offsets within the word's text. */
  readonly start: number;
  readonly end: number;
  readonly variable: Variable | null;
}
