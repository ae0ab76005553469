import { readArguments } from "../shell/arguments.ts";
import type { Command } from "../shell/command.ts";
import { parseShell } from "../shell/parse-shell.ts";
import { workingDirectories } from "../shell/working-directory.ts";
import { lineIndex, positionAt } from "../text/line-index.ts";
import { mappedText } from "../text/mapped-text.ts";
import { type KnownValues, withKnownValues } from "./known-values.ts";
import { cacheStores, type WrittenBuild } from "./written-build.ts";

/** A command of a script that builds images: by itself, by a bake file, by a compose file, or by a script of a file such as a Makefile. */
export type BuildCommand =
  | { readonly kind: "build"; readonly build: WrittenBuild; readonly isRemote: boolean }
  | ({ readonly kind: "bake"; readonly sets: readonly string[] } & NamedInFiles)
  | ({ readonly kind: "compose" } & NamedInFiles)
  | ({ readonly kind: "recipe"; readonly tool: RecipeTool } & NamedInFiles);

export type RecipeTool = "make" | "just" | "package";

/** Things to build that other files say more of. */
export interface NamedInFiles {
  /** 1-based. */
  readonly line: number;
  /** Folder in which it runs, from the root of the repository. */
  readonly directory: string;
  /** As written; none for those that the tool finds by itself. */
  readonly files: readonly string[];
  /** As written; none for the default. */
  readonly names: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  /** Whether the builder is a service that keeps its cache. */
  readonly isRemote: boolean;
}

/** A script and where it stands. */
export interface ScriptPlace {
  /** 1-based line of its first line in the file. */
  readonly line: number;
  /** Folder in which it starts; `null` when that is not known. */
  readonly directory: string | null;
  readonly values: KnownValues;
}

/** Texts that are no shell, such as `${{ github.sha }}`, stand for one unit each while the script is read. */
const foreignTexts = /\$\{\{[^\n]{0,500}?\}\}/g;
const firstStandIn = 0xe000;
const mostStandIns = 1000;

/** The commands of a script that build images. What a shell variable is set to in the script itself is known. Nothing is run. */
export function dockerCommands(script: string, place: ScriptPlace): readonly BuildCommand[] {
  if (!/\b(?:docker|podman|nerdctl|depot|make|just|npm|yarn|pnpm|bun)\b/.test(script)) return [];
  const foreign: string[] = [];
  const text = script.replaceAll("\r", " ").replace(foreignTexts, (found) => {
    if (foreign.length === mostStandIns) return found;
    // As long as it was, so that lines stay what they are.
    return String.fromCharCode(firstStandIn + foreign.push(found) - 1).padEnd(found.length, "\ue7ff");
  });
  const restored = (word: string): string =>
    word.replace(
      /([\ue000-\ue3e7])\ue7ff*/g,
      (_, unit: string) => foreign[unit.charCodeAt(0) - firstStandIn]!,
    );
  const { commands } = parseShell(mappedText(text, 0));
  const start = place.directory === null ? null : `/${place.directory}`;
  const directories = workingDirectories({ commands }, start);
  const lines = lineIndex(text);
  const values = new Map(place.values);
  return commands.flatMap((command, index): readonly BuildCommand[] => {
    for (const [name, value] of assignmentsOf(command)) values.set(name, restored(value));
    const directory = directories[index] ?? null;
    if (directory === null) return [];
    const words = command.words.map((word) => ({
      ...word,
      text: withKnownValues(restored(word.text), values),
    }));
    const found = commandOf(
      { ...command, words },
      {
        line: place.line + positionAt(lines, command.range.start).line - 1,
        directory: directory === "/" ? "." : directory.slice(1),
      },
    );
    return found === null ? [] : [found];
  });
}

/** `A=1` alone, and `export A=1`. */
function assignmentsOf({ name, words, assignments }: Command): readonly (readonly [string, string])[] {
  if (name === "") return assignments.map((one) => [one.name, one.value?.text ?? ""] as const);
  if (name !== "export" && name !== "local" && name !== "declare" && name !== "readonly") return [];
  return words.slice(1).flatMap(({ text }) => {
    const [, variable, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text) ?? [];
    return variable === undefined ? [] : [[variable, value!] as const];
  });
}

interface Place {
  readonly line: number;
  readonly directory: string;
}

/** Flags of `docker build` and `docker buildx build` that take a value (docker CLI and buildx references, 2026-11). */
const buildFlags = [
  ..."-f --file -t --tag --build-arg --target --platform --cache-from --cache-to --no-cache-filter -o --output --builder".split(
    " ",
  ),
  ..."--build-context --label --secret --ssh --progress --network --add-host --shm-size --ulimit --iidfile".split(
    " ",
  ),
  ..."--metadata-file --provenance --sbom --attest --allow --annotation --call --cgroup-parent --isolation -m --memory".split(
    " ",
  ),
  ..."--memory-swap --cpu-period --cpu-quota -c --cpu-shares --cpuset-cpus --cpuset-mems --security-opt".split(
    " ",
  ),
  // podman, and Depot
  ..."--format --layers --jobs --ignorefile --volume -v --authfile --project --build-platform".split(" "),
];
const globalFlags = ["-c", "--context", "-H", "--host", "--config", "-l", "--log-level", "--builder"];
const composeFlags = [
  ..."-f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel".split(
    " ",
  ),
  ..."--build-arg --builder -m --memory --ssh".split(" "),
];
const bakeFlags = [
  "-f",
  "--file",
  "--set",
  "--builder",
  "--progress",
  "--metadata-file",
  "--provenance",
  "--sbom",
  "--allow",
  "--call",
];

