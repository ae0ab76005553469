import { baseImage, type Distribution } from "../knowledge/base-images.ts";
import { bodyAsScript } from "../shell/script.ts";
import type { TextEdit } from "../text/edit.ts";
import { baseName } from "../text/posix-path.ts";
import type { Analysis } from "./fact.ts";
import { lineEndOf } from "./instruction-edits.ts";
import type { RunScript } from "./run-scripts.ts";
import { type StageGraph, stageGraph } from "./stage-graph.ts";

/** How to let a pipe fail with any of its commands. */
export interface PipefailRemedy {
  /** `set`: the shell knows `set -o pipefail` · `shell`: another shell is needed, and there is one · `unknown`: which shell `/bin/sh` is can't be known. */
  readonly kind: "set" | "shell" | "unknown";
  /** `null` where it is not plain how. */
  readonly edit: TextEdit | null;
}

/** What `/bin/sh` is. Source: the distributions' own documents; dash got `pipefail` in 0.5.13, which no release of them has (read 2026-11). */
const plainShells: Readonly<Partial<Record<Distribution, "dash" | "bash" | "ash">>> = {
  alpine: "ash",
  wolfi: "ash",
  debian: "dash",
  ubuntu: "dash",
  amazon: "bash",
  arch: "bash",
  fedora: "bash",
  redhat: "bash",
  suse: "bash",
};

export const bashWithPipefail = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';

/** `within` is the shell that a command of the RUN starts to run the pipe in; `null` without one. */
export function pipefailRemedy(
  { use, file }: Pick<Analysis, "use" | "file">,
  run: RunScript,
  within: string | null,
): PipefailRemedy {
  const graph = use(stageGraph);
  if (within !== null) {
    const shell = shellNamed(within, run, graph);
    return { kind: shell === null || shell === "dash" ? "unknown" : "set", edit: null };
  }
  const shell = shellOf(run, graph);
  const { command, range } = run.instruction;
  if (shell === null || command.form === "exec") return { kind: "unknown", edit: null };
  if (shell === "dash") {
    const at = range.start;
    const isOwn = !run.isTrigger;
    return {
      kind: "shell",
      edit: isOwn ? { range: { start: at, end: at }, text: bashWithPipefail + lineEndOf(file.text) } : null,
    };
  }
  return { kind: "set", edit: insertSet(run, "set -o pipefail", " && ") };
}

/** The edit that lets a script begin with a `set`, with a joint to what follows on the same line; `null` for one whose beginning is not plain. */
export function insertSet({ instruction }: RunScript, set: string, joint: string): TextEdit | null {
  const { command, heredocs } = instruction;
  if (command.form === "exec") return null;
  const [heredoc] = heredocs;
  if (heredoc === undefined) {
    const at = command.range.start;
    return { range: { start: at, end: at }, text: `${set}${joint}` };
  }
  if (bodyAsScript(command.script, heredocs) === null || heredoc.terminator === null) return null;
  const at = heredoc.bodyRange.start;
  const shebang = /^#!.*\n/.exec(heredoc.body.text)?.[0].length ?? 0;
  // With `<<-` the tabs in front of the first line are not part of the text.
  if (heredoc.chomp && shebang > 0) return null;
  // Also where other lines end in a carriage return: a shell would take it for a part of the option.
  return { range: { start: at + shebang, end: at + shebang }, text: `${set}\n` };
}

/** The program that reads a script; `null` where it is not known. */
function shellOf(run: RunScript, graph: StageGraph): string | null {
  const { step, instruction } = run;
  const { command, heredocs } = instruction;
  const body = command.form === "shell" ? bodyAsScript(command.script, heredocs) : null;
  const asked = /^#!.*?([a-z]+)(?:\s+-.*)?\s*(?:\n|$)/.exec(body?.text ?? "")?.[1];
  const { shell, shellIsSet } = step.state;
  return shellNamed(asked ?? (shellIsSet ? baseName(shell[0] ?? "") : "sh"), run, graph);
}

function shellNamed(name: string, { step }: RunScript, graph: StageGraph): string | null {
  if (["bash", "ash", "zsh", "ksh"].includes(name)) return name;
  const root = graph.root(step.stage);
  if (name !== "sh" || root.kind !== "image") return null;
  const { distribution } = baseImage(root.image);
  return distribution === null ? null : (plainShells[distribution] ?? null);
}
