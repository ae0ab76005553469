import { baseImage, type Distribution } from "../knowledge/base-images.ts";
import type { BuildFile, Stage, Step } from "../model/build-file.ts";
import { shebangWords, shellName } from "../shell/dialect.ts";
import { bodyAsScript, shellText } from "../shell/script.ts";
import type { CommandForm, Instruction } from "../syntax/nodes.ts";
import type { MappedText } from "../text/mapped-text.ts";
import { commandOf } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { type StageGraph, stageGraph } from "./stage-graph.ts";

/** A script as ShellCheck is asked about it. */
export interface ShellSource {
  readonly step: Step;
  /** The one with the script: of an ONBUILD its trigger. */
  readonly instruction: Instruction;
  readonly shell: CheckedShell;
  /** Lines that say what the image has set, then the script. */
  readonly text: string;
  /** How many lines stand before the script. */
  readonly linesBefore: number;
  readonly script: MappedText;
  /** Whether the script stands in a JSON string, where quotes are written otherwise. */
  readonly isInJson: boolean;
}

/** Languages that ShellCheck reads, by its names for them. */
export type CheckedShell = "sh" | "bash" | "dash" | "ksh" | "busybox";

const languages: Readonly<Record<string, CheckedShell>> = {
  ash: "busybox",
  bash: "bash",
  dash: "dash",
  ksh: "ksh",
  mksh: "ksh",
};

/** What `/bin/sh` is. Source: the images themselves, common knowledge (2026-11). */
const standardShells: Readonly<Partial<Record<Distribution, CheckedShell>>> = {
  alpine: "busybox",
  amazon: "bash",
  arch: "bash",
  debian: "dash",
  fedora: "bash",
  redhat: "bash",
  suse: "bash",
  ubuntu: "dash",
  wolfi: "busybox",
};

/**
 * The scripts of all instructions that hand one to a shell, and those of files that COPY makes from heredocs, in the order of the file; without
 * those in languages that ShellCheck does not read. Linear in the file.
 */
export const shellSources = defineFact("shell-sources", ({ file, use }): readonly ShellSource[] => {
  const graph = use(stageGraph);
  const named = namedShells(file);
  const sources: ShellSource[] = [];
  for (const stage of file.stages) {
    for (const step of stage.steps) {
      const instruction = step.instruction.kind === "ONBUILD" ? step.instruction.trigger : step.instruction;
      if (instruction === null || instruction.problems.length > 0) continue;
      const command = commandOf(instruction);
      const scripts = command === null ? copiedScripts(instruction) : scriptsOf(command, instruction, step);
      for (const { script, words, isInJson } of scripts) {
        const asked = named.get(step.instruction.index);
        const shell = languageOf(asked === undefined ? words : [asked], stage, graph);
        if (shell === null || script.text.trim() === "") continue;
        const before = linesBefore(script.text, step, words);
        const text = [...before, script.text.replace(/^#!/, "##")].join("\n");
        sources.push({ step, instruction, shell, text, linesBefore: before.length, script, isInJson });
      }
    }
  }
  return sources;
});

interface FoundScript {
  readonly script: MappedText;
  /** Those of the shell that gets it. */
  readonly words: readonly string[];
  readonly isInJson: boolean;
}

function scriptsOf(command: CommandForm, { heredocs }: Instruction, { state }: Step): readonly FoundScript[] {
  if (command.form === "exec") return handedOver(command.strings);
  const shebang = shebangWords(bodyAsScript(command.script, heredocs)?.text ?? "");
  const script = shellText(command.script, heredocs);
  return [{ script, words: shebang ?? state.shell, isInJson: false }];
}

/** `["sh", "-c", "script"]` */
function handedOver(
  strings: readonly { readonly value: string; readonly mapped: MappedText }[],
): readonly FoundScript[] {
  const at = strings.findIndex(({ value }) => /^-[a-z]*c$/.test(value));
  const script = strings[at + 1];
  if (at < 1 || script === undefined) return [];
  return [
    {
      script: script.mapped,
      words: strings.slice(0, at + 1).map(({ value }) => value),
      isInJson: true,
    },
  ];
}

/** Files that say which shell runs them. The builder leaves their variables alone only when the delimiter is quoted. */
function copiedScripts({ heredocs }: Instruction): readonly FoundScript[] {
  return heredocs.flatMap(({ body, expand }) => {
    const words = expand ? null : shebangWords(body.text);
    return words === null ? [] : [{ script: body, words, isInJson: false }];
  });
}

function languageOf(words: readonly string[], stage: Stage, graph: StageGraph): CheckedShell | null {
  const name = shellName(words);
  if (name !== "sh") return name === null ? null : (languages[name] ?? null);
  const root = graph.root(stage);
  const distribution = root.kind === "image" ? baseImage(root.image).distribution : null;
  if (distribution === "windows") return null;
  return (distribution && standardShells[distribution]) ?? "sh";
}

/** By instruction the shell that `# hadolint shell=…` names above it or further up in its stage, until SHELL names another. */
function namedShells({ syntax, stages }: BuildFile): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const comments = syntax.comments.flatMap(({ range, text }) => {
    const shell = /^\s*hadolint\s+shell\s*=\s*(\S+)/.exec(text)?.[1];
    return shell === undefined ? [] : [{ at: range.start, shell }];
  });
  if (comments.length === 0) return found;
  let next = 0;
  for (const { from, steps } of stages) {
    let current: string | null = null;
    for (const instruction of [from, ...steps.map((step) => step.instruction)]) {
      if (instruction.kind === "SHELL") current = null;
      while (next < comments.length && comments[next]!.at < instruction.range.start)
        current = comments[next++]!.shell;
      if (current !== null) found.set(instruction.index, current);
    }
  }
  return found;
}

/** Longer values say no more about how they are to be quoted. */
const longestValue = 200;

/** What builders set for every RUN. Source: docs.docker.com/reference/dockerfile, predefined ARGs (read 2026-11). */
const proxies = /^(?:https?|ftp|no|all)_proxy$/;

/** Lines that go before a script: its directives for the whole of it, then what the shell starts with. */
function linesBefore(script: string, { state }: Step, shell: readonly string[]): readonly string[] {
  const directives = /^(?:#!.*\n)?((?:[ \t]*#.*\n|[ \t]*\n)*)/.exec(script)?.[1] ?? "";
  const declared = new Map<string, string>();
  for (const [, name] of script.matchAll(/\$\{?[#!]?([A-Za-z_]\w*)/g)) {
    if (declared.has(name!)) continue;
    const variable = state.scope.lookup(name!);
    if (variable === null && !proxies.test(name!)) continue;
    const value = variable?.value ?? null;
    const isSaid = value !== null && value.length <= longestValue && !/[\n\r]/.test(value);
    declared.set(name!, isSaid ? `${name}='${value.replaceAll("'", `'\\''`)}'` : name!);
  }
  const commands = [
    ...(shell.some((word) => /^-[a-z]*e/.test(word)) ? ["set -e"] : []),
    ...(declared.size > 0 ? [`export ${[...declared.values()].join(" ")}`] : []),
  ];
  return [...directives.split("\n").filter((line) => /^\s*#\s*shellcheck\s/.test(line)), commands.join("; ")];
}
