import type { ProjectFile } from "./generated-files.ts";

/**
 * The architecture as checks over source files, given as data so that each check can be shown to fail. A check returns one
 * line for each violation.
 */
export type ArchitectureCheck = (files: readonly ProjectFile[]) => readonly string[];

interface Layer {
  /** Other layers it imports; a `?` after the name stands for "types only". */
  readonly layers: readonly string[];
  readonly packages: readonly string[];
}

const vocabulary = ["text", "syntax", "shell", "model"];
const facts = [...vocabulary, "knowledge", "host?", "timings?", "invocations?"];

/** Who may import whom. What is not here may import everything, and nothing imports it: see `isEdge`. */
const layers: Readonly<Record<string, Layer>> = {
  text: { layers: [], packages: [] },
  knowledge: { layers: [], packages: ["ajv-formats", "semver", "spdx-license-ids"] },
  syntax: { layers: ["text"], packages: ["dockerfile-ast"] },
  shell: { layers: ["text"], packages: ["unbash"] },
  model: { layers: ["text", "syntax", "shell"], packages: [] },
  host: { layers: ["text"], packages: [] },
  timings: { layers: vocabulary, packages: [] },
  invocations: { layers: ["text", "shell", "knowledge", "host?"], packages: ["yaml"] },
  analysis: { layers: facts, packages: [] },
  history: { layers: [...facts, "analysis"], packages: [] },
  estimate: { layers: [...facts, "timings", "invocations", "analysis", "history"], packages: [] },
  optimize: { layers: [...facts, "timings", "invocations", "analysis", "estimate"], packages: [] },
  rule: { layers: [...facts, "analysis", "estimate"].map(typesOnly), packages: [] },
  rules: { layers: [...vocabulary, "knowledge", "analysis", "estimate", "rule"], packages: [] },
  config: { layers: ["text", "knowledge", "rule"], packages: ["yaml"] },
  engine: { layers: [...facts, "host", "analysis", "estimate", "rule", "config"], packages: [] },
  report: {
    layers: ["text", "rule", "estimate", "history?", "optimize?", "engine?"],
    packages: ["chalk", "diff", "sarif"],
  },
  lsp: {
    layers: [
      ...facts,
      "host",
      "analysis",
      "estimate",
      "optimize",
      "rule",
      "config",
      "engine",
      "report",
      "invocations",
    ],
    packages: ["vscode-languageserver", "vscode-languageserver-textdocument"],
  },
};

/** Folders whose files start things; nobody imports them, except a folder its own files. */
const edges: ReadonlySet<string> = new Set(["cli", "dev", "index"]);

/** Imports go down the table of layers. */
export const importsGoDown: ArchitectureCheck = (files) =>
  files.flatMap((file) => {
    const from = layerOf(file.path);
    if (from === null) return [];
    return importsOf(file.text).flatMap(({ specifier, isTypeOnly }) => {
      const complaint = specifier.startsWith(".")
        ? relativeImport(from, file.path, resolveFrom(file.path, specifier), isTypeOnly)
        : packageImport(from, specifier);
      return complaint === null ? [] : [`${file.path} imports ${specifier}: ${complaint}`];
    });
  });

function relativeImport(from: string, path: string, target: string, isTypeOnly: boolean): string | null {
  const to = layerOf(target);
  if (to === null) return edges.has(from) ? null : "it is no part of the program";
  if (from === "rules" && to === "rules") {
    return path === "rules/index.ts" ? null : "a rule imports no other rule";
  }
  if (from === to) return null;
  if (edges.has(to)) return `nobody imports ${to}`;
  const layer = layers[from];
  if (layer === undefined) return edges.has(from) ? null : `${from} is no layer`;
  if (layer.layers.includes(to)) return null;
  if (!layer.layers.includes(typesOnly(to))) return `${from} may not import ${to}`;
  return isTypeOnly ? null : `${from} may import only types of ${to}`;
}

function packageImport(from: string, specifier: string): string | null {
  const layer = layers[from];
  // Built-in modules are the matter of `nodeOnlyAtTheEdge`.
  if (layer === undefined || specifier.startsWith("node:")) return null;
  if (layer.packages.includes(specifier.split("/", 1)[0]!)) return null;
  return `${from} may not import this package`;
}

function typesOnly(layer: string): string {
  return `${layer}?`;
}

/** `node:` modules and the globals of a platform stay out of the core. */
export const nodeOnlyAtTheEdge: ArchitectureCheck = (files) =>
  files.flatMap((file) => {
    const from = layerOf(file.path);
    if (from === null || (edges.has(from) && from !== "index")) return [];
    if (file.path.startsWith("src/host/node-")) return [];
    const modules = importsOf(file.text)
      .filter(({ specifier }) => specifier.startsWith("node:"))
      .map(({ specifier }) => `${file.path} imports ${specifier}`);
    // The server waits for a pause in typing; timers are the same everywhere.
    const globals = [...file.text.matchAll(platformGlobals)]
      .filter(([name]) => from !== "lsp" || name !== "setTimeout(")
      .map(([name]) => `${file.path} uses ${name}`);
    return [...modules, ...globals];
  });

