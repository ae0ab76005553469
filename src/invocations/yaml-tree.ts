/** A value of a YAML file, aliases followed and merged maps filled in. */
export type YamlTree =
  | {
      readonly kind: "text";
      /** 1-based, as are all lines. */
      readonly line: number;
      /** What it says: `true`, `08` and the like are as written; nothing is the empty text. */
      readonly text: string;
      /** Line of the first line of the text: for a block below its `|`. */
      readonly firstLine: number;
      /** Where it stands and how it is written; left out for what stands nowhere. */
      readonly source?: YamlSource;
    }
  | { readonly kind: "list"; readonly line: number; readonly items: readonly YamlTree[] }
  | { readonly kind: "map"; readonly line: number; readonly entries: ReadonlyMap<string, YamlTree> };

/** The value under these keys, one in the other. */
export function valueAt(tree: YamlTree | null | undefined, ...keys: readonly string[]): YamlTree | null {
  let at = tree ?? null;
  for (const key of keys) at = at?.kind === "map" ? (at.entries.get(key) ?? null) : null;
  return at;
}

/** The text under these keys; `null` for none, and for an empty one. */
export function textAt(tree: YamlTree | null | undefined, ...keys: readonly string[]): string | null {
  const found = valueAt(tree, ...keys);
  return found?.kind === "text" && found.text !== "" ? found.text : null;
}

export function isTrue(tree: YamlTree | null | undefined, ...keys: readonly string[]): boolean {
  return textAt(tree, ...keys)?.toLowerCase() === "true";
}

/** The texts of a list; a text alone stands for a list of one. */
export function textsOf(tree: YamlTree | null): readonly string[] {
  if (tree?.kind === "list") return tree.items.flatMap(textsOf);
  return tree?.kind === "text" && tree.text !== "" ? [tree.text] : [];
}

/** The texts of a map by their names. */
export function textMap(tree: YamlTree | null): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (tree?.kind === "map")
    for (const [name, value] of tree.entries) if (value.kind === "text") found.set(name, value.text);
  return found;
}

/** How a text is written in a YAML file: `literal` is the block behind `|`, `folded` the one behind `>`. */
export interface YamlSource {
  readonly style: "literal" | "folded" | "plain" | "single" | "double";
  /** Offsets of the whole, with the `|` of a block and the quotes of a quoted text. */
  readonly start: number;
  readonly end: number;
}
