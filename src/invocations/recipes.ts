import { lineOfKey } from "./bake-file.ts";
import { type BuildCommand, dockerCommands, type RecipeTool } from "./docker-commands.ts";
import { withMakeVariables } from "./known-values.ts";

/** What one recipe of a Makefile or a justfile, or a script of a `package.json`, builds. */
export interface Recipe {
  readonly commands: readonly BuildCommand[];
  /** Names of other recipes that run with it. */
  readonly needs: readonly string[];
}

export type RecipeFile = ReadonlyMap<string, Recipe>;

/** The names of files with recipes; the tool takes the first that is there. */
export const recipeNames: Readonly<Record<RecipeTool, readonly string[]>> = {
  make: ["GNUmakefile", "makefile", "Makefile"],
  just: ["justfile", "Justfile", ".justfile"],
  package: ["package.json"],
};

/** Reads a file with recipes that stands in a folder of the repository; `null` when it can't be read as such. */
export function recipeFile(tool: RecipeTool, text: string, directory: string): RecipeFile | null {
  return tool === "package" ? packageScripts(text, directory) : ruleFile(tool, text, directory);
}

function packageScripts(text: string, directory: string): RecipeFile | null {
  const recipes = new Map<string, Recipe>();
  // Most of these files build no image.
  if (!/docker|podman|nerdctl|depot/.test(text)) return recipes;
  let scripts: unknown;
  try {
    scripts = (JSON.parse(text) as { readonly scripts?: unknown } | null)?.scripts;
  } catch {
    return null;
  }
  if (typeof scripts !== "object" || scripts === null) return recipes;
  for (const [name, script] of Object.entries(scripts)) {
    if (typeof script !== "string") continue;
    const commands = dockerCommands(script, { line: 1, directory, values: new Map() });
    if (commands.length === 0) continue;
    const line = lineOfKey(text, name);
    recipes.set(name, { commands: commands.map((command) => onLine(command, line)), needs: [] });
  }
  return recipes;
}

/** A script in one line may hold line ends. */
function onLine(command: BuildCommand, line: number): BuildCommand {
  return command.kind === "build" ? { ...command, build: { ...command.build, line } } : { ...command, line };
}

interface Line {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** The line above a recipe: its names and what it needs. One of just has one name, and may have parameters. */
const heads = {
  make: /^([^\s:=#][^:=#]*?)\s*::?(?!=)([^=#;]*)/,
  just: /^@?([\w-]+)(?:\s[^:]*)?:(?!=)([^#]*)/,
};

function ruleFile(tool: "make" | "just", text: string, directory: string): RecipeFile {
  const recipes = new Map<string, { commands: BuildCommand[]; needs: string[] }>();
  const values = new Map<string, string>();
  let open: { commands: BuildCommand[]; needs: string[] }[] = [];
  const lines = joinedLines(text);
  // A variable counts wherever it stands.
  for (const { text: line } of lines) {
    const [, name, value] = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[:?]{0,3}=)\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && !values.has(name))
      values.set(name, tool === "make" ? value!.replace(/\s+#.*$/, "") : unquoted(value!));
  }
  for (const { text: line, line: number } of lines) {
    if (tool === "make" ? line.startsWith("\t") : /^\s+\S/.test(line)) {
      const script = line.trim().replace(/^[@+-]+\s*/, "");
      const filled =
        tool === "make"
          ? forShell(withMakeVariables(script, values))
          : script.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
      const found = dockerCommands(filled, { line: number, directory, values: new Map() });
      for (const recipe of open) recipe.commands.push(...found.map((command) => onLine(command, number)));
      continue;
    }
    const [, names, needs] = heads[tool].exec(line) ?? [];
    if (names === undefined) continue;
    open = names.split(/\s+/).map((name) => {
      const recipe = recipes.get(name) ?? { commands: [], needs: [] };
      recipe.needs.push(...needs!.split(/\s+/).filter((need) => /^[\w./-]+$/.test(need)));
      recipes.set(name, recipe);
      return recipe;
    });
  }
  return recipes;
}

/** What is left of make's own variables and functions is no substitution of the shell: it is made to look like an expression. */
function forShell(text: string): string {
  return text.replace(
    /\$\$|\$\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\$\{([^{}]*)\}/g,
    (whole, round: string | undefined, braced: string | undefined) => {
      if (whole === "$$") return "$";
      return `\${{ ${round ?? braced} }}`;
    },
  );
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text.trim())?.[2] ?? `\${{ ${text.trim()} }}`;
}

/** Longer lines are data. */
const longestLine = 5_000;

/** Lines with those that a backslash at the end joins to them. */
function joinedLines(text: string): readonly Line[] {
  const found: Line[] = [];
  let joined = "";
  let start = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (joined === "") start = index + 1;
    joined += joined === "" ? line : line.trimStart();
    if (joined.endsWith("\\")) joined = `${joined.slice(0, -1).trimEnd()} `;
    else {
      if (joined.length <= longestLine) found.push({ text: joined, line: start });
      joined = "";
    }
  }
  return found;
}
