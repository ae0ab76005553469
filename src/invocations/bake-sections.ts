import { lineIndex, positionAt } from "../text/line-index.ts";
import type { HclExpression, HclSection } from "./hcl-expression.ts";
import { quotedValue } from "./inline-dockerfile.ts";
import { parseHcl, parseTemplate } from "./parse-hcl.ts";
import type { YamlTree } from "./yaml-tree.ts";

/** A block of a bake file; one without type holds the attributes at the top. */
export interface BakeSection {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, HclExpression>;
  /** The text of its file. */
  readonly document: string;
}

/** The blocks of a bake file in HCL or JSON, or why it can't be read. */
export async function bakeSections(
  text: string,
  path: string,
): Promise<readonly BakeSection[] | { readonly message: string; readonly line: number }> {
  if (path.endsWith(".json")) return jsonSections(text, path);
  const body = parseHcl(text);
  const lines = lineIndex(text);
  if ("message" in body)
    return { message: `this is no HCL: ${body.message}`, line: positionAt(lines, body.at).line };
  const section = ({ type, labels: [name = ""], at, body: { attributes } }: HclSection): BakeSection => ({
    ...{ type, name, path, line: positionAt(lines, at).line, attributes, document: text },
  });
  const top = { type: "", name: "", path, line: 1, attributes: body.attributes, document: text };
  return [top, ...body.blocks.map(section)];
}

async function jsonSections(
  text: string,
  path: string,
): Promise<readonly BakeSection[] | { readonly message: string; readonly line: number }> {
  const { readYaml } = await import("./read-yaml.ts");
  // JSON is YAML, and this reader keeps places.
  const root = readYaml(text);
  if (root?.kind !== "map") return { message: "this is no JSON", line: 1 };
  return ["variable", "function", "target", "group"].flatMap((type) => {
    const named = root.entries.get(type);
    if (named?.kind !== "map") return [];
    return [...named.entries].map(([name, own]): BakeSection => {
      const entries = own.kind === "map" ? [...own.entries] : [];
      const attributes = new Map(entries.map(([key, value]) => [key, expressionOf(value, text)]));
      return { type, name, path, line: own.line, attributes, document: text };
    });
  });
}

function expressionOf(tree: YamlTree, document: string): HclExpression {
  if (tree.kind === "list")
    return { kind: "list", items: tree.items.map((item) => expressionOf(item, document)) };
  if (tree.kind === "map")
    return {
      kind: "map",
      entries: [...tree.entries].map(([key, value]) => [
        { kind: "value", value: key },
        expressionOf(value, document),
      ]),
    };
  const { text, source } = tree;
  if (source?.style !== "double") {
    const value =
      text === "true"
        ? true
        : text === "false"
          ? false
          : text === "" || text === "null"
            ? null
            : Number(text);
    return { kind: "value", value: Number.isNaN(value) ? text : value };
  }
  const placed = quotedValue(document, text, source);
  return (placed && parseTemplate(placed.mapped, source)) ?? { kind: "value", value: text };
}
