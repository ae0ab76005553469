import { dialectOf, isReadableShell } from "../shell/dialect.ts";
import { bodyAsScript } from "../shell/script.ts";
import type { RunScript } from "./run-scripts.ts";

/** What a shell does when something fails. */
export interface ShellOptions {
  /** `set -e`: it ends at the first command that fails. */
  readonly errexit: boolean;
  /** `set -o pipefail`: a pipe fails with any of its commands, not only with the last. */
  readonly pipefail: boolean;
}

const none: ShellOptions = { errexit: false, pipefail: false };

/**
 * The options in force when each command of a RUN starts, in the order of its script: from SHELL or the `#!` line, `set` before it,
 * and the words of a shell around it (`bash -eo pipefail -c '…'`). Linear in the commands.
 */
export function shellOptions({ instruction, step, script }: RunScript): readonly ShellOptions[] {
  const lists: { level: number; options: ShellOptions }[] = [];
  const { command, heredocs } = instruction;
  const body = command.form === "shell" ? bodyAsScript(command.script, heredocs) : null;
  const shebang = /^#!(.*)/.exec(body?.text ?? "")?.[1];
  let outermost = none;
  if (shebang !== undefined) outermost = optionsOfShell(shebang.trim().split(/[ \t]+/));
  else if (command.form === "shell") outermost = optionsOfShell(step.state.shell);

  const lastAtLevel: ShellOptions[] = [];
  return script.commands.map(({ levels, inside, name, words }) => {
    for (let depth = 0; depth < levels.length; depth++) {
      if (lists[depth]?.level === levels[depth]) continue;
      const around = depth === 0 ? outermost : lists[depth - 1]!.options;
      const asked = inside[depth - 1] === "nested-script" ? (lastAtLevel[depth - 1] ?? around) : around;
      lists.length = depth;
      lists.push({ level: levels[depth]!, options: asked });
    }
    lists.length = levels.length;
    const options = lists.at(-1)!.options;
    const texts = words.map(({ text }) => text);
    if (isReadableShell(name)) lastAtLevel[levels.length - 1] = optionsIn(texts.slice(1), none);
    else delete lastAtLevel[levels.length - 1];
    if (name === "set") {
      const set = optionsIn(texts.slice(1), options);
      // What a subshell sets ends with it; a group or a branch belongs to the shell around it.
      for (let depth = levels.length - 1; depth >= 0; depth--) {
        lists[depth]!.options = set;
        if (depth > 0 && !["group", "if", "loop", "case", "condition"].includes(inside[depth - 1]!)) break;
      }
    }
    return options;
  });
}

/** The options that the words of a SHELL set: `["/bin/bash", "-eo", "pipefail", "-c"]`. */
function optionsOfShell(words: readonly string[]): ShellOptions {
  const shell = words.findIndex((word) => dialectOf([word]) !== "unknown");
  return shell === -1 ? none : optionsIn(words.slice(shell + 1), none);
}

/** Reads `-e`, `-euxo pipefail`, `+e`, `-o errexit` up to the first word that is no option. */
function optionsIn(words: readonly string[], before: ShellOptions): ShellOptions {
  let { errexit, pipefail } = before;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (/^--\w/.test(word)) continue;
    if (!/^[-+][A-Za-z]+$/.test(word)) break;
    const isOn = word.startsWith("-");
    if (word.includes("e")) errexit = isOn;
    if (!word.includes("o")) continue;
    const name = words[++at];
    if (name === "errexit") errexit = isOn;
    if (name === "pipefail") pipefail = isOn;
  }
  return { errexit, pipefail };
}
