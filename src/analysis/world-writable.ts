import type { BuildFile, Step } from "../model/build-file.ts";
import { pathInImage } from "../model/state.ts";
import { expand } from "../model/variables.ts";
import { readArguments } from "../shell/arguments.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { cleanPath, isWithin } from "../text/posix-path.ts";
import type { Range } from "../text/range.ts";
import { defineFact } from "./fact.ts";
import { expandWord } from "./install-commands/command-setting.ts";
import { runScripts } from "./run-scripts.ts";
import { stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";

/** Files of the image that everybody may write. */
export interface WorldWritable {
  readonly at: Range;
  /** As written: `777`, `a+rwx`. */
  readonly mode: string;
  /** What gets it, as written; `null` where that is not said in one word. */
  readonly path: string | null;
}

/** Modes that RUN, COPY and ADD give in stages whose layers ship, in the order of the file. */
export const worldWritable = defineFact("world-writable", ({ file, use }): readonly WorldWritable[] => {
  if (use(targetPurpose) === "tooling") return [];
  const { shipped } = use(stageGraph);
  const volumes = volumesOf(file);
  const found: WorldWritable[] = [];
  for (const { step, script } of use(runScripts)) {
    if (!shipped.has(step.stage)) continue;
    const temporary = script.commands.flatMap(({ assignments }) =>
      assignments.flatMap(({ name, value }) => (value?.text.includes("mktemp") ? [name] : [])),
    );
    for (const command of script.commands) {
      const given = modeIn(command);
      if (given === null || !givesWrite(given.mode.text) || given.paths.every(({ text }) => isShared(text)))
        continue;
      if (volumes.length > 0 && given.paths.every((word) => isInVolume(word, step, volumes))) continue;
      const [path] = given.paths;
      if (path?.variables.some((name) => temporary.includes(name))) continue;
      found.push({
        at: given.mode.range,
        mode: given.mode.text,
        path: given.paths.length === 1 ? path!.text : null,
      });
    }
  }
  for (const stage of file.stages) {
    if (!shipped.has(stage)) continue;
    for (const { instruction } of stage.steps) {
      if (instruction.kind !== "COPY" && instruction.kind !== "ADD") continue;
      const flag = instruction.flags.find(({ name }) => name === "chmod");
      if (flag?.value == null || !givesWrite(flag.value)) continue;
      found.push({ at: flag.range, mode: flag.value, path: pathOf(instruction) });
    }
  }
  return found.sort((a, b) => a.at.start - b.at.start);
});

/** Where volumes are declared, absolute. */
function volumesOf({ stages, syntax }: BuildFile): readonly string[] {
  return stages.flatMap((stage) =>
    stage.steps.flatMap(({ instruction, state }) => {
      if (instruction.kind !== "VOLUME") return [];
      return instruction.paths.flatMap(({ text }) => {
        const { value, complete } = expand(text, state.scope, syntax.escape);
        const path = complete ? pathInImage(state.workdir.path, value, syntax.escape) : null;
        return path === null || path === "/" ? [] : [path];
      });
    }),
  );
}

/** What lies in a volume is data of the container, for which the image has no more than an empty folder. */
function isInVolume(word: ShellWord, { state }: Step, volumes: readonly string[]): boolean {
  const text = expandWord(word, (name) => state.scope.lookup(name)?.value ?? null);
  if (text === null || !text.startsWith("/")) return false;
  const path = cleanPath(text);
  return volumes.some((volume) => isWithin(path, volume));
}

/** Behind a `/` stands a directory that only holds what gets the mode. */
function pathOf({ destination }: Copy | Add): string | null {
  return destination === null || destination.text.endsWith("/") ? null : destination.text;
}

interface GivenMode {
  readonly mode: ShellWord;
  readonly paths: readonly ShellWord[];
}

function modeIn(command: Command): GivenMode | null {
  if (command.name === "chmod") {
    const [mode, ...paths] = command.words.slice(1).filter(({ text }) => !/^-[RcfvHLP]+$|^--/.test(text));
    return mode === undefined || paths.length === 0 ? null : { mode, paths };
  }
  if (command.name !== "mkdir" && command.name !== "install") return null;
  const { flags, operands } = readArguments(command, { valued: ["-m", "--mode", "-o", "-g", "-t", "-S"] });
  const flag = flags.findLast(({ name, value }) => value !== null && (name === "-m" || name === "--mode"));
  if (flag?.value == null) return null;
  return { mode: { ...(flag.valueWord ?? flag.word), text: flag.value }, paths: operands };
}

/** Whether others get the right to write, without the sticky bit that keeps them from each other's files. */
export function givesWrite(mode: string): boolean {
  if (/^0?[0-7]{3,4}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o2) !== 0 && (bits & 0o1000) === 0;
  }
  if (mode.split(",").some((clause) => clause.includes("t"))) return false;
  return mode.split(",").some((clause) => /^[ugo]*[ao][ugoa]*[+=][rwxXs]*w/.test(clause));
}

/** Directories and devices that are there for everybody. */
function isShared(path: string): boolean {
  return /^(?:\/var)?\/tmp\/?$|^\/dev\/|^\/run\/lock/.test(path);
}
