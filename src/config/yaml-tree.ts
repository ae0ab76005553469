import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { nearestName } from "../text/nearest-name.ts";

/** A value of a YAML file and where it begins. */
export interface Tree {
  readonly offset: number;
  readonly content:
    | { readonly kind: "scalar"; readonly value: unknown }
    | { readonly kind: "list"; readonly items: readonly Tree[] }
    | { readonly kind: "map"; readonly entries: readonly MapEntry[] };
}

export interface MapEntry {
  readonly key: string;
  /** Where the key begins. */
  readonly offset: number;
  readonly value: Tree;
}

/** What is wrong in a configuration file: line and column, 1-based. */
export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A file that is being read; what can't be followed is noted. */
export interface ConfigReading {
  /** `null` for a file without content, and for one that is no YAML. */
  readonly root: Tree | null;
  readonly problems: readonly ConfigProblem[];
  reject(offset: number, message: string): void;
  placeOf(offset: number): { readonly line: number; readonly column: number };
}

/** More levels than any setting has. */
const mostLevels = 20;

/** Reads a YAML text. */
export function readYaml(text: string): ConfigReading {
  const lines = new LineCounter();
  const problems: ConfigProblem[] = [];
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    // An empty file has no lines.
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const reject = (offset: number, message: string): void => {
    problems.push({ ...placeOf(offset), message });
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  for (const { pos, message } of document.errors)
    reject(pos[0], `the text is no YAML: ${message.split("\n", 1)[0]}`);
  const treeOf = (node: Node | null, level: number): Tree => {
    const offset = node?.range?.[0] ?? 0;
    const empty: Tree = { offset, content: { kind: "scalar", value: null } };
    if (level > mostLevels) {
      reject(offset, "the value is nested too deeply");
      return empty;
    }
    if (isAlias(node)) {
      // Copies of copies grow without bound, and no setting needs one.
      reject(offset, "aliases are not supported; write the value out");
      return empty;
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => treeOf(item as Node | null, level + 1));
      return { offset, content: { kind: "list", items } };
    }
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }) => {
        const name = key as Node;
        return {
          key: isScalar(name) ? String(name.value) : "",
          offset: name.range?.[0] ?? offset,
          value:
            value === null
              ? { ...empty, offset: name.range?.[0] ?? offset }
              : treeOf(value as Node, level + 1),
        };
      });
      return { offset, content: { kind: "map", entries } };
    }
    return isScalar(node) ? { offset, content: { kind: "scalar", value: node.value } } : empty;
  };
  const root = problems.length > 0 || document.contents === null ? null : treeOf(document.contents, 0);
  return { root: root !== null && isEmpty(root) ? null : root, problems, reject, placeOf };
}

/** Whether nothing was written where a value belongs. */
export function isEmpty({ content }: Tree): boolean {
  return content.kind === "scalar" && content.value === null;
}

/** The entries of a map; `null`, and a problem, for anything else. */
export function readMap(reading: ConfigReading, tree: Tree, what: string): readonly MapEntry[] | null {
  if (tree.content.kind === "map") return tree.content.entries;
  if (isEmpty(tree)) return [];
  reading.reject(tree.offset, `${what} is no map of names to values`);
  return null;
}

/** A text; `null`, and a problem, for anything else. */
export function readText(reading: ConfigReading, tree: Tree, what: string): string | null {
  if (tree.content.kind === "scalar" && typeof tree.content.value === "string") return tree.content.value;
  reading.reject(tree.offset, `${what} is no text`);
  return null;
}

/** `true` or `false`; `null`, and a problem, for anything else. */
export function readBoolean(reading: ConfigReading, tree: Tree, what: string): boolean | null {
  if (tree.content.kind === "scalar" && typeof tree.content.value === "boolean") return tree.content.value;
  reading.reject(tree.offset, `${what} is neither true nor false`);
  return null;
}

/** One of some words; `null`, and a problem, for anything else. */
export function readChoice<Word extends string>(
  reading: ConfigReading,
  tree: Tree,
  what: string,
  words: readonly Word[],
): Word | null {
  const { content } = tree;
  const value = content.kind === "scalar" ? content.value : null;
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  const list = words.map((known) => `\`${known}\``).join(", ");
  const suggestion = typeof value === "string" ? nearestName(value, words) : null;
  const given = content.kind === "scalar" && value !== null ? `; not \`${value}\`` : "";
  const advice = suggestion === null ? "" : `; did you mean \`${suggestion}\`?`;
  reading.reject(tree.offset, `${what} takes one of ${list}${given}${advice}`);
  return null;
}

/** Texts with their places; one alone stands for a list of one. What is none becomes a problem. */
export function readTexts(
  reading: ConfigReading,
  tree: Tree,
  what: string,
): readonly { readonly text: string; readonly offset: number }[] {
  const items = tree.content.kind === "list" ? tree.content.items : isEmpty(tree) ? [] : [tree];
  return items.flatMap((item) => {
    const text = readText(reading, item, tree.content.kind === "list" ? `an entry of ${what}` : what);
    return text === null ? [] : [{ text, offset: item.offset }];
  });
}

/** The value as JavaScript has it. */
export function plainValue({ content }: Tree): unknown {
  if (content.kind === "scalar") return content.value;
  if (content.kind === "list") return content.items.map(plainValue);
  return Object.fromEntries(content.entries.map(({ key, value }) => [key, plainValue(value)]));
}

/** Notes a key that does not exist. */
export function rejectKey(reading: ConfigReading, { key, offset }: MapEntry, known: readonly string[]): void {
  const suggestion = nearestName(key, known);
  const advice =
    suggestion === null
      ? `known are ${known.map((name) => `\`${name}\``).join(", ")}`
      : `did you mean \`${suggestion}\`?`;
  reading.reject(offset, `there is no setting \`${key}\`; ${advice}`);
}
