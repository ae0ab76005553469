import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { InputProblem } from "../engine/result.ts";
import type { Host, ReadProblem, ReadResult } from "../host/host.ts";
import { decodeText, hostPath, nodeHost } from "../host/node-host.ts";
import type { InlineDockerfile } from "../invocations/inline-dockerfile.ts";
import { nearestName } from "../text/nearest-name.ts";
import type { Invocation } from "./arguments.ts";
import { discover } from "./discover.ts";
import { commands } from "./options.ts";
import type { Progress } from "./progress.ts";
import { codeOf, type Terminal } from "./terminal.ts";

/** A Dockerfile to read. */
export interface Source {
  /** As shown to people: relative to the working directory. */
  readonly path: string;
  /** Absolute path within the host; `null` for standard input without a name. */
  readonly file: string | null;
  /** The folder in which a search has found it by its name, absolute; `null` where the user has named it. */
  readonly foundIn: string | null;
  /** Whether the text comes from standard input: then what becomes of it is printed, also where it has the name of a file. */
  readonly isPiped?: true;
  /** Reads the text when its turn comes. */
  read(host: Host): ReadResult;
  /** How it is built by the compose, bake or devcontainer file that the user has named; left out for a Dockerfile that is named or found itself. */
  readonly build?: SourceBuild;
}

export interface SourceBuild {
  /** Absolute path within the host; `null` for one elsewhere. */
  readonly context: string | null;
  /** A path as shown to people and a line from 1. */
  readonly by: { readonly path: string; readonly line: number };
  readonly target: string | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Names of contexts that stand for images or stages. */
  readonly contexts: readonly string[];
  /** Whether the same Dockerfile is built in another way, too. */
  readonly isShared: boolean;
  /** For a Dockerfile that stands in that file. */
  readonly inline: InlineSource | null;
}

export interface InlineSource extends InlineDockerfile {
  /** Of the service or target. */
  readonly name: string;
  /** The text of the file around it. */
  readonly document: string;
  /** The same of the file as a host has it; `null` where it is gone. */
  reread(host: Host): Promise<InlineDockerfile | null>;
}

/** Dockerfiles that the operands of a command line lead to, each once, and operands that lead nowhere. */
export interface Sources {
  readonly sources: readonly Source[];
  readonly problems: readonly InputProblem[];
}

/** What `-` is called when it has no name. */
const nameless = "<stdin>";

/** Files as named, folders searched, `-` read from standard input. */
export async function findSources(
  invocation: Invocation,
  terminal: Terminal,
  progress: Progress,
): Promise<Sources> {
  const { operands } = invocation;
  const host = nodeHost();
  const sources = new Map<string, Source>();
  const problems: InputProblem[] = [];
  const add = (source: Source): void => {
    if (!sources.has(source.path)) sources.set(source.path, source);
  };
  for (const operand of operands.length > 0 ? operands : ["."]) {
    if (operand === "-") {
      add(await standardInput(invocation.text("stdin-filename"), terminal));
      continue;
    }
    const absolute = resolve(terminal.workingDirectory, operand);
    const path = shownPath(absolute, terminal);
    const kind = kindOf(absolute);
    if (kind === "missing") problems.push({ path, message: missing(operand, operands) });
    else if (kind === "file") {
      const { imageFile } = await import("../invocations/read-images.ts");
      const images = imageFile(host, hostPath(absolute));
      if (images === null) {
        add(fileSource(absolute, terminal));
        continue;
      }
      const { builtSources } = await import("./built-sources.ts");
      const built = await builtSources(hostPath(absolute), images, host, terminal);
      for (const source of built.sources) sources.set(`${source.path}\0${sources.size}`, source);
      problems.push(...built.problems);
    } else {
      const found = await discover(absolute, progress.countFolder);
      for (const file of found.files) add({ ...fileSource(file, terminal), foundIn: absolute });
      for (const folder of found.unreadable)
        problems.push({
          path: shownPath(folder, terminal),
          message: "the folder can't be read; check its permissions",
        });
      if (found.files.length === 0 && found.unreadable.length === 0)
        problems.push({ path, message: nothingFound });
    }
  }
  return { sources: [...sources.values()], problems };
}

/** The first word may have been meant for a command. */
function missing(operand: string, [first]: readonly string[]): string {
  const command = operand === first ? nearestName(operand, commandNames) : null;
  const advice = command === null ? "" : `; did you mean \`stowage ${command}\`?`;
  return `there is no such file or folder${advice}`;
}

const commandNames = commands.map(({ name }) => name);

const nothingFound =
  "no Dockerfile in this folder: names searched for are Dockerfile, Dockerfile.*, Dockerfile-*, *.Dockerfile and Containerfile*, " +
  "without what .gitignore leaves out; name a file to lint it whatever it is called";

/** One file on disk. */
export function fileSource(absolute: string, terminal: Terminal): Source {
  const file = hostPath(absolute);
  return {
    path: shownPath(absolute, terminal),
    file,
    foundIn: null,
    read: (host) => host.readText(file),
  };
}

/** Standard input, read whole. */
export async function standardInput(name: string | null, terminal: Terminal): Promise<Source> {
  const bytes = await terminal.readInput();
  const absolute = name === null ? null : resolve(terminal.workingDirectory, name);
  return {
    path: absolute === null ? nameless : shownPath(absolute, terminal),
    file: absolute === null ? null : hostPath(absolute),
    foundIn: null,
    isPiped: true,
    read: () => decodeText(bytes),
  };
}

/** What stands at a path, links followed. What can't be looked at counts as a file: reading it says why. */
export function kindOf(absolute: string): "file" | "folder" | "missing" {
  try {
    return statSync(absolute).isDirectory() ? "folder" : "file";
  } catch (error) {
    return ["ENOENT", "ENOTDIR"].includes(codeOf(error)) ? "missing" : "file";
  }
}

/** A path as seen from the working directory, `/` between parts. */
export function shownPath(absolute: string, terminal: Terminal): string {
  return relative(terminal.workingDirectory, absolute).split(sep).join("/") || ".";
}

/** Why a text is missing and what to do. */
export function readProblem(problem: ReadProblem): string {
  switch (problem) {
    case "missing":
      return "there is no such file";
    case "directory":
      return "this is a folder; name the Dockerfile in it";
    case "unreadable":
      return "the file can't be read; check that it is a plain file and its permissions (`-` reads standard input)";
    case "not-utf8":
      return "the text is not UTF-8; convert it, for example with `iconv -t UTF-8`";
    case "too-large":
      return "the file is too large for a Dockerfile (over 10 MiB); leave it out";
  }
}
