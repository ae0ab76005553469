import type { Host } from "../host/host.ts";
import { type BakeFile, bakeFile } from "./bake-file.ts";
import type { RecipeTool } from "./docker-commands.ts";
import { type RecipeFile, recipeFile, recipeNames } from "./recipes.ts";
import type { YamlTree } from "./yaml-tree.ts";

/** The files of a repository that may say how it is built, each read at most once. Paths are relative to its root. */
export interface ProjectFiles {
  /** Names of the files in a folder, sorted; none where there is no such folder. */
  filesIn(directory: string): readonly string[];
  yaml(path: string): Promise<YamlTree | null>;
  /** The same for a file of a CI system, without one that can't build anything. */
  pipeline(path: string): Promise<YamlTree | null>;
  bake(path: string): BakeFile | null;
  /** The file that the tool takes in a folder, with its path; `null` where it has none. */
  recipes(
    tool: RecipeTool,
    directory: string,
  ): { readonly path: string; readonly recipes: RecipeFile } | null;
  /** Files that are there and could not be read, in the order in which they were asked for. */
  readonly unread: ReadonlySet<string>;
}

/** Larger files are no hand-written ones. */
const mostUnits = 1_000_000;

export function projectFiles(host: Host, root: string): ProjectFiles {
  const unread = new Set<string>();
  const known = new Map<string, unknown>();
  const once = <Value>(key: string, compute: () => Value): Value => {
    if (!known.has(key)) known.set(key, compute());
    return known.get(key) as Value;
  };
  const read = (path: string): string | null => {
    if (isOutside(path)) return null;
    const { text, problem } = host.readText(`${root === "/" ? "" : root}/${path}`);
    if (text === undefined || text.length > mostUnits) {
      if (problem !== "missing" && problem !== "directory") unread.add(path);
      return null;
    }
    return text;
  };
  /** What a reader makes of the text of a file; one that it can't read is noted. */
  const parsed = <Value>(path: string, parse: (text: string) => Value | null): Value | null => {
    const text = read(path);
    if (text === null || text.trim() === "") return null;
    const value = parse(text);
    if (value === null) unread.add(path);
    return value;
  };
  const filesIn = (directory: string): readonly string[] =>
    once(`list ${directory}`, () => {
      if (isOutside(directory)) return [];
      return (host.list(directory === "." ? root : `${root === "/" ? "" : root}/${directory}`) ?? [])
        .flatMap(({ name, kind }) => (kind === "file" || kind === "symlink" ? [name] : []))
        .sort();
    });
  const yaml = (path: string, isWanted = (_text: string) => true): Promise<YamlTree | null> =>
    once(`yaml ${path}`, async () => {
      // The parser is loaded where there is something to parse.
      const { readYaml } = await import("./read-yaml.ts");
      return parsed(path, (text) => (isWanted(text) ? readYaml(text) : nothing));
    });
  const recipes: ProjectFiles["recipes"] = (tool, directory) =>
    once(`recipes ${tool} ${directory}`, () => {
      const there = filesIn(directory);
      const name = recipeNames[tool].find((candidate) => there.includes(candidate));
      if (name === undefined) return null;
      const path = pathIn(directory, name);
      const read = parsed(path, (text) => recipeFile(tool, text, directory));
      return read === null ? null : { path, recipes: read };
    });
  /** Workflows that check, publish and greet are long and many, and to parse them takes most of the time. */
  const mayBuild = (text: string): boolean => {
    if (/docker|podman|nerdctl|depot|\buses:\s*["']?\.\//i.test(text)) return true;
    if (/\b(?:make|just)\b/.test(text)) return true;
    return /\b(?:npm|yarn|pnpm|bun)\b/.test(text) && (recipes("package", ".")?.recipes.size ?? 0) > 0;
  };
  return {
    unread,
    filesIn,
    yaml,
    pipeline: (path) => yaml(path, mayBuild),
    recipes,
    bake: (path) =>
      once(`bake ${path}`, () => parsed(path, (text) => bakeFile(text, path.endsWith(".json")))),
  };
}

function isOutside(path: string): boolean {
  return path === ".." || path.startsWith("../") || path.startsWith("/");
}

const nothing: YamlTree = { kind: "text", line: 1, text: "", firstLine: 1 };

export function pathIn(directory: string, name: string): string {
  return directory === "." ? name : `${directory}/${name}`;
}