function commandOf(command: Command, place: Place): BuildCommand | null {
  const { name } = command;
  if (name === "docker-compose" || name === "podman-compose") return composeCommand(command, place);
  if (name === "make" || name === "gmake" || name === "just") return recipeOf(command, place);
  if (/^(?:npm|yarn|pnpm|bun)$/.test(name)) return recipeOf(command, place);
  if (name !== "docker" && name !== "podman" && name !== "nerdctl" && name !== "depot") return null;
  const { operands } = readArguments(command, { valued: globalFlags });
  const [first, second] = operands.map(({ text }) => text);
  const isRemote = name === "depot" && first !== "compose";
  if (first === "compose") return composeCommand(after(command, operands, 1), place);
  const depth = first === "buildx" || first === "builder" || first === "image" ? 2 : 1;
  const verb = depth === 2 ? second : first;
  const rest = after(command, operands, depth);
  if (verb === "build" || (verb === "b" && first === "buildx"))
    return { kind: "build", build: buildOf(rest, place), isRemote };
  if ((verb === "bake" && (first === "buildx" || isRemote)) || (verb === "f" && first === "buildx")) {
    const { flags, operands: names } = readArguments(rest, { valued: bakeFlags });
    const all = (...asked: readonly string[]) => valuesOf(flags, asked);
    return {
      ...{ kind: "bake", ...place, isRemote, files: all("-f", "--file"), sets: all("--set") },
      names: names.map(({ text }) => text),
      noCache: isSet(flags, "--no-cache"),
      pull: isSet(flags, "--pull"),
    };
  }
  return null;
}

/** The command whose name is its `depth`-th operand. */
function after(command: Command, operands: readonly Command["words"][number][], depth: number): Command {
  const last = operands[depth - 1];
  return { ...command, words: last === undefined ? [] : command.words.slice(command.words.indexOf(last)) };
}

type Flags = ReturnType<typeof readArguments>["flags"];

function valuesOf(flags: Flags, asked: readonly string[]): readonly string[] {
  return flags.flatMap(({ name, value }) => (asked.includes(name) && value !== null ? [value] : []));
}

function isSet(flags: Flags, asked: string): boolean {
  return flags.some(({ name, value }) => name === asked && value !== "false" && value !== "0");
}

function buildOf(command: Command, { line, directory }: Place): WrittenBuild {
  const { flags, operands } = readArguments(command, { valued: buildFlags });
  const all = (...asked: readonly string[]) => valuesOf(flags, asked);
  return {
    ...{ line, directory, isFromContext: false },
    // Without `-f`, the Dockerfile is the one in the context.
    dockerfile: all("-f", "--file").at(-1) ?? null,
    // What stands before it may be flags that a variable holds.
    context: operands.at(-1)?.text ?? ".",
    target: all("--target").at(-1) ?? null,
    buildArgs: all("--build-arg"),
    platforms: all("--platform").flatMap((text) => text.split(",")),
    cache: {
      from: cacheStores(all("--cache-from")),
      to: cacheStores(all("--cache-to")),
      noCache: isSet(flags, "--no-cache"),
      // podman and buildah know `--pull=missing`.
      pull: flags.some(
        ({ name, value }) =>
          name === "--pull" && !["false", "0", "missing", "never", "ifnewer"].includes(value ?? ""),
      ),
    },
  };
}

function composeCommand(command: Command, place: Place): BuildCommand | null {
  const { flags, operands } = readArguments(command, { valued: composeFlags });
  const [verb, ...names] = operands.map(({ text }) => text);
  if (verb !== "build" && !(/^(?:up|create|run)$/.test(verb ?? "") && isSet(flags, "--build"))) return null;
  return {
    ...{ kind: "compose", ...place, isRemote: false },
    files: valuesOf(flags, ["-f", "--file"]),
    names: verb === "run" ? names.slice(0, 1) : names,
    noCache: isSet(flags, "--no-cache"),
    pull: isSet(flags, "--pull"),
  };
}

/** `make -C dir target`, `just recipe`, `npm run script`. */
function recipeOf(command: Command, { line, directory }: Place): BuildCommand | null {
  const tool = command.name === "just" ? "just" : command.name.endsWith("make") ? "make" : "package";
  const valued =
    tool === "make"
      ? ["-C", "--directory", "-f", "--file", "-j"]
      : ["--prefix", "-C", "--dir", "--cwd", "-f"];
  const { flags, operands } = readArguments(command, { valued });
  const words = operands.map(({ text }) => text).filter((text) => !text.includes("="));
  if (tool === "package" && words[0] === "run") words.shift();
  else if (tool === "package" && command.name === "npm") return null;
  const folder = valuesOf(flags, ["-C", "--directory", "--prefix", "--dir", "--cwd"]).at(-1);
  return {
    ...{ kind: "recipe", tool, line, files: valuesOf(flags, ["-f", "--file"]), noCache: false, pull: false },
    directory: folder === undefined ? directory : `${directory}/${folder}`,
    names: tool === "package" ? words.slice(0, 1) : words,
    isRemote: false,
  };
}
