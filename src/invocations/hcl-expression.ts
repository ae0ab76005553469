import type { MappedText } from "../text/mapped-text.ts";
import type { Range } from "../text/range.ts";

/** An expression of HCL's native syntax. */
export type HclExpression =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | HclTemplate
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: HclExpression; readonly key: HclExpression }
  | { readonly kind: "splat"; readonly of: HclExpression; readonly path: readonly string[] }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly parameters: readonly HclExpression[];
      /** `f(list...)`: the last one holds the rest. */
      readonly isSpread: boolean;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly of: HclExpression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: HclExpression;
      readonly right: HclExpression;
    }
  | {
      readonly kind: "choice";
      readonly test: HclExpression;
      readonly then: HclExpression;
      readonly otherwise: HclExpression;
    }
  | { readonly kind: "list"; readonly items: readonly HclExpression[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [HclExpression, HclExpression])[] }
  | HclLoop;

/** `[for x in list : value]` and `{for k, v in map : key => value}`. */
export interface HclLoop {
  readonly kind: "loop";
  readonly names: readonly string[];
  readonly over: HclExpression;
  /** `null` for a list. */
  readonly key: HclExpression | null;
  readonly value: HclExpression;
  readonly test: HclExpression | null;
  readonly isGrouped: boolean;
}

export interface HclTemplate {
  readonly kind: "template";
  readonly parts: readonly HclPart[];
  /** Of the whole, with its quotes or the markers of a heredoc. */
  readonly range: Range;
  readonly heredoc: { readonly bodyStart: number; readonly bodyEnd: number } | null;
}

export type HclPart =
  | { readonly kind: "text"; readonly mapped: MappedText; readonly isEscaped: boolean }
  /** `trims` says on which sides a `~` takes the blanks away. */
  | {
      readonly kind: "value";
      readonly of: HclExpression;
      readonly at: number;
      readonly trims: Trims;
    }
  | { readonly kind: "directive"; readonly words: Directive; readonly trims: Trims };

export interface Trims {
  readonly before: boolean;
  readonly after: boolean;
}

export type Directive =
  | { readonly kind: "if"; readonly test: HclExpression }
  | { readonly kind: "for"; readonly names: readonly string[]; readonly over: HclExpression }
  | { readonly kind: "else" | "endif" | "endfor" };

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclExpression>;
  readonly blocks: readonly HclSection[];
}

export interface HclSection {
  readonly type: string;
  readonly labels: readonly string[];
  /** Offset of its first unit. */
  readonly at: number;
  readonly body: HclBody;
}
