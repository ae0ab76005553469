import { accessSync, constants } from "node:fs";
import { resolve } from "node:path";
import { analyzeInput, type LintInput } from "../engine/input.ts";
import type { InputProblem } from "../engine/result.ts";
import type { Host } from "../host/host.ts";
import { hostPath } from "../host/node-host.ts";
import type { Invocation } from "./arguments.ts";
import { kindOf, readProblem, type Source, shownPath } from "./read-inputs.ts";
import type { Terminal } from "./terminal.ts";

/** How the user builds: the options that `check` and `estimate` share. */
export interface Building {
  readonly context: string | null;
  readonly target: string | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly problems: readonly InputProblem[];
}

/** Reads those options; what can't be followed becomes a problem and is left out. */
export function readBuilding(invocation: Invocation, terminal: Terminal): Building {
  const problems: InputProblem[] = [];
  const named = invocation.text("context");
  const context = named === null ? null : resolve(terminal.workingDirectory, named);
  if (context !== null) {
    const kind = kindOf(context);
    const path = shownPath(context, terminal);
    if (kind === "missing")
      problems.push({ path, message: "there is no such build context; name a folder with --context" });
    if (kind === "file")
      problems.push({ path, message: "the build context is a file; name a folder with --context" });
    if (kind === "folder" && !isReadable(context))
      problems.push({ path, message: "the build context can't be read; check its permissions" });
  }
  const buildArgs: Record<string, string> = {};
  for (const given of invocation.list("build-arg")) {
    const at = given.indexOf("=");
    const name = at === -1 ? given : given.slice(0, at);
    const value = at === -1 ? terminal.environment[name] : given.slice(at + 1);
    if (value !== undefined) buildArgs[name] = value;
  }
  return {
    context: context === null ? null : hostPath(context),
    target: invocation.text("target"),
    buildArgs,
    problems,
  };
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What the core needs for one Dockerfile, or why there is nothing for it to work on. */
export function readInput(
  source: Source,
  building: Building,
  host: Host,
  terminal: Terminal,
):
  | { readonly input: LintInput; readonly problem: InputProblem | null }
  | { readonly input: null; readonly problem: InputProblem } {
  const read = source.read(host);
  if (read.text === undefined)
    return { input: null, problem: { path: source.path, message: readProblem(read.problem) } };
  const { build } = source;
  const isInline = (build?.inline ?? null) !== null;
  const context = building.context ?? build?.context ?? null;
  const input: LintInput = {
    path: source.path,
    text: read.text,
    // Text without a place has no files around it, unless the user says where they are.
    host: (source.file === null || isInline) && context === null ? null : host,
    dockerfile: isInline ? null : source.file,
    context,
    declared:
      building.context === null && context !== null && build !== undefined
        ? { root: context, by: build.by }
        : null,
    workingDirectory: hostPath(terminal.workingDirectory),
    target: building.target ?? build?.target ?? null,
    buildArgs: { ...build?.buildArgs, ...building.buildArgs },
    today: new Date().toISOString().slice(0, 10),
    estimate: true,
  };
  return { input, problem: input.target === null ? null : unknownTarget(input) };
}

function unknownTarget(input: LintInput): InputProblem | null {
  const { file } = analyzeInput(input);
  if (file.unknownTarget === null) return null;
  const names = file.stages.map((stage) => stage.name ?? String(stage.index));
  const choice = names.length === 0 ? "it has no stages" : `its stages are ${names.join(", ")}`;
  return { path: input.path, message: `there is no stage \`${file.unknownTarget}\` to build; ${choice}` };
}
