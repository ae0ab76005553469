import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { YamlTree } from "./yaml-tree.ts";

/** Aliases may stand for more than the text is long: past this a file is not followed. */
const mostNodes = 100_000;
const mostLevels = 60;

/** The last document of a YAML text; `null` for one that is no YAML, or holds too much. */
export function readYaml(text: string): YamlTree | null {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
    uniqueKeys: false,
  });
  const document = Array.isArray(documents) ? documents.at(-1) : undefined;
  if (document === undefined) return emptyAt(1);
  if (document.errors.length > 0) return null;
  let left = mostNodes;
  const anchors = new Map<Node, Node | null>();
  const lineOf = (node: Node | null): number => Math.max(lines.linePos(node?.range?.[0] ?? 0).line, 1);
  const treeOf = (node: Node | null, level: number): YamlTree => {
    left -= 1;
    if (left < 0 || level > mostLevels) throw tooMuch;
    if (isAlias(node)) {
      // To look for an anchor takes a walk over the text.
      const target = anchors.get(node) ?? node.resolve(document) ?? null;
      anchors.set(node, target);
      return treeOf(target, level + 1);
    }
    const line = lineOf(node);
    if (isSeq(node))
      return { kind: "list", line, items: node.items.map((item) => treeOf(item as Node | null, level + 1)) };
    if (isMap(node)) {
      const entries = new Map<string, YamlTree>();
      const merged: YamlTree[] = [];
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : "";
        const tree = value === null ? emptyAt(lineOf(key as Node)) : treeOf(value as Node, level + 1);
        if (name === "<<") merged.push(...(tree.kind === "list" ? tree.items : [tree]));
        else entries.set(name, tree);
      }
      for (const one of merged)
        if (one.kind === "map")
          for (const [name, value] of one.entries) if (!entries.has(name)) entries.set(name, value);
      return { kind: "map", line, entries };
    }
    if (!isScalar(node) || node.value === null) return emptyAt(line);
    const { value, source, type } = node;
    const firstLine = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED" ? line + 1 : line;
    return {
      kind: "text",
      line,
      text: typeof value === "string" ? value : (source ?? String(value)),
      firstLine,
      ...(node.range && {
        source: { style: styles[type ?? "PLAIN"], start: node.range[0], end: node.range[1] },
      }),
    };
  };
  try {
    return treeOf(document.contents as Node | null, 0);
  } catch (error) {
    if (error === tooMuch) return null;
    throw error;
  }
}

const styles = {
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
} as const;

const tooMuch = new Error("the YAML text holds more than any such file does");

function emptyAt(line: number): YamlTree {
  return { kind: "text", line, text: "", firstLine: line };
}