/** What a pure function can't ask: process, clock, chance, console. */
const platformGlobals =
  /\b(?:process\.\w+|Buffer\.\w+|(?:Date\.now|new Date|Math\.random|performance\.now|console\.\w+|setTimeout|fetch)\()/g;

/** Nothing in `src` knows a rule by its id. */
export const rulesStayUnnamed: ArchitectureCheck = (files) => {
  const ids = ruleIdsOf(files);
  if (ids.length === 0) return [];
  const anyId = new RegExp(`(?<![\\w-])(?:${ids.join("|")})(?![\\w-])`, "g");
  return files
    .filter(({ path }) => path.startsWith("src/"))
    .flatMap(({ path, text }) => [...text.matchAll(anyId)].map(([id]) => `${path} names the rule ${id}`));
};

/** Each rule has its code, its page and its entry in the index, and calls itself by the name of its file. */
export const rulesAreComplete: ArchitectureCheck = (files) => {
  const text = (path: string): string | null => files.find((file) => file.path === path)?.text ?? null;
  const index = importsOf(text("rules/index.ts") ?? "").map(({ specifier }) => specifier);
  const ids = ruleIdsOf(files);
  const ofRules = ids.flatMap((id) => {
    const complaints: string[] = [];
    const code = text(`rules/${id}.ts`);
    if (text(`rules/${id}.md`) === null) complaints.push(`rules/${id}.md is missing`);
    if (!index.includes(`./${id}.ts`)) complaints.push(`rules/index.ts lacks ${id}`);
    if (!code?.includes(`\n  id: "${id}",\n`)) complaints.push(`rules/${id}.ts has not the id ${id}`);
    const exports = code?.match(/^export\b.*/gm) ?? [];
    if (exports.length !== 1 || !exports[0]?.startsWith("export default defineRule(")) {
      complaints.push(`rules/${id}.ts has another export than its rule`);
    }
    return complaints;
  });
  const strays = files
    .map(({ path }) => /^rules\/(.+)\.md$/.exec(path)?.[1])
    .filter((id) => id !== undefined && !/^[A-Z]+$/.test(id) && !ids.includes(id))
    .map((id) => `rules/${id}.ts is missing`);
  return [...ofRules, ...strays];
};

/** Files are named for the one concept they hold; pages that people look for by custom are in capitals. */
export const filesAreNamed: ArchitectureCheck = (files) =>
  files
    .filter(({ path }) => layerOf(path) !== null || path.startsWith("test/"))
    .flatMap(({ path }) => {
      const name = path.slice(path.lastIndexOf("/") + 1).replace(/(\.test)?\.(ts|mjs|md)$/, "");
      if (path.endsWith(".md") && /^[A-Z]+$/.test(name)) return [];
      if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [`${path} is not in kebab-case`];
      return vagueNames.has(name) ? [`${path} is named for nothing in particular`] : [];
    });

const vagueNames: ReadonlySet<string> = new Set([
  "utils",
  "util",
  "helpers",
  "helper",
  "common",
  "manager",
  "misc",
]);

const mostLines = 500;
const mostRuleLines = 150;

/** No file is so long that it must hold two concepts; a long rule has thoughts that belong to `src/analysis`. */
export const filesAreShort: ArchitectureCheck = (files) =>
  files
    .filter(({ path }) => layerOf(path) !== null && path.endsWith(".ts") && path !== "rules/index.ts")
    .flatMap(({ path, text }) => {
      const count = text.split("\n").length - 1;
      const most = path.startsWith("rules/") ? mostRuleLines : mostLines;
      return count > most ? [`${path} has ${count} lines, more than ${most}`] : [];
    });

/** The layer of a path: the folder in `src`, `rules`, or `index` for the library's entry; `null` elsewhere. */
function layerOf(path: string): string | null {
  if (path.startsWith("rules/")) return "rules";
  if (path === "src/index.ts") return "index";
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function ruleIdsOf(files: readonly ProjectFile[]): readonly string[] {
  return files
    .map(({ path }) => /^rules\/(.+)\.ts$/.exec(path)?.[1])
    .filter((id): id is string => id !== undefined && id !== "index");
}

interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** Every `import`, `export … from` and `import()` of a module, types included. */
function importsOf(text: string): readonly Import[] {
  const statements =
    /^(?:import|export)\s+(type\s+)?(?:(\{[^}]*\}|\*(?:\s+as\s+\w+)?|[\w$]+(?:\s*,\s*\{[^}]*\})?)\s+from\s+)?"([^"]+)"/gm;
  const found = [...text.matchAll(statements)].map(([, type, names, specifier]) => ({
    specifier: specifier!,
    isTypeOnly: type !== undefined || isListOfTypes(names),
  }));
  const calls = [...text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)].map(([, specifier]) => ({
    specifier: specifier!,
    isTypeOnly: false,
  }));
  return [...found, ...calls];
}

/** `{ type A, type B }`. */
function isListOfTypes(names: string | undefined): boolean {
  if (names === undefined || !names.startsWith("{")) return false;
  const members = names
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return members.every((name) => name.startsWith("type "));
}

function resolveFrom(path: string, specifier: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
