import { removedOptions } from "../knowledge/bundler-options.ts";
import type { Flag } from "../shell/arguments.ts";
import type { Command, ShellWord } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { readPackageCommand } from "./install-commands/package-command.ts";
import { type RunScript, runScripts } from "./run-scripts.ts";

/** An option of `bundle install` that Bundler has given up for a setting. */
export interface RemovedBundlerOption {
  readonly run: RunScript;
  readonly command: Command;
  readonly flag: Flag;
  readonly setting: string;
  /** What the setting has to be; `null` where the option has no value. */
  readonly value: string | null;
  /** The last word that belongs to the option. */
  readonly lastWord: ShellWord;
}

/** In the order of the file. */
export const removedBundlerOptions = defineFact(
  "removed-bundler-options",
  ({ use }): readonly RemovedBundlerOption[] =>
    use(runScripts).flatMap((run) => run.script.commands.flatMap((command) => removedIn(run, command))),
);

function removedIn(run: RunScript, command: Command): readonly RemovedBundlerOption[] {
  const call = readPackageCommand(command);
  if (call?.manager.name !== "bundler" || (call.action !== "install" && call.action !== "")) return [];
  return call.flags.flatMap((flag) => {
    const found = Object.hasOwn(removedOptions, flag.name) ? removedOptions[flag.name]! : null;
    if (found === null) return [];
    const given = valueWords(flag, call.command);
    const lastWord = (found.value === null ? given.at(-1) : undefined) ?? flag.word;
    return [
      { run, command, flag, setting: found.setting, value: found.value ?? givenValue(flag, given), lastWord },
    ];
  });
}

/** `--without development test` takes all words up to the next option; none where the value stands in the word of the option. */
function valueWords({ word, valueWord }: Flag, { words }: Command): readonly ShellWord[] {
  if (valueWord === null || valueWord === word) return [];
  const rest = words.slice(words.indexOf(valueWord));
  const end = rest.findIndex(({ text }) => text.startsWith("-"));
  return end === -1 ? rest : rest.slice(0, end);
}

function givenValue({ value }: Flag, given: readonly ShellWord[]): string | null {
  return given.length > 1 ? `'${given.map(({ text }) => text).join(" ")}'` : value;
}
