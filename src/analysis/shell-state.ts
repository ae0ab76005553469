import { shellSetupFiles, shellStateHelp } from "../knowledge/build-commands.ts";
import type { Command } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";

/** A command at the end of a RUN whose effect ends with it. */
export interface LostEffect {
  readonly run: RunScript;
  readonly command: Command;
  readonly kind: "shell" | "setup-file" | "service" | "background";
  /** What to do. */
  readonly help: string;
}

/** What the last commands of each RUN do for commands that do not come, in the order of the file. */
export const lostEffects = defineFact("lost-effects", ({ use }): readonly LostEffect[] =>
  use(runScripts).flatMap((run) => (run.isTrigger ? [] : atTheEnd(run))),
);

function atTheEnd(run: RunScript): readonly LostEffect[] {
  const { commands, problems } = run.script;
  if (problems.length > 0 || run.instruction.command.form === "exec") return [];
  const found: LostEffect[] = [];
  const firstMove = commands.findIndex(({ name }) => name === "cd" || name === "pushd");
  for (let at = commands.length - 1; at >= 0; at--) {
    const command = commands[at]!;
    // What stands in the words of a command says nothing of its own.
    if (command.inside[0] === "substitution") continue;
    const lost = effectOf(command, command.index > firstMove);
    if (lost === null) break;
    found.push({ run, command, ...lost });
  }
  return found.reverse();
}

function effectOf(command: Command, hasMoved: boolean): Pick<LostEffect, "kind" | "help"> | null {
  const { name, words, inside, pipeline, redirects, connector } = command;
  const first = words[1]?.text ?? "";
  if (inside.length > 0 || pipeline !== null || connector === "||") return null;
  if (command.background) {
    return { kind: "background", help: "start it with `CMD` or `ENTRYPOINT`, or wait for its end" };
  }
  if (redirects.length > 0) return null;
  if (name === "service" || words[0]?.text.startsWith("/etc/init.d/") === true) {
    const action = words.at(-1)?.text ?? "";
    if (!["start", "restart"].includes(action)) return null;
    return { kind: "service", help: "start it with `CMD` or `ENTRYPOINT`" };
  }
  if (name === "." || name === "source") {
    if (!shellSetupFiles.test(first)) return null;
    return {
      kind: "setup-file",
      help: "read it in each RUN that needs it, or set what it sets with `ENV`",
    };
  }
  if (!Object.hasOwn(shellStateHelp, name)) return null;
  // A look at what is set, and the way back from another directory.
  if (words.length < 2 || first === "-p") return null;
  if (name === "cd" && (hasMoved || first === "-" || first.startsWith(".."))) return null;
  // Its value may be the work: `export A=$(make)`.
  if (words.some(({ text }) => text.includes("$("))) return null;
  return { kind: "shell", help: shellStateHelp[name]! };
}
