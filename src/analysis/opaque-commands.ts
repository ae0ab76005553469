import { familyOfProgram } from "../knowledge/command-costs.ts";
import type { Command } from "../shell/command.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";

const shells = new Set(["sh", "bash", "dash", "ash", ".", "source", "eval"]);

/** Calls of package managers that run nothing of the project. */
const quietActions =
  /^(help|config|get|set|cache|prune|version|list|ls|info|show|pkg|audit|fund|dedupe|env|clean)?$/;

/** Kinds of programs that only move data. */
const movers: ReadonlySet<string> = new Set(["download", "unpack", "git-clone", "python-venv"]);

/**
 * Whether a command runs what can't be seen from here: a script, a test or build tool of the project, a program that is not
 * known. Such a command may read any file and any variable. Installs and builds of package managers are not among them: see `installs`.
 */
export function isOpaque(command: Command): boolean {
  const call = readPackageCommand(command);
  if (call !== null) return call.does === "other" && !quietActions.test(call.action.split(" ")[0] ?? "");
  const { name, words } = command;
  if (name === "") return words.length > 0;
  if (shells.has(name)) {
    // What stands in `sh -c '…'` is in the list of commands itself.
    const script = words.find((word, at) => at > 0 && !word.text.startsWith("-"));
    const isInline = words.some((word) => /^-[a-z]*c$/.test(word.text));
    return script !== undefined && !isInline && !/\bactivate$/.test(script.text);
  }
  if (/^(python|pypy)[\d.]*$/.test(name)) {
    return (
      words.length > 1 && !words.some(({ text }) => /^(--version|-V|venv|virtualenv|ensurepip)$/.test(text))
    );
  }
  const family = familyOfProgram(name);
  return family === undefined || (family !== null && !movers.has(family));
}
