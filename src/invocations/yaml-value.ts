import { joinMapped, mappedText } from "../text/mapped-text.ts";
import { indentedLines, type PlacedValue, quotedValue, unplacedValue } from "./inline-dockerfile.ts";
import type { YamlTree } from "./yaml-tree.ts";

/** The value of a text of a YAML file with the places of its units, as far as they have one. */
export function yamlValue(document: string, tree: Extract<YamlTree, { readonly kind: "text" }>): PlacedValue {
  const { text: value, source } = tree;
  const region = source ?? { start: 0, end: 0 };
  return (source && exactValue(document, value, source)) ?? unplacedValue(value, region);
}

function exactValue(
  document: string,
  value: string,
  { style, start, end }: NonNullable<Extract<YamlTree, { readonly kind: "text" }>["source"]>,
): PlacedValue | null {
  const region = { start, end };
  switch (style) {
    case "literal": {
      const first = document.indexOf("\n", start) + 1;
      if (first === 0) return null;
      return indentedLines({ text: document, value, region, start: first, end });
    }
    case "folded":
      return null;
    case "plain":
      if (document.slice(start, end) !== value) return null;
      return { mapped: mappedText(value, start), region, isPlaced: true, encode: () => null };
    case "double":
      return quotedValue(document, value, region);
    case "single": {
      const pieces = [...document.slice(start + 1, end - 1).matchAll(/''|[^']/gs)].map(
        ({ 0: text, index }) => ({
          text: text === "''" ? "'" : text,
          source: start + 1 + index,
        }),
      );
      const mapped = joinMapped(pieces);
      if (mapped.text !== value) return null;
      const encode = (next: string): string | null =>
        /\n/.test(next) ? null : `'${next.replaceAll("'", "''")}'`;
      return { mapped, region, isPlaced: true, encode };
    }
  }
}
