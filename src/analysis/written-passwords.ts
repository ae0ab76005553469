import { readArguments } from "../shell/arguments.ts";
import type { Command } from "../shell/command.ts";
import type { Range } from "../text/range.ts";
import { useraddFlags } from "./accounts.ts";
import { defineFact } from "./fact.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";

/** A password that a RUN sets in a way that everybody who has the image can read or guess. */
export interface WrittenPassword {
  readonly run: RunScript;
  readonly command: Command;
  readonly at: Range;
  /** `text`: it stands in the file, and in the history of the image · `empty`: there is none · `other`: from somewhere else. */
  readonly kind: "text" | "empty" | "other";
}

/** In the order of the file. */
export const writtenPasswords = defineFact("written-passwords", ({ use }): readonly WrittenPassword[] =>
  use(runScripts).flatMap((run) =>
    run.script.commands.flatMap((command): WrittenPassword[] => {
      const kind = passwordOf(command, run.script.commands);
      return kind === null ? [] : [{ run, command, at: command.range, kind }];
    }),
  ),
);

function passwordOf(command: Command, commands: readonly Command[]): WrittenPassword["kind"] | null {
  const { name, words } = command;
  const has = (...texts: string[]): boolean => words.some(({ text }) => texts.includes(text));
  switch (name) {
    case "chpasswd":
      return has("-e", "--encrypted") ? "other" : inputOf(command, commands);
    case "passwd":
      if (has("-d", "--delete")) return "empty";
      if (has("-l", "--lock", "-u", "--unlock", "-S", "-e", "--expire", "-x", "-n")) return null;
      return inputOf(command, commands) === "text" ? "text" : null;
    case "useradd":
    case "usermod": {
      const flags = useraddFlags(command) ?? readArguments(command, { valued: ["-p", "--password"] }).flags;
      const value = flags.findLast(({ name }) => name === "-p" || name === "--password")?.value;
      if (value === undefined || value === null) return null;
      // A hash begins with `$`; `!` and `*` stand for an account without password log-in.
      return value === "" ? "empty" : null;
    }
    default:
      return null;
  }
}

/** Where the input of a command comes from: `echo` in front of the pipe, a heredoc, `<<<`. */
function inputOf(
  { redirects, pipeline, index, connector }: Command,
  commands: readonly Command[],
): "text" | "other" {
  const given = redirects.find(({ operator }) => operator.startsWith("<"));
  if (given !== undefined) return given.operator === "<" ? "other" : "text";
  // Substitutions in the words of `echo` stand between it and this command.
  for (let at = index - 1; at >= 0 && at > index - 20; at--) {
    const before = commands[at]!;
    if (before.pipeline !== pipeline || pipeline === null || (connector !== "|" && connector !== "|&"))
      continue;
    if (before.name !== "echo" && before.name !== "printf") return "other";
    return before.words.slice(1).some(({ text }) => text.includes("$(")) ? "other" : "text";
  }
  return "other";
}
